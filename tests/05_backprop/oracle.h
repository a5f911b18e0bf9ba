#ifndef ORACLE_05_H
#define ORACLE_05_H

/* The backward pass, computed by the tests themselves in long double and without a line of the
   solutions: each edge from its formula, the whole from the matrix of all derivatives, and losses
   whose slopes are taken by differences. */

#include "backprop.h"

/* One edge each, as exercises 5.1 to 5.5. */
void oracle_drstd(Matrix dxhat, Matrix x, const double *mean, double *drstd);
void oracle_dvar(size_t D, const double *drstd, const double *rstd, double *dvar);
void oracle_dcentered(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                      const double *dvar, Matrix dcentered);
void oracle_dmean(Matrix dcentered, double *dmean);
void oracle_dx(Matrix dcentered, const double *dmean, Matrix dx);

/* Exercise 5.7, from the derivative of every xhat by every x of its feature:
       dxhat[m] / dx[n] = rstd * ((m == n) - 1/N - xhat[m] * xhat[n] / N) */
void oracle_backward(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                     BnGradients gradients);

/* The forward pass of a block: fills forward's xhat and out, and its rstd, from h,
   weights and gamma. */
void oracle_block(BlockForward forward, const real *beta, double eps, double *rstd);

/* Exercise 5.9's last part: through the linear layer. */
void oracle_linear_backward(Matrix h, Matrix weights, Matrix dx, Matrix dweights, Matrix dh);

/* A loss with random weights, L = sum of dy * y. The slope of L by one number of x (or of the
   weights), found by differences of L: *number itself is not touched. */
typedef struct {
    Matrix x;       /* N x D, or N x K with weights */
    Matrix weights; /* K x D, or nothing: weights.v is NULL, and x goes into batch norm */
    const real *gamma, *beta;
    double eps;
    Matrix dy; /* the gradient by the output: by y, or behind ReLU if there are weights */
} OracleLoss;

double oracle_slope(const OracleLoss *loss, const real *number);

#endif
