#include "common/product.h"

static void require_shapes(size_t rows, size_t cols, size_t terms, size_t other_terms, Matrix c)
{
    require(terms == other_terms, "sums of %zu terms of a, %zu of b", terms, other_terms);
    require(c.rows == rows && c.cols == cols, "c is %zu x %zu, the product is %zu x %zu", c.rows,
            c.cols, rows, cols);
}

#ifdef HAVE_CBLAS

#include <cblas.h>
#include <limits.h>

static int blas_size(size_t n)
{
    require(n <= INT_MAX, "%zu rows or columns are too many for BLAS", n);
    return (int)n;
}

static void one_thread(void)
{
#ifdef OPENBLAS_VERSION
    static int done;
    if (!done)
        openblas_set_num_threads(1);
    done = 1;
#endif
}

/* c += a b, where a and b may have to be transposed first; a sum has so many terms. */
static void product(CBLAS_TRANSPOSE transpose_a, Matrix a, CBLAS_TRANSPOSE transpose_b, Matrix b,
                    size_t terms, Matrix c)
{
    if (c.rows == 0 || c.cols == 0 || terms == 0)
        return;
    one_thread();
    int rows = blas_size(c.rows), cols = blas_size(c.cols), k = blas_size(terms);
    int row_a = blas_size(a.cols), row_b = blas_size(b.cols);
    if (sizeof(real) == sizeof(float))
        cblas_sgemm(CblasRowMajor, transpose_a, transpose_b, rows, cols, k, 1, (float *)a.v, row_a,
                    (float *)b.v, row_b, 1, (float *)c.v, cols);
    else
        cblas_dgemm(CblasRowMajor, transpose_a, transpose_b, rows, cols, k, 1, (double *)a.v, row_a,
                    (double *)b.v, row_b, 1, (double *)c.v, cols);
}

void product_ab(Matrix a, Matrix b, Matrix c)
{
    require_shapes(a.rows, b.cols, a.cols, b.rows, c);
    product(CblasNoTrans, a, CblasNoTrans, b, a.cols, c);
}

void product_atb(Matrix a, Matrix b, Matrix c)
{
    require_shapes(a.cols, b.cols, a.rows, b.rows, c);
    product(CblasTrans, a, CblasNoTrans, b, a.rows, c);
}

void product_abt(Matrix a, Matrix b, Matrix c)
{
    require_shapes(a.rows, b.rows, a.cols, b.cols, c);
    product(CblasNoTrans, a, CblasTrans, b, a.cols, c);
}

#else

/* y[i] += factor * x[i]. In all three products the innermost loop runs along rows. */
static void add_multiple(size_t n, real factor, const real *x, real *y)
{
    for (size_t i = 0; i < n; i++)
        y[i] += factor * x[i];
}

void product_ab(Matrix a, Matrix b, Matrix c)
{
    require_shapes(a.rows, b.cols, a.cols, b.rows, c);
    for (size_t n = 0; n < a.rows; n++)
        for (size_t k = 0; k < a.cols; k++)
            add_multiple(b.cols, row(a, n)[k], row(b, k), row(c, n));
}

void product_atb(Matrix a, Matrix b, Matrix c)
{
    require_shapes(a.cols, b.cols, a.rows, b.rows, c);
    for (size_t n = 0; n < a.rows; n++)
        for (size_t k = 0; k < a.cols; k++)
            add_multiple(b.cols, row(a, n)[k], row(b, n), row(c, k));
}

void product_abt(Matrix a, Matrix b, Matrix c)
{
    require_shapes(a.rows, b.rows, a.cols, b.cols, c);
    for (size_t n = 0; n < a.rows; n++)
        for (size_t k = 0; k < b.rows; k++) {
            real sum = 0;
            for (size_t d = 0; d < a.cols; d++)
                sum += row(a, n)[d] * row(b, k)[d];
            row(c, n)[k] += sum;
        }
}

#endif
