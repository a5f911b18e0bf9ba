/* Everything in long double, rounded once at the end. bn_forward is the solution's. */
#define OWN_RSTD
#define OWN_NORMALIZE
#include "tests/03_forward_pass/right/rest.h"

void bn_mean(Matrix x, double *mean)
{
    require(x.rows >= 1, "the mean of a batch without examples");
    for (size_t d = 0; d < x.cols; d++) {
        long double sum = 0;
        for (size_t n = 0; n < x.rows; n++)
            sum += row(x, n)[d];
        mean[d] = (double)(sum / x.rows);
    }
}

void bn_variance(Matrix x, const double *mean, double *var)
{
    require(x.rows >= 1, "the variance of a batch without examples");
    for (size_t d = 0; d < x.cols; d++) {
        long double sum = 0;
        for (size_t n = 0; n < x.rows; n++) {
            long double deviation = (long double)row(x, n)[d] - mean[d];
            sum += deviation * deviation;
        }
        var[d] = (double)(sum / x.rows);
    }
}

void bn_rstd(size_t D, const double *var, double eps, double *rstd)
{
    require(eps > 0, "eps is %g, it must be positive", eps);
    for (size_t d = 0; d < D; d++)
        rstd[d] = (double)(1 / sqrtl((long double)var[d] + eps));
}

void bn_normalize(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    require(xhat.rows == x.rows && xhat.cols == x.cols, "xhat is %zu x %zu, x is %zu x %zu",
            xhat.rows, xhat.cols, x.rows, x.cols);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)(((long double)row(x, n)[d] - mean[d]) * rstd[d]);
}
