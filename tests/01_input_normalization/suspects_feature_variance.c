/* Exercise 1.2, feature_variance: its common mistakes, and what is to be said of each. */

#include <math.h>

#include "input_normalization.h"
#include "tests/01_input_normalization/suspects.h"
#include "tests/harness/harness.h"

/* Divided by this instead of N - ddof. */
static void variance_over(Matrix x, const double *mean, double *var, double divisor)
{
    feature_variance(x, mean, 0, var);
    for (size_t d = 0; d < x.cols; d++)
        var[d] *= (double)x.rows / divisor;
}

static void variance_without_ddof(Matrix x, const double *mean, size_t ddof, double *var)
{
    (void)ddof;
    variance_over(x, mean, var, (double)x.rows);
}

static void variance_always_N_minus_1(Matrix x, const double *mean, size_t ddof, double *var)
{
    (void)ddof;
    variance_over(x, mean, var, (double)x.rows - 1);
}

static void variance_plus_ddof(Matrix x, const double *mean, size_t ddof, double *var)
{
    variance_over(x, mean, var, (double)(x.rows + ddof));
}

static void variance_not_divided(Matrix x, const double *mean, size_t ddof, double *var)
{
    (void)ddof;
    variance_over(x, mean, var, 1);
}

static void variance_is_sd(Matrix x, const double *mean, size_t ddof, double *var)
{
    feature_variance(x, mean, ddof, var);
    for (size_t d = 0; d < x.cols; d++)
        var[d] = sqrt(var[d]);
}

static void variance_difference_of_squares(Matrix x, const double *mean, size_t ddof, double *var)
{
    double N = (double)x.rows;
    for (size_t d = 0; d < x.cols; d++) {
        double squares = 0;
        for (size_t n = 0; n < x.rows; n++)
            squares += (double)row(x, n)[d] * row(x, n)[d];
        var[d] = (squares / N - mean[d] * mean[d]) * (N / (N - (double)ddof));
    }
}

static void variance_without_mean(Matrix x, const double *mean, size_t ddof, double *var)
{
    (void)mean;
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += (double)row(x, n)[d] * row(x, n)[d];
        var[d] /= (double)(x.rows - ddof);
    }
}

/* Sums of one function of the deviation. */
static void variance_of(Matrix x, const double *mean, size_t ddof, double *var,
                        double (*function)(double))
{
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += function(row(x, n)[d] - mean[d]);
        var[d] /= (double)(x.rows - ddof);
    }
}

static void variance_without_square(Matrix x, const double *mean, size_t ddof, double *var)
{
    variance_of(x, mean, ddof, var, itself);
}

static void variance_of_absolute_deviations(Matrix x, const double *mean, size_t ddof, double *var)
{
    variance_of(x, mean, ddof, var, fabs);
}

static void variance_not_cleared(Matrix x, const double *mean, size_t ddof, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        for (size_t n = 0; n < x.rows; n++)
            var[d] += (row(x, n)[d] - mean[d]) * (row(x, n)[d] - mean[d]);
        var[d] /= (double)(x.rows - ddof);
    }
}

static void variance_with_one_mean(Matrix x, const double *mean, size_t ddof, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += (row(x, n)[d] - mean[0]) * (row(x, n)[d] - mean[0]);
        var[d] /= (double)(x.rows - ddof);
    }
}

static void variance_centers_x(Matrix x, const double *mean, size_t ddof, double *var)
{
    feature_variance(x, mean, ddof, var);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(x, n)[d] -= (real)mean[d];
}

const Suspect suspects_feature_variance[] = {
    SUSPECT(variance_without_ddof, "divides by N - ddof",
            "You always divide by N. Divide by N - ddof: x.rows - ddof."),
    SUSPECT(variance_always_N_minus_1, "the variance of {3, 4, 5, 6} is 1.25",
            "You always divide by N-1. That is right for a ddof of 1; in general divide by x.rows "
            "- ddof."),
    SUSPECT(
        variance_plus_ddof, "divides by N - ddof",
        "You divided by N + ddof. ddof is subtracted: the mean has used up a degree of freedom."),
    SUSPECT(variance_not_divided, "the variance of {3, 4, 5, 6} is 1.25",
            "You return the sum of the squared deviations. Divide it by N - ddof."),
    SUSPECT(variance_is_sd, "the variance of {3, 4, 5, 6} is 1.25",
            "You return the standard deviation. The variance is its square: no root here, it comes "
            "in exercise 1.4."),
    SUSPECT_BY(BY_PATTERN, variance_difference_of_squares, "survives an offset of 1e8",
               "You subtract two large numbers, mean(x^2) - mean^2, and the digits of the variance "
               "are lost. Subtract the mean from each value first, then square."),
    SUSPECT(variance_without_mean, "the variance of {3, 4, 5, 6} is 1.25",
            "You averaged the squares of x. The variance averages the squares of x - mean."),
    SUSPECT(variance_without_square, "the variance of {3, 4, 5, 6} is 1.25",
            "You added up the deviations, and these always cancel to 0. Square each one before you "
            "add it."),
    SUSPECT(variance_of_absolute_deviations, "the variance of {3, 4, 5, 6} is 1.25",
            "You averaged the absolute deviations. The variance averages their squares."),
    SUSPECT(variance_not_cleared, "the variance of {3, 4, 5, 6} is 1.25",
            "You add to what the array var held before the call. Set var[d] to 0 first."),
    SUSPECT(variance_with_one_mean, "features are kept apart",
            "You subtracted mean[0] from every feature. Feature d has mean[d]."),
    SUSPECT(
        variance_centers_x, "changes nothing else",
        "You subtracted the mean from x itself. x is an input: keep the deviation in a variable."),
    {0},
};
