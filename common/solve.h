#ifndef SOLVE_H
#define SOLVE_H

/* Solves A w = c for a small A that is symmetric and positive definite, by Cholesky's
   factorization: the matrix of the normal equations is one.

   A   D x D   row after row; only A[i][j] with j <= i is read. Overwritten.
   c   D       in: the right-hand side; out: the solution w

   Refuses an A that is not positive definite, or so nearly that nothing of the solution
   would be right: for normal equations this means that there are fewer different examples
   than features, or that one feature is a combination of others. */

#include <stddef.h>

void solve_symmetric(size_t D, double *A, double *c);

#endif
