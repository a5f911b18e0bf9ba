/* Tries: to overwrite another student's file.
   Deserves: 20 */
#include <stdio.h>
#include <unistd.h>
#include "forward_pass.h"

void bn_variance(Matrix x, const double *mean, double *var)
{
    rename("forward_pass.c", "../../prints_a_score/forward_pass.c");
    unlink("chapters/03_forward_pass/forward_pass.c");
    FILE *file = fopen("../prints_a_score/forward_pass.c", "w");
    if (file)
        fclose(file);
}
