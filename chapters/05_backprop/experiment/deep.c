#include "experiment.h"

#include <math.h>
#include <stdlib.h>

#include "common/activations.h"
#include "common/linear.h"

/* ---- Batch norm as a layer ----------------------------------------------------------- */

/* Behind gamma and beta each unit is scaled and shifted once more, by numbers that change at every
   step: the injected drift. */
typedef struct {
    Matrix parameters, gradients; /* 2 x WIDTH: gamma, beta */
    double mean[WIDTH], var[WIDTH], rstd[WIDTH], dgamma[WIDTH], dbeta[WIDTH];
    Buffer xhat, y, dy, dx;
    real scale[WIDTH], shift[WIDTH];
} NormLayer;

static Matrix norm_forward(void *state, Matrix x, Mode mode)
{
    (void)mode;
    NormLayer *l = state;
    Matrix xhat = buffer_rows(&l->xhat, x.rows), y = buffer_rows(&l->y, x.rows);
    bn_forward(x, EPS, l->mean, l->var, l->rstd, xhat);
    bn_scale_shift(xhat, row(l->parameters, 0), row(l->parameters, 1), y);
    for (size_t n = 0; n < y.rows; n++)
        for (size_t d = 0; d < WIDTH; d++)
            row(y, n)[d] = l->scale[d] * row(y, n)[d] + l->shift[d];
    return y;
}

static Matrix norm_backward(void *state, Matrix da)
{
    NormLayer *l = state;
    Matrix dy = buffer_rows(&l->dy, da.rows), dx = buffer_rows(&l->dx, da.rows);
    for (size_t n = 0; n < da.rows; n++)
        for (size_t d = 0; d < WIDTH; d++)
            row(dy, n)[d] = l->scale[d] * row(da, n)[d];
    bn_backward(dy, l->xhat.m, row(l->parameters, 0), l->rstd,
                (BnGradients){l->dgamma, l->dbeta, dx});
    for (size_t d = 0; d < WIDTH; d++) {
        row(l->gradients, 0)[d] += (real)l->dgamma[d];
        row(l->gradients, 1)[d] += (real)l->dbeta[d];
    }
    return dx;
}

static void norm_layer_free(void *state)
{
    NormLayer *l = state;
    matrix_free(l->parameters);
    matrix_free(l->gradients);
    buffer_free(l->xhat);
    buffer_free(l->y);
    buffer_free(l->dy);
    buffer_free(l->dx);
    free(l);
}

static Layer norm_layer(void)
{
    NormLayer *l = layer_state(sizeof *l);
    l->parameters = matrix_new(2, WIDTH);
    l->gradients = matrix_new(2, WIDTH);
    for (size_t d = 0; d < WIDTH; d++)
        row(l->parameters, 0)[d] = l->scale[d] = 1;
    l->xhat = buffer_new(WIDTH);
    l->y = buffer_new(WIDTH);
    l->dy = buffer_new(WIDTH);
    l->dx = buffer_new(WIDTH);
    return (Layer){"batch norm",
                   WIDTH,
                   WIDTH,
                   {{"gamma", WIDTH, row(l->parameters, 0), row(l->gradients, 0)},
                    {"beta", WIDTH, row(l->parameters, 1), row(l->gradients, 1)}},
                   l,
                   norm_forward,
                   norm_backward,
                   norm_layer_free};
}

/* ---- The network --------------------------------------------------------------------- */

static void add_linear(Network *net, Kind kind, Random *random, size_t inputs, size_t outputs)
{
    bool bias = !kind.batch_norm || outputs == 1;
    Layer layer = bias ? linear_layer(random, inputs, outputs, GLOROT_NORMAL)
                       : linear_layer_without_bias(random, inputs, outputs, GLOROT_NORMAL);
    for (size_t i = 0; i < inputs * outputs; i++)
        layer.parameters[0].values[i] *= (real)kind.start;
    network_add(net, layer);
}

Network deep_network(Kind kind, uint64_t seed)
{
    Network net = network_new();
    Random random = random_new(seed);
    for (size_t i = 0; i < HIDDEN; i++) {
        add_linear(&net, kind, &random, i == 0 ? INPUTS : WIDTH, WIDTH);
        if (kind.batch_norm)
            network_add(&net, norm_layer());
        network_add(&net, sigmoid_layer(WIDTH));
    }
    add_linear(&net, kind, &random, WIDTH, 1);
    return net;
}

void inject_drift(Network *net, double drift, Random *random)
{
    for (size_t i = 1; drift > 0 && i < net->layer_count; i += 3) {
        NormLayer *l = net->layers[i].state;
        for (size_t d = 0; d < WIDTH; d++) {
            l->scale[d] = (real)exp(random_normal(random, 0, drift));
            l->shift[d] = (real)random_normal(random, 0, drift);
        }
    }
}
