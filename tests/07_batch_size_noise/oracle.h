#ifndef ORACLE_07_H
#define ORACLE_07_H

/* Noise, ghost batches and dropout, computed by the tests themselves in long double and without a
   line of the solutions. */

#include "batch_size_noise.h"

/* The two lines, from the normal equations. noise->additive and noise->multiplicative are the
   variances here, as estimated, without a root and without a guard. */
void oracle_probe_noise(size_t count, const double *z, const double *xhat, ProbeNoise *noise);

void oracle_ghost_forward(Matrix x, size_t ghost, double eps, GhostStatistics statistics,
                          Matrix xhat);

/* From the derivative of every xhat by every x of its ghost batch and feature:
       dxhat[m] / dx[n] = rstd * ((m == n) - 1/ghost - xhat[m] * xhat[n] / ghost) */
void oracle_ghost_backward(Matrix dy, Matrix xhat, size_t ghost, const real *gamma,
                           const double *rstd, BnGradients gradients);

/* The loss that gradients are checked with: sum of dy * (gamma * xhat + beta), with beta 0, from
   x and the definition of batch norm in ghost batches. */
long double oracle_ghost_loss(Matrix dy, Matrix x, size_t ghost, double eps, const real *gamma);

/* The mask that these draws give. */
void oracle_mask(double rate, Dropping dropping, Random random, Matrix mask);

#endif
