/* Exercise A.3, fast_forward_block: the graded tests. */

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "speed.h"
#include "tests/A_speed/oracle.h"
#include "tests/A_speed/shared.h"
#include "tests/harness/harness.h"

SUBJECT(fast_forward_block);

/* Runs it on all features, and compares y. */
static void expect_y(Matrix x, double eps, double tolerance)
{
    real *gamma = random_parameters(31, x.cols), *beta = random_parameters(32, x.cols);
    FastForward got = forward_outputs(x.rows, x.cols), want = forward_outputs(x.rows, x.cols);
    oracle_forward(x, gamma, beta, eps, want);
    subject_fast_forward_block(x, all(x), gamma, beta, eps, got);
    expect_matrix("y", got.y, want.y, tolerance);
}

static void expect_forward(Matrix x, double eps, double tolerance)
{
    given("x", x);
    expect_y(x, eps, tolerance);
}

static void forward_by_hand(void)
{
    Matrix x = BATCH(4, 1, 1, 2, 3, 4), gamma = BATCH(1, 1, 2), beta = BATCH(1, 1, 10);
    FastForward f = forward_outputs(4, 1);
    given_values("x = {1, 2, 3, 4}, gamma = {2}, beta = {10}, eps = 1e-05");
    subject_fast_forward_block(x, all(x), gamma.v, beta.v, 1e-5, f);
    expect_matrix("y", f.y, BATCH(4, 1, 7.31672916, 9.10557639, 10.89442361, 12.68327084),
                  1e-7 + rounding(8, 20)); /* the last digit of the numbers here */
}

static void forward_hands_out_the_statistics(void)
{
    Matrix x = random_input(33, 50, 4, 2);
    real *gamma = random_parameters(31, 4), *beta = random_parameters(32, 4);
    FastForward got = forward_outputs(50, 4), want = forward_outputs(50, 4);
    oracle_forward(x, gamma, beta, 0.1, want);
    given("x", x);
    subject_fast_forward_block(x, all(x), gamma, beta, 0.1, got);
    expect_vector("mean", got.mean, want.mean, 4, rounding(64, 50));
    expect_vector("var", got.var, want.var, 4, rounding(256, 200));
    expect_vector("rstd", got.rstd, want.rstd, 4, rounding(256, 10));
}

static void forward_of_any_batch(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++)
        if (shapes[s].N >= 2)
            expect_forward(random_input(41 + (unsigned)s, shapes[s].N, shapes[s].D, 0), 0.1,
                           rounding(512, 50));
}

static void forward_survives_an_offset(void)
{
    expect_forward(random_input(51, 100, 3, 1e8), 0.1, 1e-6 + rounding(512, 50));
}

/* Whole numbers around a power of two: their mean, and what is left when it is subtracted, are
   exact in any right program. gamma * rstd * x and gamma * rstd * mean are not. */
static Matrix far_from_0(void)
{
    enum { N = 32, D = 3 };
    const double far = sizeof(real) == sizeof(float) ? 0x1p22 : 0x1p40;
    double values[N * D];
    for (size_t n = 0; n < N; n++)
        for (size_t d = 0; d < D; d++) {
            double distance = 1 + (double)((n / 2 * 7 + d) % 5);
            values[n * D + d] = far + (n % 2 == 0 ? distance : -distance);
        }
    return input(N, D, values);
}

static void forward_loses_no_digit(void)
{
    Matrix x = far_from_0();
    given_values("x: %zu examples x %zu features, whole numbers around %.0f", x.rows, x.cols,
                 (double)(x.v[0] + x.v[x.cols]) / 2);
    expect_y(x, 0.1, rounding(512, 50));
}

static void expect_outside_same(const char *name, const double *got, const double *want)
{
    for (size_t d = 0; d < 6; d++)
        expect((d >= 2 && d < 5) || memcmp(&got[d], &want[d], sizeof *got) == 0,
               "%s[%zu] was %g, and is %g now: feature %zu is not in the block", name, d, want[d],
               got[d], d);
}

static void forward_keeps_statistics_outside(void)
{
    const double before[] = {1, 2, 3, 4, 5, 6};
    FastForward f = {vector(6, before), vector(6, before), vector(6, before), output(8, 6)};
    given_values("8 examples x 6 features, the block is features 2, 3 and 4;\n"
                 "mean, var and rstd are {1, 2, 3, 4, 5, 6} before the call");
    subject_fast_forward_block(random_input(55, 8, 6, 0), (Block){2, 3}, random_parameters(31, 6),
                               random_parameters(32, 6), 0.1, f);
    expect_outside_same("mean", f.mean, before);
    expect_outside_same("var", f.var, before);
    expect_outside_same("rstd", f.rstd, before);
}

static void forward_stays_in_its_block(void)
{
    forward_keeps_statistics_outside();
    Matrix x = random_input(52, 8, 6, 0);
    real *gamma = random_parameters(31, 6), *beta = random_parameters(32, 6);
    FastForward got = forward_outputs(8, 6), want = forward_outputs(8, 6);
    oracle_forward(x, gamma, beta, 0.1, want);
    given_values("8 examples x 6 features, the block is features 2, 3 and 4");
    subject_fast_forward_block(x, (Block){2, 3}, gamma, beta, 0.1, got);
    for (size_t n = 0; n < 8; n++)
        for (size_t d = 0; d < 6; d++) {
            bool inside = d >= 2 && d < 5;
            double y = (double)row(got.y, n)[d], wanted = (double)row(want.y, n)[d];
            expect(inside ? fabs(y - wanted) <= rounding(512, 50) : isnan(y),
                   "y[%zu][%zu] is %g, %s %g", n, d, y,
                   inside ? "want" : "and must stay unset, not", wanted);
        }
}

