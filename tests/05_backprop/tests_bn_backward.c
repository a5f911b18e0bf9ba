/* Exercise 5.7, bn_backward: the graded tests. */

#include <math.h>
#include <string.h>

#include "backprop.h"
#include "tests/05_backprop/oracle.h"
#include "tests/05_backprop/shared.h"
#include "tests/harness/harness.h"
#include "tests/harness/oracle.h"

SUBJECT(bn_backward);

/* Everything that a backward pass reads and writes. The upstream gradient dy is random, not of
   ones, gamma is not 1, and eps is 0.1, so that xhat does not have variance 1. */
typedef struct {
    Matrix x, dy, xhat;
    real *gamma;
    double *var, *rstd;
    BnGradients got, want;
} Backward;

static Backward backward_of(Matrix x, Matrix dy, real *gamma, double eps)
{
    size_t N = x.rows, D = x.cols;
    Backward b = {x,
                  dy,
                  output(N, D),
                  gamma,
                  output_vector(D),
                  output_vector(D),
                  gradients_outputs(N, D),
                  gradients_outputs(N, D)};
    double *mean = output_vector(D);
    oracle_mean(x, mean);
    oracle_variance(x, b.var);
    oracle_rstd(D, b.var, eps, b.rstd);
    oracle_normalize(x, mean, b.rstd, b.xhat);
    oracle_backward(dy, b.xhat, gamma, b.rstd, b.want);
    subject_bn_backward(dy, b.xhat, gamma, b.rstd, b.got);
    return b;
}

static Backward backward_random(unsigned seed, size_t N, size_t D)
{
    Matrix dy = random_input(seed, N, D, 1);
    given("dy", dy);
    return backward_of(random_input(seed + 1, N, D, 0), dy, random_parameters(seed + 2, D, -2),
                       0.1);
}

static void backward_by_hand(void)
{
    given_values("x = {1, 2, 3, 4}, eps = 1e-05, gamma = {1}, dy = {1, 0, 0, 0}");
    Backward b = backward_of(BY_HAND, FIRST_ONLY, PARAMETERS(1, 1), 1e-5);
    expect_matrix("dx", b.got.dx,
                  BATCH(4, 1, 0.2683303039, -0.3577683720, -0.0894434346, 0.1788815028),
                  hand_tolerance + rounding(16, 1));
}

static void backward_sums_dbeta(void)
{
    given_values("x = {1, 2, 3, 4}, eps = 1e-05, gamma = {3}, dy = {1, 2, 5, -4}");
    Backward b = backward_of(BY_HAND, BATCH(4, 1, 1, 2, 5, -4), PARAMETERS(1, 3), 1e-5);
    expect_number("dbeta[0]", b.got.dbeta[0], 4, 0);
}

static void backward_sums_dgamma(void)
{
    given_values("x = {1, 2, 3, 4}, eps = 1e-05, gamma = {3}, dy = {1, 2, 5, -4}");
    Backward b = backward_of(BY_HAND, BATCH(4, 1, 1, 2, 5, -4), PARAMETERS(1, 3), 1e-5);
    expect_number("dgamma[0]", b.got.dgamma[0], b.want.dgamma[0], rounding(8, 10));
}

static void backward_by_any_gamma(void)
{
    Matrix x = random_input(211, 5, 4, 0), dy = random_input(212, 5, 4, 1);
    given_values("5 examples, random, gamma = {2, 1, 0, -0.5}, eps = 0.1");
    Backward b = backward_of(x, dy, PARAMETERS(4, 2, 1, 0, -0.5), 0.1);
    expect_matrix("dx", b.got.dx, b.want.dx, rounding(64, 100));
}

/* The slopes are exact to about 1e-12 of dx. In float, xhat is rounded before bn_backward sees
   it, and dx is a difference of terms of its magnitude. */
static void backward_equals_slopes(void)
{
    static const size_t N[] = {5, 2, 3}, D[] = {3, 4, 2};
    for (unsigned i = 0; i < COUNT(N); i++) {
        Backward b = backward_random(221 + 10 * i, N[i], D[i]);
        real *beta = random_parameters(251, D[i], 0);
        OracleLoss loss = {b.x, {0}, b.gamma, beta, 0.1, b.dy};
        Matrix want = output(N[i], D[i]);
        for (size_t at = 0; at < N[i] * D[i]; at++)
            want.v[at] = (real)oracle_slope(&loss, &b.x.v[at]);
        expect_matrix("dx", b.got.dx, want, 1e-10 + rounding(256, 10));
    }
}

static void backward_of_any_batch(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        if (shapes[s].N < 2)
            continue;
        Backward b = backward_random(261 + 10 * (unsigned)s, shapes[s].N, shapes[s].D);
        expect_vector("dbeta", b.got.dbeta, b.want.dbeta, shapes[s].D, rounding_double(64, 1e4));
        expect_vector("dgamma", b.got.dgamma, b.want.dgamma, shapes[s].D, rounding(64, 1e4));
        expect_matrix("dx", b.got.dx, b.want.dx, rounding(256, 1000));
    }
}

/* sum of dx = 0, and sum of dx xhat = gamma rstd dgamma eps/(var + eps): what is left of the
   gradient along 1 and along xhat. */
