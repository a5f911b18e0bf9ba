/* Exercise 3.2, bn_variance: its common mistakes, and what is to be said of each. */

#include <math.h>

#include "forward_pass.h"
#include "tests/03_forward_pass/suspects.h"
#include "tests/harness/harness.h"

static void variance_not_divided(Matrix x, const double *mean, double *var)
{
    scale_variance(x, mean, var, (double)x.rows);
}

static void variance_is_sd(Matrix x, const double *mean, double *var)
{
    bn_variance(x, mean, var);
    for (size_t d = 0; d < x.cols; d++)
        var[d] = sqrt(var[d]);
}

static void variance_stays_zero(Matrix x, const double *mean, double *var)
{
    (void)mean;
    for (size_t d = 0; d < x.cols; d++)
        var[d] = 0;
}

static void variance_divided_by_D(Matrix x, const double *mean, double *var)
{
    scale_variance(x, mean, var, (double)x.rows / (double)x.cols);
}

static void variance_assigned(Matrix x, const double *mean, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        double deviation = row(x, x.rows - 1)[d] - mean[d];
        var[d] = deviation * deviation / (double)x.rows;
    }
}

static void variance_around_own_mean(Matrix x, const double *mean, double *var)
{
    (void)mean;
    for (size_t d = 0; d < x.cols; d++) {
        double own = 0;
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            own += row(x, n)[d] / (double)x.rows;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += (row(x, n)[d] - own) * (row(x, n)[d] - own) / (double)x.rows;
    }
}

static void variance_of_float_deviations(Matrix x, const double *mean, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++) {
            float deviation = (float)(row(x, n)[d] - mean[d]);
            var[d] += (double)(deviation * deviation) / (double)x.rows;
        }
    }
}

static void variance_in_float(Matrix x, const double *mean, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        float m = (float)mean[d], sum = 0;
        for (size_t n = 0; n < x.rows; n++)
            sum += ((float)row(x, n)[d] - m) * ((float)row(x, n)[d] - m);
        var[d] = (double)(sum / (float)x.rows);
    }
}

static void variance_difference_of_squares(Matrix x, const double *mean, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        double squares = 0;
        for (size_t n = 0; n < x.rows; n++)
            squares += (double)row(x, n)[d] * row(x, n)[d];
        var[d] = squares / (double)x.rows - mean[d] * mean[d];
    }
}

static void variance_without_mean(Matrix x, const double *mean, double *var)
{
    (void)mean;
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += (double)row(x, n)[d] * row(x, n)[d];
        var[d] /= (double)x.rows;
    }
}

static void variance_without_square(Matrix x, const double *mean, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += row(x, n)[d] - mean[d];
        var[d] /= (double)x.rows;
    }
}

static void variance_of_absolute_deviations(Matrix x, const double *mean, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += fabs(row(x, n)[d] - mean[d]);
        var[d] /= (double)x.rows;
    }
}

static void variance_not_cleared(Matrix x, const double *mean, double *var)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++) {
            double deviation = row(x, n)[d] - mean[d];
            var[d] += deviation * deviation;
        }
    for (size_t d = 0; d < x.cols; d++)
        var[d] /= (double)x.rows;
}

static void variance_with_one_mean(Matrix x, const double *mean, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += (row(x, n)[d] - mean[0]) * (row(x, n)[d] - mean[0]);
        var[d] /= (double)x.rows;
    }
}

static void variance_of_column_major(Matrix x, const double *mean, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++) {
            double deviation = x.v[d * x.rows + n] - mean[d];
            var[d] += deviation * deviation;
        }
        var[d] /= (double)x.rows;
    }
}

static void variance_with_eps(Matrix x, const double *mean, double *var)
{
    bn_variance(x, mean, var);
    for (size_t d = 0; d < x.cols; d++)
        var[d] += 1e-5;
}

static void variance_centers_x(Matrix x, const double *mean, double *var)
{
    bn_variance(x, mean, var);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(x, n)[d] -= (real)mean[d];
}

const Suspect suspects_bn_variance[] = {
    SUSPECT(variance_of_population, "divides by N",
            "You divided by N-1. Batch norm divides by N: it wants the spread of this batch, not "
            "an estimate for a larger population."),
    SUSPECT(variance_not_divided, "divides by N",
            "You return the sum of the squared deviations. Divide it by N."),
    SUSPECT(variance_is_sd, "divides by N",
            "You return the standard deviation. The variance is its square: no root here, it comes "
            "in exercise 3.3."),
    SUSPECT(
        variance_stays_zero, "divides by N",
        "All your variances are 0: nothing is added to them, or 1 / x.rows divides whole numbers."),
    SUSPECT(variance_divided_by_D, "divides by N",
            "You divided by the number of features. Divide by N, the number of examples (x.rows)."),
    SUSPECT(variance_assigned, "divides by N",
            "Only the last example is left. Add each one: var[d] += ..., not var[d] = ..."),
    SUSPECT(variance_around_own_mean, "is around the mean that is given",
            "You took the deviations from the mean of x. Take them from the mean that is given."),
    SUSPECT_BY(BY_ROUNDING, variance_of_float_deviations, "any N and any D, but no empty batch",
               "You kept the deviation in a float, which has seven digits. Declare it double."),
    SUSPECT_BY(BY_ROUNDING, variance_in_float, "any N and any D, but no empty batch",
               "You computed in float, which keeps seven digits. Compute in double."),
    SUSPECT_BY(BY_PATTERN, variance_difference_of_squares, "survives an offset of 1e8",
               "You subtract two large numbers, mean(x^2) - mean^2, and the digits of the variance "
               "are lost. Subtract the mean from each value first, then square."),
    SUSPECT(variance_without_mean, "divides by N",
            "You averaged the squares of x. The variance averages the squares of x - mean."),
    SUSPECT(variance_without_square, "divides by N",
            "You added up the deviations, and these always cancel to 0. Square each one before you "
            "add it."),
    SUSPECT(variance_of_absolute_deviations, "divides by N",
            "You averaged the absolute deviations. The variance averages their squares."),
    SUSPECT(variance_not_cleared, "divides by N",
            "You add to what the array var held before the call. Set var[d] to 0 first."),
    SUSPECT(variance_with_one_mean, "features are kept apart",
            "You subtracted mean[0] from every feature. Feature d has mean[d]."),
    SUSPECT(variance_of_column_major, "features are kept apart",
            "You read x as if each feature's values stood side by side. Feature d of example n is "
            "row(x, n)[d], that is x.v[n * x.cols + d]."),
    SUSPECT(variance_with_eps, "divides by N",
            "You added eps to the variance. eps has its place in exercise 3.3."),
    SUSPECT(
        variance_centers_x, "changes nothing else",
        "You subtracted the mean from x itself. x is an input: keep the deviation in a variable."),
    {0},
};
