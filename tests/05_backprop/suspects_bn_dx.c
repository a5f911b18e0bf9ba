/* Exercise 5.5, bn_dx: its common mistakes, and what is to be said of each. */

#include "backprop.h"
#include "tests/05_backprop/suspects.h"
#include "tests/harness/harness.h"

static void dx_with(Matrix dcentered, const double *dmean, Matrix dx, double by)
{
    for (size_t n = 0; n < dx.rows; n++)
        for (size_t d = 0; d < dx.cols; d++)
            row(dx, n)[d] = (real)(row(dcentered, n)[d] + dmean[d] * by);
}

static void dx_without_mean(Matrix dcentered, const double *dmean, Matrix dx)
{
    dx_with(dcentered, dmean, dx, 0);
}

static void dx_not_divided(Matrix dcentered, const double *dmean, Matrix dx)
{
    dx_with(dcentered, dmean, dx, 1);
}

static void dx_sign(Matrix dcentered, const double *dmean, Matrix dx)
{
    dx_with(dcentered, dmean, dx, -1 / (double)dx.rows);
}

static void dx_divided_by_D(Matrix dcentered, const double *dmean, Matrix dx)
{
    dx_with(dcentered, dmean, dx, 1 / (double)dx.cols);
}

static void dx_integer_division(Matrix dcentered, const double *dmean, Matrix dx)
{
    dx_with(dcentered, dmean, dx, (double)(1 / dx.rows));
}

static void dx_by_row(Matrix dcentered, const double *dmean, Matrix dx)
{
    for (size_t n = 0; n < dx.rows; n++)
        for (size_t d = 0; d < dx.cols; d++)
            row(dx, n)[d] = (real)(row(dcentered, n)[d] + dmean[n % dx.cols] / (double)dx.rows);
}

const Suspect suspects_bn_dx[] = {
    SUSPECT(dx_without_mean, HAND,
            "You left out the path through the mean. x is used twice in the forward pass, for "
            "centered and for the mean, so two parts arrive and are added."),
    SUSPECT(dx_not_divided, HAND,
            "You added the whole dmean to every example. The mean is an average: each example has "
            "a share of 1/N in it."),
    SUSPECT(
        dx_sign, HAND,
        "You subtracted the mean's part. It is added: the minus of this path is in dmean already."),
    SUSPECT(dx_divided_by_D, HAND,
            "You divided by the number of features. Divide by N, the number of examples "
            "(dcentered.rows)."),
    SUSPECT(dx_integer_division, HAND,
            "The mean's part is 0 in your dx. 1 / dcentered.rows divides whole numbers, and its "
            "result is 0 for every N above 1. Divide dmean[d], which is a double."),
    SUSPECT(dx_by_row, "features are kept apart",
            "You took dmean by the example's number. It belongs to features: dmean[d]."),
    {0},
};
