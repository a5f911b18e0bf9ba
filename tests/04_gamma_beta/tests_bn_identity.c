/* Exercise 4.3, bn_identity: the graded tests. */

#include <math.h>

#include "gamma_beta.h"
#include "tests/04_gamma_beta/oracle.h"
#include "tests/04_gamma_beta/shared.h"
#include "tests/harness/harness.h"
#include "tests/harness/oracle.h"

SUBJECT(bn_identity);

static Pair identity(double mean, double var, double eps)
{
    Pair p = {output(1, 1).v, output(1, 1).v};
    given_values("mean = {%g}, var = {%g}, eps = %g", mean, var, eps);
    subject_bn_identity(1, VECTOR(1, mean), VECTOR(1, var), eps, p.gamma, p.beta);
    return p;
}

/* eps is large, or larger than the variance: every other place for it gives another gamma. */
static void identity_gamma(void)
{
    expect_parameters("gamma", identity(5, 3, 1).gamma, VECTOR(1, 2), 1, rounding(4, 2));
    expect_parameters("gamma", identity(5, 0.24, 0.01).gamma, VECTOR(1, 0.5), 1, rounding(4, 1));
    expect_parameters("gamma", identity(0, 0, 1e-4).gamma, VECTOR(1, 0.01), 1, rounding(4, 0.01));
}

static void identity_beta(void)
{
    expect_parameters("beta", identity(5, 3, 1).beta, VECTOR(1, 5), 1, rounding(1, 5));
    expect_parameters("beta", identity(-0.25, 9, 1e-5).beta, VECTOR(1, -0.25), 1, rounding(1, 1));
}

/* x of about 10, normalized and scaled again: a few roundings at that magnitude. */
static void identity_gives_x_back(void)
{
    static const double eps[] = {1e-5, 0.1, 2};
    for (unsigned i = 0; i < COUNT(eps); i++) {
        size_t N = 6, D = 4;
        Matrix x = random_input(81 + i, N, D, 2), xhat = output(N, D), y = output(N, D);
        double *mean = output_vector(D), *var = output_vector(D), *rstd = output_vector(D);
        Pair p = {output(1, D).v, output(1, D).v};
        oracle_mean(x, mean);
        oracle_variance(x, var);
        oracle_rstd(D, var, eps[i], rstd);
        oracle_normalize(x, mean, rstd, xhat);
        given("x", x);
        subject_bn_identity(D, mean, var, eps[i], p.gamma, p.beta);
        oracle_scale_shift(xhat, p.gamma, p.beta, y);
        expect_matrix("batch norm's y", y, x, rounding(16, 10));
    }
}

static void identity_of_each_feature(void)
{
    double *mean = VECTOR(4, 1, -2, 30, 0), *var = VECTOR(4, 24, 0, 1e6, 3);
    double *mean_copy = VECTOR(4, 1, -2, 30, 0), *var_copy = VECTOR(4, 24, 0, 1e6, 3);
    Pair p = {output(1, 4).v, output(1, 4).v};
    given_values("mean = {1, -2, 30, 0}, var = {24, 0, 1e+06, 3}, eps = 1");
    subject_bn_identity(4, mean, var, 1, p.gamma, p.beta);
    expect_parameters("gamma", p.gamma, VECTOR(4, 5, 1, sqrt(1000001), 2), 4, rounding(4, 1000));
    expect_parameters("beta", p.beta, mean_copy, 4, rounding(1, 30));
    expect_same("mean", mean, mean_copy, 4 * sizeof *mean);
    expect_same("var", var, var_copy, 4 * sizeof *var);
}

static void probe_bn_identity(void)
{
    static const double eps[] = {1e-5, 0.1, 0.5, 4};
    for (unsigned i = 0; i < COUNT(eps); i++) {
        double *mean = VECTOR(5, 2.5, -1, 0.5, 3, 40), *var = VECTOR(5, 1.25, 0, 0.25, 9, 100);
        real *gamma = random_parameters(2, 5, 0), *beta = random_parameters(3, 5, 0);
        observe_refusal(refused(subject_bn_identity(5, mean, var, eps[i], gamma, beta)));
        observe_parameters(gamma, 5, 1e-9 + rounding(16, 100));
        observe_parameters(beta, 5, 1e-9 + rounding(16, 100));
        observe(mean, 5, 0);
        observe(var, 5, 0);
    }
}

static const Test tests[] = {
    {5, "gamma is sqrt(var + eps)", identity_gamma},
    {4, "beta is the mean", identity_beta},
    {4, "gives x back", identity_gives_x_back},
    {3, "each feature has its own", identity_of_each_feature},
    {0},
};

EXERCISE(bn_identity);
