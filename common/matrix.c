#include "common/matrix.h"

#include <stdint.h>
#include <stdlib.h>

Matrix matrix_new(size_t rows, size_t cols)
{
    require(cols == 0 || rows <= SIZE_MAX / sizeof(real) / cols,
            "a matrix of %zu x %zu numbers is larger than the address space", rows, cols);
    size_t count = rows * cols;
    real *v = calloc(count > 0 ? count : 1, sizeof(real));
    if (!v)
        bad_input("out of memory for a matrix of %zu x %zu numbers", rows, cols);
    return (Matrix){rows, cols, v};
}

void matrix_free(Matrix m)
{
    free(m.v);
}

Matrix matrix_rows(Matrix m, size_t first, size_t count)
{
    require(first <= m.rows && count <= m.rows - first, "rows %zu .. %zu of a matrix with %zu rows",
            first, first + count, m.rows);
    return (Matrix){count, m.cols, row(m, first)};
}
