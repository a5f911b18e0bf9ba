#ifndef ACTIVATIONS_H
#define ACTIVATIONS_H

/* Activations: a function of one number, applied to each number of a matrix.

                 y                           dy/dx, from y
       relu      x where x > 0, else 0       1 where y > 0, else 0
       leaky     x where x > 0, else a x     1 where y > 0, else a      0 <= a < 1
       sigmoid   1 / (1 + exp(-x))           y (1 - y)
       tanh      tanh(x)                     1 - y^2

   The backward functions take y, the result of the forward pass, and multiply: dx = dy * dy/dx.
   At x = 0, where relu and leaky have no derivative, it is taken as 0 and a (as PyTorch does).
   A NaN stays a NaN.

   All matrices of a call have one shape, and refuse another. y may be x itself, and dx may be
   dy itself. */

#include "common/layer.h"

void relu_forward(Matrix x, Matrix y);
void relu_backward(Matrix y, Matrix dy, Matrix dx);

void leaky_relu_forward(Matrix x, double a, Matrix y);
void leaky_relu_backward(Matrix y, Matrix dy, double a, Matrix dx);

void sigmoid_forward(Matrix x, Matrix y);
void sigmoid_backward(Matrix y, Matrix dy, Matrix dx);

void tanh_forward(Matrix x, Matrix y);
void tanh_backward(Matrix y, Matrix dy, Matrix dx);

/* The same as layers, for examples of so many features. */
Layer relu_layer(size_t features);
Layer leaky_relu_layer(size_t features, double a);
Layer sigmoid_layer(size_t features);
Layer tanh_layer(size_t features);

#endif
