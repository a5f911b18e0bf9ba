#ifndef RUNNING_STATISTICS_PROBES_H
#define RUNNING_STATISTICS_PROBES_H

/* What tests.c and probes.c share: the pointers through which both call the exercises, and the
   inputs that both use. */

#include "running_statistics.h"
#include "tests/harness/harness.h"

SHARED_SUBJECT(bn_update_running);
SHARED_SUBJECT(bn_recalibrate);
SHARED_SUBJECT(bn_forward_eval);
SHARED_SUBJECT(bn_backward_eval);
SHARED_SUBJECT(bn_load);
SHARED_SUBJECT(batchnorm_forward);
SHARED_SUBJECT(batchnorm_backward);

/* D parameters: PARAMETERS(3, 2, 0, -1), or random ones, number d with mean offset + d. */
#define PARAMETERS(D, ...) BATCH(1, D, __VA_ARGS__).v
real *random_parameters(unsigned seed, size_t D, double offset);

/* A matrix of random numbers in memory that would hold more: a function that should have refused
   its shape stays within bounds. */
Matrix roomy_input(unsigned seed, size_t rows, size_t cols);

/* D variances, between 0.5 and a few. */
double *random_variances(unsigned seed, size_t D);

/* A batch norm after some batches: no number in it is a usual one. The same seed gives the same
   numbers, in memory of their own. */
BatchNorm random_norm(unsigned seed, size_t D);

/* One feature, by hand; eps 0.1, momentum 0.25, gamma 1, beta 0. */
BatchNorm small_norm(double running_mean, double running_var);

/* The statistics of each batch, as the layer would hand them to an update. */
typedef void (*Update)(BatchNorm *norm, size_t N, const double *mean, const double *var);
void take_in(Update update, BatchNorm *norm, Matrix batch);

/* A file with these bytes, open for reading at its start; one at a time. */
FILE *file_of(const unsigned char *bytes, size_t count);

#endif
