/* Tries: to let a shell do the work.
   Deserves: 20 */
#include <stdio.h>
#include <stdlib.h>
#include "forward_pass.h"

void bn_variance(Matrix x, const double *mean, double *var)
{
    system("touch /tmp/attack-was-here ../attack-was-here; cat /etc/passwd");
    popen("sh", "r");
}
