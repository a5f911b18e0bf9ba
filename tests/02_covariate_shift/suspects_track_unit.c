/* Exercise 2.6, track_unit: its common mistakes, and what is to be said of each. */

#include <math.h>
#include <stdlib.h>

#include "covariate_shift.h"
#include "tests/harness/harness.h"

static void unit_without_b(Matrix x, const real *w, double b, double *mean, double *sd)
{
    (void)b;
    track_unit(x, w, 0, mean, sd);
}

static void unit_with_b_in_each_term(Matrix x, const real *w, double b, double *mean, double *sd)
{
    track_unit(x, w, b * (double)x.cols, mean, sd);
}

static void unit_variance(Matrix x, const real *w, double b, double *mean, double *sd)
{
    track_unit(x, w, b, mean, sd);
    *sd *= *sd;
}

static void unit_of_population(Matrix x, const real *w, double b, double *mean, double *sd)
{
    track_unit(x, w, b, mean, sd);
    *sd *= sqrt((double)x.rows / ((double)x.rows - 1));
}

static void unit_not_divided(Matrix x, const real *w, double b, double *mean, double *sd)
{
    track_unit(x, w, b, mean, sd);
    *mean *= (double)x.rows;
}

static void unit_sd_not_divided(Matrix x, const real *w, double b, double *mean, double *sd)
{
    track_unit(x, w, b, mean, sd);
    *sd *= sqrt((double)x.rows);
}

static double output_of(const real *xn, size_t D, const real *w, double b)
{
    double u = b;
    for (size_t d = 0; d < D; d++)
        u += (double)w[d] * xn[d];
    return u;
}

static void unit_after_activation(Matrix x, const real *w, double b, double *mean, double *sd)
{
    double sum = 0, squares = 0, N = (double)x.rows;
    for (size_t n = 0; n < x.rows; n++)
        sum += 1 / (1 + exp(-output_of(row(x, n), x.cols, w, b)));
    *mean = sum / N;
    for (size_t n = 0; n < x.rows; n++)
        squares += pow(1 / (1 + exp(-output_of(row(x, n), x.cols, w, b))) - *mean, 2);
    *sd = sqrt(squares / N);
}

static void unit_difference_of_squares(Matrix x, const real *w, double b, double *mean, double *sd)
{
    double sum = 0, squares = 0, N = (double)x.rows;
    for (size_t n = 0; n < x.rows; n++) {
        double u = output_of(row(x, n), x.cols, w, b);
        sum += u;
        squares += u * u;
    }
    *mean = sum / N;
    *sd = sqrt(squares / N - *mean * *mean);
}

static void unit_around_0(Matrix x, const real *w, double b, double *mean, double *sd)
{
    double squares = 0;
    track_unit(x, w, b, mean, sd);
    for (size_t n = 0; n < x.rows; n++)
        squares += pow(output_of(row(x, n), x.cols, w, b), 2);
    *sd = sqrt(squares / (double)x.rows);
}

static void unit_absolute_deviation(Matrix x, const real *w, double b, double *mean, double *sd)
{
    double sum = 0;
    track_unit(x, w, b, mean, sd);
    for (size_t n = 0; n < x.rows; n++)
        sum += fabs(output_of(row(x, n), x.cols, w, b) - *mean);
    *sd = sum / (double)x.rows;
}

static void unit_without_weights(Matrix x, const real *w, double b, double *mean, double *sd)
{
    Matrix ones = {1, x.cols, malloc(x.cols * sizeof(real))};
    (void)w;
    for (size_t d = 0; d < x.cols; d++)
        ones.v[d] = 1;
    track_unit(x, ones.v, b, mean, sd);
    free(ones.v);
}

static void unit_of_first_feature(Matrix x, const real *w, double b, double *mean, double *sd)
{
    Matrix first = {1, x.cols, calloc(x.cols, sizeof(real))};
    first.v[0] = w[0];
    track_unit(x, first.v, b, mean, sd);
    free(first.v);
}

static void unit_sd_from_variances(Matrix x, const real *w, double b, double *mean, double *sd)
{
    double var = 0;
    for (size_t d = 0; d < x.cols; d++) { /* as if the features were independent */
        Matrix feature = {x.rows, 1, malloc(x.rows * sizeof(real))};
        for (size_t n = 0; n < x.rows; n++)
            feature.v[n] = row(x, n)[d];
        track_unit(feature, &w[d], 0, mean, sd);
        var += *sd * *sd;
        free(feature.v);
    }
    track_unit(x, w, b, mean, sd);
    *sd = sqrt(var);
}

static void unit_carried_over(Matrix x, const real *w, double b, double *mean, double *sd)
{
    require(x.rows >= 1, "no examples");
    double u = b, squares = 0;
    *mean = 0;
    for (size_t n = 0; n < x.rows; n++) {
        u += output_of(row(x, n), x.cols, w, 0);
        double deviation = u - *mean;
        *mean += deviation / (double)(n + 1);
        squares += deviation * (u - *mean);
    }
    *sd = sqrt(squares / (double)x.rows);
}

const Suspect suspects_track_unit[] = {
    SUSPECT(unit_carried_over, "three examples, as by hand",
            "u goes on from one example to the next. Set it to b before each."),
    SUSPECT(unit_without_b, "three examples, as by hand",
            "You left out b. It moves the mean, though not the standard deviation."),
    SUSPECT(unit_with_b_in_each_term, "three examples, as by hand",
            "You added b once for each feature. It is added once for each example."),
    SUSPECT(unit_variance, "three examples, as by hand",
            "You return the variance. sd is its square root."),
    SUSPECT(unit_of_population, "three examples, as by hand",
            "You divided by N-1. What is wanted is the spread of this batch: divide by N."),
    SUSPECT(unit_not_divided, "three examples, as by hand",
            "Your mean is the sum. Divide it by N."),
    SUSPECT(unit_sd_not_divided, "three examples, as by hand",
            "You took the root of the sum of the squared deviations. Divide by N under the root."),
    SUSPECT(unit_after_activation, "three examples, as by hand",
            "You applied the sigmoid. The unit is tracked before its activation."),
    SUSPECT_BY(BY_PATTERN, unit_difference_of_squares, "survives b = 1e8",
               "You subtract two large numbers, mean(u^2) - mean^2, and the digits of the sd are "
               "lost. Subtract the mean from each u first, then square; or use Welford's update."),
    SUSPECT(unit_around_0, "three examples, as by hand",
            "Your sd is the root of the mean square of u. Subtract the mean first."),
    SUSPECT(
        unit_absolute_deviation, "three examples, as by hand",
        "You averaged the absolute deviations. The sd is the root of the mean of their squares."),
    SUSPECT(unit_without_weights, "three examples, as by hand",
            "You added the features up without their weights. Each is multiplied by w[d]."),
    SUSPECT(unit_of_first_feature, "three examples, as by hand",
            "Only feature 0 reaches your unit. It adds up all of them."),
    SUSPECT(unit_sd_from_variances, "three examples, as by hand",
            "You added up the features' variances, as if they did not vary together. Compute u for "
            "each example, then the sd of u."),
    {0},
};
