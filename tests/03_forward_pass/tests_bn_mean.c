/* Exercise 3.1, bn_mean: the graded tests. */

#include <string.h>

#include "forward_pass.h"
#include "tests/03_forward_pass/shared.h"
#include "tests/harness/harness.h"
#include "tests/harness/oracle.h"

SUBJECT(bn_mean);

static void expect_mean(Matrix x, double tolerance)
{
    double *mean = output_vector(x.cols), *want = output_vector(x.cols);
    oracle_mean(x, want);
    given("x", x);
    subject_bn_mean(x, mean);
    expect_vector("mean", mean, want, x.cols, tolerance);
}

static void mean_by_hand(void)
{
    Matrix x = BATCH(4, 1, 1, 2, 3, 4);
    double *mean = output_vector(1);
    given("x", x);
    subject_bn_mean(x, mean);
    expect_number("mean[0]", mean[0], 2.5, 0);
}

static void mean_keeps_features_apart(void)
{
    expect_mean(BATCH(3, 2, 1, 100, 2, 200, 6, 600), rounding_double(4, 600));
}

static void mean_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++)
        expect_mean(random_input(31 + (unsigned)s, shapes[s].N, shapes[s].D, 0),
                    rounding_double(64 + (double)shapes[s].N, largest(shapes[s].D)));
    given_values("x: 0 examples x 2 features");
    expect_refusal("an empty batch", subject_bn_mean(no_examples(2), output_vector(2)));
}

/* In float the numbers near 1e8 are 8 apart, but their sum in double is still exact. */
static void mean_survives_an_offset(void)
{
    expect_mean(random_input(37, 1000, 3, 1e8), rounding_double(1000, 1e8));
}

static void mean_changes_nothing_else(void)
{
    Matrix x = random_input(38, 5, 3, 0), copy = random_input(38, 5, 3, 0);
    double *first = output_vector(3), *second = output_vector(3);
    given("x", copy);
    subject_bn_mean(x, first);
    subject_bn_mean(random_input(39, 4, 3, 9), output_vector(3)); /* must leave no trace */
    subject_bn_mean(x, second);
    expect_same("x", x.v, copy.v, 15 * sizeof(real));
    expect_numbers("mean", first, 3);
    expect(memcmp(first, second, 3 * sizeof *first) == 0,
           "for the same x, with another batch in between, mean[0] is %.9g, then %.9g", first[0],
           second[0]);
}

static void probe_bn_mean(void)
{
    Matrix x[] = {BATCH(4, 1, 1, 2, 3, 4),      BATCH(3, 2, 1, 100, 2, 200, 6, 600),
                  random_input(1, 4, 4, 0),     random_input(2, 2, 5, 3),
                  random_input(3, 100, 2, 1e4), random_input(4, 1, 3, 0)};
    for (size_t i = 0; i < COUNT(x); i++) {
        double *mean = random_vector(9, x[i].cols);
        observe_refusal(refused(subject_bn_mean(x[i], mean)));
        observe(mean, x[i].cols, 1e-9);
        observe_matrix(x[i], 0);
    }
}

static const Test tests[] = {
    {4, "the mean of {1, 2, 3, 4} is 2.5", mean_by_hand},
    {6, "features are kept apart", mean_keeps_features_apart},
    {4, "any N and any D, but no empty batch", mean_of_any_shape},
    {3, "survives an offset of 1e8", mean_survives_an_offset},
    {3, "changes nothing else", mean_changes_nothing_else},
    {0},
};

EXERCISE(bn_mean);
