/* Exercise 5.1, bn_drstd: its common mistakes, and what is to be said of each. */

#include "backprop.h"
#include "tests/05_backprop/suspects.h"
#include "tests/harness/harness.h"

static void drstd_from_x(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    (void)mean;
    for (size_t d = 0; d < x.cols; d++) {
        drstd[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            drstd[d] += (double)row(dxhat, n)[d] * row(x, n)[d];
    }
}

static void drstd_sums_dxhat(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    (void)mean;
    for (size_t d = 0; d < x.cols; d++) {
        drstd[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            drstd[d] += row(dxhat, n)[d];
    }
}

static void drstd_averaged(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    bn_drstd(dxhat, x, mean, drstd);
    scale(drstd, x.cols, 1 / (double)x.rows);
}

static void drstd_sign(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    bn_drstd(dxhat, x, mean, drstd);
    scale(drstd, x.cols, -1);
}

static void drstd_not_cleared(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            drstd[d] += row(dxhat, n)[d] * (row(x, n)[d] - mean[d]);
}

static void drstd_last_example(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            drstd[d] = row(dxhat, n)[d] * (row(x, n)[d] - mean[d]);
}

static void drstd_one_mean(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    for (size_t d = 0; d < x.cols; d++) {
        drstd[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            drstd[d] += row(dxhat, n)[d] * (row(x, n)[d] - mean[0]);
    }
}

static void drstd_centers_x(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    bn_drstd(dxhat, x, mean, drstd);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(x, n)[d] -= (real)mean[d];
}

const Suspect suspects_bn_drstd[] = {
    SUSPECT(drstd_from_x, HAND,
            "You multiplied dxhat by x. The forward pass multiplied rstd by x - mean, so that is "
            "the factor."),
    SUSPECT(drstd_sums_dxhat, HAND,
            "You added up dxhat alone. xhat = centered * rstd: the derivative by rstd is centered, "
            "so multiply each dxhat by x - mean before you add it."),
    SUSPECT(drstd_averaged, HAND,
            "You divided by N. rstd has a part in every xhat, and the parts add up: it is a sum."),
    SUSPECT(drstd_sign, HAND,
            "Your sign is wrong. Multiply by x - mean, not by mean - x; the minus of this path "
            "comes with dvar."),
    SUSPECT(drstd_not_cleared, HAND,
            "You add to what the array drstd held before the call. Set drstd[d] to 0 first."),
    SUSPECT(drstd_last_example, HAND,
            "You kept the last example's part only: = where += is meant. All N parts add up."),
    SUSPECT(drstd_one_mean, "features are kept apart",
            "You subtracted mean[0] from every feature. Feature d has mean[d]."),
    SUSPECT(
        drstd_centers_x, "changes nothing else",
        "You subtracted the mean from x itself. x is an input: keep the difference in a variable."),
    {0},
};
