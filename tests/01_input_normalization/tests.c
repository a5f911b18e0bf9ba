/* The graded tests of chapter 1.

   Tolerances: rounding(units, magnitude) allows that many units of rounding at the magnitude
   of the largest number in the computation. A sum of N numbers in any order is within N units. */

#include <math.h>
#include <string.h>

#include "input_normalization.h"
#include "tests/01_input_normalization/oracle.h"
#include "tests/harness/harness.h"
#include "tests/harness/oracle.h"

SUBJECT(feature_mean);
SUBJECT(feature_variance);
SUBJECT(welford_update);
SUBJECT(standardize);
SUBJECT(cost_hessian);
SUBJECT(descent_steps);

/* Shapes that a wrong index or a swapped N and D cannot get right by luck. */
static const struct {
    size_t N, D;
} shapes[] = {{1, 1}, {1, 7}, {7, 1}, {2, 3}, {3, 2}, {4, 4}, {64, 17}};

/* The four cats that the text standardizes by hand: means 4.5 and 0.85, variances 1.25 and
   0.0025, no correlation. */
static Matrix four_cats(void)
{
    return BATCH(4, 2, 3, 0.8, 4, 0.9, 5, 0.9, 6, 0.8);
}

/* The same number everywhere. */
static Matrix constant_input(size_t rows, size_t cols, double number)
{
    Matrix x = output(rows, cols);
    for (size_t i = 0; i < rows * cols; i++)
        x.v[i] = (real)number;
    return x;
}

static double *zeros(size_t n)
{
    double *v = output_vector(n);
    for (size_t i = 0; i < n; i++)
        v[i] = 0;
    return v;
}

/* ---- 1.1 feature_mean ---- */

static void expect_mean(Matrix x, double tolerance)
{
    double *mean = output_vector(x.cols), *want = output_vector(x.cols);
    oracle_mean(x, want);
    given("x", x);
    subject_feature_mean(x, mean);
    expect_vector("mean", mean, want, x.cols, tolerance);
}

static void mean_by_hand(void)
{
    Matrix x = BATCH(4, 1, 3, 4, 5, 6);
    double *mean = output_vector(1);
    given("x", x);
    subject_feature_mean(x, mean);
    expect_number("mean[0]", mean[0], 4.5, 0);
}

static void mean_keeps_features_apart(void)
{
    expect_mean(BATCH(3, 2, 1, 100, 2, 200, 6, 600), rounding_double(4, 600));
}

static void mean_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++)
        expect_mean(random_input(31 + (unsigned)s, shapes[s].N, shapes[s].D, 0),
                    rounding_double(64, 50));
}

/* In float the numbers near 1e8 are 8 apart, but their sum in double is still exact. */
static void mean_of_any_size(void)
{
    expect_mean(random_input(37, 1000, 3, 1e8), rounding_double(1000, 1e8));
    expect_mean(BATCH(3, 1, 1e-30, 2e-30, 6e-30), rounding_double(4, 6e-30));
    expect_mean(BATCH(3, 1, 1e20, 2e20, 6e20), rounding_double(4, 6e20));
}

static void mean_changes_nothing_else(void)
{
    Matrix x = random_input(38, 5, 3, 0), copy = random_input(38, 5, 3, 0);
    double *first = output_vector(3), *second = output_vector(3);
    given("x", copy);
    subject_feature_mean(x, first);
    subject_feature_mean(x, second);
    expect_same("x", x.v, copy.v, 15 * sizeof(real));
    expect(memcmp(first, second, 3 * sizeof *first) == 0,
           "called twice with the same x, mean[0] is %.9g, then %.9g", first[0], second[0]);
}

static void probe_feature_mean(void)
{
    Matrix x[] = {BATCH(4, 1, 3, 4, 5, 6),      BATCH(3, 2, 1, 100, 2, 200, 6, 600),
                  random_input(1, 4, 4, 0),     random_input(2, 2, 5, 3),
                  random_input(3, 100, 2, 1e8), random_input(4, 1, 3, 0)};
    for (size_t i = 0; i < COUNT(x); i++) {
        double *mean = random_vector(9, x[i].cols);
        observe_refusal(refused(subject_feature_mean(x[i], mean)));
        observe(mean, x[i].cols, 1e-5);
        observe_matrix(x[i], 0);
    }
}

