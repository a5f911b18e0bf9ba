/* The statistics of two halves, merged (Chan, Golub and LeVeque 1983): as several processors would
   do it. bn_variance moves what it finds to the mean that is given. */
#include "forward_pass.h"

#include <math.h>

typedef struct {
    double count, mean, squares; /* squares: the sum of the squared deviations from the mean */
} Part;

static Part part_of(Matrix x, size_t d)
{
    if (x.rows == 1)
        return (Part){1, row(x, 0)[d], 0};
    Part a = part_of(matrix_rows(x, 0, x.rows / 2), d);
    Part b = part_of(matrix_rows(x, x.rows / 2, x.rows - x.rows / 2), d);
    double count = a.count + b.count, apart = b.mean - a.mean;
    return (Part){count, a.mean + apart * b.count / count,
                  a.squares + b.squares + apart * apart * a.count * b.count / count};
}

void bn_mean(Matrix x, double *mean)
{
    require(x.rows >= 1, "the mean of a batch without examples");
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = part_of(x, d).mean;
}

void bn_variance(Matrix x, const double *mean, double *var)
{
    require(x.rows >= 1, "the variance of a batch without examples");
    for (size_t d = 0; d < x.cols; d++) {
        Part all = part_of(x, d);
        double off = all.mean - mean[d];
        var[d] = all.squares / all.count + off * off;
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
    require(eps > 0, "eps is %g, it must be positive", eps);
    for (size_t d = 0; d < x.cols; d++) {
        Part all = part_of(x, d);
        mean[d] = all.mean;
        var[d] = all.squares / all.count;
        rstd[d] = 1 / sqrt(var[d] + eps);
    }
    bn_normalize(x, mean, rstd, xhat);
}
