/* The probe of a network, of either player: exercises 8.1 and 8.2. */

#include <math.h>
#include <stdbool.h>

#include "gan.h"
#include "tests/08_gan/networks.h"
#include "tests/08_gan/oracle.h"
#include "tests/harness/harness.h"

/* A number for a word. */
static double number_of(const char *word)
{
    double number = 0;
    for (; *word; word++)
        number = fmod(31 * number + *word, 1e6);
    return number;
}

static const GanShape shapes[] = {
    {3, 4, 2, false, NORM_DCGAN},
    {2, 3, 5, true, NORM_DCGAN},
    {5, 2, 3, false, NORM_NOWHERE},
    {3, 4, 2, true, NORM_NOWHERE},
    {3, 4, 2, false, NORM_GENERATOR},
    {3, 4, 2, true, NORM_GENERATOR_OUTPUT},
    {3, 4, 2, false, NORM_DISCRIMINATOR},
    {3, 4, 2, false, NORM_DISCRIMINATOR_INPUT},
    {4, 5, 1, true, NORM_DCGAN | NORM_GENERATOR_OUTPUT | NORM_DISCRIMINATOR_INPUT},
};

/* 0 in the places of layers that are not there, so that all programs are observed alike. */
static void observe_layers(const Network *network)
{
    for (size_t i = 0; i < MOST_PIECES; i++) {
        bool there = i < network->layer_count;
        const Layer *layer = &network->layers[there ? i : 0];
        observe_number(there ? number_of(layer->kind) : 0, 0);
        observe_number(there ? (double)layer->inputs : 0, 0);
        observe_number(there ? (double)layer->outputs : 0, 0);
        for (size_t p = 0; p < LAYER_PARAMETERS; p++) {
            observe_number(there ? (double)layer->parameters[p].count : 0, 0);
            for (size_t j = 0; j < 6; j++)
                observe_number(there && j < layer->parameters[p].count
                                   ? (double)layer->parameters[p].values[j]
                                   : 0,
                               close_to(1));
        }
    }
}

static void observe_pass(Network *network, Matrix x, size_t outputs, Mode mode)
{
    bool fits = network->layer_count > 0 && network->layers[0].inputs == x.cols;
    Matrix y = fits ? network_forward(network, x, mode) : (Matrix){0};
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < outputs; d++)
            observe_number(d < y.cols ? (double)row(y, n)[d] : 0, close_to(100));
}

void probe_network(Player player)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        Network network = built(player, 10 + (unsigned)s, shapes[s]);
        size_t inputs = player == GENERATOR ? shapes[s].noise : shapes[s].features;
        size_t outputs = player == GENERATOR ? shapes[s].features : 1;
        observe_layers(&network);
        observe_pass(&network, examples(30, 4, inputs), outputs, TRAINING);
        observe_pass(&network, examples(31, 2, inputs), outputs, EVALUATION);
    }
    GanShape without = small_shape(NORM_DCGAN);
    without.hidden = 0;
    observe_refusal(refused(built(player, 40, without)));
    without = small_shape(NORM_DCGAN);
    without.features = 0;
    observe_refusal(refused(built(player, 40, without)));
    without = small_shape(NORM_DCGAN);
    without.noise = 0;
    if (player == GENERATOR)
        observe_refusal(refused(built(player, 40, without)));
}
