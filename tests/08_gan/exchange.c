/* What goes over the wire of a network: its layers, one after the other, with all numbers that they
   keep from step to step. The side that takes builds the same network from common/'s layers. */

#include <string.h>

#include "common/activations.h"
#include "gan.h"
#include "tests/wire/wire.h"

enum { MOST_LAYERS = 32, MOST_UNITS = 4096 };

void Network_exchange(Wire *w, Network *network);
void Gan_exchange(Wire *w, Gan *gan);

/* What a layer is. */
typedef struct {
    char kind[16];
    size_t inputs, outputs;
    bool bias;
    double slope; /* of a leaky relu */
} Description;

static double slope_of(const Layer *layer)
{
    real minus_one[MOST_UNITS] = {-1};
    if (strcmp(layer->kind, "leaky relu") != 0 || layer->inputs > MOST_UNITS)
        return 0;
    return -(double)layer_forward(layer, (Matrix){1, layer->inputs, minus_one}, EVALUATION).v[0];
}

static Description described(const Layer *layer)
{
    Description d = {.inputs = layer->inputs,
                     .outputs = layer->outputs,
                     .bias = layer->parameters[1].count > 0,
                     .slope = slope_of(layer)};
    snprintf(d.kind, sizeof d.kind, "%s", layer->kind);
    return d;
}

/* False: there is no such layer. */
static bool build(const Description *d, Layer *layer)
{
    Random random = random_new(1);
    bool is_sized =
        d->inputs >= 1 && d->inputs <= MOST_UNITS && d->outputs >= 1 && d->outputs <= MOST_UNITS;
    if (!is_sized || !memchr(d->kind, 0, sizeof d->kind))
        return false;
    if (strcmp(d->kind, "linear") == 0)
        *layer = d->bias ? linear_layer(&random, d->inputs, d->outputs, HE_NORMAL)
                         : linear_layer_without_bias(&random, d->inputs, d->outputs, HE_NORMAL);
    else if (strcmp(d->kind, "batch norm") == 0)
        *layer = batchnorm_layer(d->inputs);
    else if (strcmp(d->kind, "relu") == 0)
        *layer = relu_layer(d->inputs);
    else if (strcmp(d->kind, "leaky relu") == 0 && d->slope >= 0 && d->slope < 1)
        *layer = leaky_relu_layer(d->inputs, d->slope);
    else if (strcmp(d->kind, "sigmoid") == 0)
        *layer = sigmoid_layer(d->inputs);
    else if (strcmp(d->kind, "tanh") == 0)
        *layer = tanh_layer(d->inputs);
    else
        return false;
    return true;
}

static void exchange_description(Wire *w, Description *d)
{
    int within = w->within; /* which layers a network has does not come back */
    w->within = 0;
    wire_value(w, d->kind, sizeof d->kind);
    wire_value(w, &d->inputs, sizeof d->inputs);
    wire_value(w, &d->outputs, sizeof d->outputs);
    wire_bool(w, &d->bias);
    wire_value(w, &d->slope, sizeof d->slope);
    w->within = within;
}

static void exchange_norm(Wire *w, BatchNorm *norm)
{
    wire_value(w, &norm->eps, sizeof norm->eps);
    wire_value(w, &norm->momentum, sizeof norm->momentum);
    wire_value(w, &norm->batches, sizeof norm->batches);
    wire_value(w, &norm->examples, sizeof norm->examples);
    wire_value(w, norm->running_mean, norm->D * sizeof *norm->running_mean);
    wire_value(w, norm->running_var, norm->D * sizeof *norm->running_var);
}

/* The numbers of a layer that both sides have. */
static void exchange_numbers(Wire *w, Layer *layer)
{
    for (size_t p = 0; p < LAYER_PARAMETERS; p++) {
        Parameter *parameter = &layer->parameters[p];
        if (parameter->count == 0)
            continue;
        wire_value(w, parameter->values, parameter->count * sizeof *parameter->values);
        wire_value(w, parameter->gradients, parameter->count * sizeof *parameter->gradients);
    }
    if (strcmp(layer->kind, "batch norm") == 0)
        exchange_norm(w, layer->state);
}

static void take_layer(Wire *w, Network *network)
{
    Description d = {.slope = 0};
    Layer layer;
    exchange_description(w, &d);
    w->failed |= w->failed || !build(&d, &layer);
    if (w->failed)
        return;
    size_t count = network->layer_count;
    bool fits = count == 0 || network->layers[count - 1].outputs == d.inputs;
    w->failed |= !fits;
    if (fits)
        network_add(network, layer);
    else
        layer_free(&layer);
}

static void free_network(void *network)
{
    network_free(network);
}

static void exchange_layers(Wire *w, Network *network)
{
    size_t count = network->layer_count;
    int within = w->within;
    w->within = 0;
    wire_value(w, &count, sizeof count);
    w->within = within;
    w->failed |= count > MOST_LAYERS;
    if (!w->putting)
        *network = network_new();
    for (size_t i = 0; i < count && !w->failed; i++) {
        Description d = {.slope = 0};
        if (!w->putting) {
            take_layer(w, network);
        } else {
            d = described(&network->layers[i]);
            exchange_description(w, &d);
        }
        if (!w->failed)
            exchange_numbers(w, &network->layers[i]);
    }
}

/* A network that is returned: it is the taker's. */
void Network_exchange(Wire *w, Network *network)
{
    exchange_layers(w, network);
    if (w->putting)
        wire_will_free(w, network, free_network);
}

static void exchange_adam(Wire *w, Adam *adam, const Network *network)
{
    if (!w->putting)
        *adam = adam_new(network->parameters, 0);
    size_t bytes = parameters_total(network->parameters) * sizeof(real);
    wire_value(w, &adam->rate, sizeof adam->rate);
    wire_value(w, &adam->beta1, sizeof adam->beta1);
    wire_value(w, &adam->beta2, sizeof adam->beta2);
    wire_value(w, &adam->eps, sizeof adam->eps);
    wire_value(w, &adam->steps, sizeof adam->steps);
    wire_value(w, adam->m, bytes);
    wire_value(w, adam->v, bytes);
}

static void exchange_shape(Wire *w, GanShape *shape)
{
    wire_value(w, &shape->noise, sizeof shape->noise);
    wire_value(w, &shape->hidden, sizeof shape->hidden);
    wire_value(w, &shape->features, sizeof shape->features);
    wire_bool(w, &shape->tanh);
    wire_value(w, &shape->norms, sizeof shape->norms);
}

/* As gan_free, which is the student's. */
static void free_gan(void *object)
{
    Gan *gan = object;
    adam_free(&gan->generator_adam);
    adam_free(&gan->discriminator_adam);
    network_free(&gan->generator);
    network_free(&gan->discriminator);
    buffer_free(gan->ds);
}

void Gan_exchange(Wire *w, Gan *gan)
{
    exchange_shape(w, &gan->shape);
    exchange_layers(w, &gan->generator);
    exchange_layers(w, &gan->discriminator);
    exchange_adam(w, &gan->generator_adam, &gan->generator);
    exchange_adam(w, &gan->discriminator_adam, &gan->discriminator);
    if (w->putting)
        return;
    gan->ds = buffer_new(1);
    wire_will_free(w, gan, free_gan);
}
