/* Compensated sums (Kahan 1965): what each addition loses is carried along. The rows are added
   first to last for the mean, last to first for the variance; rstd is a root of 1 / (var + eps).
   All else is the solution's. */
#define OWN_RSTD
#include "tests/03_forward_pass/right/rest.h"

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
