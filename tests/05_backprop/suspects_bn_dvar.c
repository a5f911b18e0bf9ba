/* Exercise 5.2, bn_dvar: its common mistakes, and what is to be said of each. */

#include <math.h>

#include "backprop.h"
#include "tests/05_backprop/suspects.h"
#include "tests/harness/harness.h"

static void dvar_power(size_t D, const double *drstd, const double *rstd, double *dvar,
                       double factor, double power)
{
    for (size_t d = 0; d < D; d++)
        dvar[d] = drstd[d] * factor * pow(rstd[d], power);
}

static void dvar_exponent_one_half(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    dvar_power(D, drstd, rstd, dvar, -0.5, 1);
}

static void dvar_squared(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    dvar_power(D, drstd, rstd, dvar, -0.5, 2);
}

static void dvar_of_rstd_as_var(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    dvar_power(D, drstd, rstd, dvar, -0.5, -1.5);
}

static void dvar_of_sd(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    dvar_power(D, drstd, rstd, dvar, -0.5, -3);
}

static void dvar_without_half(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    dvar_power(D, drstd, rstd, dvar, -1, 3);
}

static void dvar_sign(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    dvar_power(D, drstd, rstd, dvar, 0.5, 3);
}

static void dvar_three_halves(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    dvar_power(D, drstd, rstd, dvar, -1.5, 3);
}

static void dvar_integer_division(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    dvar_power(D, drstd, rstd, dvar, -1 / 2, 3);
}

static void dvar_without_drstd(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    (void)drstd;
    for (size_t d = 0; d < D; d++)
        dvar[d] = -0.5 * rstd[d] * rstd[d] * rstd[d];
}

const Suspect suspects_bn_dvar[] = {
    SUSPECT(dvar_exponent_one_half, "the exponent is -3/2: rstd to the third",
            "You multiplied by rstd once. The derivative of (var + eps)^(-1/2) has the exponent "
            "-3/2, one less: that is rstd * rstd * rstd."),
    SUSPECT(dvar_squared, "the exponent is -3/2: rstd to the third",
            "You multiplied by rstd twice. The derivative of (var + eps)^(-1/2) has the exponent "
            "-3/2: that is rstd three times."),
    SUSPECT(dvar_of_rstd_as_var, "the exponent is -3/2: rstd to the third",
            "You raised rstd to the power -3/2. That power belongs to var + eps; rstd is (var + "
            "eps)^(-1/2) already, so take rstd^3."),
    SUSPECT(dvar_of_sd, "the exponent is -3/2: rstd to the third",
            "You divided by rstd^3. rstd is one over the standard deviation already: multiply."),
    SUSPECT(dvar_without_half, HAND,
            "The factor 1/2 is missing: the exponent of (var + eps)^(-1/2) comes down in front."),
    SUSPECT(
        dvar_sign, HAND,
        "The minus is missing. A larger variance makes rstd smaller: the derivative is negative."),
    SUSPECT(dvar_three_halves, HAND,
            "You put the new exponent, -3/2, in front. It is the old one, -1/2, that comes down."),
    SUSPECT(dvar_integer_division, HAND,
            "All your dvar are 0. -1 / 2 divides whole numbers, and its result is 0. Write -0.5."),
    SUSPECT(dvar_without_drstd, HAND,
            "You computed the derivative of rstd by var, and stopped. The chain rule multiplies it "
            "by what arrives from above: drstd[d]."),
    {0},
};
