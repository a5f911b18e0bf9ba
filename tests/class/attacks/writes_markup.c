/* Tries: to put a script into the feedback page, by the message of a refusal.
   Deserves: 20 */
#include "forward_pass.h"

void bn_variance(Matrix x, const double *mean, double *var)
{
    require(0, "<script>alert(1)</script> & \"quotes\" ]]> \x1b[31m \x01 | `code` "
               "[link](javascript:alert(1))");
}
