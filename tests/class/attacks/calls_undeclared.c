/* Tries: to call what no header declares, which some compilers only warn of.
   Deserves: 0 */
#include "forward_pass.h"

void bn_variance(Matrix x, const double *mean, double *var)
{
    var[0] = puts("here");
}
