/* Right: feature by feature, down the columns. */

#include "input_normalization.h"

#include <math.h>

void feature_mean(Matrix x, double *mean)
{
    for (size_t d = 0; d < x.cols; d++) {
        double sum = 0;
        for (size_t n = 0; n < x.rows; n++)
            sum += x.v[n * x.cols + d];
        mean[d] = sum / (double)x.rows;
    }
}

void feature_variance(Matrix x, const double *mean, size_t ddof, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        double sum = 0;
        for (size_t n = 0; n < x.rows; n++)
            sum += pow(x.v[n * x.cols + d] - mean[d], 2);
        var[d] = sum / (double)(x.rows - ddof);
    }
}

void welford_update(Welford *w, const real *xn)
{
    double count = (double)++w->count;
    for (size_t d = 0; d < w->D; d++) {
        double old = w->mean[d];
        w->mean[d] = old + (xn[d] - old) / count;
        w->m2[d] = w->m2[d] + (xn[d] - old) * (xn[d] - w->mean[d]);
    }
}

void standardize(Matrix x, const double *mean, const double *var, Matrix z)
{
    for (size_t d = 0; d < x.cols; d++) {
        double sd = sqrt(var[d]);
        for (size_t n = 0; n < x.rows; n++) {
            if (sd <= 1e-12 * fabs(mean[d]))
                z.v[n * x.cols + d] = 0;
            else
                z.v[n * x.cols + d] = (real)((x.v[n * x.cols + d] - mean[d]) / sd);
        }
    }
}

void cost_hessian(Matrix x, double *hessian)
{
    size_t P = x.cols + 1;
    for (size_t i = 0; i < P; i++)
        for (size_t j = 0; j < P; j++) {
            double sum = 0;
            for (size_t n = 0; n < x.rows; n++) {
                double product = 1;
                if (i < x.cols)
                    product *= x.v[n * x.cols + i];
                if (j < x.cols)
                    product *= x.v[n * x.cols + j];
                sum += product;
            }
            hessian[i * P + j] = sum / (double)x.rows;
        }
}

size_t descent_steps(size_t P, const double *hessian, double rate, size_t most, double *error,
                     double *gradient)
{
    size_t steps = 0;
    while (1) {
        double twice_gap = 0;
        for (size_t i = 0; i < P; i++) {
            double sum = 0;
            for (size_t j = 0; j < P; j++)
                sum += hessian[j * P + i] * error[j]; /* symmetric: a column is as good */
            gradient[i] = sum;
            twice_gap += error[i] * sum;
        }
        if (twice_gap <= 2 * LOSS_GAP)
            break;
        if (steps >= most)
            break;
        for (size_t i = 0; i < P; i++)
            error[i] = error[i] - rate * gradient[i];
        steps = steps + 1;
    }
    return steps;
}
