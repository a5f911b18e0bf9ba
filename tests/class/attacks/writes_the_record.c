/* Tries: to write a record of its own into the files that the grader may read.
   Deserves: 20 */
#include <stdio.h>
#include "forward_pass.h"

void bn_variance(Matrix x, const double *mean, double *var)
{
    static const char *const paths[] = {"record", "record.tsv", "/tmp/record.tsv", "../record",
                                        "/tmp/attack-was-here"};
    for (int i = 0; i < 5; i++) {
        FILE *file = fopen(paths[i], "w");
        if (file) {
            fputs("3.2.1\t6\t6\tok\n", file);
            fclose(file);
        }
    }
}
