#ifndef PRODUCT_H
#define PRODUCT_H

/* Products of matrices, added to what c holds. All shapes are checked.

       product_ab     c += a b      N x K   K x D   N x D
       product_atb    c += a' b     N x K   N x D   K x D     (a' is a transposed)
       product_abt    c += a b'     N x D   K x D   N x K

   With HAVE_CBLAS they are cblas_dgemm (cblas_sgemm in the float build), else plain loops. The
   two round differently. OpenBLAS is told to use one thread, so that the order of its sums,
   and with it the last digit, does not depend on the number of processors.

   c does not overlap a or b. */

#include "common/matrix.h"

void product_ab(Matrix a, Matrix b, Matrix c);
void product_atb(Matrix a, Matrix b, Matrix c);
void product_abt(Matrix a, Matrix b, Matrix c);

#endif
