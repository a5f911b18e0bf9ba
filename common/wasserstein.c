#include "common/wasserstein.h"

#include <math.h>
#include <stdlib.h>

#include "common/require.h"

static int ascending(const void *one, const void *two)
{
    double a = *(const double *)one, b = *(const double *)two;
    return (a > b) - (a < b);
}

static int has_nan(const double *v, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (isnan(v[i]))
            return 1;
    return 0;
}

double wasserstein_1(double *a, size_t count_a, double *b, size_t count_b)
{
    require(count_a > 0 && count_b > 0, "samples of %zu and %zu numbers", count_a, count_b);
    if (has_nan(a, count_a) || has_nan(b, count_b))
        return NAN;
    qsort(a, count_a, sizeof *a, ascending);
    qsort(b, count_b, sizeof *b, ascending);
    /* between two neighbors, wherever they come from, the shares do not change */
    double distance = 0, before = fmin(a[0], b[0]);
    size_t i = 0, j = 0;
    while (i < count_a || j < count_b) {
        double next = j == count_b || (i < count_a && a[i] <= b[j]) ? a[i] : b[j];
        double gap = (double)i / (double)count_a - (double)j / (double)count_b;
        distance += fabs(gap) * (next - before);
        before = next;
        if (i < count_a && a[i] == next)
            i++;
        else
            j++;
    }
    return distance;
}
