#ifndef OPTIMIZERS_H
#define OPTIMIZERS_H

/* Optimizers: one step changes all parameters (network.parameters) by their gradients. The
   gradients are not changed, nor set to 0. */

#include "common/layer.h"

/* Gradient descent.

       value = value - rate * gradient

   Refuses a rate that is negative or not a number. */
void sgd_step(Parameters parameters, double rate);

/* Adam (Kingma and Ba 2015, algorithm 1). In step t = 1, 2, ...:

       m = beta1 * m + (1 - beta1) * gradient
       v = beta2 * v + (1 - beta2) * gradient^2
       value = value - rate * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + eps)

   m and v are averages that start at 0; the divisions by 1 - beta^t make up for that. */
typedef struct {
    double rate, beta1, beta2, eps; /* change them as you like between steps */
    size_t steps;                   /* t, of the last step */
    Parameters parameters;
    real *m, *v; /* of all parameters, one after the other */
} Adam;

/* With the paper's beta1 = 0.9, beta2 = 0.999 and eps = 1e-8. Keeps a copy of the list, which
   must be complete: a layer that is added to the network later is not trained. */
Adam adam_new(Parameters parameters, double rate);

/* Refuses a negative rate, a beta outside 0 <= beta < 1, and an eps that is not positive. */
void adam_step(Adam *adam);

void adam_free(Adam *adam);

#endif
