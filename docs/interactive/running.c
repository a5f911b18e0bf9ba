/* A batch norm of one feature that sees batch after batch of cats: chapter 6. */

#include "common/random.h"
#include "export.h"
#include "forward_pass.h"
#include "given/batchnorm_layer.h"
#include "running_statistics.h"

enum { MOST = 256 };

double *EXPORT(running_memory)(void);
void EXPORT(running_reset)(int seed);
void EXPORT(running_batch)(int examples);

static struct {
    double momentum, mean, sd;    /* input; mean and standard deviation of all cats there are */
    double cat;                   /* input: the size of one cat */
    double batch_mean, batch_var; /* output: of the last batch, divided by N */
    double running_mean, running_var;
    double training, evaluation; /* what the cat's size becomes */
} running;

static Random random;
static real gamma = 1, beta = 0, gamma_gradient, beta_gradient;
static BatchNorm norm = {.D = 1,
                         .eps = 1e-5,
                         .gamma = &gamma,
                         .beta = &beta,
                         .gamma_gradient = &gamma_gradient,
                         .beta_gradient = &beta_gradient,
                         .running_mean = &running.running_mean,
                         .running_var = &running.running_var,
                         .update = bn_update_running};

double *running_memory(void)
{
    return &running.momentum;
}

void running_reset(int seed)
{
    random = random_new((uint64_t)seed);
    bn_reset(&norm);
}

/* Draws a batch, which goes through in TRAINING. Then the cat: in TRAINING in the place of that
   batch's first example, which leaves the running statistics alone, and in EVALUATION by itself. */
void running_batch(int examples)
{
    static real x[MOST], xhat[MOST], y[MOST];
    size_t N = (size_t)examples;
    Matrix batch = {N, 1, x};
    double rstd, mean, var;
    BnForward forward = {.mean = &running.batch_mean,
                         .var = &running.batch_var,
                         .rstd = &rstd,
                         .xhat = {N, 1, xhat},
                         .y = {N, 1, y}};
    norm.momentum = running.momentum;
    for (size_t n = 0; n < N; n++)
        x[n] = random_normal(&random, running.mean, running.sd);
    batchnorm_forward(&norm, batch, TRAINING, &forward);

    x[0] = running.cat;
    bn_forward(batch, norm.eps, &mean, &var, &rstd, forward.xhat);
    running.training = xhat[0];
    bn_forward_eval(&norm, (Matrix){1, 1, x}, &rstd, (Matrix){1, 1, xhat}, (Matrix){1, 1, y});
    running.evaluation = y[0];
}
