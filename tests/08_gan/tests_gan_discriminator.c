/* Exercise 8.2, gan_discriminator: the graded tests. */

#include "gan.h"
#include "tests/08_gan/networks.h"
#include "tests/08_gan/oracle.h"
#include "tests/harness/harness.h"

SUBJECT(gan_discriminator);

static void discriminator_layers(void)
{
    layers_of_dcgan(DISCRIMINATOR);
}

static void discriminator_norms(void)
{
    norms_where_asked(DISCRIMINATOR);
}

static void discriminator_sizes(void)
{
    sizes_of_layers(DISCRIMINATOR);
}

static void discriminator_biases(void)
{
    biases_fit(DISCRIMINATOR);
}

static void discriminator_weights(void)
{
    weights_are_drawn(DISCRIMINATOR);
}

static void discriminator_computes(void)
{
    computes_what_the_header_says(DISCRIMINATOR);
}

static void discriminator_refuses(void)
{
    refuses_a_zero(DISCRIMINATOR);
}

static void probe_gan_discriminator(void)
{
    probe_network(DISCRIMINATOR);
}

static const Test tests[] = {
    {3, "DCGAN's layers, in order", discriminator_layers},
    {3, "batch norm where it is asked for", discriminator_norms},
    {1, "from the features to one logit", discriminator_sizes},
    {1, "no bias in front of a batch norm", discriminator_biases},
    {1, "weights drawn as the header says", discriminator_weights},
    {2, "computes what the header says", discriminator_computes},
    {1, "refuses a 0", discriminator_refuses},
    {0},
};

EXERCISE(gan_discriminator);
