/* The backward pass with scratch space on the heap, its loops in functions of their own. All else
   is the solution's. */
#include "speed.h"

#include <stdlib.h>

static __typeof__(fast_backward_block) solution_backward_block __attribute__((unused));
#define fast_backward_block solution_backward_block
#include "solutions/A_speed/speed.c"
#undef fast_backward_block

static void products(Matrix dy, Matrix x, size_t n, Block block, const real *high, const real *low,
                     real *restrict sum, real *restrict product)
{
    for (size_t d = 0; d < block.count; d++)
        sum[d] = product[d] = 0;
    for (size_t i = n; i < n + fast_chunk(x, n); i++) {
        const real *xi = fast_part(x, i, block), *dyi = fast_part(dy, i, block);
        for (size_t d = 0; d < block.count; d++) {
            sum[d] += dyi[d];
            product[d] += dyi[d] * (xi[d] - high[d] - low[d]);
        }
    }
}

static void combine(size_t count, const real *dy, const real *x, const real *high, const real *low,
                    const real *a, const real *b, const real *c, real *restrict dx)
{
    for (size_t d = 0; d < count; d++)
        dx[d] = a[d] * dy[d] + b[d] + c[d] * (x[d] - high[d] - low[d]);
}

void fast_backward_block(Matrix dy, Matrix x, Block block, const real *gamma, FastForward forward,
                         BnGradients gradients)
{
    fast_require_block(x, block);
    require(x.rows >= 2, "%zu examples", x.rows);
    fast_require_shape("dy", dy, x);
    fast_require_shape("dx", gradients.dx, x);
    size_t count = block.count, apart = count + 40; /* not a page apart */
    real *scratch = malloc(7 * apart * sizeof *scratch);
    require(scratch != NULL, "no memory for %zu numbers", 7 * apart);
    real *high = scratch, *low = high + apart, *sum = low + apart, *product = sum + apart,
         *a = product + apart, *b = a + apart, *c = b + apart;
    double *dbeta = gradients.dbeta + block.first, *dgamma = gradients.dgamma + block.first;
    fast_split(forward.mean, block, high, low);
    for (size_t d = 0; d < count; d++)
        dbeta[d] = dgamma[d] = 0;
    for (size_t n = 0; n < x.rows; n += FAST_CHUNK) {
        products(dy, x, n, block, high, low, sum, product);
        for (size_t d = 0; d < count; d++) {
            dbeta[d] += sum[d];
            dgamma[d] += product[d];
        }
    }
    for (size_t d = 0; d < count; d++) {
        double rstd = forward.rstd[block.first + d], scale = gamma[block.first + d] * rstd;
        dgamma[d] *= rstd;
        a[d] = (real)scale;
        b[d] = (real)(-scale * dbeta[d] / (double)x.rows);
        c[d] = (real)(-scale * rstd * dgamma[d] / (double)x.rows);
    }
    for (size_t n = 0; n < x.rows; n++)
        combine(count, fast_part(dy, n, block), fast_part(x, n, block), high, low, a, b, c,
                fast_part(gradients.dx, n, block));
    free(scratch);
}
