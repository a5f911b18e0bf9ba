#include "gan.h"

#include <math.h>
#include <string.h>

#include "common/activations.h"

void gan_add_linear(Network *network, Random *random, size_t inputs, size_t outputs,
                    Initialization initialization, bool norm)
{
    if (norm) {
        network_add(network, linear_layer_without_bias(random, inputs, outputs, initialization));
        network_add(network, batchnorm_layer(outputs));
    } else {
        network_add(network, linear_layer(random, inputs, outputs, initialization));
    }
}

/* 8.1   Refuse (with require) a shape with a 0 in it. Then the layers, from the noise to the
   example: linear, norm, relu, linear, norm, relu, linear, norm, tanh, as the header says. */
Network gan_generator(Random *random, GanShape shape)
{
    TODO("8.1");
}

/* 8.2   Refuse a shape with a 0 in it. Then linear, norm, leaky relu, linear, norm, leaky relu,
   and a linear layer with one output. */
Network gan_discriminator(Random *random, GanShape shape)
{
    TODO("8.2");
}

/* 8.3   loss  = mean of max(s, 0) - s t + log1p(exp(-|s|))
         ds[n] = (sigmoid(s[n]) - t) / N
   Refuse (with require) a bad target, no examples, and other shapes than N x 1. */
double bce_logits(Matrix s, double target, Matrix ds)
{
    TODO("8.3");
}

Gan gan_new(Random *random, GanShape shape, double rate, double beta1)
{
    Gan gan = {.shape = shape, .ds = buffer_new(1)};
    gan.generator = gan_generator(random, shape);
    gan.discriminator = gan_discriminator(random, shape);
    gan.generator_adam = adam_new(gan.generator.parameters, rate);
    gan.discriminator_adam = adam_new(gan.discriminator.parameters, rate);
    gan.generator_adam.beta1 = gan.discriminator_adam.beta1 = beta1;
    return gan;
}

void gan_free(Gan *gan)
{
    adam_free(&gan->generator_adam);
    adam_free(&gan->discriminator_adam);
    network_free(&gan->generator);
    network_free(&gan->discriminator);
    buffer_free(gan->ds);
}

/* 8.4   Refuse an x or a z with another number of columns. The discriminator's gradients to 0;
   the fakes; the real batch with target 1; the fake batch with target 0; one step of
   discriminator_adam. Return the sum of both losses. */
double gan_discriminator_step(Gan *gan, Matrix x, Matrix z)
{
    TODO("8.4");
}

/* 8.5   Refuse a z with another number of columns. The generator's gradients to 0; the fakes, and
   their logits; the loss with target 1; back through both networks; one step of generator_adam. */
double gan_generator_step(Gan *gan, Matrix z)
{
    TODO("8.5");
}

/* 8.6   Refuse other shapes. The generator in EVALUATION; copy what it gives to samples. */
void gan_sample(Gan *gan, Matrix z, Matrix samples)
{
    TODO("8.6");
}

/* 8.7   For each sample: the nearest center, and is it within 3 sd? Then the three numbers.
   First refuse (with require) no samples, no centers, other shapes, a bad sd. */
void mode_score(Matrix samples, Matrix centers, double sd, size_t good[centers.rows],
                ModeScore *score)
{
    TODO("8.7");
}
