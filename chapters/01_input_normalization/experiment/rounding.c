#include "experiment.h"

#include <math.h>
#include <stdio.h>

#include "common/elementary.h"

typedef struct {
    double mean, two_passes, welford, shortcut; /* the variance, in three ways */
} Rounded;

static Rounded in_three_ways(Matrix x)
{
    Rounded rounded;
    feature_mean(x, &rounded.mean);
    feature_variance(x, &rounded.mean, 0, &rounded.two_passes);

    double sum = 0, squares = 0, m2 = 0, running_mean = 0;
    Welford welford = {1, 0, &running_mean, &m2};
    for (size_t n = 0; n < x.rows; n++) {
        welford_update(&welford, row(x, n));
        sum += x.v[n];
        squares += (double)x.v[n] * x.v[n];
    }
    double count = (double)x.rows;
    rounded.welford = m2 / count;
    rounded.shortcut = squares / count - sum / count * (sum / count);
    return rounded;
}

/* Of 1, 2, 3, 4, each plus 10^power. */
static void variance_far_from_0(Experiment *e, unsigned power)
{
    Matrix x = matrix_new(4, 1);
    for (size_t n = 0; n < x.rows; n++)
        x.v[n] = (real)(integer_power(10, power) + (double)n + 1);
    Rounded rounded = in_three_ways(x);
    matrix_free(x);
    printf("  1, 2, 3, 4 plus 1e%u %14.9g %11.9g %16.9g\n", power, rounded.two_passes,
           rounded.welford, rounded.shortcut);
    experiment_named_value(e, rounded.two_passes, "variance_%u", power);
    experiment_named_value(e, rounded.welford, "welford_%u", power);
    experiment_named_value(e, rounded.shortcut, "shortcut_%d", power);
}

/* What is left of a variance of 0, and what dividing by it unguarded would do: to the constant
   itself, and to a new example that is 1 larger. */
static void constant_feature(Experiment *e)
{
    Matrix x = matrix_new(CATS, 1), z = matrix_new(CATS, 1);
    for (size_t n = 0; n < CATS; n++)
        x.v[n] = (real)1234.567;
    Rounded rounded = in_three_ways(x);
    double off = rounded.mean - x.v[0], sd = sqrt(rounded.two_passes);
    standardize(x, &rounded.mean, &rounded.two_passes, z);
    printf("  1234.567, each time %14.2g %11.2g %16.2g\n\n", rounded.two_passes, rounded.welford,
           rounded.shortcut);
    experiment_value(e, "constant_off", fabs(off));
    experiment_value(e, "constant_sd", sd);
    experiment_value(e, "constant_welford", rounded.welford);
    experiment_value(e, "constant_z", z.v[0]);
    experiment_value(e, "constant_unguarded", sd > 0 ? -off / sd : 0);
    experiment_value(e, "constant_unseen", sd > 0 ? (1 - off) / sd : 0);
    matrix_free(x);
    matrix_free(z);
}

void compare_variances(Experiment *e)
{
    printf("\n  %-19s %14s %11s %16s\n", "variance of", "two passes", "Welford",
           "mean(x^2)-mean^2");
    variance_far_from_0(e, 0);
    variance_far_from_0(e, 6);
    variance_far_from_0(e, 8);
    variance_far_from_0(e, 9);
    constant_feature(e);
}
