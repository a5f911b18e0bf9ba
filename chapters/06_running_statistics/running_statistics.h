#ifndef RUNNING_STATISTICS_H
#define RUNNING_STATISTICS_H

/* Chapter 6: training and evaluation.

                     TRAINING                           EVALUATION
       normalizes    with this batch's mean and var     with running_mean and running_var
       N             2 or more                          any, a single example too
       changes       the running statistics             nothing
       backward      through mean and var, as in 5.7    mean and var are constants

       x, xhat, y, dy, dx           N x D   N examples (rows), D features (columns)
       mean, var, rstd              D       this batch's statistics, double, as in chapter 3
       running_mean, running_var    D       kept from batch to batch, double
       gamma, beta                  D       parameters, real

   You write the bodies in running_statistics.c. What goes around them is given: a reset and the
   layer in given/batchnorm_layer.h, saving in given/batchnorm_file.h. Each function writes only to
   its outputs. The caller owns all memory, and outputs do not overlap inputs. What "refuses" below
   goes to require (common/require.h); what bn_load does not accept comes from outside, and is
   reported. */

#include <stdbool.h>
#include <stdio.h>

#include "backprop.h"
#include "common/layer.h"

/* What a batch norm is, between two calls. */
typedef struct BatchNorm BatchNorm;

/* What training does with the statistics of each batch, 6.1 or 6.2. `mean` and `var` have `norm->D`
   numbers. */
typedef void (*BnUpdate)(BatchNorm *norm, size_t N, const double *mean, const double *var);

struct BatchNorm {
    size_t D;
    double eps;                           /* > 0 */
    double momentum;                      /* the weight of the newest batch, or BN_CUMULATIVE */
    real *gamma, *beta;                   /* D   learned */
    real *gamma_gradient, *beta_gradient; /* D   what the next step will learn from */
    double *running_mean, *running_var;   /* D   what evaluation normalizes with */
    size_t batches, examples;             /* how many went into them since bn_reset */
    BnUpdate update;
};

/* In place of a momentum: all batches count the same. PyTorch says momentum=None for this, and
   there 0 means running statistics that never change: here that is not to be had. */
#define BN_CUMULATIVE 0.0

/* ---- The statistics for evaluation ---------------------------------------------------- */

/* Exercise 6.1 (19 points)   Takes one more batch into the running statistics, in training.

       weight          = momentum, or with BN_CUMULATIVE 1 / batches, this one counted
       running_mean[d] = (1 - weight) * running_mean[d] + weight * mean[d]
       running_var[d]  = (1 - weight) * running_var[d]  + weight * var[d] * N / (N - 1)

   batches grows by 1, examples by N. N / (N - 1) makes the variance unbiased: it is to stand
   for examples that are yet to come. Both conventions are PyTorch's.

   norm       changed
   N          the examples in this batch, 2 or more
   mean   D   input, of this batch
   var    D   input, of this batch, divided by N as in 3.2
   Refuses N < 2, and a momentum outside 0 .. 1. */
void bn_update_running(BatchNorm *norm, size_t N, const double mean[norm->D],
                       const double var[norm->D]);

/* Exercise 6.2 (15 points)   Takes one more batch into the statistics of a whole set.

   After bn_reset and any number of batches, running_mean and running_var are the mean and the
   unbiased variance of all their examples together, as if these had been one large batch
   (Chan, Golub and LeVeque 1983). With k = examples, before this batch, total = k + N and
   delta[d] = mean[d] - running_mean[d]:

       running_mean[d] = running_mean[d] + delta[d] * N / total
       running_var[d]  = (running_var[d] * (k - 1) + var[d] * N + delta[d]^2 * k * N / total)
                         / (total - 1)

   The first term of the second line is 0 when k is 0. momentum plays no part. batches grows
   by 1, examples by N.

   norm       changed
   N          the examples in this batch; 1 is good, but not as the first batch
   mean   D   input, of this batch
   var    D   input, of this batch, divided by N
   Refuses a batch without examples, and fewer than two examples altogether. */
