/* Compensated sums (Kahan 1965): what each addition loses is carried along. The features stand in
   the outer loop of one function and in the inner loop of another. */
#include "forward_pass.h"

#include <math.h>

typedef struct {
    double sum, lost;
} Kahan;

static void add(Kahan *k, double value)
{
    double corrected = value - k->lost, sum = k->sum + corrected;
    k->lost = (sum - k->sum) - corrected;
    k->sum = sum;
}

void bn_mean(Matrix x, double *mean)
{
    require(x.rows >= 1, "the mean of a batch without examples");
    for (size_t d = 0; d < x.cols; d++) {
        Kahan k = {0, 0};
        for (size_t n = 0; n < x.rows; n++)
            add(&k, row(x, n)[d]);
        mean[d] = k.sum / (double)x.rows;
    }
}

void bn_variance(Matrix x, const double *mean, double *var)
{
    require(x.rows >= 1, "the variance of a batch without examples");
    for (size_t d = 0; d < x.cols; d++) {
        Kahan k = {0, 0};
        for (size_t n = x.rows; n-- > 0;)
            add(&k, (row(x, n)[d] - mean[d]) * (row(x, n)[d] - mean[d]));
        var[d] = k.sum / (double)x.rows;
    }
}

void bn_rstd(size_t D, const double *var, double eps, double *rstd)
{
    require(eps > 0, "eps is %g, it must be positive", eps);
    for (size_t d = 0; d < D; d++)
        rstd[d] = sqrt(1 / (var[d] + eps));
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
