/* Exercise 5.5, bn_dx: the graded tests. */

#include "backprop.h"
#include "tests/05_backprop/oracle.h"
#include "tests/05_backprop/shared.h"
#include "tests/harness/harness.h"

SUBJECT(bn_dx);

static void dx_by_hand(void)
{
    Matrix dx = output(4, 1);
    given_values("dcentered = {0.491936207, -0.134162469, 0.134162469, 0.402487406}, "
                 "dmean = {-0.894423613}");
    subject_bn_dx(BATCH(4, 1, 0.4919362072, -0.1341624687, 0.1341624687, 0.4024874061),
                  VECTOR(1, -hand_rstd), dx);
    expect_matrix("dx", dx, BATCH(4, 1, 0.2683303039, -0.3577683720, -0.0894434346, 0.1788815028),
                  hand_tolerance + rounding(4, 1));
}

static void dx_keeps_features_apart(void)
{
    Matrix dx = output(3, 2);
    given_values("dcentered = {{1, 10}, {2, 20}, {5, 70}}, dmean = {6, -9}");
    subject_bn_dx(BATCH(3, 2, 1, 10, 2, 20, 5, 70), VECTOR(2, 6, -9), dx);
    expect_matrix("dx", dx, BATCH(3, 2, 3, 7, 4, 17, 7, 67), rounding(4, 70));
}

static void dx_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        size_t N = shapes[s].N, D = shapes[s].D;
        Matrix dcentered = random_input(151 + (unsigned)s, N, D, 1), dx = output(N, D);
        Matrix want = output(N, D);
        double *dmean = random_vector(161, D);
        given("dcentered", dcentered);
        oracle_dx(dcentered, dmean, want);
        subject_bn_dx(dcentered, dmean, dx);
        expect_matrix("dx", dx, want, rounding(4, 100));
    }
}

static void dx_changes_nothing_else(void)
{
    Matrix dcentered = random_input(171, 5, 3, 1), first = output(5, 3), second = output(5, 3);
    double *dmean = random_vector(172, 3);
    given("dcentered", random_input(171, 5, 3, 1));
    subject_bn_dx(dcentered, dmean, first);
    subject_bn_dx(dcentered, dmean, second);
    expect_same("dcentered", dcentered.v, random_input(171, 5, 3, 1).v, 15 * sizeof(real));
    expect_same("dmean", dmean, random_vector(172, 3), 3 * sizeof *dmean);
    expect(same_bytes(first, second),
           "called twice with the same inputs, dx[0][0] is %.9g, then %.9g", (double)first.v[0],
           (double)second.v[0]);
}

static void probe_bn_dx(void)
{
    for (unsigned i = 0; i < COUNT(probe_N); i++) {
        Matrix dcentered = random_input(10 + i, probe_N[i], probe_D[i], 1);
        Matrix dx = random_input(20 + i, probe_N[i], probe_D[i], 0);
        double *dmean = random_vector(4, probe_D[i]);
        observe_refusal(refused(subject_bn_dx(dcentered, dmean, dx)));
        observe_matrix(dx, 1e-9 + rounding(16, 100));
        observe_inputs(dcentered, dmean, dmean);
    }
}

static const Test tests[] = {
    {2, "{1, 2, 3, 4}, as by hand", dx_by_hand},
    {2, "features are kept apart", dx_keeps_features_apart},
    {2, "any N and any D", dx_of_any_shape},
    {1, "changes nothing else", dx_changes_nothing_else},
    {0},
};

EXERCISE(bn_dx);
