#include "experiment.h"

#include "common/linear.h"
#include "common/losses.h"

Block block_new(size_t N, size_t inputs, size_t units)
{
    return (Block){
        .x = matrix_new(N, inputs),
        .weights = matrix_new(inputs, units),
        .bias = matrix_new(1, units),
        .z = matrix_new(N, units),
        .target = matrix_new(N, units),
        .dy = matrix_new(N, units),
        .norm = norm_new(N, units),
    };
}

void block_free(Block block)
{
    matrix_free(block.x);
    matrix_free(block.weights);
    matrix_free(block.bias);
    matrix_free(block.z);
    matrix_free(block.target);
    matrix_free(block.dy);
    norm_free(block.norm);
}

Matrix block_forward(Block block)
{
    linear_forward(block.x, block.weights, block.bias.v, block.z);
    return norm_forward(block.norm, block.z);
}

double block_loss(void *model)
{
    Block *block = model;
    Matrix y = block_forward(*block);
    mean_squared_error_backward(y, block->target, block->dy);
    return mean_squared_error(y, block->target);
}

//> region slope
/* The slope of a loss in one number, by a central difference. */
double slope(double loss(void *), void *model, real *number)
{
    const double step = 1e-4;
    const real middle = *number;
    *number = (real)(middle + step);
    double above = loss(model);
    *number = (real)(middle - step);
    double below = loss(model);
    *number = middle;
    return (above - below) / (2 * step);
}
//< region
