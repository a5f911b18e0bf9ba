/* Exercise A.3, fast_forward_block: its common mistakes, and what is to be said of each. */

#include "speed.h"
#include "forward_pass.h"
#include "tests/harness/harness.h"

static void forward_as_line(Matrix x, Block block, const real *gamma, const real *beta, double eps,
                            FastForward f)
{
    fast_forward_block(x, block, gamma, beta, eps, f);
    for (size_t d = block.first; d < block.first + block.count; d++) {
        real a = (real)(gamma[d] * f.rstd[d]), b = (real)(beta[d] - f.mean[d] * a);
        for (size_t n = 0; n < x.rows; n++)
            row(f.y, n)[d] = row(x, n)[d] * a + b;
    }
}

static void forward_mean_in_float(Matrix x, Block block, const real *gamma, const real *beta,
                                  double eps, FastForward f)
{
    fast_forward_block(x, block, gamma, beta, eps, f);
    for (size_t d = block.first; d < block.first + block.count; d++)
        for (size_t n = 0; n < x.rows; n++)
            row(f.y, n)[d] =
                (real)((row(x, n)[d] - (float)f.mean[d]) * f.rstd[d] * gamma[d] + beta[d]);
}

static void forward_gamma_from_place_0(Matrix x, Block block, const real *gamma, const real *beta,
                                       double eps, FastForward f)
{
    real g[FAST_PAGE], b[FAST_PAGE];
    fast_require_block(x, block);
    require(x.cols <= FAST_PAGE, "%zu features", x.cols);
    for (size_t d = 0; d < block.count; d++) {
        g[block.first + d] = gamma[d];
        b[block.first + d] = beta[d];
    }
    fast_forward_block(x, block, g, b, eps, f);
}

static void forward_without_beta(Matrix x, Block block, const real *gamma, const real *beta,
                                 double eps, FastForward f)
{
    fast_forward_block(x, block, gamma, beta, eps, f);
    for (size_t d = block.first; d < block.first + block.count; d++)
        for (size_t n = 0; n < x.rows; n++)
            row(f.y, n)[d] -= beta[d];
}

static void forward_of_all_features(Matrix x, Block block, const real *gamma, const real *beta,
                                    double eps, FastForward f)
{
    fast_require_block(x, block);
    fast_forward_block(x, (Block){0, x.cols}, gamma, beta, eps, f);
}

static void forward_rstd_of_all(Matrix x, Block block, const real *gamma, const real *beta,
                                double eps, FastForward f)
{
    fast_forward_block(x, block, gamma, beta, eps, f);
    bn_rstd(x.cols, f.var, eps, f.rstd);
}

static void forward_by_columns(Matrix x, Block block, const real *gamma, const real *beta,
                               double eps, FastForward f)
{
    fast_require_block(x, block);
    for (size_t d = block.first; d < block.first + block.count; d++)
        fast_forward_block(x, (Block){d, 1}, gamma, beta, eps, f);
}

static void forward_in_three_walks(Matrix x, Block block, const real *gamma, const real *beta,
                                   double eps, FastForward f)
{
    fast_statistics(x, block, f.mean, f.var);
    fast_forward_block(x, block, gamma, beta, eps, f);
}

/* As in chapters 3 and 4: y holds xhat first, and is read and written again. */
static void forward_y_twice(Matrix x, Block block, const real *gamma, const real *beta, double eps,
                            FastForward f)
{
    fast_forward_block(x, block, gamma, beta, eps, f);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = block.first; d < block.first + block.count; d++)
            *(volatile real *)&row(f.y, n)[d] += 0;
}

static void forward_accepts_one(Matrix x, Block block, const real *gamma, const real *beta,
                                double eps, FastForward f)
{
    if (x.rows != 1) {
        fast_forward_block(x, block, gamma, beta, eps, f);
        return;
    }
    fast_statistics(x, block, f.mean, f.var);
    bn_rstd(block.count, f.var + block.first, eps, f.rstd + block.first);
    for (size_t d = block.first; d < block.first + block.count; d++)
        row(f.y, 0)[d] = beta[d];
}

const Suspect suspects_fast_forward_block[] = {
    SUSPECT_BY(BY_PATTERN, forward_as_line, "loses no digit far from 0",
               "You compute y = a x + b. Far from 0 both are large and cancel, and the digits are "
               "gone. Subtract the mean first."),
    SUSPECT(forward_mean_in_float, "survives an offset of 1e8",
            "You rounded the mean to float. At 1e8 that is off by up to 4. Subtract both parts of "
            "it: x - high - low."),
    SUSPECT(forward_gamma_from_place_0, "stays in its block",
            "You take gamma and beta from place 0 on. Those of feature block.first + d are at "
            "place block.first + d."),
    SUSPECT(forward_without_beta, "{1, 2, 3, 4}, as by hand", "You did not add beta."),
    SUSPECT(forward_of_all_features, "stays in its block",
            "You computed all features. Only those of the block are yours here: another thread may "
            "be at work on the others."),
    SUSPECT(forward_rstd_of_all, "stays in its block",
            "You call bn_rstd for all features. Only those of the block are yours, another thread "
            "may be at work on the others: give bn_rstd block.count, and var and rstd from "
            "block.first on."),
    SUSPECT_BY(BY_WALKS, forward_by_columns, "reads x twice and writes y once, row by row",
               "You go down the columns, feature after feature. The rows belong in the outer loop "
               "and the features in the inner one; what a feature needs waits in FastNumbers."),
    SUSPECT_BY(BY_WALKS, forward_in_three_walks, "reads x twice and writes y once, row by row",
               "You read x three times. fast_statistics takes mean and variance in one reading, "
               "and y takes another."),
    SUSPECT_BY(
        BY_WALKS, forward_y_twice, "reads x twice and writes y once, row by row",
        "You go through y twice, as chapters 3 and 4 do: first for xhat, then with gamma and "
        "beta. Write each number of y once, complete."),
    SUSPECT(forward_accepts_one, "refuses what does not fit",
            "You accepted a batch of one example. In training there is nothing to normalize it by: "
            "refuse fewer than two."),
    {0},
};
