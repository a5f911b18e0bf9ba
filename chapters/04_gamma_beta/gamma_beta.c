#include "gamma_beta.h"

#include <math.h>

/* 4.1   y[n][d] = gamma[d] * xhat[n][d] + beta[d] */
void bn_scale_shift(Matrix xhat, const real gamma[xhat.cols], const real beta[xhat.cols], Matrix y)
{
    require(y.rows == xhat.rows && y.cols == xhat.cols, "y is %zu x %zu, xhat is %zu x %zu", y.rows,
            y.cols, xhat.rows, xhat.cols);
    TODO("4.1");
}

/* 4.2   dbeta[d]    = sum over n of dy[n][d]
         dgamma[d]   = sum over n of dy[n][d] * xhat[n][d]
         dxhat[n][d] = dy[n][d] * gamma[d]
   Refuse a dy or a dxhat of another shape than xhat. Set the sums to 0; add row by row. */
void bn_scale_shift_backward(Matrix dy, Matrix xhat, const real gamma[xhat.cols], Matrix dxhat,
                             double dgamma[xhat.cols], double dbeta[xhat.cols])
{
    TODO("4.2");
}

/* 4.3   gamma[d] = sqrt(var[d] + eps)
         beta[d]  = mean[d] */
void bn_identity(size_t D, const double mean[D], const double var[D], double eps, real gamma[D],
                 real beta[D])
{
    require(eps > 0, "eps is %g, it must be positive", eps);
    TODO("4.3");
}

/* 4.4   weights[k][d] = weights[k][d] * gamma[d] * rstd[d]
         bias[d]       = (bias[d] - mean[d]) * gamma[d] * rstd[d] + beta[d] */
void bn_fold_into_linear(Matrix weights, real bias[weights.cols], const double mean[weights.cols],
                         const double rstd[weights.cols], const real gamma[weights.cols],
                         const real beta[weights.cols])
{
    TODO("4.4");
}

/* 4.5   gamma[d] = gamma[d] - rate * dgamma[d]
         beta[d]  = beta[d]  - rate * dbeta[d]
   Refuse a rate that is negative or not a number (with require, and say what it was). */
void bn_sgd_step(size_t D, const double dgamma[D], const double dbeta[D], double rate,
                 real gamma[D], real beta[D])
{
    TODO("4.5");
}
