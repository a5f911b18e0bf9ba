/* Exercise 2.6, track_unit: the graded tests. */

#include <string.h>

#include "covariate_shift.h"
#include "tests/02_covariate_shift/oracle.h"
#include "tests/02_covariate_shift/shared.h"
#include "tests/harness/harness.h"

SUBJECT(track_unit);

static void expect_unit(Matrix x, const real *w, double b, double tolerance)
{
    double *mean = output_vector(1), *sd = output_vector(1), want[2];
    oracle_unit(x, w, b, &want[0], &want[1]);
    subject_track_unit(x, w, b, mean, sd);
    expect_number("mean", *mean, want[0], tolerance);
    expect_number("sd", *sd, want[1], tolerance);
}

static void unit_by_hand(void)
{
    double *mean = output_vector(1), *sd = output_vector(1);
    given_values("x = {{1, 2}, {3, 4}, {5, 6}}, w = {0.5, -1}, b = 2: the unit computes 0.5, -0.5, "
                 "-1.5");
    subject_track_unit(BATCH(3, 2, 1, 2, 3, 4, 5, 6), BATCH(1, 2, 0.5, -1).v, 2, mean, sd);
    expect_number("mean", *mean, -0.5, rounding(8, 2));
    expect_number("sd", *sd, 0.81649658093, 1e-10 + rounding(8, 2)); /* sqrt(2/3) */
}

static void unit_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        Matrix x = random_input(111 + (unsigned)s, shapes[s].N, shapes[s].D, 0);
        Matrix w = random_input(112, 1, shapes[s].D, -3);
        given("x", x);
        expect_unit(x, w.v, 0.7, rounding(256, 100));
    }
}

static void unit_on_one_example(void)
{
    Matrix x = BATCH(1, 2, 3, 4);
    given("x", x);
    expect_unit(x, BATCH(1, 2, 0.5, -0.25).v, 1, rounding(8, 4));
}

static void unit_with_a_zero_weight(void)
{
    Matrix x = random_input(121, 10, 3, 1e4);
    given("x", x);
    expect_unit(x, BATCH(1, 3, 0, 0, 0).v, -3, 0);
    expect_unit(x, BATCH(1, 3, 0, 1, 0).v, -3, rounding(64, 1e4));
}

/* Numbers near 1e8 are 1.5e-8 apart, their squares 1 or 2. */
static void unit_beside_a_large_bias(void)
{
    Matrix x = random_input(122, 50, 3, 0);
    given_values("50 examples, b = 1e8");
    expect_unit(x, random_input(123, 1, 3, 0).v, 1e8, 1e-6 + rounding(64, 10));
}

static void unit_changes_nothing_else(void)
{
    Matrix x = random_input(128, 5, 3, 0), copy = random_input(128, 5, 3, 0);
    Matrix w = random_input(129, 1, 3, 0);
    double *first = output_vector(2), *second = output_vector(2);
    given("x", copy);
    subject_track_unit(x, w.v, 0.5, &first[0], &first[1]);
    subject_track_unit(x, w.v, 0.5, &second[0], &second[1]);
    expect_same("x", x.v, copy.v, 15 * sizeof(real));
    expect_same("w", w.v, random_input(129, 1, 3, 0).v, 3 * sizeof(real));
    expect(memcmp(first, second, 2 * sizeof *first) == 0,
           "called twice with the same x, mean and sd are %.9g and %.9g, then %.9g and %.9g",
           first[0], first[1], second[0], second[1]);
}

static void probe_track_unit(void)
{
    static const double b[] = {0, 2, -0.5, 1e8};
    for (size_t i = 0; i < COUNT(b); i++)
        for (unsigned seed = 1; seed <= 3; seed++) {
            Matrix x = random_input(seed, 3 + 20 * (seed - 1), seed, 0);
            Matrix w = random_input(seed + 30, 1, seed, -1);
            double *result = random_vector(9, 2);
            subject_track_unit(x, w.v, b[i], &result[0], &result[1]);
            observe(result, 2, 1e-6 + rounding(64, 100));
            observe_matrix(x, 0);
        }
}

static const Test tests[] = {
    {4, "three examples, as by hand", unit_by_hand},
    {3, "any N and any D", unit_of_any_shape},
    {1, "one example has sd 0", unit_on_one_example},
    {2, "a weight of 0 leaves a feature out", unit_with_a_zero_weight},
    {3, "survives b = 1e8", unit_beside_a_large_bias},
    {2, "changes nothing else", unit_changes_nothing_else},
    {0},
};

EXERCISE(track_unit);
