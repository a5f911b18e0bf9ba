/* Probes: what tells one program from another. See tests/harness/harness.h. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/08_gan/probes.h"

/* ---- Networks and GANs ---- */

/* Whatever is in here can be reached, and is no leak. */
static Gan kept[4096];
static size_t kept_count;

static void free_kept(void)
{
    while (kept_count > 0)
        gan_free(&kept[--kept_count]);
}

static Gan *keep(Gan gan)
{
    require(kept_count < COUNT(kept), "over %zu networks in a test", COUNT(kept));
    at_end(free_kept);
    kept[kept_count] = gan;
    return &kept[kept_count++];
}

Network built(Player player, unsigned seed, GanShape shape)
{
    Random random = random_new(seed);
    Network network =
        (player == GENERATOR ? subject_gan_generator : subject_gan_discriminator)(&random, shape);
    keep((Gan){.generator = network});
    return network;
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

void leave_gradients(Network *network)
{
    for (size_t i = 0; i < network->parameters.count; i++)
        for (size_t j = 0; j < network->parameters.list[i].count; j++)
            network->parameters.list[i].gradients[j] =
                (real)(1.5 + (double)(i % 3) - (double)j / 8);
}

/* ---- Batches ---- */

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

/* ---- Observations ---- */

static void observe_number(double number, double tolerance)
{
    observe(&number, 1, tolerance);
}

static double close_to(double magnitude)
{
    return 1e-9 + rounding(256, magnitude);
}

/* A number for a word. */
static double number_of(const char *word)
{
    double number = 0;
    for (; *word; word++)
        number = fmod(31 * number + *word, 1e6);
    return number;
}

static void observe_parameters(const Network *network, double tolerance)
{
    for (size_t i = 0; i < network->parameters.count; i++)
        for (size_t j = 0; j < network->parameters.list[i].count; j++)
            observe_number((double)network->parameters.list[i].values[j], tolerance);
}

static void observe_gradients(const Network *network)
{
    for (size_t i = 0; i < network->parameters.count; i++)
        for (size_t j = 0; j < network->parameters.list[i].count; j++)
            observe_number((double)network->parameters.list[i].gradients[j], close_to(10));
}

static void observe_statistics(const Network *network)
{
    for (size_t i = 0; i < network->layer_count; i++) {
        BatchNorm *norm = norm_at(network, i);
        if (!norm)
            continue;
        observe_number((double)norm->batches, 0);
        observe_number((double)norm->examples, 0);
        observe(norm->running_mean, norm->D, close_to(10));
        observe(norm->running_var, norm->D, close_to(100));
    }
}

/* All of it, but the discriminator's gradients, which a step leaves to the next. */
static void observe_gan(const Gan *gan, bool generator_gradients)
{
    observe_parameters(&gan->generator, close_to(10));
    observe_parameters(&gan->discriminator, close_to(10));
    if (generator_gradients)
        observe_gradients(&gan->generator);
    observe_statistics(&gan->generator);
    observe_statistics(&gan->discriminator);
    observe_number((double)gan->generator_adam.steps, 0);
    observe_number((double)gan->discriminator_adam.steps, 0);
}

/* ---- The networks ---- */

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

static void probe_network(Player player)
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

void probe_gan_generator(void)
{
    probe_network(GENERATOR);
}

void probe_gan_discriminator(void)
{
    probe_network(DISCRIMINATOR);
}

/* ---- The loss ---- */

static void probe_bce(Matrix s, double target)
{
    Matrix ds = examples(1, s.rows, 1);
    observe_number(subject_bce_logits(s, target, ds), close_to(1));
    observe_matrix(ds, close_to(1));
    observe_matrix(s, 0);
}

void probe_bce_logits(void)
{
    static const double targets[] = {0, 1, 0.9, 0.3};
    for (unsigned t = 0; t < COUNT(targets); t++) {
        probe_bce(BATCH(1, 1, 1.25), targets[t]);
        probe_bce(BATCH(5, 1, 0, 2, -1, 0.5, -3), targets[t]);
        probe_bce(BATCH(3, 1, 30, -30, 12), targets[t]);
        probe_bce(BATCH(2, 1, 750, -750), targets[t]);
        probe_bce(BATCH(2, 1, 10000, -10000), targets[t]);
    }
    Matrix ds = examples(1, 1, 1);
    double tiny = subject_bce_logits(BATCH(1, 1, 40), 1, ds);
    observe_number(tiny * 1e17, 1e-3);
    observe_number(subject_bce_logits(BATCH(2, 1, 1, NAN), 0, examples(2, 2, 1)), 1e-9);
    observe_number(subject_bce_logits(BATCH(2, 1, NAN, 1), 1, examples(2, 2, 1)), 1e-9);
    observe_refusal(refused(subject_bce_logits(BATCH(2, 1, 1, 2), -0.5, examples(2, 2, 1))));
    observe_refusal(refused(subject_bce_logits(BATCH(2, 1, 1, 2), 1.5, examples(2, 2, 1))));
    observe_refusal(refused(subject_bce_logits(BATCH(2, 1, 1, 2), NAN, examples(2, 2, 1))));
    observe_refusal(refused(subject_bce_logits(examples(3, 0, 1), 1, examples(2, 0, 1))));
    observe_refusal(refused(subject_bce_logits(examples(3, 2, 2), 1, examples(2, 2, 2))));
    observe_refusal(refused(subject_bce_logits(examples(3, 2, 1), 1, examples(2, 3, 1))));
}

/* ---- The steps ---- */

static const NormPlaces places[] = {NORM_DCGAN, NORM_NOWHERE, NORM_GENERATOR, NORM_DISCRIMINATOR};

static void probe_discriminator_step(unsigned seed, GanShape shape, size_t N, size_t fakes)
{
    Gan *gan = random_gan(seed, shape);
    Matrix x = examples(seed + 1, N, shape.features), z = noise(seed + 2, fakes, shape.noise);
    leave_gradients(&gan->generator);
    if (seed % 2)
        leave_gradients(&gan->discriminator);
    for (int step = 0; step < 2; step++) {
        observe_number(subject_gan_discriminator_step(gan, x, z), close_to(10));
        observe_gan(gan, true);
        observe_matrix(x, 0);
        observe_matrix(z, 0);
    }
}

void probe_gan_discriminator_step(void)
{
    for (unsigned p = 0; p < COUNT(places); p++) {
        probe_discriminator_step(100 + 10 * p, small_shape(places[p]), 4, 4);
        probe_discriminator_step(201 + 10 * p, small_shape(places[p]), 5, 5);
    }
    probe_discriminator_step(300, small_shape(NORM_DCGAN), 3, 6);
    Gan *gan = random_gan(400, small_shape(NORM_DCGAN));
    leave_gradients(&gan->discriminator);
    observe_refusal(
        refused(subject_gan_discriminator_step(gan, examples(1, 4, 3), noise(2, 4, 3))));
    observe_refusal(
        refused(subject_gan_discriminator_step(gan, examples(1, 4, 2), noise(2, 4, 2))));
    observe_gan(gan, true);
    observe_gradients(&gan->discriminator);
}

static void probe_generator_step(unsigned seed, GanShape shape, size_t N)
{
    Gan *gan = random_gan(seed, shape);
    Matrix z = noise(seed + 2, N, shape.noise);
    leave_gradients(&gan->discriminator);
    if (seed % 2)
        leave_gradients(&gan->generator);
    for (int step = 0; step < 2; step++) {
        observe_number(subject_gan_generator_step(gan, z), close_to(10));
        observe_gan(gan, false);
        observe_matrix(z, 0);
    }
}

void probe_gan_generator_step(void)
{
    for (unsigned p = 0; p < COUNT(places); p++) {
        probe_generator_step(500 + 10 * p, small_shape(places[p]), 4);
        probe_generator_step(601 + 10 * p, small_shape(places[p]), 6);
    }
    Gan *gan = random_gan(700, small_shape(NORM_DCGAN));
    leave_gradients(&gan->generator);
    observe_refusal(refused(subject_gan_generator_step(gan, noise(2, 4, 2))));
    observe_gan(gan, true);
}

static void probe_sample(unsigned seed, GanShape shape, size_t N)
{
    Gan *gan = random_gan(seed, shape);
    leave_gradients(&gan->generator);
    Matrix z = noise(seed + 1, N, shape.noise), samples = examples(seed + 2, N, shape.features);
    observe_refusal(refused(subject_gan_sample(gan, z, samples)));
    observe_matrix(samples, close_to(10));
    observe_matrix(z, 0);
    observe_gan(gan, true);
}

void probe_gan_sample(void)
{
    GanShape pixels = small_shape(NORM_DCGAN);
    pixels.tanh = true;
    for (unsigned p = 0; p < COUNT(places); p++)
        probe_sample(800 + 10 * p, small_shape(places[p]), 5);
    probe_sample(850, pixels, 6);
    probe_sample(860, small_shape(NORM_DCGAN), 1);
    Gan *gan = random_gan(870, small_shape(NORM_DCGAN));
    observe_refusal(refused(subject_gan_sample(gan, noise(1, 4, 2), examples(2, 4, 2))));
    observe_refusal(refused(subject_gan_sample(gan, noise(1, 4, 3), examples(2, 4, 3))));
    observe_refusal(refused(subject_gan_sample(gan, noise(1, 4, 3), examples(2, 3, 2))));
}

/* ---- The score ---- */

static void probe_score(Matrix samples, Matrix centers, double sd)
{
    size_t good[16];
    ModeScore score = {99, 99, 99};
    require(centers.rows <= COUNT(good), "%zu modes", centers.rows);
    for (size_t k = 0; k < centers.rows; k++)
        good[k] = 77;
    observe_refusal(refused(subject_mode_score(samples, centers, sd, good, &score)));
    for (size_t k = 0; k < centers.rows; k++)
        observe_number((double)good[k], 0);
    observe_number((double)score.modes, 0);
    observe_number(score.high_quality, 1e-9);
    observe_number(score.reverse_kl, 1e-9);
    observe_matrix(samples, 0);
    observe_matrix(centers, 0);
}

void probe_mode_score(void)
{
    Matrix corners = BATCH(4, 2, 0, 0, 8, 0, 0, 8, 8, 8), line = BATCH(3, 1, 0, 2, 4);
    probe_score(BATCH(6, 2, 0, 0, 1, 1, 8, 0.5, 7, 7, 4, 3.5, 20, 20), corners, 0.5);
    probe_score(BATCH(3, 2, 2, 2, 6, 1, 0, 3), corners, 1);        /* a box is not a circle */
    probe_score(BATCH(3, 2, 2.5, 0, 8, 3.5, 2.75, 0), corners, 1); /* 2.5 and more sd away */
    probe_score(BATCH(2, 2, 3, 0, 8, 5), corners, 1);              /* exactly 3 sd */
    probe_score(BATCH(4, 1, 0.9, 1.2, 3.5, 2.5), line, 1);         /* within 3 sd of several */
    probe_score(BATCH(2, 1, 1, 3), line, 0.5);                     /* as near to two */
    probe_score(BATCH(3, 2, 0, 0, NAN, 0, 8, NAN), corners, 1);
    probe_score(BATCH(2, 2, 4, 4, 30, 30), corners, 0.5); /* no good one */
    probe_score(BATCH(1, 2, 8, 8), corners, 0.5);
    probe_score(random_input(1, 200, 2, 2), corners, 0.7);
    probe_score(random_input(2, 100, 3, 0), random_input(3, 5, 3, 0), 0.5);
    probe_score(examples(4, 0, 2), corners, 1);
    probe_score(BATCH(1, 2, 0, 0), examples(4, 0, 2), 1);
    probe_score(BATCH(1, 1, 0), corners, 1);
    probe_score(BATCH(1, 2, 0, 0), corners, 0);
    probe_score(BATCH(1, 2, 0, 0), corners, -1);
    probe_score(BATCH(1, 2, 0, 0), corners, NAN);
}
