/* Tries: never to return.
   Deserves: 20 */
#include "forward_pass.h"

void bn_variance(Matrix x, const double *mean, double *var)
{
    for (volatile int i = 0;; i++)
        continue;
}
