/* Exercise 5.9, block_backward: its common mistakes, and what is to be said of each. */

#include <string.h>

#include "backprop.h"
#include "common/activations.h"
#include "common/linear.h"
#include "tests/harness/harness.h"

static void rest_of_block(BlockForward f, BlockGradients g)
{
    bn_backward(g.dy, f.xhat, f.gamma, f.rstd, (BnGradients){g.dgamma, g.dbeta, g.dx});
    linear_backward(f.h, f.weights, g.dx, g.dweights, NULL, g.dh);
}

static void block_without_relu(Matrix dout, BlockForward f, BlockGradients g)
{
    memcpy(g.dy.v, dout.v, dout.rows * dout.cols * sizeof(real));
    rest_of_block(f, g);
}

static void block_mask_from_xhat(Matrix dout, BlockForward f, BlockGradients g)
{
    relu_backward(f.xhat, dout, g.dy);
    rest_of_block(f, g);
}

static void block_mask_from_dout(Matrix dout, BlockForward f, BlockGradients g)
{
    relu_backward(dout, dout, g.dy);
    rest_of_block(f, g);
}

static void block_relu_swapped(Matrix dout, BlockForward f, BlockGradients g)
{
    relu_backward(dout, f.out, g.dy);
    rest_of_block(f, g);
}

static void block_batch_norm_from_dout(Matrix dout, BlockForward f, BlockGradients g)
{
    relu_backward(f.out, dout, g.dy);
    bn_backward(dout, f.xhat, f.gamma, f.rstd, (BnGradients){g.dgamma, g.dbeta, g.dx});
    linear_backward(f.h, f.weights, g.dx, g.dweights, NULL, g.dh);
}

static void block_sums_swapped(Matrix dout, BlockForward f, BlockGradients g)
{
    relu_backward(f.out, dout, g.dy);
    bn_backward(g.dy, f.xhat, f.gamma, f.rstd, (BnGradients){g.dbeta, g.dgamma, g.dx});
    linear_backward(f.h, f.weights, g.dx, g.dweights, NULL, g.dh);
}

static void block_out_for_xhat(Matrix dout, BlockForward f, BlockGradients g)
{
    relu_backward(f.out, dout, g.dy);
    bn_backward(g.dy, f.out, f.gamma, f.rstd, (BnGradients){g.dgamma, g.dbeta, g.dx});
    linear_backward(f.h, f.weights, g.dx, g.dweights, NULL, g.dh);
}

static void block_around_batch_norm(Matrix dout, BlockForward f, BlockGradients g)
{
    block_backward(dout, f, g);
    linear_backward(f.h, f.weights, g.dy, g.dweights, NULL, g.dh);
}

static void block_constant_statistics(Matrix dout, BlockForward f, BlockGradients g)
{
    block_backward(dout, f, g);
    for (size_t n = 0; n < dout.rows; n++)
        for (size_t d = 0; d < dout.cols; d++)
            row(g.dx, n)[d] = (real)(f.gamma[d] * f.rstd[d] * row(g.dy, n)[d]);
    linear_backward(f.h, f.weights, g.dx, g.dweights, NULL, g.dh);
}

static void block_dweights_averaged(Matrix dout, BlockForward f, BlockGradients g)
{
    block_backward(dout, f, g);
    for (size_t i = 0; i < g.dweights.rows * g.dweights.cols; i++)
        g.dweights.v[i] /= (real)dout.rows;
}

/* dx' h, D x K, written into the place of h' dx, K x D. */
static void block_dweights_transposed(Matrix dout, BlockForward f, BlockGradients g)
{
    size_t K = f.weights.rows, D = f.weights.cols;
    block_backward(dout, f, g);
    for (size_t d = 0; d < D; d++)
        for (size_t k = 0; k < K; k++) {
            double sum = 0;
            for (size_t n = 0; n < dout.rows; n++)
                sum += (double)row(g.dx, n)[d] * row(f.h, n)[k];
            g.dweights.v[d * K + k] = (real)sum;
        }
}

static void block_dx_transposed(Matrix dout, BlockForward f, BlockGradients g)
{
    size_t K = f.weights.rows, D = f.weights.cols;
    block_backward(dout, f, g);
    for (size_t n = 0; n < dout.rows; n++)
        for (size_t k = 0; k < K; k++) {
            double sum = 0;
            for (size_t d = 0; d < D; d++)
                sum += (double)row(g.dx, n)[d] * f.weights.v[d * K + k];
            row(g.dh, n)[k] = (real)sum;
        }
}

const Suspect suspects_block_backward[] = {
    SUSPECT(
        block_without_relu, "dy: ReLU lets through where out > 0",
        "You let the whole gradient through ReLU. Where out is 0, ReLU was flat: dy is 0 there."),
    SUSPECT(block_mask_from_xhat, "dy: ReLU lets through where out > 0",
            "You asked where xhat is positive. ReLU saw y = gamma xhat + beta: ask where out is."),
    SUSPECT(block_mask_from_dout, "dy: ReLU lets through where out > 0",
            "You let the gradient through where it is positive itself. ReLU lets it through where "
            "the forward pass gave out > 0, whatever its sign."),
    SUSPECT(block_relu_swapped, "dy: ReLU lets through where out > 0",
            "The first two arguments of relu_backward are exchanged: first out, then dout."),
    SUSPECT(block_batch_norm_from_dout, "dx, dgamma and dbeta, from your dy",
            "You passed dout to bn_backward, and so what ReLU has stopped goes on. It wants dy."),
    SUSPECT(block_sums_swapped, "dx, dgamma and dbeta, from your dy",
            "dgamma and dbeta are exchanged. A BnGradients is {dgamma, dbeta, dx}, in this order."),
    SUSPECT(block_out_for_xhat, "dx, dgamma and dbeta, from your dy",
            "You passed out to bn_backward. It wants xhat, the normalized input from before gamma "
            "and beta."),
    SUSPECT(block_around_batch_norm, "dweights and dh, from your dx",
            "You passed dy to linear_backward: the gradient went around batch norm. It wants dx."),
    SUSPECT(block_constant_statistics, "dx, dgamma and dbeta, from your dy",
            "You took the statistics as constants: dx = gamma rstd dy. Call bn_backward."),
    SUSPECT(block_dweights_averaged, "dweights and dh, from your dx",
            "You divided dweights by N. A weight has a part in every example, and the parts add "
            "up. If the loss is a mean, its 1/N is in dout already."),
    SUSPECT(
        block_dweights_transposed, "dweights and dh, from your dx",
        "dweights is transposed. dweights[k][d] belongs to weights[k][d]: sum h[n][k] * dx[n][d]."),
    SUSPECT(block_dx_transposed, "dweights and dh, from your dx",
            "You read weights as D x K. weights[k][d] leads from input k to unit d: sum dx[n][d] * "
            "weights[k][d] over d."),
    {0},
};
