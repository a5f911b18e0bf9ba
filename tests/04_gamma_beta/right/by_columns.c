/* Right, written another way: feature by feature, each sum in a variable of its own. */

#include "gamma_beta.h"

#include <math.h>

void bn_scale_shift(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t d = 0; d < xhat.cols; d++)
        for (size_t n = 0; n < xhat.rows; n++)
            row(y, n)[d] = beta[d] + row(xhat, n)[d] * gamma[d];
}

void bn_scale_shift_backward(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                             double *dgamma, double *dbeta)
{
    require(dy.rows == xhat.rows && dy.cols == xhat.cols && dxhat.rows == xhat.rows &&
                dxhat.cols == xhat.cols,
            "the three matrices differ in shape");
    for (size_t d = 0; d < xhat.cols; d++) {
        double scale = 0, shift = 0;
        for (size_t n = 0; n < xhat.rows; n++) {
            scale += (double)row(xhat, n)[d] * row(dy, n)[d];
            shift += row(dy, n)[d];
            row(dxhat, n)[d] = gamma[d] * row(dy, n)[d];
        }
        dgamma[d] = scale;
        dbeta[d] = shift;
    }
}

void bn_identity(size_t D, const double *mean, const double *var, double eps, real *gamma,
                 real *beta)
{
    for (size_t d = D; d-- > 0;) {
        beta[d] = (real)mean[d];
        gamma[d] = (real)pow(var[d] + eps, 0.5);
    }
}

void bn_fold_into_linear(Matrix weights, real *bias, const double *mean, const double *rstd,
                         const real *gamma, const real *beta)
{
    for (size_t d = 0; d < weights.cols; d++) {
        const double scale = gamma[d] * rstd[d], shift = beta[d] - scale * mean[d];
        for (size_t k = 0; k < weights.rows; k++)
            row(weights, k)[d] = (real)(scale * row(weights, k)[d]);
        bias[d] = (real)(scale * bias[d] + shift);
    }
}

void bn_sgd_step(size_t D, const double *dgamma, const double *dbeta, double rate, real *gamma,
                 real *beta)
{
    require(rate >= 0, "rate %g", rate);
    for (size_t d = 0; d < D; d++)
        gamma[d] -= (real)(rate * dgamma[d]);
    for (size_t d = 0; d < D; d++)
        beta[d] -= (real)(rate * dbeta[d]);
}
