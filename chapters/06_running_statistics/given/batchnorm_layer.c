/*:
## Given: the layer

What remains is bookkeeping, in `given/batchnorm_layer.c`: memory for a batch norm and for what a
pass leaves behind, and the three functions that `common/layer.h` asks for. The `BatchNorm` comes
first in the struct, and so the layer's state, seen as a `BatchNorm *`, is it.
*/
#include "given/batchnorm_layer.h"

#include <stdlib.h>

typedef struct {
    BatchNorm norm;
    BnForward forward;
    BnGradients gradients;
    Buffer xhat, y, dx;
} State;

static Matrix forward_layer(void *state, Matrix x, Mode mode)
{
    State *s = state;
    s->forward.xhat = buffer_rows(&s->xhat, x.rows);
    s->forward.y = buffer_rows(&s->y, x.rows);
    batchnorm_forward(&s->norm, x, mode, &s->forward);
    return s->forward.y;
}

static Matrix backward_layer(void *state, Matrix dy)
{
    State *s = state;
    s->gradients.dx = buffer_rows(&s->dx, dy.rows);
    batchnorm_backward(&s->norm, dy, &s->forward, s->gradients);
    return s->gradients.dx;
}

static void free_layer(void *state)
{
    State *s = state;
    free(s->norm.gamma);
    free(s->norm.running_mean);
    buffer_free(s->xhat);
    buffer_free(s->y);
    buffer_free(s->dx);
    free(s);
}

static State *state_new(size_t D)
{
    State *s = layer_state(sizeof *s);
    real *parameters = layer_state(4 * D * sizeof *parameters);
    double *statistics = layer_state(7 * D * sizeof *statistics);
    BatchNorm *norm = &s->norm;
    norm->D = D;
    norm->gamma = parameters;
    norm->beta = parameters + D;
    norm->gamma_gradient = parameters + 2 * D;
    norm->beta_gradient = parameters + 3 * D;
    norm->running_mean = statistics;
    norm->running_var = statistics + D;
    s->forward.mean = statistics + 2 * D;
    s->forward.var = statistics + 3 * D;
    s->forward.rstd = statistics + 4 * D;
    s->gradients.dgamma = statistics + 5 * D;
    s->gradients.dbeta = statistics + 6 * D;
    s->xhat = buffer_new(D);
    s->y = buffer_new(D);
    s->dx = buffer_new(D);
    return s;
}

void bn_reset(BatchNorm *norm)
{
    for (size_t d = 0; d < norm->D; d++) {
        norm->running_mean[d] = 0;
        norm->running_var[d] = 1;
    }
    norm->batches = norm->examples = 0;
}

Layer batchnorm_layer(size_t features)
{
    require(features >= 1, "batch norm for %zu features", features);
    State *s = state_new(features);
    BatchNorm *norm = &s->norm;
    norm->eps = 1e-5;
    norm->momentum = 0.1;
    norm->update = bn_update_running;
    for (size_t d = 0; d < features; d++)
        norm->gamma[d] = 1;
    bn_reset(norm);
    return (Layer){
        .kind = "batch norm",
        .inputs = features,
        .outputs = features,
        .parameters = {{"gamma", features, norm->gamma, norm->gamma_gradient},
                       {"beta", features, norm->beta, norm->beta_gradient}},
        .state = s,
        .forward = forward_layer,
        .backward = backward_layer,
        .free = free_layer,
    };
}

/*:
That is a batch norm as the frameworks have it. What they add is speed, and pictures, where each
position of a channel counts as an example.
*/
