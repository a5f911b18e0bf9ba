/* A batch of one feature, through batch norm in training: chapters 3 and 4. */

#include "export.h"
#include "forward_pass.h"
#include "gamma_beta.h"

enum { MOST = 8 };

double *EXPORT(batch_memory)(void);
void EXPORT(batch_run)(int examples);

static struct {
    double gamma, beta, eps;    /* input */
    double mean, var, rstd;     /* output */
    double x[MOST];             /* input */
    double xhat[MOST], y[MOST]; /* output */
} batch;

double *batch_memory(void)
{
    return &batch.gamma;
}

void batch_run(int examples)
{
    size_t N = (size_t)examples;
    Matrix xhat = {N, 1, batch.xhat};
    bn_forward((Matrix){N, 1, batch.x}, batch.eps, &batch.mean, &batch.var, &batch.rstd, xhat);
    bn_scale_shift(xhat, &batch.gamma, &batch.beta, (Matrix){N, 1, batch.y});
}