void bn_recalibrate(BatchNorm *norm, size_t N, const double mean[norm->D],
                    const double var[norm->D]);

/* ---- Evaluation ----------------------------------------------------------------------- */

/* Exercise 6.3 (16 points)   The forward pass in evaluation. No statistic of x is taken.

       rstd[d]    = 1 / sqrt(running_var[d] + eps)
       xhat[n][d] = (x[n][d] - running_mean[d]) * rstd[d]
       y[n][d]    = gamma[d] * xhat[n][d] + beta[d]

   norm           input: not changed, nor what its pointers lead to
   x      N x D   input, any N
   rstd   D       output
   xhat   N x D   output
   y      N x D   output
   Refuses an x of other than norm->D features, and an xhat or a y of another shape than x. */
void bn_forward_eval(const BatchNorm *norm, Matrix x, double rstd[norm->D], Matrix xhat, Matrix y);

/* Exercise 6.4 (12 points)   The backward pass of 6.3. The statistics are constants there.

       dbeta[d]  = sum over n of dy[n][d]
       dgamma[d] = sum over n of dy[n][d] * xhat[n][d]
       dx[n][d]  = dy[n][d] * gamma[d] * rstd[d]

   dy          N x D   input, any N
   xhat        N x D   input, from 6.3
   gamma       D       input
   rstd        D       input, from 6.3
   gradients           outputs
   Refuses a dy or a dx of another shape than xhat. */
void bn_backward_eval(Matrix dy, Matrix xhat, const real gamma[xhat.cols],
                      const double rstd[xhat.cols], BnGradients gradients);

/* ---- On disk -------------------------------------------------------------------------- */

enum { BN_ERROR = 160 }; /* the most that a message takes, with the 0 at its end */

/* Exercise 6.5 (14 points)   Reads what bn_save wrote, from where file stands. What stands in
   the file, bn_save itself and its pieces are in given/batchnorm_file.h.

   file         input, open for reading; afterwards it stands behind the checksum
   norm         changed: eps, momentum, batches, examples and the numbers of the four arrays are
                read; update and the gradients stay, and D is what the file must hold
   error        output: one line, what was found and what was expected. The caller adds the
                file's name
   Returns true when all was read. Returns false, with error filled and norm not changed in any
   byte, when the file ends too early, begins with other bytes than "batchnrm", has another
   version or another D, or a checksum that does not fit. */
bool bn_load(FILE *file, BatchNorm *norm, char error[BN_ERROR]);

/* ---- The layer ------------------------------------------------------------------------ */

/* What a forward pass leaves for the backward pass. */
typedef struct {
    Mode mode;
    double *mean, *var; /* D       of this batch; EVALUATION does not touch them */
    double *rstd;       /* D */
    Matrix xhat, y;     /* N x D */
} BnForward;

/* Exercise 6.6 (15 points)   The forward pass of the layer, in either mode.

       TRAINING     bn_forward, bn_scale_shift, then norm->update once, with the batch's mean
                    and var
       EVALUATION   bn_forward_eval, and nothing else

   norm              changed in TRAINING: its running statistics
   x         N x D   input
   mode              kept in forward->mode
   forward           outputs
   Refuses an x of other than norm->D features, and what these functions refuse: a single
   example in TRAINING is one such thing. */
void batchnorm_forward(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward);

/* Exercise 6.7 (9 points)   The backward pass that belongs to the forward pass: bn_backward
   after one in TRAINING, bn_backward_eval after one in EVALUATION. Then dgamma and dbeta are
   added to norm->gamma_gradient and norm->beta_gradient, so that two batches can make one step.

   norm                changed: the two gradients grow; of the rest gamma is read
   dy          N x D   input
   forward             input, from 6.6
   gradients           outputs: dgamma and dbeta of this pass alone, and dx
   Refuses what these functions refuse. */
void batchnorm_backward(BatchNorm *norm, Matrix dy, const BnForward *forward,
                        BnGradients gradients);

#endif
