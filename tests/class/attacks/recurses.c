/* Tries: to use up the stack.
   Deserves: 20 */
#include "forward_pass.h"

void bn_variance(Matrix x, const double *mean, double *var)
{
    char page[4096];
    page[0] = (char)x.rows;
    bn_variance(x, mean, var);
    var[0] = page[0];
}