/* ---- 1.2 feature_variance ---- */

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

/* ---- 1.3 welford_update ---- */

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

/* ---- 1.4 standardize ---- */

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

/* A mean that is off by 2e-11, as a thousand sums of 1234.567 make it. */
static void standardize_a_constant_up_to_rounding(void)
{
    Matrix x = BATCH(2, 2, 1234.567, -1234.567, 1235.567, -1235.567), z = output(2, 2);
    given_values("x = {{1234.567, -1234.567}, {1235.567, -1235.567}}, mean = {1234.567, -1234.567} "
                 "up to 2e-11, var = {4e-22, 4e-22}");
    subject_standardize(x, VECTOR(2, 1234.567 + 2e-11, -1234.567 - 2e-11), VECTOR(2, 4e-22, 4e-22),
                        z);
    expect_matrix("z", z, BATCH(2, 2, 0, 0, 0, 0), 0);
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
    probe_standardize_once(BATCH(2, 2, 3e-30, 1, 6e-30, 2), VECTOR(2, 4.5e-30, NAN),
                           VECTOR(2, 1.25e-60, NAN));
}

/* ---- 1.5 cost_hessian ---- */

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

/* ---- 1.6 descent_steps ---- */

/* The gaps before and after the last step are far from LOSS_GAP in all of these, so rounding
   does not decide the number of steps. */
static void expect_descent(size_t P, const double *hessian, double rate, size_t most,
                           const double *start)
{
    double *error = vector(P, start), *want = vector(P, start), *gradient = output_vector(P);
    size_t steps = oracle_steps(P, hessian, rate, most, want);
    size_t got = subject_descent_steps(P, hessian, rate, most, error, gradient);
    expect(got == steps, "got %zu steps   want %zu", got, steps);
    expect_vector("error", error, want, P, 1e-9); /* of 1, after hundreds of steps */
}

static void descent_by_hand(void)
{
    given_values("hessian = {2}, rate = 0.25, error = {1}: each step halves the error");
    expect_descent(1, VECTOR(1, 2), 0.25, 1000, VECTOR(1, 1));
    given_values("hessian = {1}, rate = 1, error = {-4}: the first step is the last");
    expect_descent(1, VECTOR(1, 1), 1, 1000, VECTOR(1, -4));
}

static void descent_already_there(void)
{
    given_values("hessian = {1, 0, 0, 1}, rate = 0.5, error = {0, 0}");
    expect_descent(2, VECTOR(4, 1, 0, 0, 1), 0.5, 1000, VECTOR(2, 0, 0));
    given_values("hessian = {1, 0, 0, 1}, rate = 0.5, error = {0.001, -0.0005}: "
                 "the gap is 6.25e-07");
    expect_descent(2, VECTOR(4, 1, 0, 0, 1), 0.5, 1000, VECTOR(2, 0.001, -0.0005));
}

static void descent_counts_steps(void)
{
    given_values("hessian = {1, 0, 0, 0.01}, rate = 1, error = {1, 1}: condition number 100");
    expect_descent(2, VECTOR(4, 1, 0, 0, 0.01), 1, 100000, VECTOR(2, 1, 1));
    given_values("four cats, centered: hessian = {1.25, 0, 0, 0, 0.0025, 0, 0, 0, 1}, rate = 0.8, "
                 "error = {0, 1, 0}");
    expect_descent(3, VECTOR(9, 1.25, 0, 0, 0, 0.0025, 0, 0, 0, 1), 0.8, 100000,
                   VECTOR(3, 0, 1, 0)); /* 1781 steps */
    given_values("hessian = {1, 0, 0, 0.25}, rate = 1, error = {3, 4}");
    expect_descent(2, VECTOR(4, 1, 0, 0, 0.25), 1, 100000, VECTOR(2, 3, 4));
}

