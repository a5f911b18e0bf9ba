/* Tries: to confuse what reads its text: bytes that are no characters, in messages and comments.
   Deserves: 20 */
#include "forward_pass.h"

/* ÿşÃ( ¡í € */
void bn_variance(Matrix x, const double *mean, double *var)
{
    require(0, "ÿşÃ( ¡í €");
    var[0] = mean[0] + (double)x.rows;
}
