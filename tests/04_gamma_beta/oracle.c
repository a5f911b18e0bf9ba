#include "tests/04_gamma_beta/oracle.h"

void oracle_scale_shift(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t d = 0; d < xhat.cols; d++)
        for (size_t n = 0; n < xhat.rows; n++)
            row(y, n)[d] = (real)((long double)gamma[d] * row(xhat, n)[d] + beta[d]);
}

long double oracle_loss(Matrix dy, Matrix xhat, const real *gamma, const real *beta)
{
    long double loss = 0;
    for (size_t d = 0; d < xhat.cols; d++)
        for (size_t n = 0; n < xhat.rows; n++)
            loss += row(dy, n)[d] * ((long double)gamma[d] * row(xhat, n)[d] + beta[d]);
    return loss;
}

static long double unit(const real *x, Matrix weights, const real *bias, size_t d)
{
    long double sum = bias[d];
    for (size_t k = 0; k < weights.rows; k++)
        sum += (long double)x[k] * row(weights, k)[d];
    return sum;
}

void oracle_linear(Matrix x, Matrix weights, const real *bias, Matrix y)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < weights.cols; d++)
            row(y, n)[d] = (real)unit(row(x, n), weights, bias, d);
}

void oracle_linear_then_norm(Matrix x, Matrix weights, const real *bias, const double *mean,
                             const double *rstd, const real *gamma, const real *beta, Matrix y)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < weights.cols; d++)
            row(y, n)[d] =
                (real)(gamma[d] * ((unit(row(x, n), weights, bias, d) - mean[d]) * rstd[d]) +
                       beta[d]);
}
