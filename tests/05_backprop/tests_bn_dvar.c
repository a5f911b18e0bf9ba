/* Exercise 5.2, bn_dvar: the graded tests. */

#include "backprop.h"
#include "tests/05_backprop/oracle.h"
#include "tests/05_backprop/shared.h"
#include "tests/harness/harness.h"

SUBJECT(bn_dvar);

static double dvar_of(double drstd, double rstd)
{
    double *dvar = output_vector(1);
    given_values("drstd = {%g}, rstd = {%g}", drstd, rstd);
    subject_bn_dvar(1, VECTOR(1, drstd), VECTOR(1, rstd), dvar);
    return dvar[0];
}

static void dvar_by_hand(void)
{
    expect_number("dvar[0]", dvar_of(-1.5, hand_rstd), hand_dvar, hand_tolerance);
}

static void dvar_takes_the_cube(void)
{
    expect_number("dvar[0]", dvar_of(1, 2), -4, rounding_double(8, 4));
    expect_number("dvar[0]", dvar_of(1, 0.5), -0.0625, rounding_double(8, 1));
    expect_number("dvar[0]", dvar_of(-16, 0.5), 1, rounding_double(8, 1));
}

static void dvar_of_each_feature(void)
{
    double *drstd = VECTOR(4, 1, -2, 0, 3), *rstd = VECTOR(4, 1, 10, 2, 316.2);
    double *dvar = output_vector(4), *want = output_vector(4);
    given_values("drstd = {1, -2, 0, 3}, rstd = {1, 10, 2, 316.2}");
    oracle_dvar(4, drstd, rstd, want);
    subject_bn_dvar(4, drstd, rstd, dvar);
    expect_vector("dvar", dvar, want, 4, rounding_double(8, 5e7));
    expect_same("drstd", drstd, VECTOR(4, 1, -2, 0, 3), 4 * sizeof *drstd);
    expect_same("rstd", rstd, VECTOR(4, 1, 10, 2, 316.2), 4 * sizeof *rstd);
}

static void probe_bn_dvar(void)
{
    double *drstd = VECTOR(6, -1.5, 1, 16, 0, -2, 3), *dvar = random_vector(4, 6);
    double *rstd = VECTOR(6, 0.8944236133, 2, 0.5, 3, 1, 10);
    observe_refusal(refused(subject_bn_dvar(6, drstd, rstd, dvar)));
    observe(dvar, 6, 1e-9);
    observe(drstd, 6, 0);
    observe(rstd, 6, 0);
}

static const Test tests[] = {
    {3, "{1, 2, 3, 4}, as by hand", dvar_by_hand},
    {3, "the exponent is -3/2: rstd to the third", dvar_takes_the_cube},
    {2, "each feature has its own", dvar_of_each_feature},
    {0},
};

EXERCISE(bn_dvar);
