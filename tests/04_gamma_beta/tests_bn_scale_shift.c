/* Exercise 4.1, bn_scale_shift: the graded tests. */

#include <math.h>

#include "gamma_beta.h"
#include "tests/04_gamma_beta/oracle.h"
#include "tests/04_gamma_beta/shared.h"
#include "tests/harness/harness.h"

SUBJECT(bn_scale_shift);

static void expect_scaled(Matrix xhat, const real *gamma, const real *beta, double tolerance)
{
    Matrix y = output(xhat.rows, xhat.cols), want = output(xhat.rows, xhat.cols);
    oracle_scale_shift(xhat, gamma, beta, want);
    subject_bn_scale_shift(xhat, gamma, beta, y);
    expect_matrix("y", y, want, tolerance);
}

static void scale_by_hand(void)
{
    Matrix xhat = BATCH(3, 1, -1, 0, 2), y = output(3, 1);
    given_values("xhat = {-1, 0, 2}, gamma = {3}, beta = {7}");
    subject_bn_scale_shift(xhat, PARAMETERS(1, 3), PARAMETERS(1, 7), y);
    expect_matrix("y", y, BATCH(3, 1, 4, 7, 13), 0);
}

static void scale_keeps_features_apart(void)
{
    given_values("xhat = {{1, 2}, {3, 4}, {5, 7}}, gamma = {2, 10}, beta = {100, -1}");
    expect_scaled(BATCH(3, 2, 1, 2, 3, 4, 5, 7), PARAMETERS(2, 2, 10), PARAMETERS(2, 100, -1), 0);
}

static void scale_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        size_t N = shapes[s].N, D = shapes[s].D;
        Matrix xhat = random_input(31 + (unsigned)s, N, D, 0);
        given("xhat", xhat);
        expect_scaled(xhat, random_parameters(32, D, -2), random_parameters(33, D, 0),
                      rounding(4, 1000));
    }
}

static void scale_by_any_gamma(void)
{
    given_values("xhat = {{-1, -1, -1}, {2, 2, 2}}, gamma = {0, -3, 0.5}, beta = {7, 7, 7}");
    expect_scaled(BATCH(2, 3, -1, -1, -1, 2, 2, 2), PARAMETERS(3, 0, -3, 0.5),
                  PARAMETERS(3, 7, 7, 7), 0);
}

static void scale_keeps_a_nan_in_its_place(void)
{
    Matrix xhat = random_input(34, 4, 3, 0), y = output(4, 3);
    row(xhat, 2)[1] = NAN;
    given("xhat", xhat);
    subject_bn_scale_shift(xhat, random_parameters(35, 3, 1), random_parameters(36, 3, 0), y);
    for (size_t n = 0; n < 4; n++)
        for (size_t d = 0; d < 3; d++)
            expect(isnan(row(y, n)[d]) == (n == 2 && d == 1),
                   "y[%zu][%zu] is %g: only xhat[2][1] is not a number", n, d,
                   (double)row(y, n)[d]);
}

static void scale_changes_nothing_else(void)
{
    Matrix xhat = random_input(37, 5, 3, 0), first = output(5, 3), second = output(5, 3);
    real *gamma = random_parameters(38, 3, 1), *beta = random_parameters(39, 3, 0);
    given("xhat", random_input(37, 5, 3, 0));
    subject_bn_scale_shift(xhat, gamma, beta, first);
    subject_bn_scale_shift(xhat, gamma, beta, second);
    expect_same("xhat", xhat.v, random_input(37, 5, 3, 0).v, 15 * sizeof(real));
    expect_same("gamma", gamma, random_parameters(38, 3, 1), 3 * sizeof *gamma);
    expect_same("beta", beta, random_parameters(39, 3, 0), 3 * sizeof *beta);
    expect(same_bytes(first, second), "called twice with the same xhat, y[0][0] is %.9g, then %.9g",
           (double)first.v[0], (double)second.v[0]);
}

static void probe_bn_scale_shift(void)
{
    Matrix xhat[] = {BATCH(3, 1, -1, 0, 2), BATCH(3, 2, 1, 2, 3, 4, 5, 7), random_input(1, 4, 4, 0),
                     random_input(2, 2, 5, 3), random_input(3, 1, 3, 0)};
    for (size_t i = 0; i < COUNT(xhat); i++) {
        size_t D = xhat[i].cols;
        real *gamma = random_parameters(4, D, -2), *beta = random_parameters(5, D, 0);
        Matrix y = random_input(9, xhat[i].rows, D, 0);
        observe_refusal(refused(subject_bn_scale_shift(xhat[i], gamma, beta, y)));
        observe_matrix(y, 1e-9 + rounding(16, 100));
        observe_matrix(xhat[i], 0);
        observe_parameters(gamma, D, 0);
        observe_parameters(beta, D, 0);
    }
}

static const Test tests[] = {
    {4, "3 xhat + 7, as by hand", scale_by_hand},
    {5, "features are kept apart", scale_keeps_features_apart},
    {3, "any N and any D", scale_any_shape},
    {4, "gamma may be 0 or negative", scale_by_any_gamma},
    {2, "a NaN stays in its place", scale_keeps_a_nan_in_its_place},
    {2, "changes nothing else", scale_changes_nothing_else},
    {0},
};

EXERCISE(bn_scale_shift);
