/* Exercise A.4, fast_backward_block: its common mistakes, and what is to be said of each. */

#include "speed.h"
#include "tests/harness/harness.h"

static void backward_dgamma_without_rstd(Matrix dy, Matrix x, Block block, const real *gamma,
                                         FastForward f, BnGradients g)
{
    fast_backward_block(dy, x, block, gamma, f, g);
    for (size_t d = block.first; d < block.first + block.count; d++)
        g.dgamma[d] /= f.rstd[d];
}

static void backward_hands_out_means(Matrix dy, Matrix x, Block block, const real *gamma,
                                     FastForward f, BnGradients g)
{
    fast_backward_block(dy, x, block, gamma, f, g);
    for (size_t d = block.first; d < block.first + block.count; d++) {
        g.dgamma[d] /= (double)x.rows;
        g.dbeta[d] /= (double)x.rows;
    }
}

static void backward_one_path(Matrix dy, Matrix x, Block block, const real *gamma, FastForward f,
                              BnGradients g)
{
    fast_backward_block(dy, x, block, gamma, f, g);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = block.first; d < block.first + block.count; d++)
            row(g.dx, n)[d] = (real)(row(dy, n)[d] * gamma[d] * f.rstd[d]);
}

static void backward_without_gamma(Matrix dy, Matrix x, Block block, const real *gamma,
                                   FastForward f, BnGradients g)
{
    fast_backward_block(dy, x, block, gamma, f, g);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = block.first; d < block.first + block.count; d++)
            row(g.dx, n)[d] /= gamma[d];
}

static void backward_of_all_features(Matrix dy, Matrix x, Block block, const real *gamma,
                                     FastForward f, BnGradients g)
{
    fast_require_block(x, block);
    fast_backward_block(dy, x, (Block){0, x.cols}, gamma, f, g);
}

static void backward_by_columns(Matrix dy, Matrix x, Block block, const real *gamma, FastForward f,
                                BnGradients g)
{
    fast_require_block(x, block);
    for (size_t d = block.first; d < block.first + block.count; d++)
        fast_backward_block(dy, x, (Block){d, 1}, gamma, f, g);
}

/* dbeta in a walk of its own. */
static void backward_sums_apart(Matrix dy, Matrix x, Block block, const real *gamma, FastForward f,
                                BnGradients g)
{
    fast_backward_block(dy, x, block, gamma, f, g);
    for (size_t n = 0; n < dy.rows; n++)
        (void)*(volatile real *)fast_part(dy, n, block);
}

/* xhat in a walk of its own, as if it were still needed. */
static void backward_dx_twice(Matrix dy, Matrix x, Block block, const real *gamma, FastForward f,
                              BnGradients g)
{
    fast_backward_block(dy, x, block, gamma, f, g);
    for (size_t n = 0; n < x.rows; n++)
        *(volatile real *)fast_part(g.dx, n, block) += 0;
}

const Suspect suspects_fast_backward_block[] = {
    SUSPECT(backward_dgamma_without_rstd, "any batch of two or more",
            "dgamma is the sum of dy * (x - mean). It must be multiplied by rstd once, when it is "
            "complete."),
    SUSPECT(backward_hands_out_means, "{3, 4, 5}, as by hand",
            "dgamma and dbeta are sums over the batch. You handed them out divided by N."),
    SUSPECT(backward_one_path, "{3, 4, 5}, as by hand",
            "You took mean and variance for constants. In training they depend on x too: subtract "
            "dbeta / N and xhat * dgamma / N."),
    SUSPECT(backward_without_gamma, "{3, 4, 5}, as by hand",
            "dx lacks the factor gamma: it is gamma * rstd times the parenthesis."),
    SUSPECT(backward_of_all_features, "stays in its block",
            "You computed all features. Only those of the block are yours here."),
    SUSPECT_BY(BY_WALKS, backward_by_columns, "reads dy and x twice, row by row",
               "You go down the columns, feature after feature. The rows belong in the outer loop "
               "and the features in the inner one: each feature has its sums in FastNumbers."),
    SUSPECT_BY(BY_WALKS, backward_sums_apart, "reads dy and x twice, row by row",
               "You read dy three times: once for each sum, and once for dx. Both sums can grow in "
               "the same walk."),
    SUSPECT_BY(BY_WALKS, backward_dx_twice, "reads dy and x twice, row by row",
               "You go through dx twice. Write each number of it once, complete."),
    {0},
};
