/* Exercise A.6, fast_backward: its common mistakes, and what is to be said of each. */

#include "speed.h"
#include "tests/harness/harness.h"

static void all_backward_without_the_rest(size_t threads, Matrix dy, Matrix x, const real *gamma,
                                          FastForward f, BnGradients g)
{
    size_t width = fast_width(x.cols, threads);
    require(x.rows >= 2 && g.dx.rows == x.rows && g.dx.cols == x.cols, "refused");
    for (size_t first = 0; first + width <= x.cols; first += width)
        fast_backward_block(dy, x, (Block){first, width}, gamma, f, g);
}

static void all_backward_accepts_0_threads(size_t threads, Matrix dy, Matrix x, const real *gamma,
                                           FastForward f, BnGradients g)
{
    fast_backward(threads > 0 ? threads : 1, dy, x, gamma, f, g);
}

const Suspect suspects_fast_backward[] = {
    SUSPECT(all_backward_without_the_rest, "all features, in blocks",
            "The last features are missing: those that do not fill a block."),
    SUSPECT(all_backward_accepts_0_threads, "refuses what does not fit", "You accepted 0 threads."),
    {0},
};
