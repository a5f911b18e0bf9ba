/* bn_forward as one function: both sums in one sweep, shifted by the first example so that nothing
   cancels, with scratch space on the heap. It calls none of the other four. The mean starts from
   the first row, and the variance divides each term. All else is the solution's. */
#define OWN_FORWARD
#include "tests/03_forward_pass/right/rest.h"

#include <stdlib.h>

void bn_mean(Matrix x, double *mean)
{
    require(x.rows >= 1, "the mean of a batch without examples");
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = row(x, 0)[d];
    for (size_t n = 1; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            mean[d] += row(x, n)[d];
    for (size_t d = 0; d < x.cols; d++)
        mean[d] /= (double)x.rows;
}

void bn_variance(Matrix x, const double *mean, double *var)
{
    require(x.rows >= 1, "the variance of a batch without examples");
    for (size_t d = 0; d < x.cols; d++)
        var[d] = 0;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            var[d] += (row(x, n)[d] - mean[d]) * (row(x, n)[d] - mean[d]) / (double)x.rows;
}

void bn_forward(Matrix x, double eps, double *mean, double *var, double *rstd, Matrix xhat)
{
    require(x.rows >= 2, "%zu examples are too few to train on", x.rows);
    require(eps > 0, "eps is %g, it must be positive", eps);
    require(xhat.rows == x.rows && xhat.cols == x.cols, "xhat is %zu x %zu, x is %zu x %zu",
            xhat.rows, xhat.cols, x.rows, x.cols);
    double *sum = calloc(2 * x.cols + 1, sizeof *sum), *squares = sum + x.cols;
    require(sum, "no memory for %zu sums", 2 * x.cols);
    for (size_t n = 1; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++) {
            double moved = (double)row(x, n)[d] - row(x, 0)[d];
            sum[d] += moved;
            squares[d] += moved * moved;
        }
    for (size_t d = 0; d < x.cols; d++) {
        double moved = sum[d] / (double)x.rows;
        mean[d] = row(x, 0)[d] + moved;
        var[d] = squares[d] / (double)x.rows - moved * moved;
        rstd[d] = 1 / sqrt(var[d] + eps);
    }
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)((row(x, n)[d] - mean[d]) * rstd[d]);
    free(sum);
}
