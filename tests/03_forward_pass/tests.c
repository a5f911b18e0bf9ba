/* The graded tests of chapter 3.

   Tolerances: rounding(units, magnitude) allows that many units of rounding at the magnitude
   of the largest number in the computation. A sum of N numbers in any order is within N units. */

#include <math.h>
#include <string.h>

#include "forward_pass.h"
#include "tests/harness/harness.h"
#include "tests/harness/oracle.h"

SUBJECT(bn_mean);
SUBJECT(bn_variance);
SUBJECT(bn_rstd);
SUBJECT(bn_normalize);
SUBJECT(bn_forward);

/* Shapes that a wrong index or a swapped N and D cannot get right by luck. */
static const struct {
    size_t N, D;
} shapes[] = {{1, 1}, {1, 7}, {7, 1}, {2, 3}, {3, 2}, {4, 4}, {64, 17}, {300, 5}, {3, 300}};

/* Hardly a number of random_input(..., D, 0) is larger: six standard deviations. */
static double largest(size_t D)
{
    return (double)D + 6 * (1 + 0.5 * (double)D);
}

/* An empty matrix with D columns. */
static Matrix no_examples(size_t D)
{
    return (Matrix){0, D, BATCH(1, 1, 0).v};
}

/* ---- 3.1 bn_mean ---- */

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

/* ---- 3.2 bn_variance ---- */

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
    given("x", x);
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

/* ---- 3.3 bn_rstd ---- */

static void expect_rstd(double var, double eps)
{
    double *rstd = output_vector(1), *want = output_vector(1);
    oracle_rstd(1, &var, eps, want);
    given_values("var = {%g}, eps = %g", var, eps);
    subject_bn_rstd(1, VECTOR(1, var), eps, rstd);
    expect_number("rstd[0]", rstd[0], want[0], rounding_double(8, want[0]));
}

static void rstd_by_hand(void)
{
    double *rstd = output_vector(1);
    given_values("var = {1.25}, eps = 1e-05");
    subject_bn_rstd(1, VECTOR(1, 1.25), 1e-5, rstd);
    expect_number("rstd[0]", rstd[0], 0.8944236133, 1e-10); /* its last digit */
}

/* The batch {0, 0.002}: its variance is smaller than eps, and every place where eps may be
   put gives another result. */
static void rstd_puts_eps_under_the_root(void)
{
    expect_rstd(1e-6, 1e-5);
    expect_rstd(0.25, 0.75);
}

static void rstd_uses_the_eps_given(void)
{
    expect_rstd(1, 0.1);
    expect_rstd(1, 1e-12);
    given_values("var = {1}");
    expect_refusal("eps = 0", subject_bn_rstd(1, VECTOR(1, 1), 0, output_vector(1)));
    expect_refusal("eps = -1e-5", subject_bn_rstd(1, VECTOR(1, 1), -1e-5, output_vector(1)));
    expect_refusal("eps = NaN", subject_bn_rstd(1, VECTOR(1, 1), NAN, output_vector(1)));
}

static void rstd_of_a_constant(void)
{
    expect_rstd(0, 1e-5);
}

static void rstd_of_each_feature(void)
{
    double var[] = {4, 0, 1e-8, 1e8, 0.5}, rstd[COUNT(var)];
    double *got = output_vector(COUNT(var)), *copy = vector(COUNT(var), var);
    oracle_rstd(COUNT(var), var, 1e-3, rstd);
    given_values("var = {4, 0, 1e-08, 1e+08, 0.5}, eps = 0.001");
    subject_bn_rstd(COUNT(var), copy, 1e-3, got);
    expect_vector("rstd", got, rstd, COUNT(var), rounding_double(8, 32));
    expect_same("var", copy, var, sizeof var);

    enum { MANY = 300 };
    double *many = random_vector(33, MANY), *want = output_vector(MANY);
    got = output_vector(MANY);
    for (size_t d = 0; d < MANY; d++)
        many[d] = fabs(many[d]);
    oracle_rstd(MANY, many, 1e-3, want);
    given_values("var: 300 features, random, eps = 0.001");
    subject_bn_rstd(MANY, many, 1e-3, got);
    expect_vector("rstd", got, want, MANY, rounding_double(8, 32));
}

static void probe_bn_rstd(void)
{
    static const double eps[] = {1e-5, 1e-3, 0.1, 0.75};
    for (size_t i = 0; i < COUNT(eps); i++) {
        double *var = VECTOR(5, 1.25, 0, 1e-6, 0.25, 100), *rstd = random_vector(9, 5);
        observe_refusal(refused(subject_bn_rstd(5, var, eps[i], rstd)));
        observe(rstd, 5, 1e-9);
        observe(var, 5, 0);
    }
}

