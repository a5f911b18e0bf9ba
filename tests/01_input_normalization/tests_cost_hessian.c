/* Exercise 1.5, cost_hessian: the graded tests. */

#include <string.h>

#include "input_normalization.h"
#include "tests/01_input_normalization/oracle.h"
#include "tests/01_input_normalization/shared.h"
#include "tests/harness/harness.h"

SUBJECT(cost_hessian);

/* The four cats that the text standardizes by hand: means 4.5 and 0.85, variances 1.25 and
   0.0025, no correlation. */
static Matrix four_cats(void)
{
    return BATCH(4, 2, 3, 0.8, 4, 0.9, 5, 0.9, 6, 0.8);
}

static void expect_hessian(Matrix x, double tolerance)
{
    size_t P = x.cols + 1;
    double *hessian = output_vector(P * P), *want = output_vector(P * P);
    oracle_hessian(x, want);
    given("x", x);
    subject_cost_hessian(x, hessian);
    expect_vector("hessian", hessian, want, P * P, tolerance);
}

/* 0.8 and 0.9 are rounded, in float to 6e-8. */
static void hessian_by_hand(void)
{
    Matrix x = four_cats();
    double *hessian = output_vector(9);
    given("x", x);
    subject_cost_hessian(x, hessian);
    expect_vector("hessian", hessian, VECTOR(9, 21.5, 3.825, 4.5, 3.825, 0.725, 0.85, 4.5, 0.85, 1),
                  9, rounding(16, 21.5));
}

static void hessian_of_one_example(void)
{
    expect_hessian(BATCH(1, 1, 3), 0);
    expect_hessian(BATCH(1, 3, 2, 3, 5), 0);
}

static void hessian_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++)
        expect_hessian(random_input(71 + (unsigned)s, shapes[s].N, shapes[s].D, 0),
                       rounding_double(128, 1e3));
}

static void hessian_is_not_a_covariance(void)
{
    expect_hessian(random_input(78, 6, 2, 50), rounding_double(64, 3e3));
}

static void hessian_changes_nothing_else(void)
{
    Matrix x = random_input(79, 5, 3, 0), copy = random_input(79, 5, 3, 0);
    double *first = output_vector(16), *second = output_vector(16);
    given("x", copy);
    subject_cost_hessian(x, first);
    subject_cost_hessian(x, second);
    expect_same("x", x.v, copy.v, 15 * sizeof(real));
    expect(memcmp(first, second, 16 * sizeof *first) == 0,
           "called twice with the same x, hessian[0] is %.9g, then %.9g", first[0], second[0]);
}

static void probe_cost_hessian(void)
{
    Matrix x[] = {four_cats(), BATCH(3, 2, 1, 100, 2, 200, 6, 600), random_input(1, 4, 4, 0),
                  random_input(2, 2, 5, 3), random_input(4, 1, 3, 0)};
    for (size_t i = 0; i < COUNT(x); i++) {
        size_t P = x[i].cols + 1;
        double *hessian = random_vector(9, P * P);
        observe_refusal(refused(subject_cost_hessian(x[i], hessian)));
        observe(hessian, P * P, 1e-7);
        observe_matrix(x[i], 0);
    }
}

static const Test tests[] = {
    {5, "four cats, as by hand", hessian_by_hand},
    {3, "one example", hessian_of_one_example},
    {3, "any N and any D", hessian_of_any_shape},
    {2, "nothing is subtracted", hessian_is_not_a_covariance},
    {1, "changes nothing else", hessian_changes_nothing_else},
    {0},
};

EXERCISE(cost_hessian);
