/* Tries: to call a forbidden function by another name.
   Deserves: 20 */
#include "forward_pass.h"

int start(void) __asm__("fork");

void bn_variance(Matrix x, const double *mean, double *var)
{
    var[0] = mean[0] + (double)x.rows + start();
}
