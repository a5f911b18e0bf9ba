#include "common/layer.h"

#include <stdlib.h>

Matrix layer_forward(const Layer *layer, Matrix x, Mode mode)
{
    require(x.cols == layer->inputs, "%s takes %zu features, x has %zu", layer->kind, layer->inputs,
            x.cols);
    return layer->forward(layer->state, x, mode);
}

Matrix layer_backward(const Layer *layer, Matrix dy)
{
    require(dy.cols == layer->outputs, "%s gives %zu features, dy has %zu", layer->kind,
            layer->outputs, dy.cols);
    return layer->backward(layer->state, dy);
}

void layer_free(Layer *layer)
{
    layer->free(layer->state);
}

size_t parameters_total(Parameters parameters)
{
    size_t total = 0;
    for (size_t i = 0; i < parameters.count; i++)
        total += parameters.list[i].count;
    return total;
}

void parameters_zero_gradients(Parameters parameters)
{
    for (size_t i = 0; i < parameters.count; i++)
        for (size_t j = 0; j < parameters.list[i].count; j++)
            parameters.list[i].gradients[j] = 0;
}

void *layer_state(size_t bytes)
{
    void *state = calloc(1, bytes);
    if (!state)
        bad_input("out of memory for a layer");
    return state;
}

Buffer buffer_new(size_t cols)
{
    return (Buffer){matrix_new(0, cols), 0};
}

void buffer_free(Buffer buffer)
{
    matrix_free(buffer.m);
}

Matrix buffer_rows(Buffer *buffer, size_t rows)
{
    if (rows > buffer->capacity) {
        matrix_free(buffer->m);
        buffer->m = matrix_new(rows, buffer->m.cols);
        buffer->capacity = rows;
    }
    buffer->m.rows = rows;
    return buffer->m;
}
