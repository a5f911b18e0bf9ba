/* Exercise 1.2, feature_variance: the graded tests. */

#include <string.h>

#include "input_normalization.h"
#include "tests/01_input_normalization/oracle.h"
#include "tests/01_input_normalization/shared.h"
#include "tests/harness/harness.h"
#include "tests/harness/oracle.h"

SUBJECT(feature_variance);

static void expect_variance(Matrix x, size_t ddof, double tolerance)
{
    double *mean = output_vector(x.cols), *var = output_vector(x.cols),
           *want = output_vector(x.cols);
    oracle_mean(x, mean);
    oracle_variance_ddof(x, ddof, want);
    given("x", x);
    subject_feature_variance(x, mean, ddof, var);
    expect_vector("var", var, want, x.cols, tolerance);
}

static void variance_by_hand(void)
{
    Matrix x = BATCH(4, 1, 3, 4, 5, 6);
    double *var = output_vector(1);
    given_values("x = {3, 4, 5, 6}, ddof = 0");
    subject_feature_variance(x, VECTOR(1, 4.5), 0, var);
    expect_number("var[0]", var[0], 1.25, 0);
}

static void variance_uses_ddof(void)
{
    static const double want[] = {1.25, 5.0 / 3, 2.5, 5};
    for (size_t ddof = 0; ddof < COUNT(want); ddof++) {
        double *var = output_vector(1);
        given_values("x = {3, 4, 5, 6}, ddof = %zu", ddof);
        subject_feature_variance(BATCH(4, 1, 3, 4, 5, 6), VECTOR(1, 4.5), ddof, var);
        expect_number("var[0]", var[0], want[ddof], rounding_double(4, 5));
    }
}

static void variance_keeps_features_apart(void)
{
    expect_variance(BATCH(3, 2, 1, 100, 2, 200, 6, 600), 1, rounding_double(16, 1e5));
}

static void variance_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++)
        for (size_t ddof = 0; ddof < 2 && ddof < shapes[s].N; ddof++)
            expect_variance(random_input(41 + (unsigned)s, shapes[s].N, shapes[s].D, 0), ddof,
                            rounding_double(256, 100));
}

/* Deviations of about 1 from 1e8 lose eight digits of sixteen, squares of 1e8 lose all. The
   variance that is wanted is that of the numbers as they are stored. */
static void variance_survives_an_offset(void)
{
    expect_variance(random_input(47, 50, 3, 1e6), 0, 1e-8);
    expect_variance(random_input(47, 50, 3, 1e8), 0, 1e-6);
}

static void variance_of_a_constant(void)
{
    Matrix x = constant_input(1000, 1, 1234.567);
    double *mean = output_vector(1), *var = output_vector(1);
    oracle_mean(x, mean);
    given_values("x = 1234.567, a thousand times");
    subject_feature_variance(x, mean, 0, var);
    expect(var[0] >= 0, "var[0] is %g: a variance is never negative", var[0]);
    expect_number("var[0]", var[0], 0, 1e-20); /* what an error of 1e-10 in a mean would give */
}

static void variance_changes_nothing_else(void)
{
    Matrix x = random_input(48, 5, 3, 0), copy = random_input(48, 5, 3, 0);
    double *mean = random_vector(49, 3), *mean_copy = random_vector(49, 3);
    double *first = output_vector(3), *second = output_vector(3);
    given("x", copy);
    subject_feature_variance(x, mean, 0, first);
    subject_feature_variance(x, mean, 0, second);
    expect_same("x", x.v, copy.v, 15 * sizeof(real));
    expect_same("mean", mean, mean_copy, 3 * sizeof *mean);
    expect(memcmp(first, second, 3 * sizeof *first) == 0,
           "called twice with the same x, var[0] is %.9g, then %.9g", first[0], second[0]);
}

static void probe_feature_variance(void)
{
    Matrix x[] = {BATCH(4, 1, 3, 4, 5, 6),      BATCH(3, 2, 1, 100, 2, 200, 6, 600),
                  random_input(1, 4, 4, 0),     random_input(2, 2, 5, 3),
                  random_input(3, 100, 2, 1e8), random_input(4, 1, 3, 0)};
    static const size_t ddof[] = {0, 1, 2, 1, 0, 0};
    for (size_t i = 0; i < COUNT(x); i++) {
        double *mean = output_vector(x[i].cols), *var = random_vector(9, x[i].cols);
        oracle_mean(x[i], mean);
        observe_refusal(refused(subject_feature_variance(x[i], mean, ddof[i], var)));
        observe(var, x[i].cols, 1e-6);
        observe(mean, x[i].cols, 0);
        observe_matrix(x[i], 0);
    }
}

static const Test tests[] = {
    {4, "the variance of {3, 4, 5, 6} is 1.25", variance_by_hand},
    {4, "divides by N - ddof", variance_uses_ddof},
    {3, "features are kept apart", variance_keeps_features_apart},
    {2, "any N and any D", variance_of_any_shape},
    {3, "survives an offset of 1e8", variance_survives_an_offset},
    {1, "a constant feature has variance 0", variance_of_a_constant},
    {1, "changes nothing else", variance_changes_nothing_else},
    {0},
};

EXERCISE(feature_variance);
