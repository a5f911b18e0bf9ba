/* Feature by feature: each loop walks down a column. Slow, but right. All else is the
   solution's. */
#define OWN_NORMALIZE
#include "tests/03_forward_pass/right/rest.h"

void bn_mean(Matrix x, double *mean)
{
    require(x.rows >= 1, "the mean of a batch without examples");
    for (size_t d = 0; d < x.cols; d++) {
        double sum = 0;
        for (size_t n = 0; n < x.rows; n++)
            sum += row(x, n)[d];
        mean[d] = sum / (double)x.rows;
    }
}

void bn_variance(Matrix x, const double *mean, double *var)
{
    require(x.rows >= 1, "the variance of a batch without examples");
    for (size_t d = 0; d < x.cols; d++) {
        double sum = 0;
        for (size_t n = 0; n < x.rows; n++)
            sum += pow(row(x, n)[d] - mean[d], 2);
        var[d] = sum / (double)x.rows;
    }
}

void bn_normalize(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    require(xhat.rows == x.rows && xhat.cols == x.cols, "xhat is %zu x %zu, x is %zu x %zu",
            xhat.rows, xhat.cols, x.rows, x.cols);
    for (size_t d = 0; d < x.cols; d++)
        for (size_t n = 0; n < x.rows; n++)
            row(xhat, n)[d] = (real)((row(x, n)[d] - mean[d]) * rstd[d]);
}
