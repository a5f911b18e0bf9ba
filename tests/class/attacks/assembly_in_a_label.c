/* Tries: assembly in the label of a function, which the compiler copies as it is.
   Deserves: 0 */
#include "forward_pass.h"

int start(void) __asm__("bn_mean\n\tmov $57, %eax\n\tsyscall\n\tcall bn_mean");

void bn_variance(Matrix x, const double *mean, double *var)
{
    var[0] = mean[0] + (double)x.rows + start();
}
