/* What the tests of several exercises use. See shared.h. */

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "gan.h"
#include "tests/08_gan/shared.h"
#include "tests/harness/harness.h"

void given_shape(GanShape shape)
{
    static const char *names[] = {"generator", "generator's output", "discriminator",
                                  "discriminator's input"};
    char text[160] = "";
    for (size_t place = 0; place < COUNT(names); place++)
        if (shape.norms & 1u << place)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", *text ? ", " : "",
                     names[place]);
    given_values("noise %zu, hidden %zu, features %zu%s; batch norm: %s", shape.noise, shape.hidden,
                 shape.features, shape.tanh ? ", tanh" : "", *text ? text : "nowhere");
}

/* Whatever is in here can be reached, and is no leak. */
static Gan kept[4096];
static size_t kept_count;

static void free_kept(void)
{
    while (kept_count > 0)
        gan_free(&kept[--kept_count]);
}

Gan *keep(Gan gan)
{
    require(kept_count < COUNT(kept), "over %zu networks in a test", COUNT(kept));
    at_end(free_kept);
    kept[kept_count] = gan;
    return &kept[kept_count++];
}

GanShape small_shape(NormPlaces norms)
{
    return (GanShape){.noise = 3, .hidden = 4, .features = 2, .tanh = false, .norms = norms};
}

BatchNorm *norm_at(const Network *network, size_t layer)
{
    bool norm = strcmp(network->layers[layer].kind, "batch norm") == 0;
    return norm ? network->layers[layer].state : NULL;
}

static void randomize(Random *random, Network *network)
{
    for (size_t i = 0; i < network->parameters.count; i++) {
        Parameter parameter = network->parameters.list[i];
        double mean = strcmp(parameter.name, "gamma") == 0 ? 1 : 0;
        for (size_t j = 0; j < parameter.count; j++)
            parameter.values[j] = (real)random_normal(random, mean, 0.6);
    }
    for (size_t i = 0; i < network->layer_count; i++) {
        BatchNorm *norm = norm_at(network, i);
        for (size_t d = 0; norm && d < norm->D; d++) {
            norm->running_mean[d] = random_normal(random, 1, 1);
            norm->running_var[d] = 0.5 + pow(random_normal(random, 0, 1), 2);
        }
        if (norm)
            norm->eps = 0.1;
    }
}

static void randomize_adam(Random *random, Adam *adam, double beta1, double beta2)
{
    adam->beta1 = beta1;
    adam->beta2 = beta2;
    adam->steps = 3;
    for (size_t i = 0; i < parameters_total(adam->parameters); i++) {
        adam->m[i] = (real)random_normal(random, 0, 0.3);
        adam->v[i] = (real)(0.2 + pow(random_normal(random, 0, 0.5), 2));
    }
}

Gan *random_gan(unsigned seed, GanShape shape)
{
    Random random = random_new(seed);
    Gan *gan = keep(gan_new(&random, shape, 0.5, 0.5));
    randomize(&random, &gan->generator);
    randomize(&random, &gan->discriminator);
    randomize_adam(&random, &gan->generator_adam, 0.5, 0.9);
    randomize_adam(&random, &gan->discriminator_adam, 0.4, 0.8);
    gan->generator_adam.rate = 0.75;
    return gan;
}

Matrix noise(unsigned seed, size_t rows, size_t cols)
{
    Random random = random_new(seed);
    Matrix z = random_input(seed, rows, cols, 0);
    for (size_t i = 0; i < rows * cols; i++)
        z.v[i] = (real)random_normal(&random, 0, 1);
    return z;
}

Matrix examples(unsigned seed, size_t rows, size_t cols)
{
    return random_input(seed, rows, cols, 1);
}

void observe_number(double number, double tolerance)
{
    observe(&number, 1, tolerance);
}

double close_to(double magnitude)
{
    return 1e-9 + rounding(256, magnitude);
}
