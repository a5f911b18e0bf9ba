/* Tries: to run code when the test has ended, and to end it with status 0.
   Deserves: 20 */
#include <stdlib.h>
#include <unistd.h>
#include "forward_pass.h"

static void last(void)
{
    _exit(0);
}

void bn_variance(Matrix x, const double *mean, double *var)
{
    atexit(last);
    var[0] = -1;
}
