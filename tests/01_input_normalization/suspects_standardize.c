/* Exercise 1.4, standardize: its common mistakes, and what is to be said of each. */

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "input_normalization.h"
#include "tests/01_input_normalization/suspects.h"
#include "tests/harness/harness.h"

typedef enum { AS_GIVEN, NOT_FABS, VARIANCE, NAN_TOO, EXACT, TINY, SMALL, NO_RULE } ConstantRule;

static bool is_constant(ConstantRule rule, double mean, double var)
{
    switch (rule) {
    case NOT_FABS: return sqrt(var) <= 1e-12 * mean;
    case VARIANCE: return var <= 1e-12 * fabs(mean);
    case NAN_TOO: return !(sqrt(var) > 1e-12 * fabs(mean));
    case EXACT: return var == 0;
    case TINY: return sqrt(var) <= 1e-12;
    case SMALL: return sqrt(var) <= 1e-9;
    case NO_RULE: return false;
    default: return sqrt(var) <= 1e-12 * fabs(mean);
    }
}

static void standardize_by_rule(Matrix x, const double *mean, const double *var, Matrix z,
                                ConstantRule rule)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(z, n)[d] = is_constant(rule, mean[d], var[d])
                               ? 0
                               : (real)((row(x, n)[d] - mean[d]) / sqrt(var[d]));
}

static void standardize_unguarded(Matrix x, const double *mean, const double *var, Matrix z)
{
    standardize_by_rule(x, mean, var, z, NO_RULE);
}

static void standardize_only_exact(Matrix x, const double *mean, const double *var, Matrix z)
{
    standardize_by_rule(x, mean, var, z, EXACT);
}

static void standardize_tiny(Matrix x, const double *mean, const double *var, Matrix z)
{
    standardize_by_rule(x, mean, var, z, TINY);
}

static void standardize_small(Matrix x, const double *mean, const double *var, Matrix z)
{
    standardize_by_rule(x, mean, var, z, SMALL);
}

static void standardize_without_fabs(Matrix x, const double *mean, const double *var, Matrix z)
{
    standardize_by_rule(x, mean, var, z, NOT_FABS);
}

static void standardize_compares_variance(Matrix x, const double *mean, const double *var, Matrix z)
{
    standardize_by_rule(x, mean, var, z, VARIANCE);
}

static void standardize_hides_nan(Matrix x, const double *mean, const double *var, Matrix z)
{
    standardize_by_rule(x, mean, var, z, NAN_TOO);
}

/* (x - mean) / divisor, with a 0 where the rule says so. */
static void standardize_with(Matrix x, const double *mean, const double *var, Matrix z,
                             double (*divisor)(double))
{
    standardize(x, mean, var, z);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            if (!is_constant(AS_GIVEN, mean[d], var[d]))
                row(z, n)[d] = (real)((row(x, n)[d] - mean[d]) / divisor(var[d]));
}

static double one(double var)
{
    return var - var + 1; /* NaN for NaN */
}

static void standardize_divides_by_variance(Matrix x, const double *mean, const double *var,
                                            Matrix z)
{
    standardize_with(x, mean, var, z, itself);
}

static void standardize_only_centers(Matrix x, const double *mean, const double *var, Matrix z)
{
    standardize_with(x, mean, var, z, one);
}

static void standardize_with_eps(Matrix x, const double *mean, const double *var, Matrix z)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(z, n)[d] = (real)((row(x, n)[d] - mean[d]) / sqrt(var[d] + 1e-5));
}

static void standardize_constant_only_centered(Matrix x, const double *mean, const double *var,
                                               Matrix z)
{
    standardize(x, mean, var, z);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            if (is_constant(AS_GIVEN, mean[d], var[d]))
                row(z, n)[d] = (real)(row(x, n)[d] - mean[d]);
}

static void standardize_only_scales(Matrix x, const double *mean, const double *var, Matrix z)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(z, n)[d] =
                is_constant(AS_GIVEN, mean[d], var[d]) ? 0 : (real)(row(x, n)[d] / sqrt(var[d]));
}

static void standardize_precedence(Matrix x, const double *mean, const double *var, Matrix z)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(z, n)[d] = is_constant(AS_GIVEN, mean[d], var[d])
                               ? 0
                               : (real)(row(x, n)[d] - mean[d] / sqrt(var[d]));
}

static void standardize_sign(Matrix x, const double *mean, const double *var, Matrix z)
{
    standardize(x, mean, var, z);
    for (size_t i = 0; i < z.rows * z.cols; i++)
        z.v[i] = -z.v[i];
}

static void standardize_own_statistics(Matrix x, const double *mean, const double *var, Matrix z)
{
    double own_mean[4096], own_var[4096];
    (void)mean;
    (void)var;
    feature_mean(x, own_mean);
    feature_variance(x, own_mean, 0, own_var);
    standardize(x, own_mean, own_var, z);
}

static void standardize_compares_first_mean(Matrix x, const double *mean, const double *var,
                                            Matrix z)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(z, n)[d] = is_constant(AS_GIVEN, mean[0], var[d])
                               ? 0
                               : (real)((row(x, n)[d] - mean[d]) / sqrt(var[d]));
}

