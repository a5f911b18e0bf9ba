/* Right: means that run along, in every exercise. */

#include "input_normalization.h"

#include <math.h>
#include <stdlib.h>

/* The mean by Welford's first half. */
void feature_mean(Matrix x, double *mean)
{
    for (size_t d = 0; d < x.cols; d++) {
        mean[d] = row(x, 0)[d];
        for (size_t n = 1; n < x.rows; n++)
            mean[d] += (row(x, n)[d] - mean[d]) / (double)(n + 1);
    }
}

/* The mean square deviation, as a running mean. */
void feature_variance(Matrix x, const double *mean, size_t ddof, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++) {
            double deviation = row(x, n)[d] - mean[d];
            var[d] += (deviation * deviation - var[d]) / (double)(n + 1);
        }
        var[d] *= (double)x.rows / (double)(x.rows - ddof);
    }
}

/* The features from the last to the first. */
void welford_update(Welford *w, const real *xn)
{
    size_t count = w->count + 1;
    for (size_t d = w->D; d-- > 0;) {
        double to_old = (double)xn[d] - w->mean[d];
        double moved = w->mean[d] + to_old / (double)count;
        double to_new = (double)xn[d] - moved;
        w->m2[d] = fma(to_old, to_new, w->m2[d]);
        w->mean[d] = moved;
    }
    w->count = count;
}

void standardize(Matrix x, const double *mean, const double *var, Matrix z)
{
    double *scale = calloc(x.cols, sizeof *scale);
    for (size_t d = 0; d < x.cols; d++)
        scale[d] = sqrt(var[d]) <= 1e-12 * fabs(mean[d]) ? INFINITY : sqrt(var[d]);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(z, n)[d] = (real)((row(x, n)[d] - mean[d]) / scale[d]); /* by infinity: 0 */
    free(scale);
}

/* With the column of ones stored. */
void cost_hessian(Matrix x, double *hessian)
{
    size_t P = x.cols + 1;
    double *a = malloc(x.rows * P * sizeof *a);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t i = 0; i < P; i++)
            a[n * P + i] = i < x.cols ? (double)row(x, n)[i] : 1;
    for (size_t i = 0; i < P; i++)
        for (size_t j = 0; j < P; j++) {
            double mean = 0;
            for (size_t n = 0; n < x.rows; n++)
                mean += (a[n * P + i] * a[n * P + j] - mean) / (double)(n + 1);
            hessian[i * P + j] = mean;
        }
    free(a);
}

/* One step is the product with 1 - rate * hessian; the gap is looked at before it. */
size_t descent_steps(size_t P, const double *hessian, double rate, size_t most, double *error,
                     double *gradient)
{
    size_t left = most;
    for (; left > 0; left--) {
        double gap = 0;
        for (size_t i = 0; i < P; i++) {
            double slope = 0;
            for (size_t j = 0; j < P; j++)
                slope += hessian[i * P + j] * error[j];
            gap += slope * error[i] / 2;
            gradient[i] = error[i] - rate * slope; /* scratch: the next error */
        }
        if (gap <= LOSS_GAP)
            break;
        for (size_t i = 0; i < P; i++)
            error[i] = gradient[i];
    }
    return most - left;
}
