#ifndef BACKPROP_SHARED_H
#define BACKPROP_SHARED_H

/* What the tests of several exercises use.

   The tests of one edge give it any mean, rstd and dvar, not those of the batch: what holds only
   because the centered values add up to 0 does not pass for the edge's formula. */

#include <stdbool.h>
#include <string.h>

#include "backprop.h"
#include "tests/harness/harness.h"

/* Shapes that a wrong index or a swapped N and D cannot get right by luck. */
static const struct {
    size_t N, D;
} shapes[] = {{1, 1}, {1, 7}, {7, 1}, {2, 3}, {3, 2}, {4, 4}, {64, 17}};

/* The batch of the chapter, done by hand there: {1, 2, 3, 4}, eps = 1e-5, and a gradient that
   arrives at the first example only. The results are exact to their last digit, 1e-10. */
#define BY_HAND BATCH(4, 1, 1, 2, 3, 4)
#define FIRST_ONLY BATCH(4, 1, 1, 0, 0, 0)
static const double hand_mean = 2.5, hand_rstd = 0.8944236133, hand_dvar = 0.5366498748;
static const double hand_tolerance = 1e-9;

static inline real *random_parameters(unsigned seed, size_t D, double offset)
{
    return random_input(seed, 1, D, offset).v;
}
#define PARAMETERS(D, ...) BATCH(1, D, __VA_ARGS__).v

static inline bool same_bytes(Matrix a, Matrix b)
{
    return memcmp(a.v, b.v, a.rows * a.cols * sizeof(real)) == 0;
}

static inline void expect_same_twice(const char *name, const double *first, const double *second,
                                     size_t D)
{
    expect_numbers(name, first, D);
    for (size_t d = 0; d < D; d++)
        expect(first[d] == second[d],
               "called twice with the same inputs, %s[%zu] is %.9g, then %.9g", name, d, first[d],
               second[d]);
}

static inline BnGradients gradients_outputs(size_t N, size_t D)
{
    return (BnGradients){output_vector(D), output_vector(D), output(N, D)};
}

/* N = 1 and N = 2 are among the shapes because 2/N in whole numbers is right there. */
static const size_t probe_N[] = {4, 3, 2, 1, 5}, probe_D[] = {1, 4, 5, 3, 3};

static inline void observe_inputs(Matrix m, const double *mean, const double *rstd)
{
    observe_matrix(m, 0);
    observe(mean, m.cols, 0);
    observe(rstd, m.cols, 0);
}

#endif
