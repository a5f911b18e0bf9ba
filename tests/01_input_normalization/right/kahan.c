/* Right: compensated sums; a variance that corrects for the error of the mean. */

#include "input_normalization.h"

#include <math.h>
#include <stdbool.h>

void feature_mean(Matrix x, double *mean)
{
    for (size_t d = 0; d < x.cols; d++) {
        double sum = 0, lost = 0;
        for (size_t n = 0; n < x.rows; n++) {
            double term = row(x, n)[d] - lost, next = sum + term;
            lost = (next - sum) - term;
            sum = next;
        }
        mean[d] = sum / (double)x.rows;
    }
}

/* Chan, Golub and LeVeque's corrected two-pass algorithm, kept from going below 0. */
void feature_variance(Matrix x, const double *mean, size_t ddof, double *var)
{
    double N = (double)x.rows;
    for (size_t d = 0; d < x.cols; d++) {
        double squares = 0, sum = 0;
        for (size_t n = 0; n < x.rows; n++) {
            double deviation = row(x, n)[d] - mean[d];
            squares += deviation * deviation;
            sum += deviation;
        }
        var[d] = fmax(0, squares - sum * sum / N) / (N - (double)ddof);
    }
}

/* The mean as a weighted one; m2 by what is left over of count * mean. */
void welford_update(Welford *w, const real *xn)
{
    double before = (double)w->count, after = before + 1;
    for (size_t d = 0; d < w->D; d++) {
        double old = w->mean[d], delta = xn[d] - old;
        w->mean[d] += delta / after;
        w->m2[d] += before / after * delta * delta;
    }
    w->count = w->count + 1;
}

void standardize(Matrix x, const double *mean, const double *var, Matrix z)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++) {
            bool constant = var[d] <= 1e-24 * mean[d] * mean[d];
            row(z, n)[d] = constant ? 0 : (real)((row(x, n)[d] - mean[d]) * (1 / sqrt(var[d])));
        }
}

void cost_hessian(Matrix x, double *hessian)
{
    size_t P = x.cols + 1;
    double weight = 1 / (double)x.rows;
    for (size_t i = 0; i < P * P; i++)
        hessian[i] = 0;
    for (size_t n = 0; n < x.rows; n++) {
        for (size_t i = 0; i < x.cols; i++) {
            for (size_t j = 0; j < x.cols; j++)
                hessian[i * P + j] += weight * row(x, n)[i] * row(x, n)[j];
            hessian[i * P + x.cols] += weight * row(x, n)[i];
            hessian[x.cols * P + i] += weight * row(x, n)[i];
        }
    }
    hessian[P * P - 1] = 1;
}

size_t descent_steps(size_t P, const double *hessian, double rate, size_t most, double *error,
                     double *gradient)
{
    for (size_t steps = 0; steps < most; steps++) {
        double gap = 0;
        for (size_t i = 0; i < P; i++) {
            gradient[i] = 0;
            for (size_t j = 0; j < P; j++)
                gradient[i] += hessian[i * P + j] * error[j];
            gap += gradient[i] * error[i];
        }
        gap *= 0.5;
        if (gap <= LOSS_GAP)
            return steps;
        for (size_t i = 0; i < P; i++)
            error[i] -= rate * gradient[i];
    }
    return most;
}
