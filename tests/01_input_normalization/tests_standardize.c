/* Exercise 1.4, standardize: the graded tests. */

#include <math.h>
#include <string.h>

#include "input_normalization.h"
#include "tests/01_input_normalization/oracle.h"
#include "tests/01_input_normalization/shared.h"
#include "tests/harness/harness.h"

SUBJECT(standardize);

static void expect_standardized(Matrix x, const double *mean, const double *var, double tolerance)
{
    Matrix z = output(x.rows, x.cols), want = output(x.rows, x.cols);
    oracle_standardize(x, mean, var, want);
    subject_standardize(x, mean, var, z);
    expect_matrix("z", z, want, tolerance);
}

static void standardize_by_hand(void)
{
    Matrix x = BATCH(4, 1, 3, 4, 5, 6), z = output(4, 1);
    Matrix want = BATCH(4, 1, -1.341640786, -0.447213595, 0.447213595, 1.341640786);
    given("x", x);
    subject_standardize(x, VECTOR(1, 4.5), VECTOR(1, 1.25), z);
    expect_matrix("z", z, want, 1e-9 + rounding(4, 1)); /* the last digit of what is wanted */
}

static void standardize_keeps_features_apart(void)
{
    Matrix x = BATCH(3, 2, 1, 100, 2, 200, 6, 600);
    given("x", x);
    expect_standardized(x, VECTOR(2, 3, 300), VECTOR(2, 4, 1e4), rounding(4, 6));
}

static void standardize_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        Matrix x = random_input(61 + (unsigned)s, shapes[s].N, shapes[s].D, 0);
        double *var = random_vector(63, shapes[s].D);
        for (size_t d = 0; d < shapes[s].D; d++)
            var[d] = 0.1 + var[d] * var[d];
        given("x", x);
        expect_standardized(x, random_vector(62, shapes[s].D), var, rounding(8, 100));
    }
}

static void standardize_uses_the_statistics_given(void)
{
    Matrix x = BATCH(3, 1, 10, 20, 30), z = output(3, 1);
    given_values("x = {10, 20, 30}, mean = {40}, var = {25}: a test set, the training set's");
    subject_standardize(x, VECTOR(1, 40), VECTOR(1, 25), z);
    expect_matrix("z", z, BATCH(3, 1, -6, -4, -2), rounding(4, 8));
}

static void standardize_a_constant(void)
{
    Matrix x = BATCH(3, 2, 5, 0, 5, 0, 7, -1), z = output(3, 2);
    given_values("x = {{5, 0}, {5, 0}, {7, -1}}, mean = {5, 0}, var = {0, 0}");
    subject_standardize(x, VECTOR(2, 5, 0), VECTOR(2, 0, 0), z);
    expect_matrix("z", z, BATCH(3, 2, 0, 0, 0, 0, 0, 0), 0);
}

/* A mean that is off by 2e-11, as a thousand sums of 1234.567 make it. The first feature is not
   constant, and its mean is of no use to the others. */
static void standardize_a_constant_up_to_rounding(void)
{
    Matrix x = BATCH(2, 3, -1, 1234.567, -1234.567, 1, 1235.567, -1235.567), z = output(2, 3);
    given_values("x = {{-1, 1234.567, -1234.567}, {1, 1235.567, -1235.567}}, "
                 "mean = {0, 1234.567, -1234.567} up to 2e-11, var = {1, 4e-22, 4e-22}");
    subject_standardize(x, VECTOR(3, 0, 1234.567 + 2e-11, -1234.567 - 2e-11),
                        VECTOR(3, 1, 4e-22, 4e-22), z);
    expect_matrix("z", z, BATCH(2, 3, -1, 0, 0, 1, 0, 0), 0);
}

/* Each is {3, 4, 5, 6} in another unit, or shifted: as far from constant as that. In float, 1e8
   cannot be told from 1e8 + 3, but then the same is wanted. */
static void standardize_in_any_unit(void)
{
    static const double scale[] = {1e-30, 1e20, 1e-6, -50, 1}, shift[] = {0, 0, 1, 7, 1e8};
    for (size_t i = 0; i < COUNT(scale); i++) {
        Matrix x = BATCH(4, 1, 3, 4, 5, 6);
        for (size_t n = 0; n < 4; n++)
            x.v[n] = (real)((3 + (double)n) * scale[i] + shift[i]);
        given_values("x = {3, 4, 5, 6} * %g + %g, with its mean and variance", scale[i], shift[i]);
        expect_standardized(x, VECTOR(1, 4.5 * scale[i] + shift[i]),
                            VECTOR(1, 1.25 * scale[i] * scale[i]),
                            1e-9 + rounding(16, 10)); /* x - mean is exact, up to the unit */
    }
}

