#ifndef LINEAR_H
#define LINEAR_H

/* The linear layer: y = x W + b, the same W and b for each example.

       x, dx               N x K   K inputs
       y, dy               N x D   D outputs
       weights, dweights   K x D   weights[k][d] leads from input k to output d
       bias, dbias         D       NULL: a layer without bias

   All are real; outputs do not overlap inputs. */

#include "common/layer.h"
#include "common/random.h"

/* y[n][d] = bias[d] + sum over k of x[n][k] * weights[k][d]

   Refuses shapes that do not fit. */
void linear_forward(Matrix x, Matrix weights, const real *bias, Matrix y);

/* The gradients of the above, from dy. x and weights are those of the forward pass.

       dweights[k][d] = sum over n of x[n][k] * dy[n][d]
       dbias[d]       = sum over n of dy[n][d]
       dx[n][k]       = sum over d of dy[n][d] * weights[k][d]

   Here dweights and dbias are outputs like any other: nothing is added to what they held.
   Refuses shapes that do not fit. */
void linear_backward(Matrix x, Matrix weights, Matrix dy, Matrix dweights, real *dbias, Matrix dx);

/* How weights are drawn before training. Their mean is 0; their standard deviation keeps the
   spread of the numbers about the same from layer to layer:

       GLOROT   sqrt(2 / (K + D))   before sigmoid and tanh   (Glorot and Bengio 2010)
       HE       sqrt(2 / K)         before ReLU               (He et al. 2015)

   UNIFORM draws from -sqrt(3) sd .. sqrt(3) sd, whose standard deviation is sd. */
typedef enum { GLOROT_UNIFORM, GLOROT_NORMAL, HE_UNIFORM, HE_NORMAL } Initialization;

void weights_draw(Random *random, Initialization initialization, Matrix weights);

/* The layer: parameters "weights" (K * D numbers, row after row), drawn, and "bias", 0. */
Layer linear_layer(Random *random, size_t inputs, size_t outputs, Initialization initialization);

/* The same without "bias": in front of a batch norm, which subtracts the mean, a bias would
   change nothing. */
Layer linear_layer_without_bias(Random *random, size_t inputs, size_t outputs,
                                Initialization initialization);

#endif