static void backward_leaves_nothing_along_1_and_xhat(void)
{
    enum { N = 9, D = 3 };
    Backward b = backward_random(341, N, D);
    for (size_t d = 0; d < D; d++) {
        double sum = 0, along = 0, left = 0.1 / (b.var[d] + 0.1);
        for (size_t n = 0; n < N; n++) {
            sum += row(b.got.dx, n)[d];
            along += (double)row(b.got.dx, n)[d] * row(b.xhat, n)[d];
        }
        expect_number("the sum of dx over the batch", sum, 0, rounding(256, 100));
        expect_number("the sum of dx * xhat over the batch", along,
                      (double)b.gamma[d] * b.rstd[d] * b.got.dgamma[d] * left, rounding(256, 100));
    }
}

/* xhat is 0 for a constant feature: no path through the variance, and rstd is 1/sqrt(eps). */
static void backward_of_a_constant(void)
{
    given_values("x = {7, 7, 7, 7}, eps = 0.01, gamma = {2}, dy = {1, 2, 5, -4}");
    Backward b =
        backward_of(BATCH(4, 1, 7, 7, 7, 7), BATCH(4, 1, 1, 2, 5, -4), PARAMETERS(1, 2), 0.01);
    expect_matrix("dx", b.got.dx, BATCH(4, 1, 0, 20, 80, -100), rounding(64, 100));
}

static void backward_keeps_a_nan_in_its_feature(void)
{
    Matrix dy = random_input(351, 4, 3, 1);
    row(dy, 2)[1] = NAN;
    given("dy", dy);
    Backward b = backward_of(random_input(352, 4, 3, 0), dy, random_parameters(353, 3, 1), 0.1);
    for (size_t n = 0; n < 4; n++)
        for (size_t d = 0; d < 3; d++)
            expect(isnan(row(b.got.dx, n)[d]) == (d == 1),
                   "dx[%zu][%zu] is %g: only dy[2][1] is not a number, so feature 1 has no dx,\n"
                   "but the other features do",
                   n, d, (double)row(b.got.dx, n)[d]);
}

static void backward_changes_nothing_else(void)
{
    Backward b = backward_random(361, 5, 3);
    Matrix xhat = output(5, 3);
    double *rstd = vector(3, b.rstd);
    memcpy(xhat.v, b.xhat.v, 15 * sizeof(real));
    BnGradients second = gradients_outputs(5, 3);
    subject_bn_backward(b.dy, b.xhat, b.gamma, b.rstd, second);
    expect_same("dy", b.dy.v, random_input(361, 5, 3, 1).v, 15 * sizeof(real));
    expect_same("xhat", b.xhat.v, xhat.v, 15 * sizeof(real));
    expect_same("gamma", b.gamma, random_parameters(363, 3, -2), 3 * sizeof(real));
    expect_same("rstd", b.rstd, rstd, 3 * sizeof(double));
    expect_same_twice("dgamma", b.got.dgamma, second.dgamma, 3);
    expect_same_twice("dbeta", b.got.dbeta, second.dbeta, 3);
    expect(same_bytes(b.got.dx, second.dx),
           "called twice with the same inputs, dx[0][0] is %.9g, then %.9g", (double)b.got.dx.v[0],
           (double)second.dx.v[0]);
}

static void probe_bn_backward(void)
{
    static const size_t N[] = {4, 3, 2, 5}, D[] = {1, 4, 5, 3};
    for (unsigned i = 0; i < COUNT(N); i++) {
        Matrix x = random_input(10 + i, N[i], D[i], 0), dy = random_input(20 + i, N[i], D[i], 1);
        Matrix xhat = output(N[i], D[i]);
        real *gamma = random_parameters(30 + i, D[i], -2);
        double *mean = output_vector(D[i]), *var = output_vector(D[i]), *rstd = output_vector(D[i]);
        BnGradients got = {random_vector(4, D[i]), random_vector(5, D[i]),
                           random_input(8, N[i], D[i], 0)};
        oracle_mean(x, mean);
        oracle_variance(x, var);
        oracle_rstd(D[i], var, 0.1, rstd);
        oracle_normalize(x, mean, rstd, xhat);
        observe_refusal(refused(subject_bn_backward(dy, xhat, gamma, rstd, got)));
        observe(got.dgamma, D[i], 1e-9 + rounding(64, 1000));
        observe(got.dbeta, D[i], 1e-9);
        observe_matrix(got.dx, 1e-9 + rounding(64, 1000));
        observe_inputs(xhat, rstd, rstd);
        observe_matrix(dy, 0);
    }
}

static const Test tests[] = {
    {4, "{1, 2, 3, 4}, as by hand", backward_by_hand},
    {2, "dbeta is a sum", backward_sums_dbeta},
    {2, "dgamma is a sum", backward_sums_dgamma},
    {3, "gamma of any size and sign", backward_by_any_gamma},
    {3, "dx is the slope of the loss", backward_equals_slopes},
    {2, "any batch of two or more", backward_of_any_batch},
    {2, "what is left along 1 and along xhat", backward_leaves_nothing_along_1_and_xhat},
    {1, "a constant feature", backward_of_a_constant},
    {1, "a NaN stays in its feature", backward_keeps_a_nan_in_its_feature},
    {1, "changes nothing else", backward_changes_nothing_else},
    {0},
};

EXERCISE(bn_backward);
