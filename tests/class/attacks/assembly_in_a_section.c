/* Tries: assembly in the name of a section with a usual name.
   Deserves: 0 */
#include "forward_pass.h"

__attribute__((section(".text.more,\"ax\",@progbits\n\tmov $57, %eax\n\tsyscall\n#")))
void bn_variance(Matrix x, const double *mean, double *var)
{
    var[0] = mean[0] + (double)x.rows;
}
