/* Tries: to end the process by a system call in assembly.
   Deserves: 0 */
#include "forward_pass.h"

void bn_variance(Matrix x, const double *mean, double *var)
{
    __asm__ volatile("syscall" : : "a"(231L), "D"(0L) : "rcx", "r11", "memory");
    var[0] = mean[0] + (double)x.rows;
}
