#ifndef LOSSES_H
#define LOSSES_H

#include "common/matrix.h"

/* The mean squared error, over all N * D numbers (as PyTorch's MSELoss).

       loss = 1/(N D) * sum over n and d of (y[n][d] - target[n][d])^2

   y        N x D   input: what the network gave
   target   N x D   input: what it should have given
   Refuses two shapes that differ, and matrices without numbers. */
double mean_squared_error(Matrix y, Matrix target);

/* Its gradient by y.

       dy[n][d] = 2/(N D) * (y[n][d] - target[n][d])

   dy       N x D   output
   Refuses as above. */
void mean_squared_error_backward(Matrix y, Matrix target, Matrix dy);

#endif
