/* Right, written another way: sums, factors and results grow in scratch memory and are copied
   at the end. */

#include "gamma_beta.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void bn_scale_shift(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    size_t count = xhat.rows * xhat.cols;
    real *scratch = malloc((count + 1) * sizeof *scratch);
    memcpy(scratch, xhat.v, count * sizeof *scratch);
    for (size_t i = 0; i < count; i++)
        scratch[i] *= gamma[i % xhat.cols];
    for (size_t i = 0; i < count; i++)
        scratch[i] += beta[i % xhat.cols];
    memcpy(y.v, scratch, count * sizeof *scratch);
    free(scratch);
}

void bn_scale_shift_backward(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                             double *dgamma, double *dbeta)
{
    if (dy.rows != xhat.rows || dy.cols != xhat.cols || dxhat.rows != xhat.rows ||
        dxhat.cols != xhat.cols)
        require(0, "shapes");
    double *sums = calloc(2 * xhat.cols + 1, sizeof *sums);
    for (size_t n = xhat.rows; n-- > 0;)
        for (size_t d = 0; d < xhat.cols; d++) {
            sums[d] += (double)row(dy, n)[d] * row(xhat, n)[d];
            sums[xhat.cols + d] += row(dy, n)[d];
        }
    memcpy(dgamma, sums, xhat.cols * sizeof *sums);
    memcpy(dbeta, sums + xhat.cols, xhat.cols * sizeof *sums);
    free(sums);
    Matrix none = matrix_new(1, xhat.cols);
    bn_scale_shift(dy, gamma, none.v, dxhat); /* dy * gamma + 0 */
    matrix_free(none);
}

void bn_identity(size_t D, const double *mean, const double *var, double eps, real *gamma,
                 real *beta)
{
    double *sd = malloc((D + 1) * sizeof *sd);
    for (size_t d = 0; d < D; d++)
        sd[d] = sqrt(var[d] + eps);
    for (size_t d = 0; d < D; d++) {
        gamma[d] = (real)sd[d];
        beta[d] = (real)mean[d];
    }
    free(sd);
}

void bn_fold_into_linear(Matrix weights, real *bias, const double *mean, const double *rstd,
                         const real *gamma, const real *beta)
{
    double *scale = malloc((weights.cols + 1) * sizeof *scale);
    for (size_t d = 0; d < weights.cols; d++)
        scale[d] = gamma[d] * rstd[d];
    for (size_t k = 0; k < weights.rows; k++)
        for (size_t d = 0; d < weights.cols; d++)
            row(weights, k)[d] = (real)(row(weights, k)[d] * scale[d]);
    for (size_t d = 0; d < weights.cols; d++)
        bias[d] = (real)(bias[d] * scale[d] - mean[d] * scale[d] + beta[d]);
    free(scale);
}

void bn_sgd_step(size_t D, const double *dgamma, const double *dbeta, double rate, real *gamma,
                 real *beta)
{
    if (!(rate >= 0))
        require(rate >= 0, "rate %g", rate);
    double *next = malloc((2 * D + 1) * sizeof *next);
    for (size_t d = 0; d < D; d++) {
        next[d] = gamma[d] - rate * dgamma[d];
        next[D + d] = beta[d] - rate * dbeta[d];
    }
    for (size_t d = 0; d < D; d++) {
        gamma[d] = (real)next[d];
        beta[d] = (real)next[D + d];
    }
    free(next);
}
