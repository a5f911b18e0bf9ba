/* Exercise 8.2, gan_discriminator: its common mistakes, and what is to be said of each. */

#include <stdbool.h>

#include "gan.h"
#include "tests/08_gan/suspects_networks.h"
#include "tests/harness/harness.h"

static Plan discriminator_plan(GanShape shape)
{
    return (Plan){.inputs = shape.features,
                  .outputs = 1,
                  .norms = {(shape.norms & NORM_DISCRIMINATOR_INPUT) != 0,
                            (shape.norms & NORM_DISCRIMINATOR) != 0},
                  .slope = GAN_SLOPE};
}

WRONG_NETWORK(discriminator_never_norms, discriminator, plan.norms[0] = plan.norms[1] = false)
WRONG_NETWORK(discriminator_norms_input, discriminator, plan.norms[0] |= plan.norms[1])
WRONG_NETWORK(discriminator_places_swapped, discriminator, bool first = plan.norms[0];
              plan.norms[0] = plan.norms[1]; plan.norms[1] = first)
WRONG_NETWORK(discriminator_compares_places, discriminator,
              plan.norms[0] = shape.norms == NORM_DISCRIMINATOR_INPUT;
              plan.norms[1] = shape.norms == NORM_DISCRIMINATOR)
WRONG_NETWORK(discriminator_norms_logit, discriminator, plan.norms[2] = plan.norms[1])
WRONG_NETWORK(discriminator_norm_after_activation, discriminator, plan.norm_last = true)
WRONG_NETWORK(discriminator_keeps_bias, discriminator, plan.bias_always = true)
WRONG_NETWORK(discriminator_sigmoid, discriminator, plan.sigmoid = true)
WRONG_NETWORK(discriminator_relu, discriminator, plan.slope = 0)
WRONG_NETWORK(discriminator_small_slope, discriminator, plan.slope = 0.01)
WRONG_NETWORK(discriminator_one_hidden, discriminator, plan.forgets_hidden = true)
WRONG_NETWORK(discriminator_glorot_always, discriminator, plan.glorot_always = true)
WRONG_NETWORK(discriminator_he_always, discriminator, plan.he_always = true)
WRONG_NETWORK(discriminator_of_noise, discriminator, plan.inputs = shape.noise)

static Network discriminator_refuses_nothing(Random *random, GanShape shape)
{
    return shape.hidden && shape.features ? gan_discriminator(random, shape) : network_new();
}

const Suspect suspects_gan_discriminator[] = {
    SUSPECT(discriminator_never_norms, "batch norm where it is asked for",
            "There is no batch norm. shape.norms says where it stands: behind the first linear "
            "layer with NORM_DISCRIMINATOR_INPUT, behind the second with NORM_DISCRIMINATOR."),
    SUSPECT(
        discriminator_norms_input, "DCGAN's layers, in order",
        "Batch norm stands behind the first layer too. Then the discriminator cannot see where a "
        "batch lies, nor how wide it is. It belongs there only with NORM_DISCRIMINATOR_INPUT."),
    SUSPECT(discriminator_places_swapped, "DCGAN's layers, in order",
            "The two places of batch norm are swapped. NORM_DISCRIMINATOR_INPUT is behind the "
            "first linear layer, NORM_DISCRIMINATOR behind the second."),
    SUSPECT(discriminator_compares_places, "batch norm where it is asked for",
            "You compare shape.norms with one place. It can hold several, joined by |. Ask for one "
            "bit: shape.norms & NORM_DISCRIMINATOR."),
    SUSPECT(discriminator_norms_logit, "DCGAN's layers, in order",
            "A batch norm stands behind the logit. It would give every batch the same mean logit, "
            "and real and fake batches could not be told apart."),
    SUSPECT(discriminator_norm_after_activation, "DCGAN's layers, in order",
            "The batch norm stands behind the activation. It belongs between the linear layer and "
            "the activation."),
    SUSPECT(discriminator_keeps_bias, "no bias in front of a batch norm",
            "A linear layer in front of a batch norm has a bias. The batch mean takes it away "
            "again: use linear_layer_without_bias there, or gan_add_linear."),
    SUSPECT(discriminator_sigmoid, "DCGAN's layers, in order",
            "The discriminator ends in a sigmoid. bce_logits takes the logit itself: it has the "
            "sigmoid in it, where it cannot overflow."),
    SUSPECT(discriminator_relu, "DCGAN's layers, in order",
            "The discriminator has plain ReLUs. Where such a unit is off, the generator hears "
            "nothing: use leaky_relu_layer."),
    SUSPECT(discriminator_small_slope, "computes what the header says",
            "The leaky ReLUs have a slope of 0.01. The header says GAN_SLOPE, 0.2, as DCGAN."),
    SUSPECT(discriminator_one_hidden, "DCGAN's layers, in order",
            "There is one hidden layer. There are two: features -> hidden -> hidden -> 1."),
    SUSPECT(discriminator_glorot_always, "weights drawn as the header says",
            "The hidden layers are drawn with GLOROT_NORMAL. The header says HE_NORMAL in front of "
            "an activation of the ReLU kind."),
    SUSPECT(discriminator_he_always, "weights drawn as the header says",
            "The last layer is drawn with HE_NORMAL. No ReLU follows it: GLOROT_NORMAL."),
    SUSPECT(discriminator_of_noise, "from the features to one logit",
            "The first layer takes shape.noise numbers. The discriminator looks at examples, which "
            "have shape.features numbers."),
    SUSPECT(discriminator_refuses_nothing, "refuses a 0",
            "A shape with a 0 in it is not refused. No network can be made of it: say so with "
            "require, before the first layer."),
    {0},
};
