/* All sums in double around the batch's first row, to which each chunk is moved. All else
   is the solution's. */
#include "speed.h"

static __typeof__(fast_statistics) solution_statistics __attribute__((unused));
#define fast_statistics solution_statistics
#include "solutions/A_speed/speed.c"
#undef fast_statistics

void fast_statistics(Matrix x, Block block, double *mean, double *var)
{
    require(x.rows >= 1, "no examples");
    fast_require_block(x, block);
    FastNumbers sum, squares;
    double *m = mean + block.first, *v = var + block.first, N = (double)x.rows;
    const real *origin = fast_part(x, 0, block);
    for (size_t d = 0; d < block.count; d++)
        m[d] = v[d] = 0;
    for (size_t n = 0; n < x.rows; n += FAST_CHUNK) {
        double count = (double)fast_chunk(x, n);
        const real *c = fast_part(x, n, block);
        fast_sums(x, n, fast_chunk(x, n), block, sum, squares);
        for (size_t d = 0; d < block.count; d++) {
            double moved = (double)c[d] - origin[d]; /* (a + moved)^2 = a^2 + 2 a moved + moved^2 */
            m[d] += sum[d] + count * moved;
            v[d] += squares[d] + moved * (2 * sum[d] + count * moved);
        }
    }
    for (size_t d = 0; d < block.count; d++) {
        double moved = m[d] / N;
        v[d] = v[d] / N - moved * moved;
        m[d] = origin[d] + moved;
    }
}
