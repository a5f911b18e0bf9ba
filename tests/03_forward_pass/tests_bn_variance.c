/* Exercise 3.2, bn_variance: the graded tests. */

#include <string.h>

#include "forward_pass.h"
#include "tests/03_forward_pass/shared.h"
#include "tests/harness/harness.h"
#include "tests/harness/oracle.h"

SUBJECT(bn_variance);

static void expect_variance(Matrix x, double tolerance)
{
    double *mean = output_vector(x.cols), *var = output_vector(x.cols),
           *want = output_vector(x.cols);
    oracle_mean(x, mean);
    oracle_variance(x, want);
    given("x", x);
    subject_bn_variance(x, mean, var);
    expect_vector("var", var, want, x.cols, tolerance);
}

static void variance_divides_by_N(void)
{
    Matrix x = BATCH(4, 1, 1, 2, 3, 4);
    double *var = output_vector(1);
    given_values("x = {1, 2, 3, 4}, mean = {2.5}");
    subject_bn_variance(x, VECTOR(1, 2.5), var);
    expect_number("var[0]", var[0], 1.25, 0);
}

static void variance_keeps_features_apart(void)
{
    expect_variance(BATCH(3, 2, 1, 100, 2, 200, 6, 600), rounding_double(16, 5e4));
}

static void variance_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++)
        expect_variance(random_input(41 + (unsigned)s, shapes[s].N, shapes[s].D, 0),
                        rounding_double(256 + (double)shapes[s].N,
                                        largest(shapes[s].D) * largest(shapes[s].D)));
    given_values("x: 0 examples x 2 features");
    expect_refusal("an empty batch",
                   subject_bn_variance(no_examples(2), VECTOR(2, 0, 0), output_vector(2)));
}

/* Deviations of about 1 from 1e8 lose eight digits of sixteen, squares of 1e8 lose all. */
static void variance_survives_an_offset(void)
{
    expect_variance(random_input(47, 50, 3, 1e8), 1e-6);
}

static void variance_of_a_constant(void)
{
    double values[1000];
    for (size_t n = 0; n < COUNT(values); n++)
        values[n] = 1234.567;
    Matrix x = input(1000, 1, values);
    double *mean = output_vector(1), *var = output_vector(1);
    oracle_mean(x, mean);
    given_values("x = 1234.567, a thousand times");
    subject_bn_variance(x, mean, var);
    expect(var[0] >= 0, "var[0] is %g: a variance is never negative", var[0]);
    expect_number("var[0]", var[0], 0, 1e-20);
}

static void variance_changes_nothing_else(void)
{
    Matrix x = random_input(48, 5, 3, 0), copy = random_input(48, 5, 3, 0);
    double *mean = random_vector(49, 3), *mean_copy = random_vector(49, 3);
    double *first = output_vector(3), *second = output_vector(3);
    given("x", copy);
    subject_bn_variance(x, mean, first);
    subject_bn_variance(random_input(39, 4, 3, 9), mean, output_vector(3));
    subject_bn_variance(x, mean, second);
    expect_same("x", x.v, copy.v, 15 * sizeof(real));
    expect_same("mean", mean, mean_copy, 3 * sizeof *mean);
    expect_numbers("var", first, 3);
    expect(memcmp(first, second, 3 * sizeof *first) == 0,
           "for the same x, with another batch in between, var[0] is %.9g, then %.9g", first[0],
           second[0]);
}

static void variance_is_around_the_mean_given(void)
{
    double *var = output_vector(1);
    given_values("x = {1, 2, 3, 4}, mean = {0}: not the mean of x");
    subject_bn_variance(BATCH(4, 1, 1, 2, 3, 4), VECTOR(1, 0), var);
    expect_number("var[0]", var[0], 7.5, 0);
}

static void probe_bn_variance(void)
{
    Matrix x[] = {BATCH(4, 1, 1, 2, 3, 4),
                  BATCH(3, 2, 1, 100, 2, 200, 6, 600),
                  random_input(1, 4, 4, 0),
                  random_input(2, 2, 5, 3),
                  random_input(3, 100, 2, 1e8),
                  random_input(4, 1, 3, 0),
                  BATCH(4, 1, 10000001, 10000002, 10000003, 10000004), /* its squares are exact */
                  BATCH(4, 1, 1, 2, 3, 4)};
    for (size_t i = 0; i < COUNT(x); i++) {
        double *mean = output_vector(x[i].cols), *var = random_vector(9, x[i].cols);
        oracle_mean(x[i], mean);
        if (i + 1 == COUNT(x))
            mean[0] = 0; /* not the batch's own */
        observe_refusal(refused(subject_bn_variance(x[i], mean, var)));
        observe(var, x[i].cols, i == 4 ? 1e-6 : 1e-9);
        observe(mean, x[i].cols, 0);
        observe_matrix(x[i], 0);
    }
}

static const Test tests[] = {
    {6, "divides by N", variance_divides_by_N},
    {4, "features are kept apart", variance_keeps_features_apart},
    {4, "any N and any D, but no empty batch", variance_of_any_shape},
    {4, "survives an offset of 1e8", variance_survives_an_offset},
    {2, "is around the mean that is given", variance_is_around_the_mean_given},
    {2, "a constant feature has variance 0", variance_of_a_constant},
    {3, "changes nothing else", variance_changes_nothing_else},
    {0},
};

EXERCISE(bn_variance);