static void forward_refuses(void)
{
    Matrix x = random_input(53, 4, 3, 0), one = random_input(53, 1, 3, 0);
    real *gamma = random_parameters(31, 3), *beta = random_parameters(32, 3);
    FastForward f = forward_outputs(4, 3), wrong = forward_outputs(3, 4);
    given("x", x);
    subject_fast_forward_block(x, all(x), gamma, beta, 0.1, f);
    expect_refusal(
        "a batch of one example",
        subject_fast_forward_block(one, all(one), gamma, beta, 0.1, forward_outputs(1, 3)));
    expect_refusal("eps = 0", subject_fast_forward_block(x, all(x), gamma, beta, 0, f));
    expect_refusal("a y of 3 x 4", subject_fast_forward_block(x, all(x), gamma, beta, 0.1, wrong));
}

static void forward_keeps_a_nan_in_its_feature(void)
{
    Matrix x = random_input(54, 40, 3, 0);
    row(x, 35)[1] = NAN;
    FastForward f = forward_outputs(40, 3);
    given("x", x);
    subject_fast_forward_block(x, all(x), random_parameters(31, 3), random_parameters(32, 3), 0.1,
                               f);
    for (size_t i = 0; i < 120; i++)
        expect(isnan(f.y.v[i]) == (i % 3 == 1),
               "y[%zu][%zu] is %g: x[35][1] is not a number, so feature 1 has no mean, but the "
               "other features do",
               i / 3, i % 3, (double)f.y.v[i]);
}

static void forward_goes_by_rows(void)
{
    Matrix x = watched_input(56, TALL, walks_page());
    FastForward f = forward_outputs(1, x.cols);
    f.y = watched_output(TALL, x.cols);
    real *gamma = random_parameters(31, x.cols), *beta = random_parameters(32, x.cols);
    given_line_block(TALL);
    walks_begin();
    subject_fast_forward_block(x, line_block(), gamma, beta, 0.1, f);
    walks_end();
    expect_walks("x", x, 2);
    expect_walks("y", f.y, 1);
}

static void probe_walks(void)
{
    Matrix x = watched_input(6, TALL, walks_page());
    FastForward f = forward_outputs(1, x.cols);
    f.y = watched_output(TALL, x.cols);
    real *gamma = random_parameters(3, x.cols), *beta = random_parameters(4, x.cols);
    walks_begin();
    observe_refusal(refused(subject_fast_forward_block(x, line_block(), gamma, beta, 0.1, f)));
    walks_end();
    observe_walks(x);
    observe_walks(f.y);
}

/* Is the result for far_from_0 off? Not where: mistakes that lose digits differ in that. */
static void probe_far_from_0(void)
{
    Matrix x = far_from_0();
    real *gamma = random_parameters(3, x.cols), *beta = random_parameters(4, x.cols);
    FastForward f = filled_forward(x.rows, x.cols), want = forward_outputs(x.rows, x.cols);
    oracle_forward(x, gamma, beta, 0.1, want);
    observe_refusal(refused(subject_fast_forward_block(x, all(x), gamma, beta, 0.1, f)));
    double off = 0;
    for (size_t i = 0; i < x.rows * x.cols; i++)
        if (!(fabs((double)f.y.v[i] - (double)want.y.v[i]) <= rounding(512, 50)))
            off = 1;
    observe(&off, 1, 0);
}

static void observe_forward(FastForward f, size_t D)
{
    observe(f.mean, D, 1e-9 + rounding(64, 100));
    observe(f.var, D, 1e-9 + rounding(256, 200));
    observe(f.rstd, D, 1e-9 + rounding(256, 10));
    observe_matrix(f.y, 1e-9 + rounding(512, 100));
}

static void probe_fast_forward_block(void)
{
    Matrix x[] = {BATCH(4, 1, 1, 2, 3, 4), random_input(1, 40, 5, 0), random_input(2, 2, 3, 0),
                  random_input(9, 100, 3, 1e8), random_input(3, 1, 2, 0)}; /* float: 8 apart */
    const Block blocks[] = {{0, 1}, {1, 3}, {0, 3}, {0, 3}, {0, 2}};
    static const double eps[] = {1e-5, 0.1, 0.5, 0.1, 0.1};
    for (size_t i = 0; i < COUNT(x); i++) {
        size_t D = x[i].cols;
        real *gamma = random_parameters(3, D), *beta = random_parameters(4, D);
        FastForward f = filled_forward(x[i].rows, D);
        observe_refusal(
            refused(subject_fast_forward_block(x[i], blocks[i], gamma, beta, eps[i], f)));
        if (i == 3) /* 1e8 */
            observe_matrix(f.y, 1e-4 + rounding(512, 100));
        else
            observe_forward(f, D);
        observe_matrix(x[i], 0);
    }
    probe_far_from_0();
    probe_walks();
}

static const Test tests[] = {
    {3, "{1, 2, 3, 4}, as by hand", forward_by_hand},
    {3, "hands out mean, var and rstd", forward_hands_out_the_statistics},
    {2, "any batch of two or more", forward_of_any_batch},
    {3, "survives an offset of 1e8", forward_survives_an_offset},
    {3, "loses no digit far from 0", forward_loses_no_digit},
    {2, "stays in its block", forward_stays_in_its_block},
    {2, "refuses what does not fit", forward_refuses},
    {2, "a NaN stays in its feature", forward_keeps_a_nan_in_its_feature},
    {5, "reads x twice and writes y once, row by row", forward_goes_by_rows},
    {0},
};

EXERCISE(fast_forward_block);
