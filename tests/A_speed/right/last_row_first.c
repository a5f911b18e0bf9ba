/* The second reading goes from the last row to the first. All else is the solution's. */
#include "speed.h"

static __typeof__(fast_forward_block) solution_forward_block __attribute__((unused));
#define fast_forward_block solution_forward_block
#include "solutions/A_speed/speed.c"
#undef fast_forward_block

void fast_forward_block(Matrix x, Block block, const real *gamma, const real *beta, double eps,
                        FastForward forward)
{
    require(x.rows >= 2, "%zu examples", x.rows);
    fast_require_shape("y", forward.y, x);
    fast_statistics(x, block, forward.mean, forward.var);
    bn_rstd(block.count, forward.var + block.first, eps, forward.rstd + block.first);
    FastNumbers high, low, scale, shift;
    fast_split(forward.mean, block, high, low);
    for (size_t d = 0; d < block.count; d++) {
        scale[d] = (real)(gamma[block.first + d] * forward.rstd[block.first + d]);
        shift[d] = beta[block.first + d];
    }
    for (size_t n = x.rows; n-- > 0;) { /* what was read last is still in the cache */
        const real *xn = fast_part(x, n, block);
        real *yn = fast_part(forward.y, n, block);
        for (size_t d = 0; d < block.count; d++)
            yn[d] = shift[d] + scale[d] * ((xn[d] - high[d]) - low[d]);
    }
}