/* ---- 3.4 bn_normalize ---- */

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

/* ---- 3.5 bn_forward ---- */

/* Everything that a forward pass writes. */
typedef struct {
    double *mean, *var, *rstd;
    Matrix xhat;
} Forward;

static Forward forward_outputs(size_t N, size_t D)
{
    return (Forward){output_vector(D), output_vector(D), output_vector(D), output(N, D)};
}

static Forward forward(Matrix x, double eps)
{
    Forward f = forward_outputs(x.rows, x.cols);
    subject_bn_forward(x, eps, f.mean, f.var, f.rstd, f.xhat);
    return f;
}

static Forward forward_wanted(Matrix x, double eps)
{
    Forward f = forward_outputs(x.rows, x.cols);
    oracle_mean(x, f.mean);
    oracle_variance(x, f.var);
    oracle_rstd(x.cols, f.var, eps, f.rstd);
    oracle_normalize(x, f.mean, f.rstd, f.xhat);
    return f;
}

static void forward_by_hand(void)
{
    Matrix x = BATCH(4, 1, 1, 2, 3, 4);
    given("x", x);
    Forward f = forward(x, 1e-5);
    expect_matrix("xhat", f.xhat, BATCH(4, 1, -1.341635420, -0.447211807, 0.447211807, 1.341635420),
                  1e-9 + rounding(4, 1));
}

static void forward_hands_out_the_statistics(void)
{
    Matrix x = random_input(61, 6, 4, 2);
    given("x", x);
    Forward f = forward(x, 0.1), want = forward_wanted(x, 0.1);
    expect_vector("mean", f.mean, want.mean, 4, rounding_double(64, 10));
    expect_vector("var", f.var, want.var, 4, rounding_double(64, 100));
    expect_vector("rstd", f.rstd, want.rstd, 4, rounding_double(64, 10));
}

static void forward_of_any_batch(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        if (shapes[s].N < 2)
            continue;
        Matrix x = random_input(71 + (unsigned)s, shapes[s].N, shapes[s].D, 0);
        given("x", x);
        Forward f = forward(x, 0.1), want = forward_wanted(x, 0.1);
        expect_matrix("xhat", f.xhat, want.xhat, rounding(256 + (double)shapes[s].N, 10));
    }
}

static void forward_does_not_see_scale_and_shift(void)
{
    Matrix x = random_input(81, 8, 3, 0), moved = output(8, 3);
    for (size_t i = 0; i < 24; i++)
        moved.v[i] = -50 * x.v[i] + 7;
    given("x", x);
    Forward f = forward(x, 1e-12), g = forward(moved, 1e-12);
    for (size_t i = 0; i < 24; i++)
        f.xhat.v[i] = -f.xhat.v[i];
    expect_matrix("the xhat of -50 x + 7", g.xhat, f.xhat, rounding(4096, 10));
}

static void forward_refuses_a_single_example(void)
{
    Matrix x = BATCH(1, 2, 3, 4);
    Forward f = forward_outputs(1, 2);
    given("x", BATCH(1, 2, 3, 4));
    expect_refusal("a batch of one example",
                   subject_bn_forward(x, 1e-5, f.mean, f.var, f.rstd, f.xhat));
    x = (Matrix){0, 2, x.v};
    expect_refusal("an empty batch", subject_bn_forward(x, 1e-5, f.mean, f.var, f.rstd, f.xhat));
}

static void forward_refuses_what_cannot_be_right(void)
{
    Matrix x = random_input(91, 4, 3, 0), small = output(3, 4);
    Forward f = forward_outputs(4, 3);
    given("x", x);
    expect_refusal("eps = 0", subject_bn_forward(x, 0, f.mean, f.var, f.rstd, f.xhat));
    expect_refusal("eps = NaN", subject_bn_forward(x, NAN, f.mean, f.var, f.rstd, f.xhat));
    expect_refusal("an xhat of 3 x 4", subject_bn_forward(x, 1e-5, f.mean, f.var, f.rstd, small));
}

static void forward_keeps_a_nan_in_its_feature(void)
{
    Matrix x = random_input(95, 4, 3, 0);
    row(x, 2)[1] = NAN;
    given("x", x);
    Forward f = forward(x, 1e-5);
    for (size_t n = 0; n < 4; n++)
        for (size_t d = 0; d < 3; d++)
            expect(isnan(row(f.xhat, n)[d]) == (d == 1),
                   "xhat[%zu][%zu] is %g: x[2][1] is not a number, so feature 1 has no mean, "
                   "but the other features do",
                   n, d, (double)row(f.xhat, n)[d]);
}

