/* Tries: to have the program load 100 GB of zeros.
   Deserves: 0 */
#include "forward_pass.h"

static char giant[(size_t)100 << 30];

void bn_variance(Matrix x, const double *mean, double *var)
{
    giant[x.rows] = 1;
    var[0] = mean[0] + giant[x.cols];
}