static void descent_uses_the_whole_matrix(void)
{
    given_values("hessian = {1, 0.9, 0.9, 1}, rate = 0.5, error = {1, -0.5}");
    expect_descent(2, VECTOR(4, 1, 0.9, 0.9, 1), 0.5, 100000, VECTOR(2, 1, -0.5));
    given_values("hessian = {3, 1, 0.5, 1, 2, -0.5, 0.5, -0.5, 1}, rate = 0.25, "
                 "error = {1, -2, 3}");
    expect_descent(3, VECTOR(9, 3, 1, 0.5, 1, 2, -0.5, 0.5, -0.5, 1), 0.25, 100000,
                   VECTOR(3, 1, -2, 3));
}

static void descent_stops_at_most(void)
{
    static const size_t most[] = {0, 1, 7};
    for (size_t i = 0; i < COUNT(most); i++) {
        given_values("hessian = {1, 0, 0, 0.01}, rate = 1, most = %zu, error = {1, 1}", most[i]);
        expect_descent(2, VECTOR(4, 1, 0, 0, 0.01), 1, most[i], VECTOR(2, 1, 1));
    }
}

static void descent_with_a_rate_too_large(void)
{
    double *error = VECTOR(2, 1, 1), *gradient = output_vector(2);
    given_values("hessian = {1, 0.5, 0.5, 2}, rate = 3, most = 5000, error = {1, 1}");
    size_t steps = subject_descent_steps(2, VECTOR(4, 1, 0.5, 0.5, 2), 3, 5000, error, gradient);
    expect(steps == 5000,
           "got %zu steps   want 5000: error grows until it is infinite, then NaN, "
           "and never gets to the minimum",
           steps);
}

static void descent_changes_nothing_else(void)
{
    double *hessian = VECTOR(4, 1, 0.5, 0.5, 2), *first = VECTOR(2, 1, 1);
    double *second = VECTOR(2, 1, 1), *gradient = output_vector(2);
    given_values("hessian = {1, 0.5, 0.5, 2}, rate = 0.4, error = {1, 1}");
    size_t a = subject_descent_steps(2, hessian, 0.4, 1000, first, gradient);
    size_t b = subject_descent_steps(2, hessian, 0.4, 1000, second, gradient);
    expect_same("hessian", hessian, VECTOR(4, 1, 0.5, 0.5, 2), 4 * sizeof *hessian);
    expect(a == b && memcmp(first, second, 2 * sizeof *first) == 0,
           "called twice with the same start, %zu steps, then %zu", a, b);
}

static void probe_descent(size_t P, const double *hessian, double rate, size_t most,
                          const double *start)
{
    double *error = vector(P, start), *gradient = random_vector(9, P);
    size_t steps = 0;
    observe_refusal(
        refused(steps = subject_descent_steps(P, hessian, rate, most, error, gradient)));
    double count = (double)steps;
    observe(&count, 1, 0);
    observe(error, P, 1e-9);
    observe(hessian, P * P, 0);
}

static void probe_descent_steps(void)
{
    probe_descent(1, VECTOR(1, 2), 0.25, 1000, VECTOR(1, 1));
    probe_descent(2, VECTOR(4, 1, 0, 0, 1), 0.5, 1000, VECTOR(2, 0.001, -0.0005));
    probe_descent(2, VECTOR(4, 1, 0, 0, 0.01), 1, 2000, VECTOR(2, 1, 1));
    probe_descent(2, VECTOR(4, 1, 0.9, 0.9, 1), 0.5, 2000, VECTOR(2, 1, -0.5));
    probe_descent(3, VECTOR(9, 3, 1, 0.5, 1, 2, -0.5, 0.5, -0.5, 1), 0.25, 2000,
                  VECTOR(3, 1, -2, 3));
    probe_descent(2, VECTOR(4, 1, 0, 0, 0.01), 1, 7, VECTOR(2, 1, 1));
    probe_descent(2, VECTOR(4, 1, 0.5, 0.5, 2), 3, 3000, VECTOR(2, 1, 1));
}

