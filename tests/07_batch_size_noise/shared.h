#ifndef BATCH_SIZE_NOISE_SHARED_H
#define BATCH_SIZE_NOISE_SHARED_H

/* What the tests of several exercises use.

   Where a root is taken of a variance that should be 0, the variance is compared and not the root:
   a rounding of 1e-16 has a root of 1e-8. */

#include <stdbool.h>
#include <string.h>

#include "batch_size_noise.h"
#include "tests/harness/harness.h"

static inline bool same_bytes(Matrix a, Matrix b)
{
    return memcmp(a.v, b.v, a.rows * a.cols * sizeof(real)) == 0;
}

/* Statistics that an exercise is to fill. */
static inline GhostStatistics output_statistics(size_t count)
{
    return (GhostStatistics){output_vector(count), output_vector(count), output_vector(count)};
}

static inline void observe_all(const double *values, size_t n)
{
    observe(values, n, 1e-9 + rounding(64, 1000));
}

#endif
