#include "common/linear.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/product.h"

/* ---- The formulas -------------------------------------------------------------------- */

void linear_forward(Matrix x, Matrix weights, const real *bias, Matrix y)
{
    require(y.rows == x.rows && y.cols == weights.cols,
            "y is %zu x %zu, for %zu examples and weights %zu x %zu", y.rows, y.cols, x.rows,
            weights.rows, weights.cols);
    for (size_t n = 0; n < y.rows; n++)
        for (size_t d = 0; d < y.cols; d++)
            row(y, n)[d] = bias ? bias[d] : 0;
    product_ab(x, weights, y);
}

static void clear(Matrix m)
{
    memset(m.v, 0, m.rows * m.cols * sizeof *m.v);
}

/* sums[d] += sum over n of m[n][d], added up in double. Some columns at a time: so many sums fit
   into registers, and each piece of a row is read whole. */
static void add_column_sums(Matrix m, real *sums)
{
    enum { WIDTH = 16 };
    for (size_t first = 0; first < m.cols; first += WIDTH) {
        size_t width = m.cols - first < WIDTH ? m.cols - first : WIDTH;
        double sum[WIDTH] = {0};
        for (size_t n = 0; n < m.rows; n++)
            for (size_t d = 0; d < width; d++)
                sum[d] += row(m, n)[first + d];
        for (size_t d = 0; d < width; d++)
            sums[first + d] += (real)sum[d];
    }
}

/* As linear_backward, but adds to dweights and dbias. */
static void add_backward(Matrix x, Matrix weights, Matrix dy, Matrix dweights, real *dbias,
                         Matrix dx)
{
    product_atb(x, dy, dweights);
    if (dbias)
        add_column_sums(dy, dbias);
    clear(dx);
    product_abt(dy, weights, dx);
}

void linear_backward(Matrix x, Matrix weights, Matrix dy, Matrix dweights, real *dbias, Matrix dx)
{
    require(dy.cols == weights.cols, "dy has %zu columns, and the weights have %zu", dy.cols,
            weights.cols); /* before dbias is written to, which has as many */
    clear(dweights);
    if (dbias)
        clear((Matrix){1, dy.cols, dbias});
    add_backward(x, weights, dy, dweights, dbias, dx);
}

void weights_draw(Random *random, Initialization initialization, Matrix weights)
{
    bool he = initialization == HE_UNIFORM || initialization == HE_NORMAL;
    bool normal = initialization == GLOROT_NORMAL || initialization == HE_NORMAL;
    double sd = sqrt(2 / (double)(he ? weights.rows : weights.rows + weights.cols));
    for (size_t i = 0; i < weights.rows * weights.cols; i++)
        weights.v[i] = (real)(normal ? random_normal(random, 0, sd)
                                     : sqrt(3) * sd * (2 * random_uniform(random) - 1));
}

/* ---- The layer ----------------------------------------------------------------------- */

typedef struct {
    Matrix weights, dweights;
    real *bias, *dbias; /* NULL: without bias */
    Matrix x;           /* the input of the last forward pass, not ours */
    Buffer y, dx;
} Linear;

static Matrix forward(void *state, Matrix x, Mode mode)
{
    (void)mode;
    Linear *linear = state;
    linear->x = x;
    Matrix y = buffer_rows(&linear->y, x.rows);
    linear_forward(x, linear->weights, linear->bias, y);
    return y;
}

static Matrix backward(void *state, Matrix dy)
{
    Linear *linear = state;
    require(dy.rows == linear->x.rows, "dy has %zu examples, x had %zu", dy.rows, linear->x.rows);
    Matrix dx = buffer_rows(&linear->dx, dy.rows);
    add_backward(linear->x, linear->weights, dy, linear->dweights, linear->dbias, dx);
    return dx;
}

static void free_linear(void *state)
{
    Linear *linear = state;
    matrix_free(linear->weights);
    matrix_free(linear->dweights);
    free(linear->bias);
    free(linear->dbias);
    buffer_free(linear->y);
    buffer_free(linear->dx);
    free(linear);
}

Layer linear_layer_without_bias(Random *random, size_t inputs, size_t outputs,
                                Initialization initialization)
{
    require(inputs >= 1 && outputs >= 1, "a layer of %zu inputs and %zu outputs", inputs, outputs);
    Linear *linear = layer_state(sizeof *linear);
    linear->weights = matrix_new(inputs, outputs);
    linear->dweights = matrix_new(inputs, outputs);
    linear->y = buffer_new(outputs);
    linear->dx = buffer_new(inputs);
    weights_draw(random, initialization, linear->weights);
    return (Layer){
        .kind = "linear",
        .inputs = inputs,
        .outputs = outputs,
        .parameters = {{"weights", inputs * outputs, linear->weights.v, linear->dweights.v}},
        .state = linear,
        .forward = forward,
        .backward = backward,
        .free = free_linear,
    };
}

Layer linear_layer(Random *random, size_t inputs, size_t outputs, Initialization initialization)
{
    Layer layer = linear_layer_without_bias(random, inputs, outputs, initialization);
    Linear *linear = layer.state;
    linear->bias = matrix_new(1, outputs).v;
    linear->dbias = matrix_new(1, outputs).v;
    layer.parameters[1] = (Parameter){"bias", outputs, linear->bias, linear->dbias};
    return layer;
}
