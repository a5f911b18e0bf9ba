#include "tests/harness/oracle.h"

#include <math.h>

static long double exact_mean(Matrix x, size_t d)
{
    long double sum = 0;
    for (size_t n = 0; n < x.rows; n++)
        sum += row(x, n)[d];
    return sum / x.rows;
}

void oracle_mean(Matrix x, double *mean)
{
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = (double)exact_mean(x, d);
}

void oracle_variance(Matrix x, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        long double mean = exact_mean(x, d), sum = 0;
        for (size_t n = 0; n < x.rows; n++)
            sum += (row(x, n)[d] - mean) * (row(x, n)[d] - mean);
        var[d] = (double)(sum / x.rows);
    }
}

void oracle_rstd(size_t D, const double *var, double eps, double *rstd)
{
    for (size_t d = 0; d < D; d++)
        rstd[d] = (double)(1 / sqrtl((long double)var[d] + eps));
}

void oracle_normalize(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    for (size_t d = 0; d < x.cols; d++)
        for (size_t n = 0; n < x.rows; n++)
            row(xhat, n)[d] = (real)(((long double)row(x, n)[d] - mean[d]) * rstd[d]);
}
