#ifndef GAMMA_BETA_SHARED_H
#define GAMMA_BETA_SHARED_H

/* What the tests of several exercises use. */

#include <stdbool.h>
#include <string.h>

#include "gamma_beta.h"
#include "tests/harness/harness.h"

/* Shapes that a wrong index or a swapped N and D cannot get right by luck. */
static const struct {
    size_t N, D;
} shapes[] = {{1, 1}, {1, 7}, {7, 1}, {2, 3}, {3, 2}, {4, 4}, {64, 17}};

static inline void expect_parameters(const char *name, const real *got, const double *want,
                                     size_t D, double tolerance)
{
    double *wide = output_vector(D);
    for (size_t d = 0; d < D; d++)
        wide[d] = (double)got[d];
    expect_vector(name, wide, want, D, tolerance);
}

static inline bool same_bytes(Matrix a, Matrix b)
{
    return memcmp(a.v, b.v, a.rows * a.cols * sizeof(real)) == 0;
}

typedef struct {
    real *gamma, *beta;
} Pair;

/* D parameters: PARAMETERS(3, 2, 0, -1), or random ones, number d with mean offset + d. */
#define PARAMETERS(D, ...) BATCH(1, D, __VA_ARGS__).v
static inline real *random_parameters(unsigned seed, size_t D, double offset)
{
    return random_input(seed, 1, D, offset).v;
}

static inline void observe_parameters(const real *v, size_t D, double tolerance)
{
    for (size_t d = 0; d < D; d++)
        observe(&(double){(double)v[d]}, 1, tolerance);
}

#endif
