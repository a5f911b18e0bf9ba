#include "experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/linear.h"
#include "forward_pass.h"

enum { BATCH = 64, UNITS = 8, WEIGHTS = CAT_FEATURES * UNITS };

/* A block for cats in which all is random. */
static Block random_block(Random random)
{
    Block block = block_new(BATCH, CAT_FEATURES, UNITS);
    cats_draw(&random, block.x);
    for (size_t i = 0; i < WEIGHTS; i++)
        block.weights.v[i] = (real)random_normal(&random, 0, 1);
    for (size_t i = 0; i < BATCH * UNITS; i++)
        block.target.v[i] = (real)random_normal(&random, 0, 1);
    for (size_t d = 0; d < UNITS; d++) {
        block.bias.v[d] = (real)random_normal(&random, 0, 1);
        block.norm.gamma[d] = (real)random_normal(&random, 1, 0.5);
        block.norm.beta[d] = (real)random_normal(&random, 0, 1);
    }
    return block;
}

/* ---- The identity ---- */

void identity(Experiment *e, Random random)
{
    enum { N = 256 };
    Matrix x = cats_new(&random, N);
    Norm norm = norm_new(N, CAT_FEATURES);
    norm_forward(norm, x);
    bn_identity(norm.D, norm.mean, norm.var, EPS, norm.gamma, norm.beta);
    double off = largest_difference(norm_forward(norm, x), x);
    for (size_t d = 0; d < norm.D; d++)
        norm.gamma[d] = (real)sqrt(norm.var[d]);
    double off_without_eps = largest_difference(norm_forward(norm, x), x);
    double fur_var = norm.var[CAT_FUR];
    experiment_value(e, "identity_off", off);
    experiment_value(e, "identity_off_without_eps", off_without_eps);
    experiment_value(e, "identity_shrinks", 100 * (1 - sqrt(fur_var / (fur_var + EPS))));
    printf("4. The identity: y is x to %.1e; with gamma = sqrt(var), to %.1e\n", off,
           off_without_eps);
    matrix_free(x);
    norm_free(norm);
}

/* ---- The bias before a batch norm ---- */

/* The largest change of the output when every bias grows by this much. */
static double output_moves(Block *block, double by)
{
    Matrix before = matrix_new(BATCH, UNITS), y = block_forward(*block);
    memcpy(before.v, y.v, BATCH * UNITS * sizeof *y.v);
    for (size_t d = 0; d < UNITS; d++)
        block->bias.v[d] += (real)by;
    double moved = largest_difference(before, block_forward(*block));
    for (size_t d = 0; d < UNITS; d++)
        block->bias.v[d] -= (real)by;
    matrix_free(before);
    return moved;
}

static double largest_of(size_t count, const double *v)
{
    double largest = 0;
    for (size_t i = 0; i < count; i++)
        largest = fmax(largest, fabs(v[i]));
    return largest;
}

/* The largest slope of the block's loss in any of these numbers. */
static double largest_slope(Block *block, Matrix numbers)
{
    double largest = 0;
    for (size_t i = 0; i < numbers.rows * numbers.cols; i++)
        largest = fmax(largest, fabs(slope(block_loss, block, &numbers.v[i])));
    return largest;
}

void useless_bias(Experiment *e, Random random)
{
    Block block = random_block(random);
    double bias_slope = experiment_value(e, "bias_slope", largest_slope(&block, block.bias));
    double weights_slope = largest_slope(&block, block.weights);
    block_loss(&block);
    norm_backward(block.norm, block.dy);
    double gamma_slope = largest_of(UNITS, block.norm.dgamma);
    double beta_slope = largest_of(UNITS, block.norm.dbeta);
    experiment_value(e, "weights_slope", weights_slope);
    experiment_value(e, "gamma_slope", gamma_slope);
    experiment_value(e, "beta_slope", beta_slope);
    double moves_1 = experiment_value(e, "bias_moves_1", output_moves(&block, 1));
    double moves_1000 = experiment_value(e, "bias_moves_1000", output_moves(&block, 1000));
    printf("   A bias before it: + 1 moves y by %.0e, + 1000 by %.0e; its slope %.0e\n"
           "   (slopes of the weights %.2g, of gamma %.2g, of beta %.2g)\n",
           moves_1, moves_1000, bias_slope, weights_slope, gamma_slope, beta_slope);
    block_free(block);
}

/* ---- Folding ---- */

/* The statistics of many cats, fixed: what a batch norm would use after training. */
static void fix_statistics(Block block, Random *random)
{
    enum { MANY = 4096 };
    Norm norm = block.norm;
    Matrix cats = cats_new(random, MANY), z = matrix_new(MANY, UNITS);
    linear_forward(cats, block.weights, block.bias.v, z);
    bn_mean(z, norm.mean);
    bn_variance(z, norm.mean, norm.var);
    bn_rstd(UNITS, norm.var, EPS, norm.rstd);
    matrix_free(cats);
    matrix_free(z);
}

/* Cats through both layers with fixed statistics, and through the one that these fold into. */
void folding(Experiment *e, Random random)
{
    Block block = random_block(random);
    Norm norm = block.norm;
    fix_statistics(block, &random);
    linear_forward(block.x, block.weights, block.bias.v, block.z);
    bn_normalize(block.z, norm.mean, norm.rstd, norm.xhat);
    bn_scale_shift(norm.xhat, norm.gamma, norm.beta, norm.y);

    bn_fold_into_linear(block.weights, block.bias.v, norm.mean, norm.rstd, norm.gamma, norm.beta);
    Matrix folded = matrix_new(BATCH, UNITS);
    linear_forward(block.x, block.weights, block.bias.v, folded);
    double off = largest_difference(folded, norm.y);
    double from_batch = largest_difference(folded, norm_forward(norm, block.z));
    experiment_value(e, "fold_off", off);
    experiment_value(e, "fold_from_batch", from_batch);
    printf("   Folded: the same y to %.1e; with the batch's own statistics y differs by %.2g\n",
           off, from_batch);
    experiment_value(e, "fold_before", WEIGHTS + 2 * UNITS);
    experiment_value(e, "fold_after", WEIGHTS);
    matrix_free(folded);
    block_free(block);
}
