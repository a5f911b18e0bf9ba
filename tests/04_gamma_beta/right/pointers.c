/* Right, written another way: pointers that walk, three passes over the batch, compensated sums
   (Kahan). */

#include "gamma_beta.h"

#include <math.h>

typedef struct {
    double sum, lost;
} Kahan;

static void add(Kahan *k, double value)
{
    double next = value - k->lost, sum = k->sum + next;
    k->lost = (sum - k->sum) - next;
    k->sum = sum;
}

void bn_scale_shift(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    const real *from = xhat.v, *end = xhat.v + xhat.rows * xhat.cols;
    real *to = y.v;
    while (from < end)
        for (const real *g = gamma, *b = beta; g < gamma + xhat.cols; g++, b++)
            *to++ = *from++ * *g + *b;
}

void bn_scale_shift_backward(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                             double *dgamma, double *dbeta)
{
    require(dy.rows == xhat.rows, "rows of dy");
    require(dy.cols == xhat.cols, "columns of dy");
    require(dxhat.rows == xhat.rows, "rows of dxhat");
    require(dxhat.cols == xhat.cols, "columns of dxhat");
    for (size_t n = 0; n < dy.rows; n++)
        for (size_t d = 0; d < dy.cols; d++)
            row(dxhat, n)[d] = gamma[d] * row(dy, n)[d];
    for (size_t d = 0; d < dy.cols; d++) {
        Kahan total = {0, 0};
        for (size_t n = 0; n < dy.rows; n++)
            add(&total, (double)row(dy, n)[d]);
        dbeta[d] = total.sum;
    }
    for (size_t d = 0; d < dy.cols; d++) {
        Kahan total = {0, 0};
        for (size_t n = 0; n < dy.rows; n++)
            add(&total, (double)row(dy, n)[d] * (double)row(xhat, n)[d]);
        dgamma[d] = total.sum;
    }
}

void bn_identity(size_t D, const double *mean, const double *var, double eps, real *gamma,
                 real *beta)
{
    for (const double *end = mean + D; mean < end;) {
        *gamma++ = (real)hypot(sqrt(*var++), sqrt(eps));
        *beta++ = (real)*mean++;
    }
}

void bn_fold_into_linear(Matrix weights, real *bias, const double *mean, const double *rstd,
                         const real *gamma, const real *beta)
{
    real *weight = weights.v;
    for (size_t k = 0; k < weights.rows; k++)
        for (size_t d = 0; d < weights.cols; d++, weight++)
            *weight = (real)((double)*weight * ((double)gamma[d] * rstd[d]));
    for (size_t d = 0; d < weights.cols; d++)
        bias[d] = (real)(beta[d] - gamma[d] * rstd[d] * (mean[d] - bias[d]));
}

void bn_sgd_step(size_t D, const double *dgamma, const double *dbeta, double rate, real *gamma,
                 real *beta)
{
    require(rate >= 0, "rate %g", rate);
    for (const real *end = gamma + D; gamma < end; gamma++, beta++) {
        *gamma = (real)(*gamma + -rate * *dgamma++);
        *beta = (real)(*beta + -rate * *dbeta++);
    }
}
