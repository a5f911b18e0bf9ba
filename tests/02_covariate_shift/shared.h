#ifndef COVARIATE_SHIFT_SHARED_H
#define COVARIATE_SHIFT_SHARED_H

/* What the tests of several exercises use. */

#include "covariate_shift.h"
#include "common/random.h"
#include "tests/harness/harness.h"

/* Shapes that a wrong index or a swapped N and D cannot get right by luck. */
static const struct {
    size_t N, D;
} shapes[] = {{1, 1}, {1, 7}, {7, 1}, {2, 3}, {3, 2}, {4, 4}, {64, 17}};

/* Numbers between 0.1 and 2. */
static inline double *positive_vector(unsigned seed, size_t n)
{
    double *v = output_vector(n);
    Random random = random_new(seed);
    for (size_t i = 0; i < n; i++)
        v[i] = 0.1 + 1.9 * random_uniform(&random);
    return v;
}

#endif
