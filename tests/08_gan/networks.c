/* The tests of a network, of either player: exercises 8.1 and 8.2. See networks.h. */

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "gan.h"
#include "tests/08_gan/networks.h"
#include "tests/08_gan/oracle.h"
#include "tests/harness/harness.h"

extern __typeof__(gan_generator) *subject_gan_generator;
extern __typeof__(gan_discriminator) *subject_gan_discriminator;

static const GanShape shapes[] = {
    {3, 4, 2, false, NORM_DCGAN},  {2, 3, 5, true, NORM_DCGAN},  {5, 2, 3, false, NORM_NOWHERE},
    {4, 5, 1, true, NORM_NOWHERE}, {1, 1, 2, false, NORM_DCGAN},
};

Network built(Player player, unsigned seed, GanShape shape)
{
    Random random = random_new(seed);
    Network network =
        (player == GENERATOR ? subject_gan_generator : subject_gan_discriminator)(&random, shape);
    keep((Gan){.generator = network});
    return network;
}

/* "linear, batch norm, relu" */
static void name_layers(const Network *network, char *text, size_t size)
{
    *text = '\0';
    for (size_t i = 0; i < network->layer_count; i++)
        snprintf(text + strlen(text), size - strlen(text), "%s%s", i ? ", " : "",
                 network->layers[i].kind);
}

static void name_pieces(const Piece *pieces, size_t count, char *text, size_t size)
{
    *text = '\0';
    for (size_t i = 0; i < count; i++)
        snprintf(text + strlen(text), size - strlen(text), "%s%s", i ? ", " : "", pieces[i].kind);
}

void expect_layers(Player player, GanShape shape)
{
    char got[200], want[200];
    Piece pieces[MOST_PIECES];
    size_t count = oracle_pieces(player, shape, pieces);
    given_shape(shape);
    Network network = built(player, 1, shape);
    name_layers(&network, got, sizeof got);
    name_pieces(pieces, count, want, sizeof want);
    expect(strcmp(got, want) == 0, "layers: %s\n     want: %s", got, want);
}

void layers_of_dcgan(Player player)
{
    expect_layers(player, small_shape(NORM_DCGAN));
}

void norms_where_asked(Player player)
{
    for (unsigned norms = 0; norms < 16; norms++)
        expect_layers(player, small_shape((NormPlaces)norms));
}

static const Layer *layer_at(const Network *network, size_t i, size_t count)
{
    expect(i < network->layer_count, "the network has %zu layers, and not %zu",
           network->layer_count, count);
    return &network->layers[i];
}

void sizes_of_layers(Player player)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        Piece pieces[MOST_PIECES];
        size_t count = oracle_pieces(player, shapes[s], pieces);
        given_shape(shapes[s]);
        Network network = built(player, 1, shapes[s]);
        const Layer *first = layer_at(&network, 0, count);
        const Layer *last = layer_at(&network, network.layer_count - 1, count);
        expect(first->inputs == pieces[0].inputs, "the first layer takes %zu numbers   want %zu",
               first->inputs, pieces[0].inputs);
        expect(last->outputs == pieces[count - 1].outputs,
               "the last layer gives %zu numbers   want %zu", last->outputs,
               pieces[count - 1].outputs);
        size_t linear = 0;
        for (size_t i = 0; i < network.layer_count; i++)
            if (strcmp(network.layers[i].kind, "linear") == 0 && linear++ < 2)
                expect(network.layers[i].outputs == shapes[s].hidden,
                       "hidden layer %zu has %zu units   want %zu", linear,
                       network.layers[i].outputs, shapes[s].hidden);
    }
}

void biases_fit(Player player)
{
    for (unsigned norms = 0; norms < 16; norms++) {
        GanShape shape = small_shape((NormPlaces)norms);
        given_shape(shape);
        Network network = built(player, 1, shape);
        for (size_t i = 0; i < network.layer_count; i++) {
            if (strcmp(network.layers[i].kind, "linear") != 0)
                continue;
            bool bias = network.layers[i].parameters[1].count > 0;
            bool norm = i + 1 < network.layer_count && norm_at(&network, i + 1);
            expect(bias != norm, "layer %zu is linear, %s bias; a batch norm %s it", i + 1,
                   bias ? "with a" : "without", norm ? "follows" : "does not follow");
        }
    }
}

