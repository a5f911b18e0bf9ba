#include "experiment.h"

#include <math.h>
#include <stdio.h>

#include "common/activations.h"
#include "common/linear.h"

enum { N = 8, K = 4, D = 3, WEIGHTS = K * D };

typedef struct {
    BlockForward forward;
    Matrix x, y, dout;
    real gamma[D], beta[D];
    double mean[D], var[D], rstd[D];
} Block;

/* A loss with random weights on the block's outputs; the parameters are the block's weights. */
static double block_loss(const double *parameters, void *context)
{
    Block *block = context;
    BlockForward f = block->forward;
    double loss = 0;
    for (size_t i = 0; i < WEIGHTS; i++)
        f.weights.v[i] = (real)parameters[i];
    linear_forward(f.h, f.weights, NULL, block->x);
    bn_forward(block->x, EPS, block->mean, block->var, block->rstd, f.xhat);
    bn_scale_shift(f.xhat, block->gamma, block->beta, block->y);
    relu_forward(block->y, f.out);
    for (size_t i = 0; i < N * D; i++)
        loss += (double)block->dout.v[i] * f.out.v[i];
    return loss;
}

/* The cosine of the angle between two vectors, without its sign. */
static double cosine(const double *a, const double *b, size_t count)
{
    double product = 0, squares = 0, others = 0;
    for (size_t i = 0; i < count; i++) {
        product += a[i] * b[i];
        squares += a[i] * a[i];
        others += b[i] * b[i];
    }
    return fabs(product) / sqrt(squares * others);
}

static void check(Experiment *e, Block *block, BlockGradients gradients)
{
    double parameters[WEIGHTS], gradient[WEIGHTS];
    for (size_t i = 0; i < WEIGHTS; i++)
        parameters[i] = block->forward.weights.v[i];
    block_loss(parameters, block);
    block_backward(block->dout, block->forward, gradients);
    for (size_t i = 0; i < WEIGHTS; i++)
        gradient[i] = gradients.dweights.v[i];
    experiment_value(e, "block_along_weights", cosine(parameters, gradient, WEIGHTS));
    double error = gradient_check(block_loss, block, WEIGHTS, parameters, gradient, 1e-5);
    experiment_value(e, "check_block", error);
    printf("A block, linear - batch norm - ReLU: the error of its dweights is %.0e\n", error);
}

void block_check(Experiment *e, Random random)
{
    double dgamma[D], dbeta[D];
    Block block = {.gamma = {2, -0.5, 1.5}, .beta = {0.5, -0.2, 0.1}};
    Matrix h = normal_matrix(&random, N, K, 1), weights = normal_matrix(&random, K, D, 1);
    block.forward =
        (BlockForward){h, weights, block.rstd, matrix_new(N, D), block.gamma, matrix_new(N, D)};
    block.x = matrix_new(N, D);
    block.y = matrix_new(N, D);
    block.dout = normal_matrix(&random, N, D, 1);
    BlockGradients gradients = {matrix_new(N, D), matrix_new(N, D), dgamma, dbeta,
                                matrix_new(K, D), matrix_new(N, K)};
    check(e, &block, gradients);
    Matrix all[] = {
        h,          weights,      block.forward.xhat, block.forward.out,  block.x,     block.y,
        block.dout, gradients.dy, gradients.dx,       gradients.dweights, gradients.dh};
    for (size_t i = 0; i < COUNT_OF(all); i++)
        matrix_free(all[i]);
}
