/* Tries: to jump out of the function, past what the test expects.
   Deserves: 20 */
#include <setjmp.h>
#include "forward_pass.h"

void bn_variance(Matrix x, const double *mean, double *var)
{
    jmp_buf *anywhere = (jmp_buf *)(void *)var;
    longjmp(*anywhere, 1);
}
