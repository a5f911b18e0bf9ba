/* No row(), no index of two: one pointer goes through x.v, and the feature starts over at each
   row's end. The sums run from the last number to the first. bn_forward is the solution's. */
#define OWN_RSTD
#define OWN_NORMALIZE
#include "tests/03_forward_pass/right/rest.h"

#include <string.h>

void bn_mean(Matrix x, double *mean)
{
    require(x.rows >= 1, "the mean of a batch without examples");
    memset(mean, 0, x.cols * sizeof *mean);
    for (const real *v = x.v + x.rows * x.cols; v > x.v;)
        for (size_t d = x.cols; d-- > 0;)
            mean[d] += *--v;
    for (double *m = mean; m < mean + x.cols; m++)
        *m /= (double)x.rows;
}

void bn_variance(Matrix x, const double *mean, double *var)
{
    require(x.rows >= 1, "the variance of a batch without examples");
    const real *end = x.v + x.rows * x.cols;
    memset(var, 0, x.cols * sizeof *var);
    for (const real *v = x.v; v < end;)
        for (size_t d = 0; d < x.cols; d++, v++)
            var[d] += (*v - mean[d]) * (*v - mean[d]);
    for (size_t d = 0; d < x.cols; d++)
        var[d] *= 1.0 / (double)x.rows;
}

void bn_rstd(size_t D, const double *var, double eps, double *rstd)
{
    require(eps > 0, "eps is %g, it must be positive", eps);
    while (D-- > 0)
        *rstd++ = pow(*var++ + eps, -0.5);
}

void bn_normalize(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    require(xhat.rows == x.rows && xhat.cols == x.cols, "xhat is %zu x %zu, x is %zu x %zu",
            xhat.rows, xhat.cols, x.rows, x.cols);
    for (size_t i = 0; i < x.rows * x.cols; i++)
        xhat.v[i] = (real)((x.v[i] - mean[i % x.cols]) / (1 / rstd[i % x.cols]));
}
