/* Exercise 4.5, bn_sgd_step: the graded tests. */

#include <math.h>
#include <string.h>

#include "gamma_beta.h"
#include "tests/04_gamma_beta/shared.h"
#include "tests/harness/harness.h"

SUBJECT(bn_sgd_step);

static void step_goes_downhill(void)
{
    Pair p = {PARAMETERS(1, 1), PARAMETERS(1, 0)};
    given_values("gamma = {1}, beta = {0}, dgamma = {2}, dbeta = {-4}, rate = 0.25");
    subject_bn_sgd_step(1, VECTOR(1, 2), VECTOR(1, -4), 0.25, p.gamma, p.beta);
    expect_parameters("gamma", p.gamma, VECTOR(1, 0.5), 1, 0);
    expect_parameters("beta", p.beta, VECTOR(1, 1), 1, 0);
}

static void step_of_each_feature(void)
{
    Pair p = {PARAMETERS(3, 1, 2, -3), PARAMETERS(3, 0, 10, 20)};
    given_values("gamma = {1, 2, -3}, beta = {0, 10, 20}, dgamma = {4, 0, -8}, "
                 "dbeta = {1, 2, 3}, rate = 0.5");
    subject_bn_sgd_step(3, VECTOR(3, 4, 0, -8), VECTOR(3, 1, 2, 3), 0.5, p.gamma, p.beta);
    expect_parameters("gamma", p.gamma, VECTOR(3, -1, 2, 1), 3, 0);
    expect_parameters("beta", p.beta, VECTOR(3, -0.5, 9, 18.5), 3, 0);
}

static void step_changes_nothing_else(void)
{
    double *dgamma = random_vector(151, 3), *dbeta = random_vector(152, 3);
    Pair first = {random_parameters(153, 3, 0), random_parameters(154, 3, 0)};
    Pair second = {random_parameters(153, 3, 0), random_parameters(154, 3, 0)};
    given_values("random gradients of 3 features, rate = 0.1");
    subject_bn_sgd_step(3, dgamma, dbeta, 0.1, first.gamma, first.beta);
    subject_bn_sgd_step(3, dgamma, dbeta, 0.1, second.gamma, second.beta);
    expect_same("dgamma", dgamma, random_vector(151, 3), 3 * sizeof *dgamma);
    expect_same("dbeta", dbeta, random_vector(152, 3), 3 * sizeof *dbeta);
    expect(memcmp(first.gamma, second.gamma, 3 * sizeof(real)) == 0 &&
               memcmp(first.beta, second.beta, 3 * sizeof(real)) == 0,
           "two equal steps from the same place end in gamma[0] = %.9g and %.9g,\n"
           "beta[0] = %.9g and %.9g",
           (double)first.gamma[0], (double)second.gamma[0], (double)first.beta[0],
           (double)second.beta[0]);
}

static void step_refuses_a_bad_rate(void)
{
    Pair p = {PARAMETERS(1, 1), PARAMETERS(1, 0)};
    double *dgamma = VECTOR(1, 2), *dbeta = VECTOR(1, 3);
    given_values("gamma = {1}, beta = {0}, dgamma = {2}, dbeta = {3}");
    given_values("gamma = {1}, beta = {0}, dgamma = {2}, dbeta = {3}, rate = 0");
    expect_refusal("a rate of -0.1", subject_bn_sgd_step(1, dgamma, dbeta, -0.1, p.gamma, p.beta));
    expect_refusal("a rate of NaN", subject_bn_sgd_step(1, dgamma, dbeta, NAN, p.gamma, p.beta));
    subject_bn_sgd_step(1, dgamma, dbeta, 0, p.gamma, p.beta); /* 0 is allowed: a frozen layer */
    expect_parameters("gamma", p.gamma, VECTOR(1, 1), 1, 0);
}

static void probe_bn_sgd_step(void)
{
    static const double rate[] = {0.1, 0.5, 3, 0, -0.1, NAN};
    for (unsigned i = 0; i < COUNT(rate); i++) {
        double *dgamma = random_vector(10 + i, 4), *dbeta = random_vector(20 + i, 4);
        real *gamma = random_parameters(30 + i, 4, 0), *beta = random_parameters(40 + i, 4, 0);
        observe_refusal(refused(subject_bn_sgd_step(4, dgamma, dbeta, rate[i], gamma, beta)));
        observe_parameters(gamma, 4, 1e-9 + rounding(16, 10));
        observe_parameters(beta, 4, 1e-9 + rounding(16, 10));
        observe(dgamma, 4, 0);
        observe(dbeta, 4, 0);
    }
}

static const Test tests[] = {
    {4, "goes downhill", step_goes_downhill},
    {2, "each feature its own", step_of_each_feature},
    {2, "changes nothing else", step_changes_nothing_else},
    {2, "refuses a bad rate", step_refuses_a_bad_rate},
    {0},
};

EXERCISE(bn_sgd_step);
