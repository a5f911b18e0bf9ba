#ifndef SPEED_ORACLE_H
#define SPEED_ORACLE_H

/* Batch norm with gamma and beta, forward and backward, computed by the tests themselves: feature
   by feature in long double, from the definitions and without a line of the solutions. */

#include "speed.h"

void oracle_forward(Matrix x, const real *gamma, const real *beta, double eps, FastForward forward);

/* From x, with the exact statistics of x: nothing of a forward pass is read. */
void oracle_backward(Matrix dy, Matrix x, const real *gamma, double eps, BnGradients gradients);

#endif
