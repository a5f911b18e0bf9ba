#ifndef NETWORK_H
#define NETWORK_H

/* A network: layers, one after the other.

       Network net = network_new();
       network_add(&net, linear_layer(&random, 2, 64, HE_NORMAL));
       network_add(&net, relu_layer(64));
       network_add(&net, linear_layer(&random, 64, 1, GLOROT_NORMAL));

   One call per layer, so that the random weights are drawn in this order on every compiler.

   A step of training:

       parameters_zero_gradients(net.parameters);
       Matrix y = network_forward(&net, x, TRAINING);
       mean_squared_error_backward(y, target, dy);
       network_backward(&net, dy);
       sgd_step(net.parameters, rate);
*/

#include "common/layer.h"

typedef struct {
    size_t layer_count;
    Layer *layers;
    Matrix *outputs;       /* outputs[i] is what layer i gave in the last forward pass */
    Parameters parameters; /* of all layers, from the first to the last */
} Network;

Network network_new(void);

/* Appends a layer, which from now on belongs to the network. Refuses one that does not take as
   many inputs as the layer before it has outputs. */
void network_add(Network *network, Layer layer);

/* Through all layers. The result belongs to the last one, and holds until the next pass.
   What a layer refuses is refused. */
Matrix network_forward(Network *network, Matrix x, Mode mode);

/* Back through all layers, from dy, the gradient of the loss by the last output. Adds to the
   gradients of all parameters, and returns the gradient of the loss by x, which belongs to the
   first layer. x must be as it was in the forward pass. */
Matrix network_backward(Network *network, Matrix dy);

/* Frees the layers too. */
void network_free(Network *network);

#endif
