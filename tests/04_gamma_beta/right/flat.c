/* Right, written another way: one loop over all the numbers, the feature by i % D. */

#include "gamma_beta.h"

#include <math.h>
#include <string.h>

static void same_shape(Matrix a, Matrix b)
{
    require(a.rows == b.rows && a.cols == b.cols, "%zu x %zu and %zu x %zu", a.rows, a.cols, b.rows,
            b.cols);
}

void bn_scale_shift(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    same_shape(xhat, y);
    for (size_t i = 0; i < xhat.rows * xhat.cols; i++)
        y.v[i] = gamma[i % xhat.cols] * xhat.v[i] + beta[i % xhat.cols];
}

void bn_scale_shift_backward(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                             double *dgamma, double *dbeta)
{
    same_shape(xhat, dy);
    same_shape(xhat, dxhat);
    memset(dgamma, 0, xhat.cols * sizeof *dgamma);
    memset(dbeta, 0, xhat.cols * sizeof *dbeta);
    for (size_t i = 0; i < xhat.rows * xhat.cols; i++) {
        size_t d = i % xhat.cols;
        double g = (double)dy.v[i];
        dgamma[d] += g * (double)xhat.v[i];
        dbeta[d] += g;
        dxhat.v[i] = (real)(g * (double)gamma[d]);
    }
}

void bn_identity(size_t D, const double *mean, const double *var, double eps, real *gamma,
                 real *beta)
{
    require(eps > 0, "eps %g", eps);
    for (size_t d = 0; d < D; d++) {
        double rstd = 1 / sqrt(eps + var[d]);
        gamma[d] = (real)(1 / rstd);
        beta[d] = (real)mean[d];
    }
}

void bn_fold_into_linear(Matrix weights, real *bias, const double *mean, const double *rstd,
                         const real *gamma, const real *beta)
{
    for (size_t i = 0; i < weights.rows * weights.cols; i++) {
        size_t d = i % weights.cols;
        weights.v[i] = (real)(weights.v[i] * gamma[d] * rstd[d]);
    }
    for (size_t d = 0; d < weights.cols; d++)
        bias[d] = (real)(gamma[d] * ((bias[d] - mean[d]) * rstd[d]) + beta[d]);
}

void bn_sgd_step(size_t D, const double *dgamma, const double *dbeta, double rate, real *gamma,
                 real *beta)
{
    require(!isnan(rate) && !signbit(rate + 0.0), "rate %g", rate);
    for (size_t i = 0; i < 2 * D; i++) {
        real *p = i < D ? &gamma[i] : &beta[i - D];
        *p = (real)(*p - rate * (i < D ? dgamma[i] : dbeta[i - D]));
    }
}
