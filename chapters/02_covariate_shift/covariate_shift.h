#ifndef COVARIATE_SHIFT_H
#define COVARIATE_SHIFT_H

/* Chapter 2: covariate shift. The test examples are not distributed like the training examples.

       x              N x D   N examples (rows), D features (columns)
       target         N       what is to be predicted; a label is a target of +1 or -1
       mean, var      D       one number per feature, always double
       ratio          N       importance weights, one per example: how much more often such an
                              example comes up in the test than in training
       w, b                   a linear model: w[0] x[0] + ... + w[D-1] x[D-1] + b

   You write the bodies in covariate_shift.c. Each function writes only to its outputs. The
   caller owns all memory, and outputs do not overlap inputs. What "refuses" below goes to
   require (common/require.h). */

#include "common/matrix.h"

/* Independent normal features, feature d with mean[d] and variance var[d]. */
typedef struct {
    const double *mean, *var; /* D */
} Normal;

/* What training leaves behind: the statistics with which an example is standardized, and the
   weights of the standardized features. */
typedef struct {
    const double *mean, *var, *w; /* D */
    double b;
} Classifier;

/* Exercise 2.1 (15 points)   How far new data lie from the training data, feature by feature, in
   standard deviations of the training data; the largest of these distances.

       largest over d of |new_mean[d] - mean[d]| / sqrt(var[d])

   mean, var   D   input: of the training data
   new_mean    D   input: of the new data
   A new_mean[d] that is not a number makes the result not a number: a broken sensor must not
   look like one that measures well.
   Refuses a feature whose var[d] is not positive: a constant gives no unit to measure in. */
double shift_distance(size_t D, const double mean[D], const double var[D],
                      const double new_mean[D]);

/* Exercise 2.2 (17 points)   The fraction of examples that the classifier gets right.

       score[n] = b + sum over d of w[d] * (x[n][d] - mean[d]) / sqrt(var[d])

   The classifier says +1 when the score is positive, and -1 otherwise (a score of 0 too). The
   statistics are those that stand in the classifier, whatever x is.

   x       N x D   input
   label   N       input: +1 or -1
   Refuses a set without examples. */
double classifier_accuracy(Matrix x, const double label[x.rows], Classifier classifier);

/* Exercise 2.3 (19 points)   The importance weight of each example: its density in the test over
   its density in training.

       ratio[n] = p_test(x[n]) / p_train(x[n])

   where the density of a Normal is the product over its features of

       1 / sqrt(2 pi var[d]) * exp(-(x[d] - mean[d])^2 / (2 var[d]))

   Right wherever the ratio itself is within a double's range, even where both densities are
   too small for a double. So: add up the logarithm of the ratio over the features, and take exp
   once, at the end.

   x       N x D   input
   ratio   N       output
   Refuses a var[d] that is not positive, in training or in the test. */
void importance_weights(Matrix x, Normal train, Normal test, double ratio[x.rows]);

/* Exercise 2.4 (14 points)   How many examples of equal weight are worth as much as these
   weighted ones.

       (sum over n of ratio[n])^2 / (sum over n of ratio[n]^2)

   The scale of the weights does not matter, however large or small they are: 1e-200 must not
   become 0 when it is squared, nor 1e200 infinite. So: divide by the largest weight first.

   ratio   N   input, none negative
   Refuses weights of which none is positive. */
double effective_sample_size(size_t N, const double ratio[N]);

/* Exercise 2.5 (20 points)   The linear model with the least weighted squared error.

       w minimizes   sum over n of ratio[n] * (sum over d of w[d] x[n][d] - target[n])^2

   It solves the normal equations A w = c, with

       A[i][j] = sum over n of ratio[n] * x[n][i] * x[n][j]
       c[i]    = sum over n of ratio[n] * x[n][i] * target[n]

   Add these sums up and call solve_symmetric (common/solve.h). There is no b: a model that
   needs one has a feature that is 1 in every example.

   x        N x D   input
   target   N       input
   ratio    N       input, none negative
   A        D x D   scratch, row after row: A[i * D + j]
   w        D       output
   solve_symmetric refuses when the examples of positive weight do not determine w. */
void weighted_least_squares(Matrix x, const double target[x.rows], const double ratio[x.rows],
                            double A[x.cols * x.cols], double w[x.cols]);

/* Exercise 2.6 (15 points)   The distribution of one hidden unit over a batch: mean and standard
   deviation of the number that it computes before its activation.

       u[n] = b + sum over d of w[d] * x[n][d]
       mean = (1/N) * sum over n of u[n]
       sd   = sqrt((1/N) * sum over n of (u[n] - mean)^2)

   x          N x D   input: what the layer below hands to the unit
   w          D       input: the unit's weights
   mean, sd           output, a number each
   The sd is right beside a large b too: b = 1e8 does not change it.
   Refuses a batch without examples. */
void track_unit(Matrix x, const real w[x.cols], double b, double *mean, double *sd);

#endif
