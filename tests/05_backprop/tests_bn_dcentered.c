/* Exercise 5.3, bn_dcentered: the graded tests. */

#include "backprop.h"
#include "tests/05_backprop/oracle.h"
#include "tests/05_backprop/shared.h"
#include "tests/harness/harness.h"

SUBJECT(bn_dcentered);

typedef struct {
    Matrix dxhat, x;
    double *mean, *rstd, *dvar;
} Centered;

static Matrix dcentered_of(Centered c)
{
    Matrix dcentered = output(c.x.rows, c.x.cols);
    subject_bn_dcentered(c.dxhat, c.x, c.mean, c.rstd, c.dvar, dcentered);
    return dcentered;
}

static void expect_dcentered(Centered c, double tolerance)
{
    Matrix want = output(c.x.rows, c.x.cols);
    oracle_dcentered(c.dxhat, c.x, c.mean, c.rstd, c.dvar, want);
    expect_matrix("dcentered", dcentered_of(c), want, tolerance);
}

static Centered random_centered(unsigned seed, size_t N, size_t D)
{
    return (Centered){random_input(seed, N, D, 1), random_input(seed + 1, N, D, 0),
                      random_vector(seed + 2, D), random_vector(seed + 3, D),
                      random_vector(seed + 4, D)};
}

static void dcentered_by_hand(void)
{
    given_values("x = {1, 2, 3, 4}, mean = {2.5}, rstd = {%.10g}, dxhat = {1, 0, 0, 0}, "
                 "dvar = {%.10g}",
                 hand_rstd, hand_dvar);
    Matrix got = dcentered_of((Centered){FIRST_ONLY, BY_HAND, VECTOR(1, hand_mean),
                                         VECTOR(1, hand_rstd), VECTOR(1, hand_dvar)});
    expect_matrix("dcentered", got,
                  BATCH(4, 1, 0.4919362072, -0.1341624687, 0.1341624687, 0.4024874061),
                  hand_tolerance + rounding(4, 1));
}

static void dcentered_from_xhat(void)
{
    given_values("x = {10, 20, 30}, mean = {20}, rstd = {0.5}, dxhat = {1, 2, 4}, dvar = {0}");
    Matrix got = dcentered_of((Centered){BATCH(3, 1, 1, 2, 4), BATCH(3, 1, 10, 20, 30),
                                         VECTOR(1, 20), VECTOR(1, 0.5), VECTOR(1, 0)});
    expect_matrix("dcentered", got, BATCH(3, 1, 0.5, 1, 2), rounding(4, 2));
}

static void dcentered_from_var(void)
{
    given_values("x = {10, 20, 30, 60, 80}, mean = {20}, rstd = {0.5}, dxhat = 0, dvar = {5}");
    Matrix got =
        dcentered_of((Centered){BATCH(5, 1, 0, 0, 0, 0, 0), BATCH(5, 1, 10, 20, 30, 60, 80),
                                VECTOR(1, 20), VECTOR(1, 0.5), VECTOR(1, 5)});
    expect_matrix("dcentered", got, BATCH(5, 1, -20, 0, 20, 80, 120), rounding(8, 600));
}

static void dcentered_keeps_features_apart(void)
{
    given_values("x = {{1, 4}, {0, 5}, {2, 7}}, dxhat = {{1, 10}, {2, 20}, {5, 70}}, "
                 "mean = {1, 3}, rstd = {2, 0.5}, dvar = {6, -9}");
    expect_dcentered((Centered){BATCH(3, 2, 1, 10, 2, 20, 5, 70), BATCH(3, 2, 1, 4, 0, 5, 2, 7),
                                VECTOR(2, 1, 3), VECTOR(2, 2, 0.5), VECTOR(2, 6, -9)},
                     rounding(8, 100));
}

static void dcentered_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        Centered c = random_centered(41 + 10 * (unsigned)s, shapes[s].N, shapes[s].D);
        given("x", c.x);
        expect_dcentered(c, rounding(8, 1000));
    }
}

static void dcentered_changes_nothing_else(void)
{
    Centered c = random_centered(121, 5, 3), copy = random_centered(121, 5, 3);
    given("x", copy.x);
    Matrix first = dcentered_of(c), second = dcentered_of(c);
    expect_same("dxhat", c.dxhat.v, copy.dxhat.v, 15 * sizeof(real));
    expect_same("x", c.x.v, copy.x.v, 15 * sizeof(real));
    expect_same("mean", c.mean, copy.mean, 3 * sizeof(double));
    expect_same("rstd", c.rstd, copy.rstd, 3 * sizeof(double));
    expect_same("dvar", c.dvar, copy.dvar, 3 * sizeof(double));
    expect(same_bytes(first, second),
           "called twice with the same inputs, dcentered[0][0] is %.9g, then %.9g",
           (double)first.v[0], (double)second.v[0]);
}

static void probe_bn_dcentered(void)
{
    for (unsigned i = 0; i < COUNT(probe_N); i++) {
        Centered c = random_centered(10 * i + 1, probe_N[i], probe_D[i]);
        Matrix dcentered = random_input(9, probe_N[i], probe_D[i], 0);
        observe_refusal(
            refused(subject_bn_dcentered(c.dxhat, c.x, c.mean, c.rstd, c.dvar, dcentered)));
        observe_matrix(dcentered, 1e-9 + rounding(16, 1000));
        observe_inputs(c.x, c.mean, c.rstd);
        observe_inputs(c.dxhat, c.dvar, c.dvar);
    }
}

static const Test tests[] = {
    {3, "{1, 2, 3, 4}, as by hand", dcentered_by_hand},
    {2, "the part that comes from xhat", dcentered_from_xhat},
    {3, "the part that comes from var", dcentered_from_var},
    {2, "features are kept apart", dcentered_keeps_features_apart},
    {1, "any N and any D", dcentered_of_any_shape},
    {1, "changes nothing else", dcentered_changes_nothing_else},
    {0},
};

EXERCISE(bn_dcentered);
