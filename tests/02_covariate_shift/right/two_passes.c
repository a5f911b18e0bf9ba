/* The unit's outputs are computed twice; densities are subtracted as logarithms; weights are
   scaled by the exponent of the largest; A and c are averages, not sums. */

#include "covariate_shift.h"

#include <math.h>

#include "common/solve.h"

static double distance(double a, double b, double var)
{
    require(var > 0, "the variance is %g", var);
    return fabs(a - b) / sqrt(var);
}

double shift_distance(size_t D, const double *mean, const double *var, const double *new_mean)
{
    double largest = 0;
    int unknown = 0;
    for (size_t d = 0; d < D; d++) {
        double now = distance(mean[d], new_mean[d], var[d]);
        unknown = unknown || isnan(now);
        largest = fmax(largest, now);
    }
    return unknown ? NAN : largest;
}

double classifier_accuracy(Matrix x, const double *label, Classifier c)
{
    require(x.rows >= 1, "no examples");
    double right = 0;
    for (size_t n = 0; n < x.rows; n++) {
        double sum = 0;
        for (size_t d = 0; d < x.cols; d++)
            sum += c.w[d] * ((row(x, n)[d] - c.mean[d]) / sqrt(c.var[d]));
        if (sum > -c.b)
            right += label[n] == 1;
        else
            right += label[n] == -1;
    }
    return right / (double)x.rows;
}

static double log_density(const real *xn, size_t D, Normal p)
{
    double sum = 0;
    for (size_t d = 0; d < D; d++) {
        require(p.var[d] > 0, "the variance is %g", p.var[d]);
        sum -= log(6.283185307179586 * p.var[d]) / 2;
        sum -= pow(xn[d] - p.mean[d], 2) / p.var[d] / 2;
    }
    return sum;
}

void importance_weights(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t n = 0; n < x.rows; n++)
        ratio[n] =
            exp(log_density(row(x, n), x.cols, test) - log_density(row(x, n), x.cols, train));
}

double effective_sample_size(size_t N, const double *ratio)
{
    int most = -5000;
    for (size_t n = 0; n < N; n++)
        if (ratio[n] > 0 && ilogb(ratio[n]) > most)
            most = ilogb(ratio[n]);
    require(most > -5000, "no weight is positive");
    double sum = 0, squares = 0;
    for (size_t n = 0; n < N; n++) {
        double share = ldexp(ratio[n], -most);
        sum += share;
        squares += share * share;
    }
    return sum / squares * sum;
}

void weighted_least_squares(Matrix x, const double *target, const double *ratio, double *A,
                            double *w)
{
    size_t D = x.cols;
    for (size_t k = 0; k < D * D; k++)
        A[k] = 0;
    for (size_t d = 0; d < D; d++)
        w[d] = 0;
    for (size_t n = x.rows; n-- > 0;) {
        double share = ratio[n] / (double)x.rows;
        for (size_t k = 0; k < D * D; k++)
            A[k] += share * row(x, n)[k / D] * row(x, n)[k % D];
        for (size_t d = 0; d < D; d++)
            w[d] += share * row(x, n)[d] * target[n];
    }
    solve_symmetric(D, A, w);
}

static double output_of(Matrix x, size_t n, const real *w, double b)
{
    double u = 0;
    for (size_t d = 0; d < x.cols; d++)
        u += (double)row(x, n)[d] * (double)w[d];
    return u + b;
}

void track_unit(Matrix x, const real *w, double b, double *mean, double *sd)
{
    require(x.rows >= 1, "no examples");
    double sum = 0, squares = 0;
    for (size_t n = 0; n < x.rows; n++)
        sum += output_of(x, n, w, b);
    *mean = sum / (double)x.rows;
    for (size_t n = 0; n < x.rows; n++)
        squares += pow(output_of(x, n, w, b) - *mean, 2);
    *sd = sqrt(squares / (double)x.rows);
}
