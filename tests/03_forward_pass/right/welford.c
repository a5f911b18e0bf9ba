/* Running statistics in one sweep (Welford 1962). The variance is asked for around the mean that is
   given: the deviations from it are followed, and the square of their own mean is added. All else
   is the solution's. */
#include "tests/03_forward_pass/right/rest.h"

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
