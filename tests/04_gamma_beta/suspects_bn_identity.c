/* Exercise 4.3, bn_identity: its common mistakes, and what is to be said of each. */

#include <math.h>

#include "gamma_beta.h"
#include "tests/harness/harness.h"

static void identity_without_eps(size_t D, const double *mean, const double *var, double eps,
                                 real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, gamma, beta);
    for (size_t d = 0; d < D; d++)
        gamma[d] = (real)sqrt(var[d]);
}

static void identity_own_eps(size_t D, const double *mean, const double *var, double eps,
                             real *gamma, real *beta)
{
    (void)eps;
    bn_identity(D, mean, var, 1e-5, gamma, beta);
}

static void identity_eps_outside(size_t D, const double *mean, const double *var, double eps,
                                 real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, gamma, beta);
    for (size_t d = 0; d < D; d++)
        gamma[d] = (real)(sqrt(var[d]) + eps);
}

static void identity_normalizes(size_t D, const double *mean, const double *var, double eps,
                                real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, gamma, beta);
    for (size_t d = 0; d < D; d++)
        gamma[d] = (real)(1 / sqrt(var[d] + eps));
}

static void identity_without_root(size_t D, const double *mean, const double *var, double eps,
                                  real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, gamma, beta);
    for (size_t d = 0; d < D; d++)
        gamma[d] = (real)(var[d] + eps);
}

static void identity_subtracts_mean(size_t D, const double *mean, const double *var, double eps,
                                    real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, gamma, beta);
    for (size_t d = 0; d < D; d++)
        beta[d] = -beta[d];
}

static void identity_scales_mean(size_t D, const double *mean, const double *var, double eps,
                                 real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, gamma, beta);
    for (size_t d = 0; d < D; d++)
        beta[d] = (real)(mean[d] / sqrt(var[d] + eps));
}

static void identity_only_scale(size_t D, const double *mean, const double *var, double eps,
                                real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, gamma, beta);
    for (size_t d = 0; d < D; d++)
        beta[d] = 0;
}

static void identity_starting_values(size_t D, const double *mean, const double *var, double eps,
                                     real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, gamma, beta);
    for (size_t d = 0; d < D; d++) {
        gamma[d] = 1;
        beta[d] = 0;
    }
}

static void identity_swapped(size_t D, const double *mean, const double *var, double eps,
                             real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, beta, gamma);
}

static void identity_of_first_feature(size_t D, const double *mean, const double *var, double eps,
                                      real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, gamma, beta);
    for (size_t d = 0; d < D; d++) {
        gamma[d] = gamma[0];
        beta[d] = beta[0];
    }
}

const Suspect suspects_bn_identity[] = {
    SUSPECT(
        identity_without_eps, "gamma is sqrt(var + eps)",
        "You left eps out. The normalization divided by sqrt(var + eps), so multiply by the same."),
    SUSPECT(identity_own_eps, "gamma is sqrt(var + eps)",
            "Your eps is always 1e-5. Use the argument."),
    SUSPECT(identity_eps_outside, "gamma is sqrt(var + eps)",
            "You added eps to the standard deviation. It belongs under the root: sqrt(var + eps)."),
    SUSPECT(identity_normalizes, "gamma is sqrt(var + eps)",
            "Your gamma is one over the standard deviation: that normalizes a second time. To undo "
            "the division, multiply: gamma = sqrt(var + eps)."),
    SUSPECT(identity_without_root, "gamma is sqrt(var + eps)",
            "Your gamma is var + eps. The root is missing: xhat was divided by sqrt(var + eps)."),
    SUSPECT(
        identity_subtracts_mean, "beta is the mean",
        "Your beta has the wrong sign. The normalization subtracted the mean; beta adds it again."),
    SUSPECT(identity_scales_mean, "beta is the mean",
            "You divided the mean by the standard deviation. beta is added after the "
            "multiplication by gamma, in the units of x: beta = mean."),
    SUSPECT(identity_only_scale, "beta is the mean",
            "Your beta is 0. The normalization subtracted the mean: add it again, beta = mean."),
    SUSPECT(identity_starting_values, "gamma is sqrt(var + eps)",
            "You set gamma to 1 and beta to 0. These make y equal to xhat. To get x back, gamma is "
            "sqrt(var + eps) and beta is the mean."),
    SUSPECT(identity_swapped, "gamma is sqrt(var + eps)",
            "gamma and beta have changed places. gamma is the standard deviation, beta the mean."),
    SUSPECT(identity_of_first_feature, "each feature has its own",
            "You used the statistics of feature 0 for all. Feature d has mean[d] and var[d]."),
    {0},
};
