/* Right: sums by halves, and gradients that never see the array gradient. */

#include "input_normalization.h"

#include <math.h>
#include <stdlib.h>

typedef double (*Term)(const real *v, double mean);

static double value(const real *v, double mean)
{
    (void)mean;
    return *v;
}

static double square(const real *v, double mean)
{
    return (*v - mean) * (*v - mean);
}

static double sum_of(const real *v, size_t count, size_t stride, Term term, double mean)
{
    if (count == 1)
        return term(v, mean);
    size_t half = count / 2;
    return sum_of(v, half, stride, term, mean) +
           sum_of(v + half * stride, count - half, stride, term, mean);
}

void feature_mean(Matrix x, double *mean)
{
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = sum_of(x.v + d, x.rows, x.cols, value, 0) / (double)x.rows;
}

void feature_variance(Matrix x, const double *mean, size_t ddof, double *var)
{
    for (size_t d = 0; d < x.cols; d++)
        var[d] = sum_of(x.v + d, x.rows, x.cols, square, mean[d]) / (double)(x.rows - ddof);
}

/* Welford's other form: both factors from the old mean, and (count - 1) / count. */
void welford_update(Welford *w, const real *xn)
{
    w->count += 1;
    double k = (double)w->count;
    for (size_t d = 0; d < w->D; d++) {
        double delta = xn[d] - w->mean[d];
        w->mean[d] += delta / k;
        w->m2[d] += delta * delta * ((k - 1) / k);
    }
}

void standardize(Matrix x, const double *mean, const double *var, Matrix z)
{
    for (size_t i = 0; i < x.rows * x.cols; i++) {
        size_t d = i % x.cols;
        double sd = sqrt(var[d]), least = 1e-12 * fabs(mean[d]);
        z.v[i] = sd <= least ? 0 : (real)((x.v[i] - mean[d]) / sd);
    }
}

/* One half of the matrix, then the mirror. */
void cost_hessian(Matrix x, double *hessian)
{
    size_t D = x.cols, P = D + 1;
    for (size_t i = 0; i < P; i++)
        for (size_t j = i; j < P; j++) {
            double sum = i == D && j == D ? (double)x.rows : 0;
            for (size_t n = 0; n < x.rows && i < D; n++)
                sum += j < D ? (double)row(x, n)[i] * row(x, n)[j] : row(x, n)[i];
            hessian[i * P + j] = hessian[j * P + i] = sum / (double)x.rows;
        }
}

size_t descent_steps(size_t P, const double *hessian, double rate, size_t most, double *error,
                     double *gradient)
{
    (void)gradient;
    double *slope = malloc(P * sizeof *slope);
    size_t steps = 0;
    for (;;) {
        double gap = 0;
        for (size_t i = 0; i < P; i++) {
            slope[i] = 0;
            for (size_t j = 0; j < P; j++) {
                slope[i] += hessian[i * P + j] * error[j];
                gap += 0.5 * hessian[i * P + j] * error[i] * error[j];
            }
        }
        if (gap <= LOSS_GAP || steps == most)
            break;
        for (size_t i = 0; i < P; i++)
            error[i] -= rate * slope[i];
        steps++;
    }
    free(slope);
    return steps;
}