static void standardize_first_feature_only(Matrix x, const double *mean, const double *var,
                                           Matrix z)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            standardize((Matrix){1, 1, row(x, n) + d}, mean, var, (Matrix){1, 1, row(z, n) + d});
}

/* The statistics are taken by the example's number; past their end, those there are. */
static void standardize_statistics_by_row(Matrix x, const double *mean, const double *var, Matrix z)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            standardize((Matrix){1, 1, row(x, n) + d}, mean + n % x.cols, var + n % x.cols,
                        (Matrix){1, 1, row(z, n) + d});
}

static void standardize_column_major(Matrix x, const double *mean, const double *var, Matrix z)
{
    for (size_t d = 0; d < x.cols; d++)
        for (size_t n = 0; n < x.rows; n++) {
            size_t i = d * x.rows + n;
            standardize((Matrix){1, 1, x.v + i}, mean + d, var + d, (Matrix){1, 1, z.v + i});
        }
}

static void standardize_in_place(Matrix x, const double *mean, const double *var, Matrix z)
{
    standardize(x, mean, var, z);
    memcpy(x.v, z.v, x.rows * x.cols * sizeof *x.v);
}

const Suspect suspects_standardize[] = {
    SUSPECT(standardize_unguarded, "a constant feature becomes 0",
            "A constant feature has standard deviation 0, and you divided by it. Its z is 0."),
    SUSPECT(standardize_only_exact, "also one that is constant up to rounding",
            "You ask whether var is exactly 0. A computed variance need not be: a mean that is off "
            "in its last digits makes it tiny instead. Compare sqrt(var) with 1e-12 * |mean|."),
    SUSPECT(standardize_tiny, "also one that is constant up to rounding",
            "You compare the standard deviation with a fixed number. In another unit every number "
            "is another one: compare it with 1e-12 * |mean|, which has the same unit."),
    SUSPECT(standardize_small, "the same in any unit",
            "You compare the standard deviation with a fixed number. In another unit every number "
            "is another one: compare it with 1e-12 * |mean|, which has the same unit."),
    SUSPECT(standardize_compares_first_mean, "also one that is constant up to rounding",
            "You compare with mean[0] for every feature. Feature d has mean[d]."),
    SUSPECT(standardize_without_fabs, "also one that is constant up to rounding",
            "You compare with 1e-12 * mean, and no standard deviation is below that when the mean "
            "is negative. Take its absolute value: fabs."),
    SUSPECT(standardize_compares_variance, "the same in any unit",
            "You compare the variance with 1e-12 * |mean|. Compare its root: the standard "
            "deviation is in the mean's unit, the variance is not."),
    SUSPECT(standardize_hides_nan, "a NaN stays in its feature",
            "You turn a NaN into 0. A comparison with a NaN is false: ask for sd <= 1e-12 * "
            "|mean|, not for the opposite of sd > ..."),
    SUSPECT(standardize_constant_only_centered, "a constant feature becomes 0",
            "Where the training set was constant, you return x - mean. In this course it is 0, for "
            "new values too: training has learned nothing about this feature."),
    SUSPECT(standardize_with_eps, "{3, 4, 5, 6}, as by hand",
            "You added 1e-5 to the variance. That comes in chapter 3; here it is the rule about "
            "constant features that keeps the result finite."),
    SUSPECT(standardize_divides_by_variance, "{3, 4, 5, 6}, as by hand",
            "You divided by the variance. Divide by the standard deviation, its square root."),
    SUSPECT(standardize_only_centers, "{3, 4, 5, 6}, as by hand",
            "You subtracted the mean and stopped. Divide by the standard deviation too."),
    SUSPECT(standardize_only_scales, "{3, 4, 5, 6}, as by hand",
            "You divided without subtracting the mean first. It is (x - mean) / sd."),
    SUSPECT(standardize_precedence, "{3, 4, 5, 6}, as by hand",
            "You computed x - (mean / sd). Parentheses are missing: (x - mean) / sd."),
    SUSPECT(standardize_sign, "{3, 4, 5, 6}, as by hand",
            "Your signs are the wrong way round: x - mean, not mean - x."),
    SUSPECT(standardize_own_statistics, "uses the statistics that are given",
            "You computed the mean and the variance of x anew. Use those that are given: a test "
            "set is measured with the training set's."),
    SUSPECT(standardize_first_feature_only, "features are kept apart",
            "You used mean[0] and var[0] for every feature. Feature d has mean[d] and var[d]."),
    SUSPECT(standardize_statistics_by_row, "features are kept apart",
            "You took the statistics by the example's number. They belong to features: mean[d]."),
    SUSPECT(standardize_column_major, "features are kept apart",
            "You read x as if each feature's values stood side by side. Feature d of example n is "
            "row(x, n)[d]."),
    SUSPECT(standardize_in_place, "changes nothing else",
            "You changed x. The result goes to z only."),
    {0},
};
