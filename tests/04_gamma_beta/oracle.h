#ifndef ORACLE_04_H
#define ORACLE_04_H

/* Scale, shift and a linear layer, computed by the tests themselves in long double. */

#include "common/matrix.h"

void oracle_scale_shift(Matrix xhat, const real *gamma, const real *beta, Matrix y);

/* The loss that the gradients are checked with: L = sum of dy * y, so that the gradient of L by
   y is dy. y = gamma * xhat + beta is computed here, from the definition. */
long double oracle_loss(Matrix dy, Matrix xhat, const real *gamma, const real *beta);

/* y = x W + b, then (with rstd) batch norm with these statistics, gamma and beta. */
void oracle_linear(Matrix x, Matrix weights, const real *bias, Matrix y);
void oracle_linear_then_norm(Matrix x, Matrix weights, const real *bias, const double *mean,
                             const double *rstd, const real *gamma, const real *beta, Matrix y);

#endif
