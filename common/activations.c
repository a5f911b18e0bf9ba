#include "common/activations.h"

#include <stdlib.h>
#include <tgmath.h>

/* ---- The formulas -------------------------------------------------------------------- */

/* The number of elements, which all three matrices of a call must share. */
static size_t same_shape(Matrix a, Matrix b, Matrix c)
{
    require(a.rows == b.rows && a.cols == b.cols && a.rows == c.rows && a.cols == c.cols,
            "matrices of %zu x %zu, %zu x %zu and %zu x %zu", a.rows, a.cols, b.rows, b.cols,
            c.rows, c.cols);
    return a.rows * a.cols;
}

void relu_forward(Matrix x, Matrix y)
{
    size_t count = same_shape(x, x, y);
    for (size_t i = 0; i < count; i++)
        y.v[i] = x.v[i] <= 0 ? 0 : x.v[i]; /* this way round a NaN comes through */
}

void relu_backward(Matrix y, Matrix dy, Matrix dx)
{
    size_t count = same_shape(y, dy, dx);
    for (size_t i = 0; i < count; i++) {
        real through = dy.v[i]; /* read in any case: that compiles to vectors, without a jump */
        dx.v[i] = y.v[i] <= 0 ? 0 : through;
    }
}

static void require_slope(double a)
{
    require(a >= 0 && a < 1, "a slope of %g, it must be 0 <= a < 1", a);
}

/* A factor is chosen, not a way to go: vectors again. */
void leaky_relu_forward(Matrix x, double a, Matrix y)
{
    size_t count = same_shape(x, x, y);
    require_slope(a);
    for (size_t i = 0; i < count; i++)
        y.v[i] = (x.v[i] <= 0 ? (real)a : 1) * x.v[i];
}

void leaky_relu_backward(Matrix y, Matrix dy, double a, Matrix dx)
{
    size_t count = same_shape(y, dy, dx);
    require_slope(a);
    for (size_t i = 0; i < count; i++)
        dx.v[i] = (y.v[i] <= 0 ? (real)a : 1) * dy.v[i];
}

/* exp(-x) overflows for x far below 0; 1 / infinity is then the 0 that is wanted. */
void sigmoid_forward(Matrix x, Matrix y)
{
    size_t count = same_shape(x, x, y);
    for (size_t i = 0; i < count; i++)
        y.v[i] = 1 / (1 + exp(-x.v[i]));
}

void sigmoid_backward(Matrix y, Matrix dy, Matrix dx)
{
    size_t count = same_shape(y, dy, dx);
    for (size_t i = 0; i < count; i++)
        dx.v[i] = dy.v[i] * y.v[i] * (1 - y.v[i]);
}

void tanh_forward(Matrix x, Matrix y)
{
    size_t count = same_shape(x, x, y);
    for (size_t i = 0; i < count; i++)
        y.v[i] = tanh(x.v[i]);
}

void tanh_backward(Matrix y, Matrix dy, Matrix dx)
{
    size_t count = same_shape(y, dy, dx);
    for (size_t i = 0; i < count; i++)
        dx.v[i] = dy.v[i] * (1 - y.v[i] * y.v[i]);
}

/* ---- The layers ---------------------------------------------------------------------- */

typedef enum { RELU, LEAKY_RELU, SIGMOID, TANH } Function;

typedef struct {
    Function function;
    double a; /* of LEAKY_RELU */
    Buffer y, dx;
} Activation;

static Matrix forward(void *state, Matrix x, Mode mode)
{
    (void)mode;
    Activation *activation = state;
    Matrix y = buffer_rows(&activation->y, x.rows);
    switch (activation->function) {
    case RELU: relu_forward(x, y); break;
    case LEAKY_RELU: leaky_relu_forward(x, activation->a, y); break;
    case SIGMOID: sigmoid_forward(x, y); break;
    case TANH: tanh_forward(x, y); break;
    }
    return y;
}

static Matrix backward(void *state, Matrix dy)
{
    Activation *activation = state;
    Matrix y = activation->y.m, dx = buffer_rows(&activation->dx, dy.rows);
    switch (activation->function) {
    case RELU: relu_backward(y, dy, dx); break;
    case LEAKY_RELU: leaky_relu_backward(y, dy, activation->a, dx); break;
    case SIGMOID: sigmoid_backward(y, dy, dx); break;
    case TANH: tanh_backward(y, dy, dx); break;
    }
    return dx;
}

static void free_activation(void *state)
{
    Activation *activation = state;
    buffer_free(activation->y);
    buffer_free(activation->dx);
    free(activation);
}

static Layer activation_layer(const char *kind, size_t features, Function function, double a)
{
    require(features >= 1, "%s for %zu features", kind, features);
    Activation *activation = layer_state(sizeof *activation);
    *activation = (Activation){function, a, buffer_new(features), buffer_new(features)};
    return (Layer){
        .kind = kind,
        .inputs = features,
        .outputs = features,
        .state = activation,
        .forward = forward,
        .backward = backward,
        .free = free_activation,
    };
}

Layer relu_layer(size_t features)
{
    return activation_layer("relu", features, RELU, 0);
}

Layer leaky_relu_layer(size_t features, double a)
{
    require_slope(a);
    return activation_layer("leaky relu", features, LEAKY_RELU, a);
}

Layer sigmoid_layer(size_t features)
{
    return activation_layer("sigmoid", features, SIGMOID, 0);
}

Layer tanh_layer(size_t features)
{
    return activation_layer("tanh", features, TANH, 0);
}
