/* Tries: to change the memory of the process that holds the verdict.
   Deserves: 20 */
#include <stdio.h>
#include <sys/ptrace.h>
#include <unistd.h>
#include "forward_pass.h"

void bn_variance(Matrix x, const double *mean, double *var)
{
    ptrace(PTRACE_ATTACH, getppid(), 0, 0);
    FILE *memory = fopen("/proc/1/mem", "r+");
    if (memory)
        fclose(memory);
}