static void probe_bn_forward(void)
{
    Matrix x[] = {BATCH(4, 1, 1, 2, 3, 4), BATCH(3, 2, 1, 100, 2, 200, 6, 600),
                  random_input(1, 4, 4, 0), random_input(2, 2, 5, 3), random_input(4, 1, 3, 0)};
    static const double eps[] = {1e-5, 0.1, 1e-3, 0.5, 1e-5};
    for (size_t i = 0; i < COUNT(x); i++) {
        size_t D = x[i].cols;
        double *mean = random_vector(5, D), *var = random_vector(6, D), *rstd = random_vector(7, D);
        Matrix xhat = random_input(9, x[i].rows, D, 0);
        observe_refusal(refused(subject_bn_forward(x[i], eps[i], mean, var, rstd, xhat)));
        observe(mean, D, 1e-9);
        observe(var, D, 1e-6);
        observe(rstd, D, 1e-9);
        observe_matrix(xhat, 1e-9 + rounding(64, 100));
        observe_matrix(x[i], 0);
    }
    double *mean = random_vector(5, 4), *var = random_vector(6, 4), *rstd = random_vector(7, 4);
    Matrix xhat = random_input(9, 4, 4, 0);
    observe_refusal(refused(subject_bn_forward(x[2], 0, mean, var, rstd, xhat)));
}

/* ---- The tables ---- */

static Exercise exercises[] = {
    EXERCISE("3.1", bn_mean),      EXERCISE("3.2", bn_variance), EXERCISE("3.3", bn_rstd),
    EXERCISE("3.4", bn_normalize), EXERCISE("3.5", bn_forward),
};

static const Test tests[] = {
    {"3.1", 4, "the mean of {1, 2, 3, 4} is 2.5", mean_by_hand},
    {"3.1", 6, "features are kept apart", mean_keeps_features_apart},
    {"3.1", 4, "any N and any D, but no empty batch", mean_of_any_shape},
    {"3.1", 3, "survives an offset of 1e8", mean_survives_an_offset},
    {"3.1", 3, "changes nothing else", mean_changes_nothing_else},

    {"3.2", 6, "divides by N", variance_divides_by_N},
    {"3.2", 4, "features are kept apart", variance_keeps_features_apart},
    {"3.2", 4, "any N and any D, but no empty batch", variance_of_any_shape},
    {"3.2", 4, "survives an offset of 1e8", variance_survives_an_offset},
    {"3.2", 2, "is around the mean that is given", variance_is_around_the_mean_given},
    {"3.2", 2, "a constant feature has variance 0", variance_of_a_constant},
    {"3.2", 3, "changes nothing else", variance_changes_nothing_else},

    {"3.3", 3, "the rstd of variance 1.25 is 0.8944", rstd_by_hand},
    {"3.3", 5, "eps stands under the root", rstd_puts_eps_under_the_root},
    {"3.3", 3, "uses the eps that is given, if positive", rstd_uses_the_eps_given},
    {"3.3", 2, "finite for a constant feature", rstd_of_a_constant},
    {"3.3", 2, "each feature has its own", rstd_of_each_feature},

    {"3.4", 4, "{1, 2, 3, 4}, as by hand", normalize_by_hand},
    {"3.4", 5, "features are kept apart", normalize_keeps_features_apart},
    {"3.4", 3, "any N and any D, an xhat of the same", normalize_any_shape},
    {"3.4", 5, "uses the statistics that are given", normalize_uses_the_statistics_given},
    {"3.4", 3, "changes nothing else", normalize_changes_nothing_else},

    {"3.5", 3, "{1, 2, 3, 4}, as by hand", forward_by_hand},
    {"3.5", 4, "hands out mean, var and rstd", forward_hands_out_the_statistics},
    {"3.5", 3, "any batch of two or more", forward_of_any_batch},
    {"3.5", 2, "-50 x + 7 gives the negative of what x gives",
     forward_does_not_see_scale_and_shift},
    {"3.5", 4, "refuses a single example", forward_refuses_a_single_example},
    {"3.5", 2, "refuses a bad eps or shape", forward_refuses_what_cannot_be_right},
    {"3.5", 2, "a NaN stays in its feature", forward_keeps_a_nan_in_its_feature},
};

const Chapter chapter = {
    "3", "The forward pass", exercises, COUNT(exercises), tests, COUNT(tests), suspects,
};
