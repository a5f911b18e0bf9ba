#include "experiment.h"

#include <math.h>

Spread spread_of(size_t count, const double *v)
{
    Spread s = {0, 0, INFINITY, -INFINITY};
    for (size_t i = 0; i < count; i++) {
        s.mean += v[i] / (double)count;
        s.low = fmin(s.low, v[i]);
        s.high = fmax(s.high, v[i]);
    }
    for (size_t i = 0; i < count; i++)
        s.sd += (v[i] - s.mean) * (v[i] - s.mean) / (double)count;
    s.sd = sqrt(s.sd);
    return s;
}
