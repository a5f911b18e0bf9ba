#ifndef INPUT_NORMALIZATION_H
#define INPUT_NORMALIZATION_H

/* Chapter 1: input normalization.

       z = (x - mean) / sqrt(var)

   with the mean and the variance of each feature over the training set, and what this does
   to gradient descent on the squared error of a linear model.

       x, z       N x D   N examples (rows), D features (columns)
       mean, var  D       one number per feature, always double
       P                  the number of parameters of the linear model: D weights and a bias

   You write the bodies in input_normalization.c. Each function writes only to its outputs. The
   caller owns all memory, and outputs do not overlap inputs. What "refuses" below goes to
   require (common/require.h). */

#include "common/matrix.h"

/* Exercise 1.1 (14 points)   The mean of each feature over the examples.

       mean[d] = (1/N) * sum over n of x[n][d]

   x      N x D   input
   mean   D       output
   Refuses an x without examples. */
void feature_mean(Matrix x, double mean[x.cols]);

/* Exercise 1.2 (18 points)   The variance of each feature, around the mean that is given.

       var[d] = 1/(N - ddof) * sum over n of (x[n][d] - mean[d])^2

   ddof (delta degrees of freedom) is 0 for the spread of these N examples, and 1 for an
   estimate of the spread where they came from.

   x      N x D   input
   mean   D       input: the mean of x, from exercise 1.1
   ddof           input
   var    D       output
   Refuses N <= ddof. */
void feature_variance(Matrix x, const double mean[x.cols], size_t ddof, double var[x.cols]);

/* What is known of a stream of examples. It begins with count 0, and mean and m2 all 0. */
typedef struct {
    size_t D;     /* features of an example */
    size_t count; /* examples so far */
    double *mean; /* D: the mean of each feature so far */
    double *m2;   /* D: the sum of squared deviations from that mean; m2 / count is the variance */
} Welford;

/* Exercise 1.3 (20 points)   Takes one more example into count, mean and m2 (Welford 1962).

       count = count + 1
       delta   = xn[d] - mean[d]
       mean[d] = mean[d] + delta / count
       m2[d]   = m2[d] + delta * (xn[d] - mean[d])     the new mean here, the old one in delta

   w    changed in place
   xn   D   input, one example */
void welford_update(Welford *w, const real xn[w->D]);

/* Exercise 1.4 (20 points)   Standardizes each feature with the statistics that are given.

       z[n][d] = (x[n][d] - mean[d]) / sqrt(var[d])
       z[n][d] = 0      where sqrt(var[d]) <= 1e-12 * |mean[d]|

   The second line is for a feature that was constant: its variance is 0, or what rounding
   has made of 0. The statistics are the training set's; x may be any set.

   x      N x D   input
   mean   D       input
   var    D       input
   z      N x D   output
   Refuses a z of another shape than x. */
void standardize(Matrix x, const double mean[x.cols], const double var[x.cols], Matrix z);

/* Exercise 1.5 (14 points)   The Hessian of half the mean squared error of a linear model with a
   bias.

       hessian[i][j] = (1/N) * sum over n of x[n][i] * x[n][j]

   where x[n][D], which is not stored, counts as 1: the bias is a weight whose feature is always 1.

   x         N x D   input
   hessian   P x P   output, row after row; P = D + 1
   Refuses an x without examples. */
void cost_hessian(Matrix x, double hessian[(x.cols + 1) * (x.cols + 1)]);

/* The loss counts as minimal when it is at most this much above its minimum. */
#define LOSS_GAP 1e-6

/* Exercise 1.6 (14 points)   Gradient descent on a quadratic cost; returns the number of steps
   it takes.

       error[i] = error[i] - rate * gradient[i]       one step, all i at once
       gradient[i] = sum over j of hessian[i][j] * error[j]
       gap         = 1/2 * sum over i of error[i] * gradient[i]

   error is the weights minus the best weights. Steps are made until gap <= LOSS_GAP; there
   are none if this holds at the start. It returns most if so many steps do not get there,
   also when the rate is too large and error grows until it is infinite or NaN.

   hessian    P x P   input, row after row
   rate               input
   most               input
   error      P       changed in place: where the descent starts, and then where it ends
   gradient   P       scratch space, to be used as you like
   Refuses a rate that is not positive. */
size_t descent_steps(size_t P, const double hessian[P * P], double rate, size_t most,
                     double error[P], double gradient[P]);

#endif
