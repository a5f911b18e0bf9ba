/* Exercise 8.1, gan_generator: its common mistakes, and what is to be said of each. */

#include <stdbool.h>

#include "gan.h"
#include "tests/08_gan/suspects_networks.h"
#include "tests/harness/harness.h"

static Plan generator_plan(GanShape shape)
{
    bool norm = shape.norms & NORM_GENERATOR;
    return (Plan){.generator = true,
                  .inputs = shape.noise,
                  .outputs = shape.features,
                  .norms = {norm, norm, (shape.norms & NORM_GENERATOR_OUTPUT) != 0}};
}

WRONG_NETWORK(generator_never_norms, generator,
              plan.norms[0] = plan.norms[1] = plan.norms[2] = false)
WRONG_NETWORK(generator_always_norms, generator, plan.norms[0] = plan.norms[1] = true)
WRONG_NETWORK(generator_norms_output, generator, plan.norms[2] |= plan.norms[1])
WRONG_NETWORK(generator_compares_places, generator,
              plan.norms[0] = plan.norms[1] = shape.norms == NORM_GENERATOR)
WRONG_NETWORK(generator_norm_after_relu, generator, plan.norm_last = true)
WRONG_NETWORK(generator_keeps_bias, generator, plan.bias_always = true)
WRONG_NETWORK(generator_leaks, generator, plan.slope = GAN_SLOPE)
WRONG_NETWORK(generator_one_hidden, generator, plan.forgets_hidden = true)
WRONG_NETWORK(generator_relu_output, generator, plan.ends_in_relu = true)
WRONG_NETWORK(generator_always_tanh, generator, shape.tanh = true)
WRONG_NETWORK(generator_never_tanh, generator, shape.tanh = false)
WRONG_NETWORK(generator_glorot_always, generator, plan.glorot_always = true)
WRONG_NETWORK(generator_he_always, generator, plan.he_always = true)

/* Somebody drew before. */
static Network generator_other_draws(Random *random, GanShape shape)
{
    random_normal(random, 0, 1);
    return gan_generator(random, shape);
}

static Network generator_refuses_nothing(Random *random, GanShape shape)
{
    if (shape.hidden == 0 || shape.features == 0 || shape.noise == 0)
        return network_new();
    return gan_generator(random, shape);
}

const Suspect suspects_gan_generator[] = {
    SUSPECT(generator_never_norms, "batch norm where it is asked for",
            "There is no batch norm. shape.norms says where it stands: behind the two hidden "
            "linear layers with NORM_GENERATOR, behind the last with NORM_GENERATOR_OUTPUT."),
    SUSPECT(generator_always_norms, "batch norm where it is asked for",
            "Batch norm stands behind the hidden layers even when it is not asked for. Ask "
            "shape.norms & NORM_GENERATOR."),
    SUSPECT(
        generator_norms_output, "DCGAN's layers, in order",
        "Batch norm stands at the generator's output too. There it forces mean and spread of every "
        "batch of fakes to be the same. It belongs there only with NORM_GENERATOR_OUTPUT."),
    SUSPECT(generator_compares_places, "batch norm where it is asked for",
            "You compare shape.norms with one place. It can hold several, joined by |. Ask for one "
            "bit: shape.norms & NORM_GENERATOR."),
    SUSPECT(generator_norm_after_relu, "DCGAN's layers, in order",
            "The batch norm stands behind the activation. It belongs between the linear layer and "
            "the activation."),
    SUSPECT(generator_keeps_bias, "no bias in front of a batch norm",
            "A linear layer in front of a batch norm has a bias. The batch mean takes it away "
            "again: use linear_layer_without_bias there, or gan_add_linear."),
    SUSPECT(generator_leaks, "DCGAN's layers, in order",
            "The generator has leaky ReLUs. It is the discriminator that has them; the generator "
            "has relu_layer."),
    SUSPECT(generator_one_hidden, "DCGAN's layers, in order",
            "There is one hidden layer. There are two: noise -> hidden -> hidden -> features."),
    SUSPECT(generator_relu_output, "DCGAN's layers, in order",
            "There is a ReLU behind the last linear layer. Then no feature could be negative."),
    SUSPECT(generator_always_tanh, "tanh where it is asked for",
            "The generator always ends in tanh. Only if shape.tanh is set: the ring is wider than "
            "-1 .. 1."),
    SUSPECT(generator_never_tanh, "tanh where it is asked for",
            "The tanh at the end is missing. It stands there if shape.tanh is set."),
    SUSPECT(generator_glorot_always, "weights drawn as the header says",
            "The hidden layers are drawn with GLOROT_NORMAL. In front of a ReLU it is HE_NORMAL: "
            "half of the units are off."),
    SUSPECT(generator_he_always, "weights drawn as the header says",
            "The last layer is drawn with HE_NORMAL. No ReLU follows it: GLOROT_NORMAL."),
    SUSPECT(generator_other_draws, "weights drawn as the header says",
            "These are not the first numbers that `random` gives. Draw the weights once, layer by "
            "layer from the noise on, and draw nothing else."),
    SUSPECT(generator_refuses_nothing, "refuses a 0",
            "A shape with a 0 in it is not refused. No network can be made of it: say so with "
            "require, before the first layer."),
    {0},
};
