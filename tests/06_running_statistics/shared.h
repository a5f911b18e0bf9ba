#ifndef RUNNING_STATISTICS_SHARED_H
#define RUNNING_STATISTICS_SHARED_H

/* What the tests of several exercises use. */

#include "running_statistics.h"
#include "tests/harness/harness.h"

/* Shapes that a wrong index or a swapped N and D cannot get right by luck. */
static const struct {
    size_t N, D;
} shapes[] = {{2, 1}, {2, 7}, {7, 2}, {3, 2}, {4, 4}, {64, 17}};

/* Nothing else was changed: this part of the norm is as in its copy, or all of it. */
void expect_same_parameters(const BatchNorm *norm, const BatchNorm *copy);
void expect_same_gradients(const BatchNorm *norm, const BatchNorm *copy);
void expect_same_statistics(const BatchNorm *norm, const BatchNorm *copy);
void expect_same_norm(const BatchNorm *norm, const BatchNorm *copy);
/* Places for results. */
BnGradients gradient_outputs(size_t N, size_t D);
BnForward forward_outputs(Mode not_mode, size_t N, size_t D);

/* What the forward pass computes of a batch, from the oracle. */
typedef struct {
    double *mean, *var, *rstd;
    Matrix xhat;
} Statistics;

Statistics statistics_of(Matrix x, double eps);

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

/* ---- Observations ---- */

void observe_number(double number, double tolerance);
void observe_parameters(const real *v, size_t D, double tolerance);
void observe_norm(const BatchNorm *norm, double tolerance);
/* bn_update_running or bn_recalibrate, and what is seen of it. */
typedef void (*Update)(BatchNorm *norm, size_t N, const double *mean, const double *var);
void probe_update(Update update, BatchNorm *norm, size_t N, unsigned seed);

/* The matrices of a backward pass. */
typedef struct {
    Matrix dy, xhat, dx;
} Shapes;

Shapes shapes_of(unsigned seed, size_t N, size_t D);
void observe_gradients(BnGradients gradients, size_t D);

#endif