static void standardize_keeps_a_nan_in_its_feature(void)
{
    Matrix x = random_input(65, 4, 3, 0), z = output(4, 3);
    row(x, 2)[1] = NAN;
    given("x", x);
    subject_standardize(x, VECTOR(3, 0, NAN, 2), VECTOR(3, 1, NAN, 4), z);
    for (size_t n = 0; n < 4; n++)
        for (size_t d = 0; d < 3; d++)
            expect(isnan(row(z, n)[d]) == (d == 1),
                   "z[%zu][%zu] is %g: the statistics of feature 1 are not numbers, those of the "
                   "other features are",
                   n, d, (double)row(z, n)[d]);
}

static void standardize_changes_nothing_else(void)
{
    Matrix x = random_input(68, 5, 3, 0), copy = random_input(68, 5, 3, 0);
    double *mean = random_vector(69, 3), *var = VECTOR(3, 1, 2, 3);
    Matrix first = output(5, 3), second = output(5, 3);
    given("x", copy);
    subject_standardize(x, mean, var, first);
    subject_standardize(x, mean, var, second);
    expect_same("x", x.v, copy.v, 15 * sizeof(real));
    expect_same("mean", mean, random_vector(69, 3), 3 * sizeof *mean);
    expect_same("var", var, VECTOR(3, 1, 2, 3), 3 * sizeof *var);
    expect(memcmp(first.v, second.v, 15 * sizeof(real)) == 0,
           "called twice with the same x, z[0][0] is %.9g, then %.9g", (double)first.v[0],
           (double)second.v[0]);
}

static void probe_standardize_once(Matrix x, const double *mean, const double *var)
{
    Matrix z = random_input(9, x.rows, x.cols, 0);
    observe_refusal(refused(subject_standardize(x, mean, var, z)));
    observe_matrix(z, 1e-9 + rounding(16, 1000));
    observe(mean, x.cols, 0);
    observe(var, x.cols, 0);
    observe_matrix(x, 0);
}

static void probe_standardize(void)
{
    probe_standardize_once(BATCH(4, 1, 3, 4, 5, 6), VECTOR(1, 4.5), VECTOR(1, 1.25));
    probe_standardize_once(BATCH(3, 2, 1, 100, 2, 200, 6, 600), VECTOR(2, 3, 300),
                           VECTOR(2, 4, 1e4));
    probe_standardize_once(random_input(1, 4, 4, 0), VECTOR(4, 0, 1, 2, 3),
                           VECTOR(4, 1, 2, 0.5, 9));
    probe_standardize_once(random_input(2, 2, 5, 3), random_vector(5, 5),
                           VECTOR(5, 2, 1, 0.25, 3, 0.1));
    probe_standardize_once(BATCH(3, 2, 5, 0, 5, 0, 7, -1), VECTOR(2, 5, 0), VECTOR(2, 0, 0));
    probe_standardize_once(BATCH(2, 1, 1234.567, 1235.567), VECTOR(1, 1234.567 + 2e-11),
                           VECTOR(1, 4e-22));
    probe_standardize_once(BATCH(2, 1, -1234.567, -1235.567), VECTOR(1, -1234.567 - 2e-11),
                           VECTOR(1, 4e-22));
    probe_standardize_once(BATCH(2, 2, -1, 1234.567, 1, 1235.567), VECTOR(2, 0, 1234.567 + 2e-11),
                           VECTOR(2, 1, 4e-22));
    probe_standardize_once(BATCH(2, 1, -1e-14, 1e-14), VECTOR(1, 0), VECTOR(1, 1e-28));
    probe_standardize_once(BATCH(2, 2, 3e-30, 1, 6e-30, 2), VECTOR(2, 4.5e-30, NAN),
                           VECTOR(2, 1.25e-60, NAN));
}

static const Test tests[] = {
    {4, "{3, 4, 5, 6}, as by hand", standardize_by_hand},
    {4, "uses the statistics that are given", standardize_uses_the_statistics_given},
    {3, "features are kept apart", standardize_keeps_features_apart},
    {2, "any N and any D", standardize_any_shape},
    {2, "a constant feature becomes 0", standardize_a_constant},
    {2, "also one that is constant up to rounding", standardize_a_constant_up_to_rounding},
    {1, "the same in any unit", standardize_in_any_unit},
    {1, "a NaN stays in its feature", standardize_keeps_a_nan_in_its_feature},
    {1, "changes nothing else", standardize_changes_nothing_else},
    {0},
};

EXERCISE(standardize);
