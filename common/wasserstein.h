#ifndef WASSERSTEIN_H
#define WASSERSTEIN_H

#include <stddef.h>

/* The Wasserstein-1 distance between two samples of numbers: how far the numbers of one must be
   moved, on average, to become the other.

       W = integral over t of |F_a(t) - F_b(t)|

   where F_a(t) is the share of a that is at most t. It has the unit of the numbers. Moving all of
   a by c gives |c|; for samples of one size it is the mean of |a[i] - b[i]|, both sorted. It is
   what SciPy calls scipy.stats.wasserstein_distance.

   a   count_a   input, sorted in place
   b   count_b   input, sorted in place
   Refuses an empty sample. A NaN in either gives NaN. */
double wasserstein_1(double *a, size_t count_a, double *b, size_t count_b);

#endif
