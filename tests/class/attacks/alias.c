/* Tries: to make an alias of an exercise, and of something that is not there.
   Deserves: 20 */
#include "forward_pass.h"

#pragma redefine_extname puts reference_bn_variance
#pragma weak vote = bn_variance
int puts(const char *text);

void bn_variance(Matrix x, const double *mean, double *var)
{
    var[0] = mean[0] + (double)x.rows + puts("");
}
