/* Exercise 3.3, bn_rstd: the graded tests. */

#include <math.h>

#include "forward_pass.h"
#include "tests/harness/harness.h"
#include "tests/harness/oracle.h"

SUBJECT(bn_rstd);

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

static const Test tests[] = {
    {3, "the rstd of variance 1.25 is 0.8944", rstd_by_hand},
    {5, "eps stands under the root", rstd_puts_eps_under_the_root},
    {3, "uses the eps that is given, if positive", rstd_uses_the_eps_given},
    {2, "finite for a constant feature", rstd_of_a_constant},
    {2, "each feature has its own", rstd_of_each_feature},
    {0},
};

EXERCISE(bn_rstd);
