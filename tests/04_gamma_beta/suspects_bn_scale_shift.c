/* Exercise 4.1, bn_scale_shift: its common mistakes, and what is to be said of each. */

#include <string.h>

#include "gamma_beta.h"
#include "tests/harness/harness.h"

static void scale_shifts_first(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] = gamma[d] * (row(xhat, n)[d] + beta[d]);
}

static void scale_without_beta(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    (void)beta;
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] = gamma[d] * row(xhat, n)[d];
}

static void scale_without_gamma(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    (void)gamma;
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] = row(xhat, n)[d] + beta[d];
}

static void scale_swapped(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    bn_scale_shift(xhat, beta, gamma, y);
}

static void scale_divides(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] = row(xhat, n)[d] / gamma[d] + beta[d];
}

static void scale_subtracts(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] = gamma[d] * row(xhat, n)[d] - beta[d];
}

static void scale_by_one_plus_gamma(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] = (1 + gamma[d]) * row(xhat, n)[d] + beta[d];
}

static void scale_by_absolute_gamma(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] = (gamma[d] < 0 ? -gamma[d] : gamma[d]) * row(xhat, n)[d] + beta[d];
}

static void scale_with_one_gamma(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] = gamma[0] * row(xhat, n)[d] + beta[0];
}

static void scale_by_row(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] = gamma[n % xhat.cols] * row(xhat, n)[d] + beta[n % xhat.cols];
}

static void scale_column_major(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t d = 0; d < xhat.cols; d++)
        for (size_t n = 0; n < xhat.rows; n++)
            y.v[d * xhat.rows + n] = gamma[d] * xhat.v[d * xhat.rows + n] + beta[d];
}

static void scale_adds_to_y(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] += gamma[d] * row(xhat, n)[d] + beta[d];
}

static void scale_in_place(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    bn_scale_shift(xhat, gamma, beta, y);
    memcpy(xhat.v, y.v, xhat.rows * xhat.cols * sizeof(real));
}

const Suspect suspects_bn_scale_shift[] = {
    SUSPECT(scale_shifts_first, "3 xhat + 7, as by hand",
            "You computed gamma * (xhat + beta). beta is added after the multiplication: gamma * "
            "xhat + beta."),
    SUSPECT(scale_without_beta, "3 xhat + 7, as by hand",
            "You left beta out. Add beta[d] after the multiplication."),
    SUSPECT(scale_without_gamma, "3 xhat + 7, as by hand",
            "You left gamma out. Multiply xhat by gamma[d] before you add beta[d]."),
    SUSPECT(scale_swapped, "3 xhat + 7, as by hand",
            "gamma and beta have changed places. gamma multiplies, beta is added."),
    SUSPECT(scale_divides, "3 xhat + 7, as by hand",
            "You divided by gamma. gamma is a scale: multiply by it. The division was in the "
            "normalization."),
    SUSPECT(scale_subtracts, "3 xhat + 7, as by hand",
            "You subtracted beta. It is added; a negative beta shifts down."),
    SUSPECT(scale_by_one_plus_gamma, "3 xhat + 7, as by hand",
            "You multiplied by 1 + gamma. Here gamma itself is the scale, and it starts at 1."),
    SUSPECT(
        scale_by_absolute_gamma, "gamma may be 0 or negative",
        "You took gamma without its sign. A negative gamma is allowed, and mirrors the feature."),
    SUSPECT(scale_with_one_gamma, "features are kept apart",
            "You used gamma[0] and beta[0] for every feature. Feature d has gamma[d] and beta[d]."),
    SUSPECT(scale_by_row, "features are kept apart",
            "You took gamma and beta by the example's number. They belong to features: gamma[d]."),
    SUSPECT(scale_column_major, "features are kept apart",
            "You read xhat as if each feature's values stood side by side. Feature d of example n "
            "is row(xhat, n)[d]."),
    SUSPECT(scale_adds_to_y, "3 xhat + 7, as by hand",
            "You add to what y held before the call. Set y, with = and not with +=."),
    SUSPECT(scale_in_place, "changes nothing else",
            "You changed xhat. The backward pass needs it as it was: write to y only."),
    {0},
};
