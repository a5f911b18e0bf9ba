#ifndef BATCH_SIZE_NOISE_H
#define BATCH_SIZE_NOISE_H

/* Chapter 7: noise and mini-batch size.

   A batch's mean and variance are estimates. They differ from batch to batch, so an example's
   xhat depends on the company it is in: it is shifted and stretched at random. How much depends
   on the size of the batch. Ghost batches take this size apart from that of the training step;
   dropout is the noise to compare with.

       x, xhat, y, mask             N x D   N examples (rows), D features (columns)
       dy, dx                       N x D
       mean, var, rstd              G x D   one row for each of G ghost batches, always double
       dgamma, dbeta                D       sums over the batch, always double
       gamma                        D       parameter, real

   You write the bodies in batch_size_noise.c. Each function writes only to its outputs. The
   caller owns all memory, and outputs do not overlap inputs. What "refuses" below goes to
   require (common/require.h). */

#include "backprop.h"
#include "common/matrix.h"
#include "common/random.h"

/* ---- How much noise ------------------------------------------------------------------- */

/* How far a batch's statistics scatter from batch to batch, as standard deviations. */
typedef struct {
    double mean;  /* of the batch mean */
    double var;   /* of the batch variance */
    double scale; /* of 1 / sqrt(batch variance), as a share of its mean: 0.1 is 10 % */
} StatisticNoise;

/* Exercise 7.1 (14 points)   The noise that a batch of N independent examples is expected to have.

       mean  = sqrt(var / N)
       var   = var * sqrt((kurtosis - 1) / N)
       scale = (1/2) * sqrt((kurtosis - 1) / N)

   The first is exact. The others are the leading terms for large N; do not trust them for N < 8.

   N                 the examples in a batch
   var               of the feature, over all examples there are, >= 0
   kurtosis          of the feature: the mean of ((x - mean) / sd)^4, 3 for a normal one, >= 1
   noise             output
   Refuses N < 1, a negative var, a kurtosis under 1, and NaN for either. */
void batch_statistic_noise(size_t N, double var, double kurtosis, StatisticNoise *noise);

/* What batch norm makes of a value z:   xhat = slope * z + offset + noise,   where the noise has
   the variance additive^2 + multiplicative^2 * z^2. */
typedef struct {
    double slope, offset;
    double additive, multiplicative; /* standard deviations */
} ProbeNoise;

/* Exercise 7.2 (22 points)   The two parts of the noise, from probes that were normalized in
   many batches.

       slope, offset   of the straight line through the points (z[i], xhat[i]),
                       by least squares
       residual[i]     = xhat[i] - slope * z[i] - offset
       m, a            slope and offset of the straight line through the points
                       (z[i]^2, residual[i]^2), by least squares
       multiplicative  = sqrt(m), or 0 where m < 0
       additive        = sqrt(a), or 0 where a < 0

   count           the number of probes
   z      count    input, each probe's own value, in standard deviations from the mean
   xhat   count    input, what its batch made of it
   noise           output
   Refuses fewer than three probes, and probes whose z^2 are all the same: then the two parts
   cannot be told apart. A NaN in z or xhat makes all four results NaN. */
void probe_noise(size_t count, const double z[count], const double xhat[count], ProbeNoise *noise);

/* ---- Ghost batches -------------------------------------------------------------------- */

/* The statistics of G = N / ghost ghost batches: feature d of ghost batch g is at [g * D + d]. */
typedef struct {
    double *mean, *var, *rstd; /* G x D */
} GhostStatistics;

/* Exercise 7.3 (20 points)   The forward pass in ghost batches.

   Rows 0 .. ghost - 1 of x are the first ghost batch, the next `ghost` rows the second, and so
   on. Each is normalized by itself, as bn_forward does. With ghost = N this is batch norm.

   x            N x D   input
   ghost                the examples in a ghost batch, 2 .. N
   eps                  > 0
   statistics           outputs, G x D each, with G = N / ghost
   xhat         N x D   output
   Refuses a ghost below 2, and one that does not divide N: no example is left over. Refuses a
   batch without examples, and what bn_forward refuses. */
void ghost_forward(Matrix x, size_t ghost, double eps, GhostStatistics statistics, Matrix xhat);

/* Exercise 7.4 (20 points)   The backward pass of 7.3, with y = gamma * xhat + beta behind it.

       dbeta[d]  = sum over all N examples of dy[n][d]
       dgamma[d] = sum over all N examples of dy[n][d] * xhat[n][d]
       dx        of each ghost batch by itself, as bn_backward does

   All ghost batches share gamma and beta. They do not share mean and variance.

   dy          N x D   input
   xhat        N x D   input, from 7.3
   ghost               as in 7.3
   gamma       D       input
   rstd        G x D   input, from 7.3, with G = N / ghost
   gradients           outputs
   Refuses what 7.3 refuses of ghost, and a dy or a dx of another shape than xhat. */
void ghost_backward(Matrix dy, Matrix xhat, size_t ghost, const real gamma[xhat.cols],
                    const double *rstd, BnGradients gradients);

/* ---- Dropout -------------------------------------------------------------------------- */

/* Who draws: each number of the batch for itself, or each feature once, for all examples. */
typedef enum { DROP_EACH, DROP_SHARED } Dropping;

/* Exercise 7.5 (16 points)   Dropout in training (inverted dropout: evaluation then does nothing
   at all).

       mask[n][d] = 0 with the probability rate, else 1 / (1 - rate)
       y[n][d]    = x[n][d] * mask[n][d]

   A number is dropped where random_uniform(random) < rate. DROP_EACH draws once for each number
   of x, row after row. DROP_SHARED draws once for each feature, D times in all, and uses it in
   every row. With a rate of 0 it draws just the same.

   x        N x D   input
   rate             0 <= rate < 1
   dropping         who draws
   random           changed by the draws
   mask     N x D   output
   y        N x D   output
   Refuses a rate outside 0 <= rate < 1, and a mask or a y of another shape than x. */
void dropout_forward(Matrix x, double rate, Dropping dropping, Random *random, Matrix mask,
                     Matrix y);

/* Exercise 7.6 (8 points)   The backward pass of 7.5, through the same mask.

       dx[n][d] = dy[n][d] * mask[n][d]

   dy     N x D   input
   mask   N x D   input, from 7.5
   dx     N x D   output
   Refuses a dy or a dx of another shape than mask. */
void dropout_backward(Matrix dy, Matrix mask, Matrix dx);

#endif
