#include "common/losses.h"

static void require_shapes(Matrix y, Matrix target)
{
    require(y.rows == target.rows && y.cols == target.cols, "y is %zu x %zu, target is %zu x %zu",
            y.rows, y.cols, target.rows, target.cols);
    require(y.rows > 0 && y.cols > 0, "y is %zu x %zu", y.rows, y.cols);
}

double mean_squared_error(Matrix y, Matrix target)
{
    require_shapes(y, target);
    size_t count = y.rows * y.cols;
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        double error = (double)y.v[i] - target.v[i];
        sum += error * error;
    }
    return sum / (double)count;
}

void mean_squared_error_backward(Matrix y, Matrix target, Matrix dy)
{
    require_shapes(y, target);
    require(dy.rows == y.rows && dy.cols == y.cols, "dy is %zu x %zu, y is %zu x %zu", dy.rows,
            dy.cols, y.rows, y.cols);
    size_t count = y.rows * y.cols;
    for (size_t i = 0; i < count; i++)
        dy.v[i] = (real)(2 / (double)count * ((double)y.v[i] - target.v[i]));
}
