#include "experiment.h"

#include <math.h>

double mean_of(const double *v, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += v[i];
    return sum / (double)count;
}

double sd_of(const double *v, size_t count)
{
    double mean = mean_of(v, count), sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += (v[i] - mean) * (v[i] - mean);
    return sqrt(sum / (double)count);
}
