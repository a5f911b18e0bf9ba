/* Sums by halves: the rounding error grows with log N, not with N. */
#include "forward_pass.h"

#include <math.h>

static double sum_of(Matrix x, size_t d, double center, int power)
{
    if (x.rows == 1)
        return pow(row(x, 0)[d] - center, power);
    size_t half = x.rows / 2;
    return sum_of(matrix_rows(x, 0, half), d, center, power) +
           sum_of(matrix_rows(x, half, x.rows - half), d, center, power);
}

void bn_mean(Matrix x, double *mean)
{
    require(x.rows >= 1, "the mean of a batch without examples");
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = sum_of(x, d, 0, 1) / (double)x.rows;
}

void bn_variance(Matrix x, const double *mean, double *var)
{
    require(x.rows >= 1, "the variance of a batch without examples");
    for (size_t d = 0; d < x.cols; d++)
        var[d] = sum_of(x, d, mean[d], 2) / (double)x.rows;
}

void bn_rstd(size_t D, const double *var, double eps, double *rstd)
{
    require(eps > 0, "eps is %g, it must be positive", eps);
    for (size_t d = 0; d < D; d++)
        rstd[d] = 1 / sqrt(var[d] + eps);
}

void bn_normalize(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    require(xhat.rows == x.rows && xhat.cols == x.cols, "xhat is %zu x %zu, x is %zu x %zu",
            xhat.rows, xhat.cols, x.rows, x.cols);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)((row(x, n)[d] - mean[d]) * rstd[d]);
}

void bn_forward(Matrix x, double eps, double *mean, double *var, double *rstd, Matrix xhat)
{
    require(x.rows >= 2, "%zu examples are too few to train on", x.rows);
    bn_mean(x, mean);
    bn_variance(x, mean, var);
    bn_rstd(x.cols, var, eps, rstd);
    bn_normalize(x, mean, rstd, xhat);
}
