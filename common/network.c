#include "common/network.h"

#include <stdlib.h>

Network network_new(void)
{
    return (Network){0};
}

static void *resize(void *memory, size_t count, size_t size)
{
    void *resized = realloc(memory, count * size);
    if (!resized)
        bad_input("out of memory for a network");
    return resized;
}

static void add_parameter(Parameters *parameters, Parameter parameter)
{
    size_t count = parameters->count + 1;
    parameters->list = resize(parameters->list, count, sizeof parameter);
    parameters->list[count - 1] = parameter;
    parameters->count = count;
}

void network_add(Network *network, Layer layer)
{
    size_t count = network->layer_count + 1;
    const Layer *before = count > 1 ? &network->layers[count - 2] : NULL;
    require(!before || before->outputs == layer.inputs,
            "layer %zu, %s, takes %zu features; %s before it gives %zu", count, layer.kind,
            layer.inputs, before->kind, before->outputs);
    network->layers = resize(network->layers, count, sizeof layer);
    network->outputs = resize(network->outputs, count, sizeof *network->outputs);
    network->layers[count - 1] = layer;
    network->outputs[count - 1] = (Matrix){0, layer.outputs, NULL};
    network->layer_count = count;
    for (size_t i = 0; i < LAYER_PARAMETERS; i++)
        if (layer.parameters[i].count > 0)
            add_parameter(&network->parameters, layer.parameters[i]);
}

Matrix network_forward(Network *network, Matrix x, Mode mode)
{
    for (size_t i = 0; i < network->layer_count; i++)
        network->outputs[i] = x = layer_forward(&network->layers[i], x, mode);
    return x;
}

Matrix network_backward(Network *network, Matrix dy)
{
    for (size_t i = network->layer_count; i-- > 0;)
        dy = layer_backward(&network->layers[i], dy);
    return dy;
}

void network_free(Network *network)
{
    for (size_t i = 0; i < network->layer_count; i++)
        layer_free(&network->layers[i]);
    free(network->layers);
    free(network->outputs);
    free(network->parameters.list);
    *network = network_new();
}
