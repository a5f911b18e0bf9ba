/* Tries: to use up the memory.
   Deserves: 20 */
#include <stdlib.h>
#include "forward_pass.h"

void bn_variance(Matrix x, const double *mean, double *var)
{
    for (;;) {
        char *block = malloc(64 << 20);
        for (size_t i = 0; block && i < 64 << 20; i += 4096)
            block[i] = 1;
    }
}
