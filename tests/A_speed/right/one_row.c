/* The sums of a chunk row by row, without groups of four. All else is the solution's. */
#include "speed.h"

static __typeof__(fast_sums) solution_sums __attribute__((unused));
#define fast_sums solution_sums
#include "solutions/A_speed/speed.c"
#undef fast_sums

void fast_sums(Matrix x, size_t n, size_t rows, Block block, real *restrict sum,
               real *restrict squares)
{
    fast_require_block(x, block);
    const real *first = fast_part(x, n, block);
    for (size_t d = 0; d < block.count; d++)
        sum[d] = squares[d] = 0;
    for (size_t i = n + 1; i < n + rows; i++) {
        const real *xi = fast_part(x, i, block);
        for (size_t d = 0; d < block.count; d++) {
            real a = xi[d] - first[d];
            sum[d] += a;
            squares[d] += a * a;
        }
    }
}
