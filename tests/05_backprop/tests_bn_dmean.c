/* Exercise 5.4, bn_dmean: the graded tests. */

#include "backprop.h"
#include "tests/05_backprop/oracle.h"
#include "tests/05_backprop/shared.h"
#include "tests/harness/harness.h"

SUBJECT(bn_dmean);

static void dmean_by_hand(void)
{
    double *dmean = output_vector(1);
    Matrix dcentered = BATCH(4, 1, 0.5, -0.25, 1, 2);
    given("dcentered", dcentered);
    subject_bn_dmean(dcentered, dmean);
    expect_number("dmean[0]", dmean[0], -3.25, 0);
}

static void dmean_keeps_features_apart(void)
{
    double *dmean = output_vector(2);
    Matrix dcentered = BATCH(3, 2, 1, 100, 2, 200, 6, 600);
    given("dcentered", dcentered);
    subject_bn_dmean(dcentered, dmean);
    expect_vector("dmean", dmean, VECTOR(2, -9, -900), 2, 0);
}

static void dmean_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        size_t D = shapes[s].D;
        Matrix dcentered = random_input(131 + (unsigned)s, shapes[s].N, D, 1);
        double *dmean = output_vector(D), *want = output_vector(D);
        given("dcentered", dcentered);
        oracle_dmean(dcentered, want);
        subject_bn_dmean(dcentered, dmean);
        expect_vector("dmean", dmean, want, D, rounding_double(64, 2000));
    }
}

static void dmean_changes_nothing_else(void)
{
    Matrix dcentered = random_input(141, 5, 3, 1);
    double *first = output_vector(3), *second = output_vector(3);
    given("dcentered", random_input(141, 5, 3, 1));
    subject_bn_dmean(dcentered, first);
    subject_bn_dmean(dcentered, second);
    expect_same("dcentered", dcentered.v, random_input(141, 5, 3, 1).v, 15 * sizeof(real));
    expect_same_twice("dmean", first, second, 3);
}

static void probe_bn_dmean(void)
{
    for (unsigned i = 0; i < COUNT(probe_N); i++) {
        Matrix dcentered = random_input(10 + i, probe_N[i], probe_D[i], 1);
        double *dmean = random_vector(4, probe_D[i]);
        observe_refusal(refused(subject_bn_dmean(dcentered, dmean)));
        observe(dmean, probe_D[i], 1e-9);
        observe_matrix(dcentered, 0);
    }
}

static const Test tests[] = {
    {2, "minus the sum over the batch", dmean_by_hand},
    {2, "features are kept apart", dmean_keeps_features_apart},
    {1, "any N and any D", dmean_of_any_shape},
    {1, "changes nothing else", dmean_changes_nothing_else},
    {0},
};

EXERCISE(bn_dmean);
