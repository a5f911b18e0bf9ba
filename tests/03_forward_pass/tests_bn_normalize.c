/* Exercise 3.4, bn_normalize: the graded tests. */

#include <math.h>
#include <string.h>

#include "forward_pass.h"
#include "tests/03_forward_pass/shared.h"
#include "tests/harness/harness.h"
#include "tests/harness/oracle.h"

SUBJECT(bn_normalize);

static void expect_normalized(Matrix x, const double *mean, const double *rstd, double tolerance)
{
    Matrix xhat = output(x.rows, x.cols), want = output(x.rows, x.cols);
    oracle_normalize(x, mean, rstd, want);
    given("x", x);
    subject_bn_normalize(x, mean, rstd, xhat);
    expect_matrix("xhat", xhat, want, tolerance);
}

static void normalize_by_hand(void)
{
    Matrix x = BATCH(4, 1, 1, 2, 3, 4), xhat = output(4, 1);
    Matrix want = BATCH(4, 1, -1.341635420, -0.447211807, 0.447211807, 1.341635420);
    given("x", x);
    subject_bn_normalize(x, VECTOR(1, 2.5), VECTOR(1, 0.8944236133), xhat);
    expect_matrix("xhat", xhat, want, 1e-9 + rounding(4, 1)); /* the golden values' last digit */
}

static void normalize_keeps_features_apart(void)
{
    expect_normalized(BATCH(3, 2, 1, 100, 2, 200, 6, 600), VECTOR(2, 3, 300), VECTOR(2, 0.5, 0.005),
                      rounding(4, 2));
}

static void normalize_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++)
        expect_normalized(random_input(51 + (unsigned)s, shapes[s].N, shapes[s].D, 0),
                          random_vector(52, shapes[s].D), random_vector(53, shapes[s].D),
                          rounding(8, 5 * largest(shapes[s].D)));
    Matrix x = random_input(54, 4, 3, 0);
    double *mean = random_vector(52, 3), *rstd = random_vector(53, 3);
    given("x", x);
    expect_refusal("an xhat of 5 x 3", subject_bn_normalize(x, mean, rstd, output(5, 3)));
    expect_refusal("an xhat of 4 x 4", subject_bn_normalize(x, mean, rstd, output(4, 4)));
}

static void normalize_uses_the_statistics_given(void)
{
    Matrix x = BATCH(3, 1, 10, 20, 30), xhat = output(3, 1);
    given_values("x = {10, 20, 30}, mean = {0}, rstd = {0.5}: not the batch's own statistics");
    subject_bn_normalize(x, VECTOR(1, 0), VECTOR(1, 0.5), xhat);
    expect_matrix("xhat", xhat, BATCH(3, 1, 5, 10, 15), rounding(4, 30));
}

static void normalize_changes_nothing_else(void)
{
    Matrix x = random_input(58, 5, 3, 0), copy = random_input(58, 5, 3, 0);
    double *mean = random_vector(59, 3), *rstd = random_vector(60, 3);
    Matrix first = output(5, 3), second = output(5, 3);
    given("x", copy);
    subject_bn_normalize(x, mean, rstd, first);
    subject_bn_normalize(random_input(39, 4, 3, 9), rstd, mean, output(4, 3));
    subject_bn_normalize(x, mean, rstd, second);
    expect_same("x", x.v, copy.v, 15 * sizeof(real));
    expect_same("mean", mean, random_vector(59, 3), 3 * sizeof *mean);
    expect_same("rstd", rstd, random_vector(60, 3), 3 * sizeof *rstd);
    for (size_t i = 0; i < 15; i++)
        expect(!isnan(first.v[i]), "xhat[%zu][%zu] is not a number", i / 3, i % 3);
    expect(memcmp(first.v, second.v, 15 * sizeof(real)) == 0,
           "for the same x, with another batch in between, xhat[0][0] is %.9g, then %.9g",
           (double)first.v[0], (double)second.v[0]);
}

static void probe_bn_normalize(void)
{
    Matrix x[] = {BATCH(4, 1, 1, 2, 3, 4), BATCH(3, 2, 1, 100, 2, 200, 6, 600),
                  random_input(1, 4, 4, 0), random_input(2, 2, 5, 3), random_input(4, 1, 3, 0)};
    for (size_t i = 0; i < COUNT(x); i++) {
        double *mean = random_vector(5, x[i].cols), *rstd = random_vector(6, x[i].cols);
        Matrix xhat = random_input(9, x[i].rows, x[i].cols, 0);
        observe_refusal(refused(subject_bn_normalize(x[i], mean, rstd, xhat)));
        observe_matrix(xhat, 1e-9 + rounding(16, 1000));
        observe(mean, x[i].cols, 0);
        observe(rstd, x[i].cols, 0);
        observe_matrix(x[i], 0);
    }
}

static const Test tests[] = {
    {4, "{1, 2, 3, 4}, as by hand", normalize_by_hand},
    {5, "features are kept apart", normalize_keeps_features_apart},
    {3, "any N and any D, an xhat of the same", normalize_any_shape},
    {5, "uses the statistics that are given", normalize_uses_the_statistics_given},
    {3, "changes nothing else", normalize_changes_nothing_else},
    {0},
};

EXERCISE(bn_normalize);
