#ifndef RUNNING_STATISTICS_SUSPECTS_H
#define RUNNING_STATISTICS_SUSPECTS_H

/* What the wrong versions of several exercises use. */

#include "running_statistics.h"
#include "tests/harness/harness.h"

/* The right update with another weight, and with another factor for the variance. */
static inline void update_with(BatchNorm *norm, const double *mean, const double *var,
                               double weight, double factor)
{
    for (size_t d = 0; d < norm->D; d++) {
        norm->running_mean[d] = (1 - weight) * norm->running_mean[d] + weight * mean[d];
        norm->running_var[d] = (1 - weight) * norm->running_var[d] + weight * (factor * var[d]);
    }
}

static inline double unbiased(size_t N)
{
    require(N >= 2, "N is %zu", N);
    return (double)N / ((double)N - 1);
}

static inline void require_features(const BatchNorm *norm, Matrix x)
{
    require(x.cols == norm->D, "x has %zu features", x.cols);
}

#endif