void weights_are_drawn(Player player)
{
    GanShape shape = small_shape(NORM_NOWHERE);
    Piece pieces[MOST_PIECES];
    size_t count = oracle_pieces(player, shape, pieces), linear = 0;
    given_shape(shape);
    Network network = built(player, 71, shape);
    Random random = random_new(71);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(pieces[i].kind, "linear") != 0)
            continue;
        Matrix want = output(pieces[i].inputs, pieces[i].outputs);
        weights_draw(&random, pieces[i].initialization, want);
        const Layer *layer = layer_at(&network, i, count);
        const Parameter *weights = &layer->parameters[0];
        linear++;
        expect(weights->count == want.rows * want.cols,
               "linear layer %zu has %zu weights   want %zu", linear, weights->count,
               want.rows * want.cols);
        for (size_t j = 0; j < weights->count; j++)
            expect(weights->values[j] == want.v[j],
                   "linear layer %zu, weight %zu: got %.6g   want %.6g", linear, j,
                   (double)weights->values[j], (double)want.v[j]);
    }
}

/* The subject's network in the place of the reference's. */
static void computes(Player player, unsigned seed, GanShape shape, Mode mode)
{
    Gan gan = *random_gan(seed, shape);
    Network *place = player == GENERATOR ? &gan.generator : &gan.discriminator;
    Matrix x = examples(seed + 1, 5, player == GENERATOR ? shape.noise : shape.features);
    Values values = oracle_values(x);
    given_shape(shape);
    Network network = built(player, seed, shape);
    expect(network.parameters.count == place->parameters.count, "%zu parameters   want %zu",
           network.parameters.count, place->parameters.count);
    for (size_t i = 0; i < network.parameters.count; i++) {
        Parameter *to = &network.parameters.list[i], *from = &place->parameters.list[i];
        expect(to->count == from->count, "parameter %zu has %zu numbers   want %zu", i, to->count,
               from->count);
        memcpy(to->values, from->values, to->count * sizeof *to->values);
    }
    for (size_t i = 0; i < place->layer_count; i++) {
        BatchNorm *from = norm_at(place, i), *to = from ? norm_at(&network, i) : NULL;
        expect(!from || to, "layer %zu is no batch norm", i + 1);
        if (from) {
            memcpy(to->running_mean, from->running_mean, from->D * sizeof(double));
            memcpy(to->running_var, from->running_var, from->D * sizeof(double));
            to->eps = from->eps;
        }
    }
    Values want = oracle_forward(&gan, player, &values, mode);
    Matrix y = network_forward(&network, x, mode);
    expect(y.cols == want.cols, "%zu outputs   want %zu", y.cols, want.cols);
    for (size_t n = 0; n < y.rows; n++)
        for (size_t d = 0; d < y.cols; d++)
            expect_number(mode == TRAINING ? "y, in TRAINING" : "y, in EVALUATION",
                          (double)row(y, n)[d], (double)want.v[n][d], rounding(512, 30));
}

void computes_what_the_header_says(Player player)
{
    for (unsigned s = 0; s < COUNT(shapes); s++) {
        computes(player, 80 + s, shapes[s], EVALUATION);
        computes(player, 90 + s, shapes[s], TRAINING);
    }
}

void refuses_a_zero(Player player)
{
    GanShape shape = small_shape(NORM_DCGAN);
    shape.hidden = 0;
    given_shape(shape);
    expect_refusal("hidden 0", built(player, 1, shape));
    shape = small_shape(NORM_DCGAN);
    shape.features = 0;
    given_shape(shape);
    expect_refusal("features 0", built(player, 1, shape));
    shape = small_shape(NORM_DCGAN);
    shape.noise = 0;
    given_shape(shape);
    if (player == GENERATOR)
        expect_refusal("noise 0", built(player, 1, shape));
}
