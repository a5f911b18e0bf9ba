/* Exercise 1.3, welford_update: the graded tests. */

#include <math.h>

#include "input_normalization.h"
#include "tests/01_input_normalization/shared.h"
#include "tests/harness/harness.h"
#include "tests/harness/oracle.h"

SUBJECT(welford_update);

static double *zeros(size_t n)
{
    double *v = output_vector(n);
    for (size_t i = 0; i < n; i++)
        v[i] = 0;
    return v;
}

static Welford welford_start(size_t D)
{
    return (Welford){D, 0, zeros(D), zeros(D)};
}

/* All examples of x, one after the other; after each, what is known of those so far. The
   tolerance is for m2; the mean has its own. */
static void expect_welford(Matrix x, double mean_tolerance, double tolerance)
{
    Welford w = welford_start(x.cols);
    double *mean = output_vector(x.cols), *m2 = output_vector(x.cols);
    for (size_t n = 0; n < x.rows; n++) {
        Matrix so_far = matrix_rows(x, 0, n + 1);
        given("x", so_far);
        subject_welford_update(&w, row(x, n));
        oracle_mean(so_far, mean);
        oracle_variance(so_far, m2);
        for (size_t d = 0; d < x.cols; d++)
            m2[d] *= (double)(n + 1);
        expect(w.count == n + 1, "count: got %zu   want %zu", w.count, n + 1);
        expect_vector("mean", w.mean, mean, x.cols, mean_tolerance);
        expect_vector("m2", w.m2, m2, x.cols, tolerance);
    }
}

static void welford_one_example(void)
{
    expect_welford(BATCH(1, 1, 7), 0, 0);
    expect_welford(BATCH(1, 3, 7, -2, 0.5), 0, 0);
}

static void welford_by_hand(void)
{
    expect_welford(BATCH(4, 1, 3, 4, 5, 6), rounding_double(4, 6), rounding_double(16, 6));
}

static void welford_keeps_features_apart(void)
{
    expect_welford(BATCH(3, 2, 1, 100, 2, 200, 6, 600), rounding_double(8, 600),
                   rounding_double(16, 2e5));
}

static void welford_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++)
        expect_welford(random_input(51 + (unsigned)s, shapes[s].N, shapes[s].D, 0),
                       rounding_double(256, 50), rounding_double(512, 1e4));
}

/* The mean is wrong by a unit of rounding at 1e8 or two, each deviation of about 1 too. */
static void welford_survives_an_offset(void)
{
    expect_welford(random_input(57, 50, 3, 1e6), rounding_double(64, 1e6), 1e-7);
    expect_welford(random_input(57, 50, 3, 1e8), rounding_double(64, 1e8), 1e-5);
}

static void welford_of_a_constant(void)
{
    Welford w = welford_start(1);
    real *x = constant_input(1, 1, 1234.567).v;
    given_values("xn = {1234.567}, a thousand times");
    for (size_t n = 0; n < 1000; n++)
        subject_welford_update(&w, x);
    expect(w.count == 1000, "count: got %zu   want 1000", w.count);
    expect_number("mean[0]", w.mean[0], x[0], rounding_double(1000, 1234));
    expect(w.m2[0] >= 0, "m2[0] is %g: a sum of squares is never negative", w.m2[0]);
    expect_number("m2[0]", w.m2[0], 0, 1e-17); /* a thousand times an error of 1e-10, squared */
}

static void welford_keeps_a_nan_in_its_feature(void)
{
    Matrix x = random_input(58, 4, 3, 0);
    row(x, 1)[1] = NAN;
    Welford w = welford_start(3);
    given("x", x);
    for (size_t n = 0; n < 4; n++)
        subject_welford_update(&w, row(x, n));
    for (size_t d = 0; d < 3; d++)
        expect(isnan(w.mean[d]) == (d == 1) && isnan(w.m2[d]) == (d == 1),
               "mean[%zu] is %g, m2[%zu] is %g: x[1][1] is not a number, so feature 1 has no "
               "mean from there on, but the other features do",
               d, w.mean[d], d, w.m2[d]);
}

static void welford_changes_nothing_else(void)
{
    Matrix x = random_input(59, 6, 3, 0), copy = random_input(59, 6, 3, 0);
    Welford first = welford_start(3), second = welford_start(3);
    double *mean = first.mean, *m2 = first.m2;
    given("x", copy);
    for (size_t n = 0; n < 6; n++) /* two streams, in turn: neither may know of the other */
        subject_welford_update(n % 2 == 0 ? &first : &second, row(x, n));
    expect_same("xn", x.v, copy.v, 18 * sizeof(real));
    expect(first.D == 3 && first.mean == mean && first.m2 == m2,
           "D, or the pointer mean or m2, was changed: change what they point to");
    expect(first.count == 3 && second.count == 3,
           "two streams of 3 examples, updated in turn: the counts are %zu and %zu", first.count,
           second.count);
    double want = ((double)row(copy, 0)[0] + (double)row(copy, 2)[0] + (double)row(copy, 4)[0]) / 3;
    expect_number("two streams in turn: mean[0] of the first", first.mean[0], want,
                  rounding_double(16, 10));
}

static void probe_welford_update(void)
{
    Matrix x[] = {BATCH(4, 1, 3, 4, 5, 6), BATCH(3, 2, 1, 100, 2, 200, 6, 600),
                  random_input(1, 6, 4, 0), random_input(3, 20, 2, 1e8)};
    for (size_t i = 0; i < COUNT(x); i++) {
        Welford w = welford_start(x[i].cols);
        for (size_t n = 0; n < x[i].rows; n++) {
            observe_refusal(refused(subject_welford_update(&w, row(x[i], n))));
            double count = (double)w.count;
            observe(&count, 1, 0);
            observe(w.mean, x[i].cols, 1e-6);
            observe(w.m2, x[i].cols, 1e-5);
        }
        observe_matrix(x[i], 0);
    }
}

static const Test tests[] = {
    {4, "one example: its own mean, no spread", welford_one_example},
    {5, "{3, 4, 5, 6}, as by hand", welford_by_hand},
    {3, "features are kept apart", welford_keeps_features_apart},
    {2, "any N and any D", welford_of_any_shape},
    {2, "survives an offset of 1e8", welford_survives_an_offset},
    {1, "a constant feature has m2 0", welford_of_a_constant},
    {1, "a NaN stays in its feature", welford_keeps_a_nan_in_its_feature},
    {2, "changes nothing else", welford_changes_nothing_else},
    {0},
};

EXERCISE(welford_update);
