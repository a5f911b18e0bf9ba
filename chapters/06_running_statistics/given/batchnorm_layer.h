#ifndef BATCHNORM_LAYER_H
#define BATCHNORM_LAYER_H

/* Given: a layer of the functions in running_statistics.c, for the networks of common/network.h. */

#include "running_statistics.h"

/* Forgets all batches. running_mean is 0, running_var 1, as before training. */
void bn_reset(BatchNorm *norm);

/* gamma starts at 1 and beta at 0, the running statistics as bn_reset leaves them; eps is 1e-5,
   momentum 0.1, update bn_update_running. layer.state is its BatchNorm:

       BatchNorm *norm = layer.state;
       norm->momentum = 0.01; */
Layer batchnorm_layer(size_t features);

#endif
