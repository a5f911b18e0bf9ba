/* Exercise A.5, fast_forward: its common mistakes, and what is to be said of each. */

#include "speed.h"
#include "tests/harness/harness.h"

static void all_forward_without_the_rest(size_t threads, Matrix x, const real *gamma,
                                         const real *beta, double eps, FastForward f)
{
    size_t width = fast_width(x.cols, threads);
    require(x.rows >= 2 && eps > 0 && f.y.rows == x.rows && f.y.cols == x.cols, "refused");
    for (size_t first = 0; first + width <= x.cols; first += width)
        fast_forward_block(x, (Block){first, width}, gamma, beta, eps, f);
}

static void all_forward_in_one_block(size_t threads, Matrix x, const real *gamma, const real *beta,
                                     double eps, FastForward f)
{
    require(threads >= 1, "no threads");
    fast_forward_block(x, (Block){0, x.cols}, gamma, beta, eps, f);
}

static void all_forward_without_threads(size_t threads, Matrix x, const real *gamma,
                                        const real *beta, double eps, FastForward f)
{
    (void)threads;
    fast_forward(1, x, gamma, beta, eps, f);
}

const Suspect suspects_fast_forward[] = {
    SUSPECT(all_forward_without_the_rest, "all features, in blocks",
            "The last features are missing: those that do not fill a block. fast_block gives a "
            "narrower one for them."),
    SUSPECT(all_forward_in_one_block, "all features, in blocks",
            "You made one block of all features. A block has FAST_PAGE at most."),
    SUSPECT(all_forward_without_threads, "refuses what does not fit",
            "You accepted 0 threads, or did not look at how many there are."),
    {0},
};
