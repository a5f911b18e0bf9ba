/* Right, written another way: sums of halves of the batch, by recursion. */

#include "gamma_beta.h"

#include <math.h>

void bn_scale_shift(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    if (xhat.rows > 1) {
        size_t half = xhat.rows / 2;
        bn_scale_shift(matrix_rows(xhat, 0, half), gamma, beta, matrix_rows(y, 0, half));
        bn_scale_shift(matrix_rows(xhat, half, xhat.rows - half), gamma, beta,
                       matrix_rows(y, half, xhat.rows - half));
        return;
    }
    for (size_t d = 0; d < xhat.cols && xhat.rows == 1; d++)
        y.v[d] = (real)fma((double)gamma[d], (double)xhat.v[d], (double)beta[d]);
}

/* The sum over rows first .. last - 1 of dy * xhat, or of dy alone. */
static double sum(Matrix dy, Matrix xhat, size_t d, size_t first, size_t last, int times_xhat)
{
    if (last - first > 2) {
        size_t middle = first + (last - first) / 2;
        return sum(dy, xhat, d, first, middle, times_xhat) +
               sum(dy, xhat, d, middle, last, times_xhat);
    }
    double result = 0;
    for (size_t n = first; n < last; n++)
        result += (double)row(dy, n)[d] * (times_xhat ? (double)row(xhat, n)[d] : 1);
    return result;
}

void bn_scale_shift_backward(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                             double *dgamma, double *dbeta)
{
    require(dy.rows == xhat.rows && dy.cols == xhat.cols, "dy");
    require(dxhat.rows == xhat.rows && dxhat.cols == xhat.cols, "dxhat");
    for (size_t d = 0; d < xhat.cols; d++) {
        dgamma[d] = sum(dy, xhat, d, 0, dy.rows, 1);
        dbeta[d] = sum(dy, xhat, d, 0, dy.rows, 0);
    }
    for (size_t n = dy.rows; n-- > 0;)
        for (size_t d = dy.cols; d-- > 0;)
            row(dxhat, n)[d] = row(dy, n)[d] * gamma[d];
}

void bn_identity(size_t D, const double *mean, const double *var, double eps, real *gamma,
                 real *beta)
{
    require(eps > 0, "eps %g", eps);
    if (D > 1)
        bn_identity(D - 1, mean + 1, var + 1, eps, gamma + 1, beta + 1);
    if (D > 0) {
        *gamma = (real)sqrtl((long double)*var + eps);
        *beta = (real)*mean;
    }
}

void bn_fold_into_linear(Matrix weights, real *bias, const double *mean, const double *rstd,
                         const real *gamma, const real *beta)
{
    for (size_t d = 0; d < weights.cols; d++) {
        for (size_t k = weights.rows; k-- > 0;)
            row(weights, k)[d] = (real)((double)row(weights, k)[d] * rstd[d] * (double)gamma[d]);
        bias[d] = (real)(rstd[d] * gamma[d] * bias[d] - rstd[d] * gamma[d] * mean[d] + beta[d]);
    }
}

void bn_sgd_step(size_t D, const double *dgamma, const double *dbeta, double rate, real *gamma,
                 real *beta)
{
    require(rate >= 0, "rate %g", rate);
    for (size_t d = 0; d < D; d++) {
        gamma[d] = (real)fma(-rate, dgamma[d], (double)gamma[d]);
        beta[d] = (real)fma(-rate, dbeta[d], (double)beta[d]);
    }
}
