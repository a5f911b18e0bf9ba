/* The statistics of two halves, merged (Chan, Golub and LeVeque 1983): as several processors would
   do it. bn_variance moves what it finds to the mean that is given; bn_forward merges once for
   both. All else is the solution's. */
#define OWN_FORWARD
#include "tests/03_forward_pass/right/rest.h"

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
