/* Exercise 5.1, bn_drstd: the graded tests. */

#include "backprop.h"
#include "tests/05_backprop/oracle.h"
#include "tests/05_backprop/shared.h"
#include "tests/harness/harness.h"

SUBJECT(bn_drstd);

static void expect_drstd(Matrix dxhat, Matrix x, const double *mean, double tolerance)
{
    double *drstd = output_vector(x.cols), *want = output_vector(x.cols);
    oracle_drstd(dxhat, x, mean, want);
    subject_bn_drstd(dxhat, x, mean, drstd);
    expect_vector("drstd", drstd, want, x.cols, tolerance);
}

static void drstd_by_hand(void)
{
    double *drstd = output_vector(1);
    given_values("x = {1, 2, 3, 4}, mean = {2.5}, dxhat = {1, 0, 0, 0}");
    subject_bn_drstd(FIRST_ONLY, BY_HAND, VECTOR(1, hand_mean), drstd);
    expect_number("drstd[0]", drstd[0], -1.5, 0);
}

static void drstd_keeps_features_apart(void)
{
    given_values("dxhat = {{1, 10}, {2, 20}, {5, 70}}, x = {{1, 4}, {0, 5}, {2, 7}}, "
                 "mean = {1, 3}");
    expect_drstd(BATCH(3, 2, 1, 10, 2, 20, 5, 70), BATCH(3, 2, 1, 4, 0, 5, 2, 7), VECTOR(2, 1, 3),
                 0);
}

static void drstd_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        size_t N = shapes[s].N, D = shapes[s].D;
        Matrix dxhat = random_input(11 + (unsigned)s, N, D, 1), x = random_input(21, N, D, 0);
        given("dxhat", dxhat);
        expect_drstd(dxhat, x, random_vector(22, D), rounding_double(64, 1e5));
    }
}

static void drstd_changes_nothing_else(void)
{
    Matrix dxhat = random_input(31, 5, 3, 1), x = random_input(32, 5, 3, 0);
    double *mean = random_vector(33, 3), *first = output_vector(3), *second = output_vector(3);
    given("dxhat", random_input(31, 5, 3, 1));
    subject_bn_drstd(dxhat, x, mean, first);
    subject_bn_drstd(dxhat, x, mean, second);
    expect_same("dxhat", dxhat.v, random_input(31, 5, 3, 1).v, 15 * sizeof(real));
    expect_same("x", x.v, random_input(32, 5, 3, 0).v, 15 * sizeof(real));
    expect_same("mean", mean, random_vector(33, 3), 3 * sizeof *mean);
    expect_same_twice("drstd", first, second, 3);
}

static void probe_bn_drstd(void)
{
    for (unsigned i = 0; i < COUNT(probe_N); i++) {
        size_t N = probe_N[i], D = probe_D[i];
        Matrix dxhat = random_input(10 + i, N, D, 1), x = random_input(20 + i, N, D, 0);
        double *mean = random_vector(3, D), *drstd = random_vector(4, D);
        observe_refusal(refused(subject_bn_drstd(dxhat, x, mean, drstd)));
        observe(drstd, D, 1e-9);
        observe_inputs(x, mean, mean);
        observe_matrix(dxhat, 0);
    }
}

static const Test tests[] = {
    {3, "{1, 2, 3, 4}, as by hand", drstd_by_hand},
    {2, "features are kept apart", drstd_keeps_features_apart},
    {2, "any N and any D", drstd_of_any_shape},
    {1, "changes nothing else", drstd_changes_nothing_else},
    {0},
};

EXERCISE(bn_drstd);
