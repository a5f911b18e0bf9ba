/* Tries: to fill the disk with what it prints.
   Deserves: 20 */
#include <stdio.h>
#include "forward_pass.h"

void bn_variance(Matrix x, const double *mean, double *var)
{
    for (;;)
        printf("%01000d\n", 0);
}
