#ifndef FORWARD_PASS_H
#define FORWARD_PASS_H

/* Chapter 3: the forward pass of batch normalization, in training.

       xhat = (x - mean) / sqrt(var + eps)

   with the mean and the variance of each feature over the mini-batch
   (Ioffe and Szegedy 2015, algorithm 1, without gamma and beta: these come in chapter 4).

       x, xhat           N x D   N examples (rows), D features (columns)
       mean, var, rstd   D       one number per feature, always double
       eps                       a small positive number, added to the variance

   You write the bodies in forward_pass.c. Each function writes only to its outputs. The
   caller owns all memory, and outputs do not overlap inputs. What "refuses" below goes to
   require (common/require.h). */

#include "common/matrix.h"

/* Exercise 3.1 (20 points)   The mean of each feature over the batch.

       mean[d] = (1/N) * sum over n of x[n][d]

   x      N x D   input
   mean   D       output
   Refuses a batch without examples. */
void bn_mean(Matrix x, double mean[x.cols]);

/* Exercise 3.2 (25 points)   The variance of each feature over the batch, around the mean that
   is given.

       var[d] = (1/N) * sum over n of (x[n][d] - mean[d])^2

   The division is by N, not by N - 1 (the paper's algorithm 1 and PyTorch in training). The
   mean is used as it is given, even if it is not that of x: nothing is computed twice.

   x      N x D   input
   mean   D       input
   var    D       output
   Refuses a batch without examples. */
void bn_variance(Matrix x, const double mean[x.cols], double var[x.cols]);

/* Exercise 3.3 (15 points)   The reciprocal of the standard deviation of each feature.

       rstd[d] = 1 / sqrt(var[d] + eps)

   eps stands under the root. It keeps the result finite where var[d] is 0.

   var    D       input
   rstd   D       output
   Refuses an eps that is not positive. */
void bn_rstd(size_t D, const double var[D], double eps, double rstd[D]);

/* Exercise 3.4 (20 points)   Normalizes each feature with the statistics that are given.

       xhat[n][d] = (x[n][d] - mean[d]) * rstd[d]

   The statistics need not be those of x: chapter 6 passes running ones. Any N is good,
   a single example too.

   x      N x D   input
   mean   D       input
   rstd   D       input
   xhat   N x D   output
   Refuses an xhat of another shape than x. */
void bn_normalize(Matrix x, const double mean[x.cols], const double rstd[x.cols], Matrix xhat);

/* Exercise 3.5 (20 points)   The forward pass in training: the statistics of this batch, then
   xhat.

   x      N x D   input, N >= 2
   eps            input, > 0
   mean   D       output, as in 3.1
   var    D       output, as in 3.2
   rstd   D       output, as in 3.3
   xhat   N x D   output, as in 3.4
   Refuses a batch of fewer than two examples: a single example is its own mean, so its xhat
   would be 0 whatever it holds. */
void bn_forward(Matrix x, double eps, double mean[x.cols], double var[x.cols], double rstd[x.cols],
                Matrix xhat);

#endif
