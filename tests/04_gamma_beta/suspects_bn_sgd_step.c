/* Exercise 4.5, bn_sgd_step: its common mistakes, and what is to be said of each. */

#include "gamma_beta.h"
#include "tests/harness/harness.h"

static void step_uphill(size_t D, const double *dgamma, const double *dbeta, double rate,
                        real *gamma, real *beta)
{
    require(rate >= 0, "rate %g", rate);
    for (size_t d = 0; d < D; d++) {
        gamma[d] += (real)(rate * dgamma[d]);
        beta[d] += (real)(rate * dbeta[d]);
    }
}

static void step_without_rate(size_t D, const double *dgamma, const double *dbeta, double rate,
                              real *gamma, real *beta)
{
    require(rate >= 0, "rate %g", rate);
    bn_sgd_step(D, dgamma, dbeta, 1, gamma, beta);
}

static void step_swapped(size_t D, const double *dgamma, const double *dbeta, double rate,
                         real *gamma, real *beta)
{
    bn_sgd_step(D, dbeta, dgamma, rate, gamma, beta);
}

static void step_one(size_t D, const double *gradient, double rate, real *parameter)
{
    require(rate >= 0, "rate %g", rate);
    for (size_t d = 0; d < D; d++)
        parameter[d] = (real)(parameter[d] - rate * gradient[d]);
}

static void step_gamma_only(size_t D, const double *dgamma, const double *dbeta, double rate,
                            real *gamma, real *beta)
{
    step_one(D, dgamma, rate, gamma);
}

static void step_beta_only(size_t D, const double *dgamma, const double *dbeta, double rate,
                           real *gamma, real *beta)
{
    step_one(D, dbeta, rate, beta);
}

static void step_gamma_with_dbeta(size_t D, const double *dgamma, const double *dbeta, double rate,
                                  real *gamma, real *beta)
{
    (void)dgamma;
    bn_sgd_step(D, dbeta, dbeta, rate, gamma, beta);
}

static void step_beta_with_dgamma(size_t D, const double *dgamma, const double *dbeta, double rate,
                                  real *gamma, real *beta)
{
    (void)dbeta;
    bn_sgd_step(D, dgamma, dgamma, rate, gamma, beta);
}

static void step_averages(size_t D, const double *dgamma, const double *dbeta, double rate,
                          real *gamma, real *beta)
{
    bn_sgd_step(D, dgamma, dbeta, rate / (double)(D > 0 ? D : 1), gamma, beta);
}

static void step_forgets_the_place(size_t D, const double *dgamma, const double *dbeta, double rate,
                                   real *gamma, real *beta)
{
    require(rate >= 0, "rate %g", rate);
    for (size_t d = 0; d < D; d++)
        gamma[d] = beta[d] = 0;
    bn_sgd_step(D, dgamma, dbeta, rate, gamma, beta);
}

static void step_multiplies(size_t D, const double *dgamma, const double *dbeta, double rate,
                            real *gamma, real *beta)
{
    require(rate >= 0, "rate %g", rate);
    for (size_t d = 0; d < D; d++) {
        gamma[d] *= (real)(1 - rate * dgamma[d]);
        beta[d] *= (real)(1 - rate * dbeta[d]);
    }
}

static void step_of_first_feature(size_t D, const double *dgamma, const double *dbeta, double rate,
                                  real *gamma, real *beta)
{
    for (size_t d = 0; d < D; d++)
        bn_sgd_step(1, dgamma, dbeta, rate, gamma + d, beta + d);
}

static void step_accepts_any_rate(size_t D, const double *dgamma, const double *dbeta, double rate,
                                  real *gamma, real *beta)
{
    for (size_t d = 0; d < D; d++) {
        gamma[d] = (real)(gamma[d] - rate * dgamma[d]);
        beta[d] = (real)(beta[d] - rate * dbeta[d]);
    }
}

static void step_accepts_nan(size_t D, const double *dgamma, const double *dbeta, double rate,
                             real *gamma, real *beta)
{
    require(!(rate < 0), "rate %g", rate);
    step_accepts_any_rate(D, dgamma, dbeta, rate, gamma, beta);
}

static void step_refuses_zero(size_t D, const double *dgamma, const double *dbeta, double rate,
                              real *gamma, real *beta)
{
    require(rate > 0, "rate %g", rate);
    step_accepts_any_rate(D, dgamma, dbeta, rate, gamma, beta);
}

const Suspect suspects_bn_sgd_step[] = {
    SUSPECT(step_uphill, "goes downhill",
            "You added the gradient. It points uphill, where the loss grows: subtract it."),
    SUSPECT(step_without_rate, "goes downhill",
            "You left the rate out. The step is rate * gradient."),
    SUSPECT(step_swapped, "goes downhill",
            "The gradients have changed places. gamma moves by dgamma, beta by dbeta."),
    SUSPECT(step_gamma_only, "goes downhill",
            "beta stays where it is. It takes a step too, by dbeta."),
    SUSPECT(step_beta_only, "goes downhill",
            "gamma stays where it is. It takes a step too, by dgamma."),
    SUSPECT(step_gamma_with_dbeta, "goes downhill",
            "You moved gamma by dbeta. Its own gradient is dgamma."),
    SUSPECT(step_beta_with_dgamma, "goes downhill",
            "You moved beta by dgamma. Its own gradient is dbeta."),
    SUSPECT(step_averages, "each feature its own",
            "You divided the step by the number of features. Each parameter takes its full step."),
    SUSPECT(step_forgets_the_place, "goes downhill",
            "You set the parameters to -rate * gradient. The step starts where they are: subtract "
            "it from gamma[d] and beta[d]."),
    SUSPECT(
        step_multiplies, "goes downhill",
        "You multiplied the parameter by 1 - rate * gradient. Subtract rate * gradient from it."),
    SUSPECT(
        step_of_first_feature, "each feature its own",
        "You used dgamma[0] and dbeta[0] for every feature. Feature d has dgamma[d] and dbeta[d]."),
    SUSPECT(step_accepts_any_rate, "refuses a bad rate",
            "You accept a negative rate. It would climb the loss: refuse it with require."),
    SUSPECT(step_accepts_nan, "refuses a bad rate",
            "You accept a rate that is not a number. Write the condition as rate >= 0, which is "
            "false for a NaN."),
    SUSPECT(step_refuses_zero, "refuses a bad rate",
            "You refuse a rate of 0. It is allowed: it leaves gamma and beta as they are."),
    {0},
};
