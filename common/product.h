#ifndef PRODUCT_H
#define PRODUCT_H

/* Products of matrices, added to what c holds. All shapes are checked.

       product_ab     c += a b      N x K   K x D   N x D
       product_atb    c += a' b     N x K   N x D   K x D     (a' is a transposed)
       product_abt    c += a b'     N x D   K x D   N x K

   Each element is a sum of its terms in order, 256 at a time: ((((0 + t1) + t2) + ... ) + t256) is
   added to c, then the next 256. So the result has the same bits on every machine and with every
   compiler, which a BLAS does not promise: it adds in an order that depends on the processor.

   c does not overlap a or b. */

#include "common/matrix.h"

void product_ab(Matrix a, Matrix b, Matrix c);
void product_atb(Matrix a, Matrix b, Matrix c);
void product_abt(Matrix a, Matrix b, Matrix c);

#endif