/* ---- The tables ---- */

static Exercise exercises[] = {
    EXERCISE("1.1", feature_mean),   EXERCISE("1.2", feature_variance),
    EXERCISE("1.3", welford_update), EXERCISE("1.4", standardize),
    EXERCISE("1.5", cost_hessian),   EXERCISE("1.6", descent_steps),
};

static const Test tests[] = {
    {"1.1", 4, "the mean of {3, 4, 5, 6} is 4.5", mean_by_hand},
    {"1.1", 5, "features are kept apart", mean_keeps_features_apart},
    {"1.1", 2, "any N and any D", mean_of_any_shape},
    {"1.1", 2, "near 1e8, 1e-30 and 1e20", mean_of_any_size},
    {"1.1", 1, "changes nothing else", mean_changes_nothing_else},

    {"1.2", 4, "the variance of {3, 4, 5, 6} is 1.25", variance_by_hand},
    {"1.2", 4, "divides by N - ddof", variance_uses_ddof},
    {"1.2", 3, "features are kept apart", variance_keeps_features_apart},
    {"1.2", 2, "any N and any D", variance_of_any_shape},
    {"1.2", 3, "survives an offset of 1e8", variance_survives_an_offset},
    {"1.2", 1, "a constant feature has variance 0", variance_of_a_constant},
    {"1.2", 1, "changes nothing else", variance_changes_nothing_else},

    {"1.3", 4, "one example: its own mean, no spread", welford_one_example},
    {"1.3", 5, "{3, 4, 5, 6}, as by hand", welford_by_hand},
    {"1.3", 3, "features are kept apart", welford_keeps_features_apart},
    {"1.3", 2, "any N and any D", welford_of_any_shape},
    {"1.3", 2, "survives an offset of 1e8", welford_survives_an_offset},
    {"1.3", 1, "a constant feature has m2 0", welford_of_a_constant},
    {"1.3", 1, "a NaN stays in its feature", welford_keeps_a_nan_in_its_feature},
    {"1.3", 2, "changes nothing else", welford_changes_nothing_else},

    {"1.4", 4, "{3, 4, 5, 6}, as by hand", standardize_by_hand},
    {"1.4", 4, "uses the statistics that are given", standardize_uses_the_statistics_given},
    {"1.4", 3, "features are kept apart", standardize_keeps_features_apart},
    {"1.4", 2, "any N and any D", standardize_any_shape},
    {"1.4", 2, "a constant feature becomes 0", standardize_a_constant},
    {"1.4", 2, "also one that is constant up to rounding", standardize_a_constant_up_to_rounding},
    {"1.4", 1, "the same in any unit", standardize_in_any_unit},
    {"1.4", 1, "a NaN stays in its feature", standardize_keeps_a_nan_in_its_feature},
    {"1.4", 1, "changes nothing else", standardize_changes_nothing_else},

    {"1.5", 5, "four cats, as by hand", hessian_by_hand},
    {"1.5", 3, "one example", hessian_of_one_example},
    {"1.5", 3, "any N and any D", hessian_of_any_shape},
    {"1.5", 2, "nothing is subtracted", hessian_is_not_a_covariance},
    {"1.5", 1, "changes nothing else", hessian_changes_nothing_else},

    {"1.6", 3, "10 steps and 1 step, as by hand", descent_by_hand},
    {"1.6", 2, "0 steps when it is there already", descent_already_there},
    {"1.6", 2, "more steps where the bowl is long", descent_counts_steps},
    {"1.6", 2, "uses the whole matrix", descent_uses_the_whole_matrix},
    {"1.6", 2, "stops after most steps", descent_stops_at_most},
    {"1.6", 2, "a rate too large never gets there", descent_with_a_rate_too_large},
    {"1.6", 1, "changes nothing else", descent_changes_nothing_else},
};

const Chapter chapter = {
    "1", "Input normalization", exercises, COUNT(exercises), tests, COUNT(tests), suspects,
};
