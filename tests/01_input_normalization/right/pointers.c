/* Right: pointers that walk, while loops, long double. */

#include "input_normalization.h"

#include <math.h>
#include <string.h>

void feature_mean(Matrix x, double *mean)
{
    const real *v = x.v, *end = x.v + x.rows * x.cols;
    memset(mean, 0, x.cols * sizeof *mean);
    while (v < end)
        for (double *m = mean; m < mean + x.cols; m++)
            *m += *v++ / (double)x.rows;
}

void feature_variance(Matrix x, const double *mean, size_t ddof, double *var)
{
    long double divisor = (long double)(x.rows - ddof);
    for (size_t d = 0; d < x.cols; d++) {
        long double sum = 0;
        for (size_t n = x.rows; n-- > 0;) {
            long double deviation = (long double)row(x, n)[d] - mean[d];
            sum += deviation * deviation;
        }
        var[d] = (double)(sum / divisor);
    }
}

void welford_update(Welford *w, const real *xn)
{
    double *mean = w->mean, *m2 = w->m2;
    double share = 1.0 / (double)++w->count;
    for (const real *end = xn + w->D; xn < end; xn++, mean++, m2++) {
        double delta = *xn - *mean;
        *mean += delta * share;
        *m2 += delta * (*xn - *mean);
    }
}

static real standardized(real x, double mean, double var)
{
    if (isnan(var) || isnan(mean))
        return NAN;
    double sd = sqrt(var);
    if (sd > 1e-12 * fabs(mean))
        return (real)((x - mean) / sd);
    return 0;
}

void standardize(Matrix x, const double *mean, const double *var, Matrix z)
{
    const real *from = x.v;
    real *to = z.v;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            *to++ = standardized(*from++, mean[d], var[d]);
}

static long double parameter(const real *xn, size_t D, size_t i)
{
    return i < D ? (long double)xn[i] : 1.0L;
}

void cost_hessian(Matrix x, double *hessian)
{
    for (size_t i = 0; i <= x.cols; i++)
        for (size_t j = 0; j <= x.cols; j++) {
            long double sum = 0;
            for (size_t n = x.rows; n-- > 0;)
                sum += parameter(row(x, n), x.cols, i) * parameter(row(x, n), x.cols, j);
            *hessian++ = (double)(sum / (long double)x.rows);
        }
}

static double product(size_t P, const double *a, const double *b)
{
    double sum = 0;
    while (P-- > 0)
        sum += *a++ * *b++;
    return sum;
}

size_t descent_steps(size_t P, const double *hessian, double rate, size_t most, double *error,
                     double *gradient)
{
    for (size_t steps = 0;; steps++) {
        for (size_t i = 0; i < P; i++)
            gradient[i] = product(P, hessian + i * P, error);
        double gap = product(P, error, gradient) / 2;
        if (!(gap > LOSS_GAP) && !isnan(gap))
            return steps;
        if (steps == most)
            return most;
        for (size_t i = 0; i < P; i++)
            error[i] -= rate * gradient[i];
    }
}
