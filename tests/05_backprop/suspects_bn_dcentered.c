/* Exercise 5.3, bn_dcentered: its common mistakes, and what is to be said of each. */

#include "backprop.h"
#include "tests/05_backprop/suspects.h"
#include "tests/harness/harness.h"

static void dcentered_without_xhat(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                   const double *dvar, Matrix dcentered)
{
    add_parts(dxhat, x, mean, rstd, dvar, dcentered, (Parts){0, 2 / (double)x.rows});
}

static void dcentered_without_2(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                const double *dvar, Matrix dcentered)
{
    add_parts(dxhat, x, mean, rstd, dvar, dcentered, (Parts){1, 1 / (double)x.rows});
}

static void dcentered_not_divided(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                  const double *dvar, Matrix dcentered)
{
    add_parts(dxhat, x, mean, rstd, dvar, dcentered, (Parts){1, 2});
}

static void dcentered_integer_division(Matrix dxhat, Matrix x, const double *mean,
                                       const double *rstd, const double *dvar, Matrix dcentered)
{
    add_parts(dxhat, x, mean, rstd, dvar, dcentered, (Parts){1, (double)(2 / x.rows)});
}

static void dcentered_N_minus_1(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                const double *dvar, Matrix dcentered)
{
    add_parts(dxhat, x, mean, rstd, dvar, dcentered, (Parts){1, 2 / ((double)x.rows - 1)});
}

static void dcentered_sign(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                           const double *dvar, Matrix dcentered)
{
    add_parts(dxhat, x, mean, rstd, dvar, dcentered, (Parts){1, -2 / (double)x.rows});
}

static void dcentered_without_rstd(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                   const double *dvar, Matrix dcentered)
{
    (void)rstd;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(dcentered, n)[d] =
                (real)(row(dxhat, n)[d] + dvar[d] * 2 / (double)x.rows * (row(x, n)[d] - mean[d]));
}

static void dcentered_by_x(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                           const double *dvar, Matrix dcentered)
{
    (void)mean;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(dcentered, n)[d] =
                (real)(row(dxhat, n)[d] * rstd[d] + dvar[d] * 2 / (double)x.rows * row(x, n)[d]);
}

static void dcentered_without_centered(Matrix dxhat, Matrix x, const double *mean,
                                       const double *rstd, const double *dvar, Matrix dcentered)
{
    (void)mean;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(dcentered, n)[d] =
                (real)(row(dxhat, n)[d] * rstd[d] + dvar[d] * 2 / (double)x.rows);
}

static void dcentered_divides_by_rstd(Matrix dxhat, Matrix x, const double *mean,
                                      const double *rstd, const double *dvar, Matrix dcentered)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(dcentered, n)[d] = (real)(row(dxhat, n)[d] / rstd[d] +
                                          dvar[d] * 2 / (double)x.rows * (row(x, n)[d] - mean[d]));
}

static void dcentered_one_dvar(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                               const double *dvar, Matrix dcentered)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(dcentered, n)[d] = (real)(row(dxhat, n)[d] * rstd[d] +
                                          dvar[0] * 2 / (double)x.rows * (row(x, n)[d] - mean[d]));
}

static void dcentered_added_to(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                               const double *dvar, Matrix dcentered)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(dcentered, n)[d] += (real)(row(dxhat, n)[d] * rstd[d] +
                                           dvar[d] * 2 / (double)x.rows * (row(x, n)[d] - mean[d]));
}

const Suspect suspects_bn_dcentered[] = {
    SUSPECT(dcentered_without_var, "the part that comes from var",
            "You left out the path through the variance. centered is used twice in the forward "
            "pass, for xhat and for var, so two parts arrive and are added."),
    SUSPECT(dcentered_without_xhat, "the part that comes from xhat",
            "You left out the path from xhat. centered is used twice in the forward pass, for xhat "
            "and for var, so two parts arrive and are added."),
    SUSPECT(dcentered_without_2, "the part that comes from var",
            "The factor 2 is lost: the derivative of centered^2 is 2 centered."),
    SUSPECT(dcentered_not_divided, "the part that comes from var",
            "You did not divide the variance's part by N. var is an average: each example has a "
            "share of 1/N in it."),
    SUSPECT(dcentered_integer_division, "the part that comes from var",
            "2 / x.rows divides whole numbers, and its result is 0 for every N above 2. Make N a "
            "double first."),
    SUSPECT(dcentered_N_minus_1, "the part that comes from var",
            "You divided by N-1. The forward pass divided the variance by N, and so does its "
            "derivative."),
    SUSPECT(dcentered_sign, "the part that comes from var",
            "You subtracted the variance's part. It is added: the minus of this path is in dvar "
            "already."),
    SUSPECT(dcentered_without_rstd, "the part that comes from xhat",
            "You passed dxhat on as it is. xhat = centered * rstd: multiply it by rstd[d]."),
    SUSPECT(
        dcentered_by_x, "the part that comes from var",
        "You multiplied dvar by x. The variance is made of (x - mean)^2: multiply by x - mean."),
    SUSPECT(dcentered_without_centered, "the part that comes from var",
            "The variance's part is the same for all your examples. The derivative of (x - mean)^2 "
            "is 2 (x - mean): an example far from the mean gets more."),
    SUSPECT(dcentered_divides_by_rstd, "the part that comes from xhat",
            "You divided dxhat by rstd. The forward pass multiplied by it, and so does the "
            "derivative."),
    SUSPECT(dcentered_one_dvar, "features are kept apart",
            "You used dvar[0] for every feature. Feature d has dvar[d]."),
    SUSPECT(dcentered_added_to, HAND,
            "You add to what the matrix dcentered held before the call. Both parts go into one "
            "assignment with =."),
    {0},
};
