#include "tests/01_input_normalization/oracle.h"

#include <math.h>

#include "tests/harness/oracle.h"

void oracle_variance_ddof(Matrix x, size_t ddof, double *var)
{
    oracle_variance(x, var);
    for (size_t d = 0; d < x.cols; d++)
        var[d] = (double)((long double)var[d] * x.rows / (x.rows - ddof));
}

void oracle_standardize(Matrix x, const double *mean, const double *var, Matrix z)
{
    for (size_t d = 0; d < x.cols; d++) {
        long double sd = sqrtl(var[d]);
        for (size_t n = 0; n < x.rows; n++)
            row(z, n)[d] = (real)(((long double)row(x, n)[d] - mean[d]) / sd);
        if (sd <= 1e-12L * fabsl(mean[d]))
            for (size_t n = 0; n < x.rows; n++)
                row(z, n)[d] = 0;
    }
}

static long double with_bias(Matrix x, size_t n, size_t i)
{
    return i == x.cols ? 1 : (long double)row(x, n)[i];
}

void oracle_hessian(Matrix x, double *hessian)
{
    for (size_t i = 0; i <= x.cols; i++)
        for (size_t j = 0; j <= x.cols; j++) {
            long double sum = 0;
            for (size_t n = 0; n < x.rows; n++)
                sum += with_bias(x, n, i) * with_bias(x, n, j);
            hessian[i * (x.cols + 1) + j] = (double)(sum / x.rows);
        }
}

/* The gap, and the gradient. */
static long double gap_at(size_t P, const double *hessian, const long double *error,
                          long double *gradient)
{
    long double gap = 0;
    for (size_t i = 0; i < P; i++) {
        gradient[i] = 0;
        for (size_t j = 0; j < P; j++)
            gradient[i] += hessian[i * P + j] * error[j];
        gap += error[i] * gradient[i] / 2;
    }
    return gap;
}

size_t oracle_steps(size_t P, const double *hessian, double rate, size_t most, double *error)
{
    enum { MOST_P = 16 };
    long double e[MOST_P], gradient[MOST_P];
    require(P <= MOST_P, "the oracle descends over %d parameters at most", MOST_P);
    for (size_t i = 0; i < P; i++)
        e[i] = error[i];
    size_t steps = 0;
    for (; !(gap_at(P, hessian, e, gradient) <= 1e-6L) && steps < most; steps++)
        for (size_t i = 0; i < P; i++)
            e[i] -= rate * gradient[i];
    for (size_t i = 0; i < P; i++)
        error[i] = (double)e[i];
    return steps;
}
