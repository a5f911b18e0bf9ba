/* Exercise 3.3, bn_rstd: its common mistakes, and what is to be said of each. */

#include <math.h>

#include "forward_pass.h"
#include "tests/harness/harness.h"

static void rstd_of_variance(size_t D, const double *var, double eps, double *rstd)
{
    for (size_t d = 0; d < D; d++)
        rstd[d] = 1 / (var[d] + eps);
}

static void rstd_eps_outside(size_t D, const double *var, double eps, double *rstd)
{
    for (size_t d = 0; d < D; d++)
        rstd[d] = 1 / (sqrt(var[d]) + eps);
}

static void rstd_eps_twice(size_t D, const double *var, double eps, double *rstd)
{
    for (size_t d = 0; d < D; d++)
        rstd[d] = 1 / (sqrt(var[d] + eps) + eps);
}

static void rstd_without_eps(size_t D, const double *var, double eps, double *rstd)
{
    (void)eps;
    for (size_t d = 0; d < D; d++)
        rstd[d] = 1 / sqrt(var[d]);
}

static void rstd_own_eps(size_t D, const double *var, double eps, double *rstd)
{
    (void)eps;
    for (size_t d = 0; d < D; d++)
        rstd[d] = 1 / sqrt(var[d] + 1e-5);
}

static void rstd_larger_own_eps(size_t D, const double *var, double eps, double *rstd)
{
    (void)eps;
    for (size_t d = 0; d < D; d++)
        rstd[d] = 1 / sqrt(var[d] + 1e-3);
}

static void rstd_squared_eps(size_t D, const double *var, double eps, double *rstd)
{
    for (size_t d = 0; d < D; d++)
        rstd[d] = 1 / sqrt(var[d] + eps * eps);
}

static void rstd_at_least_eps(size_t D, const double *var, double eps, double *rstd)
{
    for (size_t d = 0; d < D; d++)
        rstd[d] = 1 / sqrt(var[d] > eps ? var[d] : eps);
}

static void rstd_is_sd(size_t D, const double *var, double eps, double *rstd)
{
    for (size_t d = 0; d < D; d++)
        rstd[d] = sqrt(var[d] + eps);
}

static void rstd_of_a_variance_in_float(size_t D, const double *var, double eps, double *rstd)
{
    for (size_t d = 0; d < D; d++)
        rstd[d] = (double)(1 / sqrtf((float)(var[d] + eps)));
}

const Suspect suspects_bn_rstd[] = {
    SUSPECT(rstd_of_variance, "the rstd of variance 1.25 is 0.8944",
            "You divided by the variance. The root is missing: 1 / sqrt(var + eps)."),
    SUSPECT(rstd_eps_outside, "eps stands under the root",
            "You added eps to the standard deviation. It belongs under the root: sqrt(var + eps)."),
    SUSPECT(rstd_eps_twice, "the rstd of variance 1.25 is 0.8944",
            "You added eps twice, under the root and outside of it. It belongs under the root "
            "only."),
    SUSPECT(rstd_without_eps, "finite for a constant feature",
            "You left eps out, so a constant feature is divided by 0. Add it under the root: "
            "sqrt(var + eps)."),
    SUSPECT(rstd_own_eps, "uses the eps that is given, if positive",
            "Your eps is always 1e-5. Use the argument."),
    SUSPECT(rstd_larger_own_eps, "uses the eps that is given, if positive",
            "Your eps is always 1e-3. Use the argument."),
    SUSPECT(rstd_squared_eps, "eps stands under the root",
            "You added the square of eps. eps is added to the variance as it is."),
    SUSPECT(rstd_at_least_eps, "eps stands under the root",
            "You took the larger of var and eps. eps is added, always."),
    SUSPECT(rstd_is_sd, "the rstd of variance 1.25 is 0.8944",
            "You return the standard deviation. rstd is 1 divided by it."),
    SUSPECT_BY(BY_ROUNDING, rstd_of_a_variance_in_float, "the rstd of variance 1.25 is 0.8944",
               "You computed in float. var and rstd are double: use sqrt, not sqrtf."),
    {0},
};
