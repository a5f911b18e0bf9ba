#include "common/solve.h"

#include <float.h>
#include <math.h>

#include "common/require.h"

/* A = L L', with L in the place of A's lower triangle. */
static void factorize(size_t D, double *A)
{
    for (size_t i = 0; i < D; i++) {
        for (size_t j = 0; j <= i; j++) {
            double whole = A[i * D + j], rest = whole;
            for (size_t k = 0; k < j; k++)
                rest -= A[i * D + k] * A[j * D + k];
            if (j < i) {
                A[i * D + j] = rest / A[j * D + j];
            } else {
                require(rest > (double)D * DBL_EPSILON * whole,
                        "the matrix is singular: row %zu is a combination of those before it", i);
                A[i * D + i] = sqrt(rest);
            }
        }
    }
}

void solve_symmetric(size_t D, double *A, double *c)
{
    factorize(D, A);
    for (size_t i = 0; i < D; i++) { /* L u = c */
        for (size_t k = 0; k < i; k++)
            c[i] -= A[i * D + k] * c[k];
        c[i] /= A[i * D + i];
    }
    for (size_t i = D; i-- > 0;) { /* L' w = u */
        for (size_t k = i + 1; k < D; k++)
            c[i] -= A[k * D + i] * c[k];
        c[i] /= A[i * D + i];
    }
}
