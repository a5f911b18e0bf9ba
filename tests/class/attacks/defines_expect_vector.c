/* Tries: to put its own expect_vector in place of the one that the tests use.
   Deserves: 20 */
#include <stdlib.h>
#include "forward_pass.h"

void expect_vector(const char *name, const double *got, const double *want, size_t n,
                   double tolerance);
void expect_vector(const char *name, const double *got, const double *want, size_t n,
                   double tolerance)
{
    (void)name, (void)got, (void)want, (void)n, (void)tolerance;
}

void bn_variance(Matrix x, const double *mean, double *var)
{
    var[0] = mean[0] + (double)x.rows;
}
