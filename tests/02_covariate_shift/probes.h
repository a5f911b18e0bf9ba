#ifndef SHIFT_PROBES_H
#define SHIFT_PROBES_H

/* What tests.c and probes.c share: the pointers through which both call the exercises, and the
   inputs that both use. */

#include "covariate_shift.h"
#include "tests/harness/harness.h"

SHARED_SUBJECT(shift_distance);
SHARED_SUBJECT(classifier_accuracy);
SHARED_SUBJECT(importance_weights);
SHARED_SUBJECT(effective_sample_size);
SHARED_SUBJECT(weighted_least_squares);
SHARED_SUBJECT(track_unit);

/* Numbers between 0.1 and 2, and labels that are +1 or -1. */
double *positive_vector(unsigned seed, size_t n);
double *random_labels(unsigned seed, size_t n);

#endif
