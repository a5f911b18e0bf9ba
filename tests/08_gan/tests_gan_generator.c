/* Exercise 8.1, gan_generator: the graded tests. */

#include <stdbool.h>

#include "gan.h"
#include "tests/08_gan/networks.h"
#include "tests/08_gan/oracle.h"
#include "tests/08_gan/shared.h"
#include "tests/harness/harness.h"

SUBJECT(gan_generator);

static void generator_layers(void)
{
    layers_of_dcgan(GENERATOR);
}

static void generator_norms(void)
{
    norms_where_asked(GENERATOR);
}

static void generator_tanh(void)
{
    GanShape shape = small_shape(NORM_DCGAN);
    shape.tanh = true;
    expect_layers(GENERATOR, shape);
    shape.norms = NORM_DCGAN | NORM_GENERATOR_OUTPUT;
    expect_layers(GENERATOR, shape);
    shape.tanh = false;
    expect_layers(GENERATOR, shape);
}

static void generator_sizes(void)
{
    sizes_of_layers(GENERATOR);
}

static void generator_biases(void)
{
    biases_fit(GENERATOR);
}

static void generator_weights(void)
{
    weights_are_drawn(GENERATOR);
}

static void generator_computes(void)
{
    computes_what_the_header_says(GENERATOR);
}

static void generator_refuses(void)
{
    refuses_a_zero(GENERATOR);
}

static void probe_gan_generator(void)
{
    probe_network(GENERATOR);
}

static const Test tests[] = {
    {3, "DCGAN's layers, in order", generator_layers},
    {3, "batch norm where it is asked for", generator_norms},
    {1, "tanh where it is asked for", generator_tanh},
    {1, "from the noise to the features", generator_sizes},
    {1, "no bias in front of a batch norm", generator_biases},
    {1, "weights drawn as the header says", generator_weights},
    {1, "computes what the header says", generator_computes},
    {1, "refuses a 0", generator_refuses},
    {0},
};

EXERCISE(gan_generator);
