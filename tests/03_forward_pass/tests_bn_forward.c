/* Exercise 3.5, bn_forward: the graded tests. */

#include <math.h>

#include "forward_pass.h"
#include "tests/03_forward_pass/shared.h"
#include "tests/harness/harness.h"
#include "tests/harness/oracle.h"

SUBJECT(bn_forward);

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

static const Test tests[] = {
    {3, "{1, 2, 3, 4}, as by hand", forward_by_hand},
    {4, "hands out mean, var and rstd", forward_hands_out_the_statistics},
    {3, "any batch of two or more", forward_of_any_batch},
    {2, "-50 x + 7 gives the negative of what x gives", forward_does_not_see_scale_and_shift},
    {4, "refuses a single example", forward_refuses_a_single_example},
    {2, "refuses a bad eps or shape", forward_refuses_what_cannot_be_right},
    {2, "a NaN stays in its feature", forward_keeps_a_nan_in_its_feature},
    {0},
};

EXERCISE(bn_forward);
