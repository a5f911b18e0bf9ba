/* Running statistics in one sweep (Welford 1962). The variance is asked for around the mean that is
   given: the deviations from it are followed, and the square of their own mean is added. */
#include "forward_pass.h"

#include <math.h>

void bn_mean(Matrix x, double *mean)
{
    require(x.rows >= 1, "the mean of a batch without examples");
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = 0;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            mean[d] += (row(x, n)[d] - mean[d]) / (double)(n + 1);
}

void bn_variance(Matrix x, const double *mean, double *var)
{
    require(x.rows >= 1, "the variance of a batch without examples");
    for (size_t d = 0; d < x.cols; d++) {
        double m = 0, squares = 0;
        for (size_t n = 0; n < x.rows; n++) {
            double deviation = row(x, n)[d] - mean[d], before = deviation - m;
            m += before / (double)(n + 1);
            squares += before * (deviation - m);
        }
        var[d] = squares / (double)x.rows + m * m;
    }
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
