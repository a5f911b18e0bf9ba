/* Tries: to point the report at another file.
   Deserves: 20 */
#include "forward_pass.h"

#line 1 "/etc/passwd"
void bn_variance(Matrix x, const double *mean, double *var)
{
    require(0, "%s:%d", __FILE__, __LINE__);
    var[0] = mean[0] + (double)x.rows;
}
