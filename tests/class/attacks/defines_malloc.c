/* Tries: to put its own malloc in place of the one that the tests use.
   Deserves: 20 */
#include <stdlib.h>
#include "forward_pass.h"

void *malloc(size_t size);
void *malloc(size_t size)
{
    static char memory[1 << 20];
    (void)size;
    return memory;
}

void bn_variance(Matrix x, const double *mean, double *var)
{
    var[0] = mean[0] + (double)x.rows;
}
