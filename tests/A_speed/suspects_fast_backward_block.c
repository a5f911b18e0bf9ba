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
    {0},
};
