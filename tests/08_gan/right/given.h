/* What a right program needs besides its seven exercises: the given functions, once more. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/activations.h"
#include "gan.h"

void gan_add_linear(Network *network, Random *random, size_t inputs, size_t outputs,
                    Initialization initialization, bool norm)
{
    Layer layer = norm ? linear_layer_without_bias(random, inputs, outputs, initialization)
                       : linear_layer(random, inputs, outputs, initialization);
    network_add(network, layer);
    if (norm)
        network_add(network, batchnorm_layer(outputs));
}

Gan gan_new(Random *random, GanShape shape, double rate, double beta1)
{
    Gan gan;
    gan.shape = shape;
    gan.generator = gan_generator(random, shape);
    gan.discriminator = gan_discriminator(random, shape);
    gan.generator_adam = adam_new(gan.generator.parameters, rate);
    gan.generator_adam.beta1 = beta1;
    gan.discriminator_adam = adam_new(gan.discriminator.parameters, rate);
    gan.discriminator_adam.beta1 = beta1;
    gan.ds = buffer_new(1);
    return gan;
}

void gan_free(Gan *gan)
{
    buffer_free(gan->ds);
    adam_free(&gan->discriminator_adam);
    adam_free(&gan->generator_adam);
    network_free(&gan->discriminator);
    network_free(&gan->generator);
}
