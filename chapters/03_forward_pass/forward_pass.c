#include "forward_pass.h"

#include <math.h>

/* 3.1   mean[d] = (1/N) * sum over n of x[n][d]
   Set the sums to 0; add row after row; divide. */
void bn_mean(Matrix x, double mean[x.cols])
{
    require(x.rows >= 1, "the mean of a batch without examples");
    TODO("3.1");
}

/* 3.2   var[d] = (1/N) * sum over n of (x[n][d] - mean[d])^2
   Set the sums to 0; add the squared deviations row after row; divide. */
void bn_variance(Matrix x, const double mean[x.cols], double var[x.cols])
{
    require(x.rows >= 1, "the variance of a batch without examples");
    TODO("3.2");
}

/* 3.3   rstd[d] = 1 / sqrt(var[d] + eps) */
void bn_rstd(size_t D, const double var[D], double eps, double rstd[D])
{
    require(eps > 0, "eps is %g, it must be positive", eps);
    TODO("3.3");
}

/* 3.4   xhat[n][d] = (x[n][d] - mean[d]) * rstd[d] */
void bn_normalize(Matrix x, const double mean[x.cols], const double rstd[x.cols], Matrix xhat)
{
    require(xhat.rows == x.rows && xhat.cols == x.cols, "xhat is %zu x %zu, x is %zu x %zu",
            xhat.rows, xhat.cols, x.rows, x.cols);
    TODO("3.4");
}

/* 3.5   Refuse fewer than two examples (with require, and say how many there were);
   then mean, var, rstd and xhat, by the functions above. */
void bn_forward(Matrix x, double eps, double mean[x.cols], double var[x.cols], double rstd[x.cols],
                Matrix xhat)
{
    TODO("3.5");
}
