#ifndef GAMMA_BETA_PROBES_H
#define GAMMA_BETA_PROBES_H

/* What tests.c and probes.c share: the pointers through which both call the exercises, and the
   inputs that both use. */

#include "gamma_beta.h"
#include "tests/harness/harness.h"

SHARED_SUBJECT(bn_scale_shift);
SHARED_SUBJECT(bn_scale_shift_backward);
SHARED_SUBJECT(bn_identity);
SHARED_SUBJECT(bn_fold_into_linear);
SHARED_SUBJECT(bn_sgd_step);

/* D parameters: PARAMETERS(3, 2, 0, -1), or random ones, number d with mean offset + d. */
#define PARAMETERS(D, ...) BATCH(1, D, __VA_ARGS__).v
real *random_parameters(unsigned seed, size_t D, double offset);

/* A linear layer with K inputs and D units, and the batch norm behind it. */
typedef struct {
    Matrix weights;
    real *bias;
    double *mean, *rstd;
    real *gamma, *beta;
} Layers;

Layers random_layers(unsigned seed, size_t K, size_t D);

#endif
