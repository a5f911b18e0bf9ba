#ifndef BATCH_SIZE_NOISE_PROBES_H
#define BATCH_SIZE_NOISE_PROBES_H

/* What tests.c and probes.c share: the pointers through which both call the exercises, and the
   inputs that both use. */

#include "batch_size_noise.h"
#include "tests/harness/harness.h"

SHARED_SUBJECT(batch_statistic_noise);
SHARED_SUBJECT(probe_noise);
SHARED_SUBJECT(ghost_forward);
SHARED_SUBJECT(ghost_backward);
SHARED_SUBJECT(dropout_forward);
SHARED_SUBJECT(dropout_backward);

/* D parameters: PARAMETERS(3, 2, 0, -1), or random ones, number d with mean offset + d. */
#define PARAMETERS(D, ...) BATCH(1, D, __VA_ARGS__).v
real *random_parameters(unsigned seed, size_t D, double offset);

/* Everything that a backward pass in ghost batches reads: xhat and rstd are those of random x,
   and dy is random. */
typedef struct {
    size_t ghost;
    Matrix x, dy, xhat;
    real *gamma;
    double *rstd;
} Ghosts;

Ghosts random_ghosts(unsigned seed, size_t N, size_t D, size_t ghost, double eps);

/* Statistics that an exercise is to fill. */
GhostStatistics output_statistics(size_t count);

#endif
