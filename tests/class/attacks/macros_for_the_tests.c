/* Tries: to redefine what the tests are written with.
   Deserves: 20 */
#include "forward_pass.h"

#define PASSED WRONG
#define expect(...) 1
#define expect_vector(...) ((void)0)
#define fabs(value) 0.0
#define TODO(exercise) ((void)0)
#define student_bn_variance reference_bn_variance

void bn_variance(Matrix x, const double *mean, double *var)
{
    var[0] = mean[0] + (double)x.rows;
}
