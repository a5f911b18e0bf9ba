#ifndef MATRIX_H
#define MATRIX_H

/* A matrix of N rows and D columns: a batch of N examples with D features each.

   The numbers lie row after row in memory (row-major), so an example's features are
   neighbors, and row(x, n)[d] is feature d of example n. Copying a Matrix copies the
   pointer, not the numbers: whoever made the matrix frees it. */

#include <stddef.h>

#include "common/real.h"
#include "common/require.h"

typedef struct {
    size_t rows, cols;
    real *v;
} Matrix;

/* A new matrix, all zeros. Out of memory: one line, exit status 2. */
Matrix matrix_new(size_t rows, size_t cols);
void matrix_free(Matrix m);

/* Row n of m: a pointer to its first number. */
static inline real *row(Matrix m, size_t n)
{
    return m.v + n * m.cols;
}

/* Rows first .. first + count - 1 of m, as a matrix of their own. It shares m's numbers:
   nothing is copied, and only m is freed. */
Matrix matrix_rows(Matrix m, size_t first, size_t count);

#endif
