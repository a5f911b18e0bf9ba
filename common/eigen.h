#ifndef EIGEN_H
#define EIGEN_H

/* The eigenvalues of a symmetric matrix, by Jacobi's method: a rotation makes one entry off
   the diagonal 0; after a few rounds over all of them the diagonal holds the eigenvalues.

   a        n x n, row after row   symmetric; its contents are lost
   values   n                      output, from the smallest to the largest
   Refuses a matrix that is not symmetric or holds a NaN. */

#include <stddef.h>

void symmetric_eigenvalues(size_t n, double *a, double *values);

#endif
