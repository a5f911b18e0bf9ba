/* Exercise 3.4, bn_normalize: its common mistakes, and what is to be said of each. */

#include <math.h>
#include <string.h>

#include "forward_pass.h"
#include "tests/harness/harness.h"

static void normalize_only_centers(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    (void)rstd;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)(row(x, n)[d] - mean[d]);
}

static void normalize_only_scales(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    (void)mean;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)(row(x, n)[d] * rstd[d]);
}

static void normalize_divides_by_rstd(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)((row(x, n)[d] - mean[d]) / rstd[d]);
}

static void normalize_precedence(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)(row(x, n)[d] - mean[d] * rstd[d]);
}

static void normalize_sign(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)((mean[d] - row(x, n)[d]) * rstd[d]);
}

static void normalize_own_statistics(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    (void)mean;
    (void)rstd;
    for (size_t d = 0; d < x.cols; d++) {
        double m = 0, v = 0;
        for (size_t n = 0; n < x.rows; n++)
            m += row(x, n)[d] / (double)x.rows;
        for (size_t n = 0; n < x.rows; n++)
            v += (row(x, n)[d] - m) * (row(x, n)[d] - m) / (double)x.rows;
        for (size_t n = 0; n < x.rows; n++)
            row(xhat, n)[d] = (real)((row(x, n)[d] - m) / sqrt(v + 1e-5));
    }
}

static void normalize_first_feature_only(Matrix x, const double *mean, const double *rstd,
                                         Matrix xhat)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)((row(x, n)[d] - mean[0]) * rstd[0]);
}

static void normalize_statistics_by_row(Matrix x, const double *mean, const double *rstd,
                                        Matrix xhat)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)((row(x, n)[d] - mean[n % x.cols]) * rstd[n % x.cols]);
}

static void normalize_column_major(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    for (size_t d = 0; d < x.cols; d++)
        for (size_t n = 0; n < x.rows; n++)
            xhat.v[d * x.rows + n] = (real)((x.v[d * x.rows + n] - mean[d]) * rstd[d]);
}

static void normalize_in_place(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    bn_normalize(x, mean, rstd, xhat);
    memcpy(x.v, xhat.v, x.rows * x.cols * sizeof(real));
}

static void normalize_into_x(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    (void)xhat;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(x, n)[d] = (real)((row(x, n)[d] - mean[d]) * rstd[d]);
}

static void normalize_clips(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    bn_normalize(x, mean, rstd, xhat);
    for (size_t i = 0; i < x.rows * x.cols; i++)
        xhat.v[i] = xhat.v[i] > 1 ? 1 : xhat.v[i] < -1 ? -1 : xhat.v[i];
}

const Suspect suspects_bn_normalize[] = {
    SUSPECT(normalize_only_centers, "{1, 2, 3, 4}, as by hand",
            "You subtracted the mean and stopped. Multiply by rstd[d] too."),
    SUSPECT(normalize_only_scales, "{1, 2, 3, 4}, as by hand",
            "You multiplied by rstd without subtracting the mean first. It is (x - mean) * rstd."),
    SUSPECT(normalize_divides_by_rstd, "{1, 2, 3, 4}, as by hand",
            "You divided by rstd. It is one over the standard deviation already: multiply."),
    SUSPECT(normalize_precedence, "{1, 2, 3, 4}, as by hand",
            "You computed x - (mean * rstd). Parentheses are missing: (x - mean) * rstd."),
    SUSPECT(normalize_sign, "{1, 2, 3, 4}, as by hand",
            "Your signs are the wrong way round: x - mean, not mean - x."),
    SUSPECT(normalize_own_statistics, "uses the statistics that are given",
            "You computed the mean and the variance of x anew. Use those that are given: in a "
            "trained network they come from earlier batches."),
    SUSPECT(normalize_first_feature_only, "features are kept apart",
            "You used mean[0] and rstd[0] for every feature. Feature d has mean[d] and rstd[d]."),
    SUSPECT(normalize_statistics_by_row, "features are kept apart",
            "You took the statistics by the example's number. They belong to features: mean[d]."),
    SUSPECT(normalize_column_major, "features are kept apart",
            "You read x as if each feature's values stood side by side. Feature d of example n is "
            "row(x, n)[d]."),
    SUSPECT(
        normalize_in_place, "changes nothing else",
        "You changed x. It is an input: write to xhat only. The backward pass needs x as it was."),
    SUSPECT(normalize_into_x, "{1, 2, 3, 4}, as by hand",
            "You wrote the result into x. It goes to xhat; x is an input."),
    SUSPECT(normalize_clips, "{1, 2, 3, 4}, as by hand",
            "You cut the values off at -1 and 1. Normalized values have standard deviation 1; they "
            "may be as large as sqrt(N - 1)."),
    {0},
};
