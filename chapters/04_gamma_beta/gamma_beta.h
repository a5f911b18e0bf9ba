#ifndef GAMMA_BETA_H
#define GAMMA_BETA_H

/* Chapter 4: the learned scale and shift behind the normalization.

       y = gamma * xhat + beta

   with one gamma and one beta for each feature (Ioffe and Szegedy 2015, algorithm 1, last
   line). A gradient is called d + name: dgamma[d] is the derivative of the loss by gamma[d].

       xhat, y, dy, dxhat    N x D   N examples (rows), D features (columns)
       gamma, beta           D       parameters, real; they start at 1 and 0
       dgamma, dbeta         D       sums over the batch, always double
       mean, var, rstd       D       statistics, always double, as in chapter 3

   You write the bodies in gamma_beta.c. Each function writes only to its outputs. The caller
   owns all memory, and outputs do not overlap inputs. What "refuses" below goes to require
   (common/require.h). */

#include "common/matrix.h"

/* Exercise 4.1 (20 points)   Scales and shifts each feature.

       y[n][d] = gamma[d] * xhat[n][d] + beta[d]

   Any N is good, a single example too. xhat need not be normalized, and gamma may be 0 or
   negative.

   xhat    N x D   input
   gamma   D       input
   beta    D       input
   y       N x D   output
   Refuses a y of another shape than xhat. */
void bn_scale_shift(Matrix xhat, const real gamma[xhat.cols], const real beta[xhat.cols], Matrix y);

/* Exercise 4.2 (34 points)   The gradients of 4.1, from dy, the gradient of the loss by y.

       dbeta[d]    = sum over n of dy[n][d]
       dgamma[d]   = sum over n of dy[n][d] * xhat[n][d]
       dxhat[n][d] = dy[n][d] * gamma[d]

   The first two are sums, not means: one gamma[d] has a part in every example's y.

   dy       N x D   input
   xhat     N x D   input, the same as in 4.1
   gamma    D       input, the same as in 4.1
   dxhat    N x D   output
   dgamma   D       output
   dbeta    D       output
   Refuses a dy or a dxhat of another shape than xhat. */
void bn_scale_shift_backward(Matrix dy, Matrix xhat, const real gamma[xhat.cols], Matrix dxhat,
                             double dgamma[xhat.cols], double dbeta[xhat.cols]);

/* Exercise 4.3 (16 points)   The gamma and beta that undo the normalization.

       gamma[d] = sqrt(var[d] + eps)          beta[d] = mean[d]

   With xhat = (x - mean) / sqrt(var + eps), as in chapter 3, y is then x, up to rounding.

   mean    D   input
   var     D   input
   eps         input, the same that normalized x
   gamma   D   output
   beta    D   output
   Refuses an eps that is not positive. */
void bn_identity(size_t D, const double mean[D], const double var[D], double eps, real gamma[D],
                 real beta[D]);

/* Exercise 4.4 (20 points)   Folds a batch norm with fixed statistics into the linear layer
   before it.

   The layer computes h W + b: an example is a row of h, weights[k][d] leads from input k to
   unit d, and bias[d] belongs to unit d. Changes weights and bias so that the layer alone
   gives what the layer, bn_normalize and bn_scale_shift gave:

       weights[k][d] = weights[k][d] * gamma[d] * rstd[d]
       bias[d]       = (bias[d] - mean[d]) * gamma[d] * rstd[d] + beta[d]

   weights   K x D   changed, K inputs and D units
   bias      D       changed
   mean      D       input, of the layer's outputs; fixed, not those of a batch
   rstd      D       input, as in 3.3
   gamma     D       input
   beta      D       input */
void bn_fold_into_linear(Matrix weights, real bias[weights.cols], const double mean[weights.cols],
                         const double rstd[weights.cols], const real gamma[weights.cols],
                         const real beta[weights.cols]);

/* Exercise 4.5 (10 points)   One step of gradient descent for gamma and beta.

       gamma[d] = gamma[d] - rate * dgamma[d]
       beta[d]  = beta[d]  - rate * dbeta[d]

   dgamma   D   input
   dbeta    D   input
   rate         input, the learning rate, >= 0
   gamma    D   changed
   beta     D   changed
   Refuses a rate that is negative or not a number. */
void bn_sgd_step(size_t D, const double dgamma[D], const double dbeta[D], double rate,
                 real gamma[D], real beta[D]);

#endif
