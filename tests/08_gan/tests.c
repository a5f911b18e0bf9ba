/* The graded tests of chapter 8.

   Tolerances: rounding(units, magnitude) allows that many units of rounding at the magnitude
   of the largest number in the computation. Where the expected value comes from difference
   quotients in long double, 1e-9 is added: their own error is below 1e-10. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/ring.h"
#include "tests/08_gan/probes.h"

#define START(name) __typeof__(name) *subject_##name = student_##name

START(gan_generator);
START(gan_discriminator);
START(bce_logits);
START(gan_discriminator_step);
START(gan_generator_step);
START(gan_sample);
START(mode_score);

static double from_differences(double magnitude)
{
    return 1e-9 + rounding(512, magnitude);
}

/* ---- 8.1 and 8.2: the layers ---- */

static const GanShape shapes[] = {
    {3, 4, 2, false, NORM_DCGAN},  {2, 3, 5, true, NORM_DCGAN},  {5, 2, 3, false, NORM_NOWHERE},
    {4, 5, 1, true, NORM_NOWHERE}, {1, 1, 2, false, NORM_DCGAN},
};

static void given_shape(GanShape shape)
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

static void expect_layers(Player player, GanShape shape)
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

static void layers_of_dcgan(Player player)
{
    expect_layers(player, small_shape(NORM_DCGAN));
}

static void norms_where_asked(Player player)
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

static void sizes_of_layers(Player player)
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

/* Whichever layers have been made: is a bias there where no batch norm follows, and only there? */
static void biases_fit(Player player)
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

static void weights_are_drawn(Player player)
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

static void computes_what_the_header_says(Player player)
{
    for (unsigned s = 0; s < COUNT(shapes); s++) {
        computes(player, 80 + s, shapes[s], EVALUATION);
        computes(player, 90 + s, shapes[s], TRAINING);
    }
}

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

static void refuses_a_zero(Player player)
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

static void generator_refuses(void)
{
    refuses_a_zero(GENERATOR);
}

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

/* ---- 8.3 bce_logits ---- */

static double loss_of(Matrix s, double target)
{
    return subject_bce_logits(s, target, output(s.rows, 1));
}

static Matrix gradient_of(Matrix s, double target)
{
    Matrix ds = output(s.rows, 1);
    subject_bce_logits(s, target, ds);
    return ds;
}

/* log 2 = .6931472, log(1 + e^-2) = .1269280, log(1 + e) = 1.3132617 */
static void bce_by_hand(void)
{
    given_values("s = {0, 2, -1}, target 1");
    expect_number("loss", loss_of(BATCH(3, 1, 0, 2, -1), 1),
                  (0.69314718055994531 + 0.12692801104297263 + 1.3132616875182228) / 3,
                  rounding(16, 1));
}

static void bce_gradient_by_hand(void)
{
    static const double p[] = {0.5, 0.88079707797788244, 0.26894142136999512};
    Matrix s = BATCH(3, 1, 0, 2, -1);
    given_values("s = {0, 2, -1}, target 0");
    expect_matrix("ds", gradient_of(s, 0), BATCH(3, 1, p[0] / 3, p[1] / 3, p[2] / 3),
                  rounding(16, 1));
    given_values("s = {0, 2, -1}, target 1");
    expect_matrix("ds", gradient_of(s, 1),
                  BATCH(3, 1, (p[0] - 1) / 3, (p[1] - 1) / 3, (p[2] - 1) / 3), rounding(16, 1));
}

static void bce_of_large_logits(void)
{
    static const double at[] = {20, 60, 100, 750, 10000};
    for (size_t i = 0; i < COUNT(at); i++) {
        Matrix right = BATCH(1, 1, at[i]), wrong = BATCH(1, 1, -at[i]);
        given_values("s = {%g}, target 1", at[i]);
        expect_number("loss", loss_of(right, 1), log1p(exp(-at[i])), rounding_double(16, 1));
        given_values("s = {%g}, target 0", at[i]);
        expect_number("loss", loss_of(right, 0), at[i], rounding(16, at[i]) + 1e-8);
        given_values("s = {%g}, target 1", -at[i]);
        expect_number("loss", loss_of(wrong, 1), at[i], rounding(16, at[i]) + 1e-8);
    }
}

static void bce_gradient_of_large_logits(void)
{
    given_values("s = {10000, -10000}, target 1");
    expect_matrix("ds", gradient_of(BATCH(2, 1, 10000, -10000), 1), BATCH(2, 1, 0, -0.5),
                  rounding(4, 1));
    given_values("s = {10000, -10000}, target 0");
    expect_matrix("ds", gradient_of(BATCH(2, 1, 10000, -10000), 0), BATCH(2, 1, 0.5, 0),
                  rounding(4, 1));
}

/* 1 + 1e-18 is 1 in double, and its logarithm 0. */
static void bce_keeps_small_losses(void)
{
    given_values("s = {40}, target 1");
    double got = loss_of(BATCH(1, 1, 40), 1), want = exp(-40);
    expect(fabs(got / want - 1) <= 1e-5, "loss: got %.6g   want %.6g", got, want);
}

static void bce_between_0_and_1(void)
{
    static const double targets[] = {0.9, 0.1, 0.5};
    for (size_t t = 0; t < COUNT(targets); t++) {
        Matrix s = BATCH(4, 1, 0.5, -1.5, 3, -12);
        Values values = oracle_values(s);
        given_values("s = {0.5, -1.5, 3, -12}, target %g", targets[t]);
        expect_number("loss", loss_of(s, targets[t]), (double)oracle_bce(&values, targets[t]),
                      rounding(16, 10));
        Matrix ds = gradient_of(s, targets[t]);
        for (size_t n = 0; n < 4; n++) {
            double p = 1 / (1 + exp(-(double)s.v[n]));
            expect_number("ds", (double)ds.v[n], (p - targets[t]) / 4, rounding(16, 1));
        }
    }
}

static void bce_is_a_mean(void)
{
    given_values("s = {1.5}, and the same example five times; target 1");
    double one = loss_of(BATCH(1, 1, 1.5), 1),
           five = loss_of(BATCH(5, 1, 1.5, 1.5, 1.5, 1.5, 1.5), 1);
    expect_number("loss of five", five, one, rounding(16, 1));
    expect_number("loss of one", one, log1p(exp(-1.5)), rounding(16, 1));
}

/* Of the oracle's loss. */
static void bce_gradient_equals_differences(void)
{
    Matrix s = random_input(301, 6, 1, 0);
    const long double h = 1e-5L;
    given("target 0.3, s", s);
    Matrix ds = gradient_of(s, 0.3);
    for (size_t n = 0; n < s.rows; n++) {
        Values up = oracle_values(s), down = up;
        up.v[n][0] += h;
        down.v[n][0] -= h;
        long double slope = (oracle_bce(&up, 0.3) - oracle_bce(&down, 0.3)) / (2 * h);
        expect_number("ds", (double)ds.v[n], (double)slope, 1e-9 + rounding(16, 1));
    }
}

static void bce_of_nan(void)
{
    given_values("s = {1, NaN}, target 0 and 1");
    for (int target = 0; target < 2; target++) {
        double loss = loss_of(BATCH(2, 1, 1, NAN), target);
        expect(isnan(loss), "loss: got %g   want NaN", loss);
    }
}

static void bce_refuses(void)
{
    Matrix s = BATCH(2, 1, 1, 2);
    given_values("s = {1, 2}");
    expect_refusal("a target of -0.5", loss_of(s, -0.5));
    expect_refusal("a target of 1.5", loss_of(s, 1.5));
    expect_refusal("a target that is NaN", loss_of(s, NAN));
    expect_refusal("a batch without examples", loss_of(examples(1, 0, 1), 1));
    expect_refusal("s of 2 x 2", subject_bce_logits(examples(1, 2, 2), 1, examples(2, 2, 2)));
    expect_refusal("ds of 3 x 1", subject_bce_logits(s, 1, examples(2, 3, 1)));
}

/* ---- 8.4 and 8.5: what a step may change ---- */

static void expect_same_reals(const char *what, const real *got, const real *want, size_t count)
{
    for (size_t j = 0; j < count; j++)
        expect(memcmp(&got[j], &want[j], sizeof *got) == 0,
               "%s, number %zu: it was %.9g, and is %.9g", what, j, (double)want[j],
               (double)got[j]);
}

static void expect_same_network(const char *player, const Network *got, const Network *want,
                                bool gradients)
{
    char what[80];
    for (size_t i = 0; i < want->parameters.count; i++) {
        Parameter a = got->parameters.list[i], b = want->parameters.list[i];
        snprintf(what, sizeof what, "%s's %s", player, b.name);
        expect_same_reals(what, a.values, b.values, b.count);
        snprintf(what, sizeof what, "%s's gradients of its %s", player, b.name);
        if (gradients)
            expect_same_reals(what, a.gradients, b.gradients, b.count);
    }
}

static void expect_same_adam(const char *player, const Adam *got, const Adam *want)
{
    char what[80];
    expect(got->steps == want->steps, "%s's Adam made %zu steps", player, got->steps - want->steps);
    snprintf(what, sizeof what, "%s's Adam", player);
    expect_same_reals(what, got->m, want->m, parameters_total(want->parameters));
    expect_same_reals(what, got->v, want->v, parameters_total(want->parameters));
}

static void expect_same_statistics(const char *player, const Network *got, const Network *want)
{
    for (size_t i = 0; i < want->layer_count; i++) {
        BatchNorm *a = norm_at(got, i), *b = norm_at(want, i);
        if (!b)
            continue;
        expect(a->batches == b->batches &&
                   memcmp(a->running_mean, b->running_mean, b->D * sizeof(double)) == 0 &&
                   memcmp(a->running_var, b->running_var, b->D * sizeof(double)) == 0,
               "%s's running statistics were changed", player);
    }
}

static void expect_batches(const char *player, const Network *got, const Network *want,
                           size_t batches, size_t count)
{
    for (size_t i = 0; i < want->layer_count; i++) {
        BatchNorm *a = norm_at(got, i), *b = norm_at(want, i);
        if (!b)
            continue;
        expect(a->batches - b->batches == batches && a->examples - b->examples == count,
               "%s's batch norms saw %zu batches with %zu examples in TRAINING\n"
               "     want %zu with %zu",
               player, a->batches - b->batches, a->examples - b->examples, batches, count);
    }
}

static void expect_statistics(const char *player, const Network *got, const double *want)
{
    char what[80];
    for (size_t i = 0; i < got->layer_count; i++) {
        BatchNorm *norm = norm_at(got, i);
        if (!norm)
            continue;
        snprintf(what, sizeof what, "%s's running_mean", player);
        expect_vector(what, norm->running_mean, want, norm->D, rounding(512, 10));
        snprintf(what, sizeof what, "%s's running_var", player);
        expect_vector(what, norm->running_var, want + norm->D, norm->D, rounding(512, 100));
        want += 2 * norm->D;
    }
}

static void expect_parameters(const char *player, const Network *got, const double *want)
{
    char what[80];
    size_t number = 0;
    for (size_t i = 0; i < got->parameters.count; i++) {
        Parameter parameter = got->parameters.list[i];
        snprintf(what, sizeof what, "%s's %s, after the step", player, parameter.name);
        for (size_t j = 0; j < parameter.count; j++)
            expect_number(what, (double)parameter.values[j], want[number++], from_differences(10));
    }
}

/* ---- 8.4 gan_discriminator_step ---- */

/* A GAN before a step, one to do it on, and the batches. */
typedef struct {
    Gan *gan;
    const Gan *before;
    Matrix x, z;
} Game;

static Game game_of(unsigned seed, NormPlaces norms, size_t N, size_t fakes)
{
    GanShape shape = small_shape(norms);
    given_values("%zu real examples, noise for %zu fake ones; batch norm %s", N, fakes,
                 norms == NORM_DCGAN           ? "in both networks"
                 : norms == NORM_NOWHERE       ? "nowhere"
                 : norms == NORM_DISCRIMINATOR ? "in the discriminator"
                                               : "in the generator");
    return (Game){random_gan(seed, shape), random_gan(seed, shape),
                  examples(seed + 1, N, shape.features), noise(seed + 2, fakes, shape.noise)};
}

static void expect_nothing_changed(const Game *game)
{
    expect_same_network("the discriminator", &game->gan->discriminator,
                        &game->before->discriminator, true);
    expect_same_network("the generator", &game->gan->generator, &game->before->generator, true);
    expect_same_adam("the discriminator", &game->gan->discriminator_adam,
                     &game->before->discriminator_adam);
    expect_same_adam("the generator", &game->gan->generator_adam, &game->before->generator_adam);
    expect_same_statistics("the discriminator", &game->gan->discriminator,
                           &game->before->discriminator);
    expect_same_statistics("the generator", &game->gan->generator, &game->before->generator);
}

/* The same numbers in both, so that a refused call can be seen to have changed nothing. */
static Game game_with_leftovers(unsigned seed)
{
    Game game = game_of(seed, NORM_DCGAN, 4, 4);
    Gan *before = random_gan(seed, small_shape(NORM_DCGAN));
    Network *networks[] = {&game.gan->generator, &game.gan->discriminator, &before->generator,
                           &before->discriminator};
    for (size_t i = 0; i < COUNT(networks); i++)
        leave_gradients(networks[i]);
    game.before = before;
    return game;
}

static double step_d(const Game *game)
{
    return subject_gan_discriminator_step(game->gan, game->x, game->z);
}

static double step_g(const Game *game)
{
    return subject_gan_generator_step(game->gan, game->z);
}

static void expect_learned(Player player, const Game *game)
{
    double want[MOST_PARAMETERS];
    oracle_step(game->before, player, game->x, game->z, want);
    if (player == GENERATOR) {
        step_g(game);
        expect_parameters("the generator", &game->gan->generator, want);
    } else {
        step_d(game);
        expect_parameters("the discriminator", &game->gan->discriminator, want);
    }
}

static void discriminator_learns(void)
{
    Game game = game_of(401, NORM_NOWHERE, 4, 4);
    expect_learned(DISCRIMINATOR, &game);
}

static void batches_are_apart(void)
{
    Game game = game_of(411, NORM_DISCRIMINATOR, 4, 4);
    expect_learned(DISCRIMINATOR, &game);
}

static void discriminator_learns_from_any_batches(void)
{
    static const size_t sizes[][2] = {{2, 5}, {6, 3}, {5, 5}};
    for (unsigned i = 0; i < COUNT(sizes); i++) {
        Game game = game_of(421 + 10 * i, NORM_NOWHERE, sizes[i][0], sizes[i][1]);
        expect_learned(DISCRIMINATOR, &game);
    }
}

static void fakes_in_training(void)
{
    Game game = game_of(451, NORM_GENERATOR, 4, 5);
    double want[MOST_PARAMETERS];
    expect_learned(DISCRIMINATOR, &game);
    expect_batches("the generator", &game.gan->generator, &game.before->generator, 1, 5);
    Values z = oracle_values(game.z);
    oracle_statistics(game.before, GENERATOR, &z, 1, want);
    expect_statistics("the generator", &game.gan->generator, want);
}

static void left_over_in_the_discriminator(void)
{
    Game game = game_of(461, NORM_NOWHERE, 4, 4);
    given_values("gradients of an earlier step are still in the discriminator");
    leave_gradients(&game.gan->discriminator);
    expect_learned(DISCRIMINATOR, &game);
}

static void generator_is_left_alone(void)
{
    Game game = game_with_leftovers(471);
    step_d(&game);
    expect_same_network("the generator", &game.gan->generator, &game.before->generator, true);
    expect_same_adam("the generator", &game.gan->generator_adam, &game.before->generator_adam);
}

static void real_batch_first(void)
{
    Game game = game_of(481, NORM_DISCRIMINATOR, 4, 5);
    double want[MOST_PARAMETERS];
    Values z = oracle_values(game.z);
    Values batches[2] = {oracle_values(game.x),
                         oracle_forward(game.before, GENERATOR, &z, TRAINING)};
    oracle_statistics(game.before, DISCRIMINATOR, batches, 2, want);
    step_d(&game);
    expect_batches("the discriminator", &game.gan->discriminator, &game.before->discriminator, 2,
                   9);
    expect_statistics("the discriminator", &game.gan->discriminator, want);
}

static void discriminator_steps_once(void)
{
    Game game = game_of(491, NORM_NOWHERE, 4, 4);
    step_d(&game);
    size_t steps = game.gan->discriminator_adam.steps - game.before->discriminator_adam.steps;
    expect(steps == 1, "discriminator_adam made %zu steps   want 1", steps);
}

static void discriminator_loss(void)
{
    static const NormPlaces places[] = {NORM_NOWHERE, NORM_GENERATOR};
    for (unsigned p = 0; p < COUNT(places); p++) {
        Game game = game_of(501 + 10 * p, places[p], 4, 6);
        double want = (double)oracle_discriminator_loss(game.before, game.x, game.z);
        expect_number("loss", step_d(&game), want, rounding(512, 10));
    }
}

static void discriminator_keeps_its_inputs(void)
{
    Game game = game_of(521, NORM_DCGAN, 4, 4);
    Matrix x = examples(522, 4, 2), z = noise(523, 4, 3);
    expect(isfinite(step_d(&game)), "the loss is not a number");
    expect_same("x", game.x.v, x.v, 8 * sizeof(real));
    expect_same("z", game.z.v, z.v, 12 * sizeof(real));
}

static void discriminator_step_refuses(void)
{
    Game game = game_with_leftovers(531);
    given_values("a GAN of 3 numbers of noise and 2 features");
    expect_refusal("an x of 3 features",
                   subject_gan_discriminator_step(game.gan, examples(1, 4, 3), noise(2, 4, 3)));
    expect_nothing_changed(&game);
    expect_refusal("a z of 2 numbers",
                   subject_gan_discriminator_step(game.gan, examples(1, 4, 2), noise(2, 4, 2)));
    expect_nothing_changed(&game);
}

/* ---- 8.5 gan_generator_step ---- */

static void generator_learns(void)
{
    Game game = game_of(601, NORM_NOWHERE, 4, 4);
    expect_learned(GENERATOR, &game);
}

static void generator_learns_through_batch_norm(void)
{
    static const NormPlaces places[] = {NORM_GENERATOR, NORM_DISCRIMINATOR, NORM_DCGAN};
    for (unsigned p = 0; p < COUNT(places); p++) {
        Game game = game_of(611 + 10 * p, places[p], 5, 5);
        expect_learned(GENERATOR, &game);
    }
}

/* Fakes that the discriminator is sure of. Where it saturates, log(1 - D) has no gradient. */
static void generator_learns_when_it_loses(void)
{
    Game game = game_of(641, NORM_NOWHERE, 4, 4);
    Gan *before = random_gan(641, small_shape(NORM_NOWHERE));
    Parameters all = game.gan->discriminator.parameters;
    real *bias = all.list[all.count - 1].values;
    *bias = before->discriminator.parameters.list[all.count - 1].values[0] = -20;
    game.before = before;
    given_values("the discriminator gives all fakes logits around -20");
    expect_learned(GENERATOR, &game);
}

static void left_over_in_the_generator(void)
{
    Game game = game_of(651, NORM_NOWHERE, 4, 4);
    given_values("gradients of an earlier step are still in the generator");
    leave_gradients(&game.gan->generator);
    expect_learned(GENERATOR, &game);
}

static void discriminator_is_left_alone(void)
{
    Game game = game_of(661, NORM_DCGAN, 4, 4);
    leave_gradients(&game.gan->discriminator);
    step_g(&game);
    expect_same_network("the discriminator", &game.gan->discriminator, &game.before->discriminator,
                        false);
    expect_same_adam("the discriminator", &game.gan->discriminator_adam,
                     &game.before->discriminator_adam);
}

static void both_run_in_training(void)
{
    Game game = game_of(671, NORM_DCGAN, 5, 5);
    double want[MOST_PARAMETERS];
    step_g(&game);
    expect_batches("the generator", &game.gan->generator, &game.before->generator, 1, 5);
    expect_batches("the discriminator", &game.gan->discriminator, &game.before->discriminator, 1,
                   5);
    Values z = oracle_values(game.z);
    Values fakes = oracle_forward(game.before, GENERATOR, &z, TRAINING);
    oracle_statistics(game.before, GENERATOR, &z, 1, want);
    expect_statistics("the generator", &game.gan->generator, want);
    oracle_statistics(game.before, DISCRIMINATOR, &fakes, 1, want);
    expect_statistics("the discriminator", &game.gan->discriminator, want);
}

static void generator_steps_once(void)
{
    Game game = game_of(681, NORM_NOWHERE, 4, 4);
    step_g(&game);
    size_t steps = game.gan->generator_adam.steps - game.before->generator_adam.steps;
    expect(steps == 1, "generator_adam made %zu steps   want 1", steps);
}

static void generator_loss(void)
{
    Game game = game_of(691, NORM_NOWHERE, 4, 6);
    double want = (double)oracle_generator_loss(game.before, game.z);
    expect_number("loss", step_g(&game), want, rounding(512, 10));
}

static void generator_keeps_its_input(void)
{
    Game game = game_of(701, NORM_DCGAN, 4, 4);
    expect(isfinite(step_g(&game)), "the loss is not a number");
    expect_same("z", game.z.v, noise(703, 4, 3).v, 12 * sizeof(real));
}

static void generator_step_refuses(void)
{
    Game game = game_with_leftovers(711);
    given_values("a GAN of 3 numbers of noise");
    expect_refusal("a z of 2 numbers", subject_gan_generator_step(game.gan, noise(2, 4, 2)));
    expect_nothing_changed(&game);
}

/* ---- 8.6 gan_sample ---- */

static Matrix sampled(Gan *gan, Matrix z)
{
    Matrix samples = output(z.rows, gan->shape.features);
    subject_gan_sample(gan, z, samples);
    return samples;
}

static void samples_in_evaluation(void)
{
    GanShape pixels = small_shape(NORM_DCGAN | NORM_GENERATOR_OUTPUT);
    pixels.tanh = true;
    const GanShape of[] = {small_shape(NORM_DCGAN), pixels, small_shape(NORM_NOWHERE)};
    for (unsigned s = 0; s < COUNT(of); s++) {
        given_shape(of[s]);
        Gan *gan = random_gan(801 + 10 * s, of[s]);
        given_shape(of[s]);
        Matrix z = noise(802 + 10 * s, 5, 3), samples = sampled(gan, z);
        Values values = oracle_values(z),
               want = oracle_forward(gan, GENERATOR, &values, EVALUATION);
        for (size_t n = 0; n < 5; n++)
            for (size_t d = 0; d < 2; d++)
                expect_number("samples", (double)row(samples, n)[d], (double)want.v[n][d],
                              rounding(512, 30));
    }
}

static void sample_depends_on_its_noise_only(void)
{
    Gan *gan = random_gan(841, small_shape(NORM_DCGAN));
    Matrix z = noise(842, 6, 3);
    given("z", z);
    Matrix all = sampled(gan, z);
    for (size_t n = 0; n < 6; n++) {
        Matrix alone = sampled(gan, matrix_rows(z, n, 1));
        for (size_t d = 0; d < 2; d++)
            expect_number("a sample, alone and among five others", (double)alone.v[d],
                          (double)row(all, n)[d], rounding(64, 10));
    }
}

static void sampling_changes_nothing(void)
{
    Game game = game_with_leftovers(851);
    Matrix z = noise(852, 5, 3);
    given("z", z);
    Matrix samples = sampled(game.gan, z);
    for (size_t i = 0; i < 10; i++)
        expect(isfinite((double)samples.v[i]), "samples[%zu] is %g", i, (double)samples.v[i]);
    expect_nothing_changed(&game);
    expect_same("z", z.v, noise(852, 5, 3).v, 15 * sizeof(real));
}

/* What the network's own output is worth after its next pass. */
static void samples_stay(void)
{
    Gan *gan = random_gan(861, small_shape(NORM_DCGAN));
    Matrix z = noise(862, 4, 3), copy = output(4, 2);
    given("z", z);
    Matrix first = sampled(gan, z);
    memcpy(copy.v, first.v, 8 * sizeof(real));
    Matrix second = sampled(gan, noise(863, 4, 3));
    expect(isfinite((double)copy.v[0]), "samples[0] is %g", (double)copy.v[0]);
    expect_matrix("the first samples, after others were made", first, copy, 0);
    expect(memcmp(second.v, first.v, 8 * sizeof(real)) != 0, "other noise gave the same samples");
}

static void sample_refuses(void)
{
    Gan *gan = random_gan(871, small_shape(NORM_DCGAN));
    given_values("a GAN of 3 numbers of noise and 2 features");
    expect_refusal("a z of 2 numbers", subject_gan_sample(gan, noise(1, 4, 2), examples(2, 4, 2)));
    expect_refusal("samples of 3 features",
                   subject_gan_sample(gan, noise(1, 4, 3), examples(2, 4, 3)));
    expect_refusal("room for 3 samples of 4",
                   subject_gan_sample(gan, noise(1, 4, 3), examples(2, 3, 2)));
}

/* ---- 8.7 mode_score ---- */

enum { MOST_MODES = 16 };

typedef struct {
    size_t good[MOST_MODES];
    ModeScore score;
} Result;

static Result score_of(Matrix samples, Matrix centers, double sd)
{
    Result result = {.score = {77, NAN, -77}};
    for (size_t k = 0; k < MOST_MODES; k++)
        result.good[k] = 7777;
    subject_mode_score(samples, centers, sd, result.good, &result.score);
    return result;
}

static Matrix corners(void)
{
    return BATCH(4, 2, 0, 0, 8, 0, 0, 8, 8, 8);
}

static void expect_score(const Result *got, size_t modes, double high_quality, double reverse_kl)
{
    expect(got->score.modes == modes, "modes: got %zu   want %zu", got->score.modes, modes);
    expect_number("high_quality", got->score.high_quality, high_quality, rounding_double(8, 1));
    expect_number("reverse_kl", got->score.reverse_kl, reverse_kl, rounding_double(64, 4));
}

/* Good: two at (0, 0), one at (8, 0), one at (8, 8). p = 1/2, 1/4, 1/4 of four modes. */
static void score_by_hand(void)
{
    given_values("centers (0, 0), (8, 0), (0, 8), (8, 8), sd 0.5; samples (0, 0), (1, 1),\n"
                 "     (8, 0.5), (7, 7), (4, 3.5), (20, 20)");
    Result result = score_of(BATCH(6, 2, 0, 0, 1, 1, 8, 0.5, 7, 7, 4, 3.5, 20, 20), corners(), 0.5);
    expect_score(&result, 3, 4.0 / 6, log(2) / 2);
}

static void expect_good(const Result *got, const size_t *want, size_t K)
{
    for (size_t k = 0; k < K; k++)
        expect(got->good[k] == want[k], "good[%zu]: got %zu   want %zu", k, got->good[k], want[k]);
}

static void score_counts_good_samples(void)
{
    static const size_t want[] = {2, 1, 0, 1};
    given_values("centers (0, 0), (8, 0), (0, 8), (8, 8), sd 0.5; samples (0, 0), (1, 1),\n"
                 "     (8, 0.5), (7, 7), (4, 3.5), (20, 20)");
    Result result = score_of(BATCH(6, 2, 0, 0, 1, 1, 8, 0.5, 7, 7, 4, 3.5, 20, 20), corners(), 0.5);
    expect_good(&result, want, 4);
}

/* (2.5, 2.5) is 3.54 away. (3, 0) and (0, -3) are exactly 3 away. */
static void score_within_3_sd(void)
{
    static const size_t want[] = {2, 0, 0, 0}, wider[] = {3, 0, 0, 0};
    Matrix samples = BATCH(4, 2, 3, 0, 0, -3, 2.5, 2.5, 3.01, 0);
    given_values("centers (0, 0), (8, 0), (0, 8), (8, 8), sd 1; samples (3, 0), (0, -3),\n"
                 "     (2.5, 2.5), (3.01, 0)");
    Result result = score_of(samples, corners(), 1);
    expect_good(&result, want, 4);
    given_values("the same samples, sd 1.005");
    result = score_of(samples, corners(), 1.005);
    expect_good(&result, wider, 4);
}

/* 3 sd reach over several centers here. */
static void score_belongs_to_the_nearest(void)
{
    static const size_t want[] = {2, 1, 2}, tie[] = {1, 1, 0};
    given_values("centers 0, 2, 4, sd 1; samples 0.9, -0.5, 1.2, 3.5, 3.2");
    Result result = score_of(BATCH(5, 1, 0.9, -0.5, 1.2, 3.5, 3.2), BATCH(3, 1, 0, 2, 4), 1);
    expect_good(&result, want, 3);
    given_values("centers 0, 2, 4, sd 1; samples 1, 3: as near to two centers");
    result = score_of(BATCH(2, 1, 1, 3), BATCH(3, 1, 0, 2, 4), 1);
    expect_good(&result, tie, 3);
}

static void score_of_even_and_uneven(void)
{
    given_values("one good sample in each of four modes");
    Result result = score_of(BATCH(4, 2, 0, 0, 8, 0, 0, 8, 8, 8), corners(), 1);
    expect_score(&result, 4, 1, 0);
    given_values("three good samples, all in one of four modes");
    result = score_of(BATCH(3, 2, 0, 0, 1, 0, 0, 1), corners(), 1);
    expect_score(&result, 1, 1, log(4));
}

static void score_of_bad_samples(void)
{
    given_values("samples (4, 4), (30, 30): no good one");
    Result result = score_of(BATCH(2, 2, 4, 4, 30, 30), corners(), 0.5);
    expect(result.score.modes == 0, "modes: got %zu   want 0", result.score.modes);
    expect_number("high_quality", result.score.high_quality, 0, 0);
    expect(isnan(result.score.reverse_kl), "reverse_kl: got %g   want NaN",
           result.score.reverse_kl);
}

static void score_of_nan(void)
{
    static const size_t want[] = {1, 0, 0, 0};
    given_values("samples (0, 0), (NaN, 0), (8, NaN)");
    Result result = score_of(BATCH(3, 2, 0, 0, NAN, 0, 8, NAN), corners(), 1);
    expect_good(&result, want, 4);
    expect_number("high_quality", result.score.high_quality, 1.0 / 3, rounding_double(8, 1));
}

static void score_of_any_shape(void)
{
    static const struct {
        size_t N, K, D;
    } sizes[] = {{50, 3, 1}, {200, 4, 2}, {80, 5, 3}, {1, 2, 4}, {40, 1, 2}};
    for (unsigned s = 0; s < COUNT(sizes); s++) {
        Matrix samples = random_input(901 + s, sizes[s].N, sizes[s].D, 0);
        Matrix centers = random_input(911 + s, sizes[s].K, sizes[s].D, 0);
        size_t good[MOST_MODES];
        ModeScore want = oracle_score(samples, centers, 0.6, good);
        given_values("%zu random samples, %zu centers, %zu features, sd 0.6", sizes[s].N,
                     sizes[s].K, sizes[s].D);
        Result result = score_of(samples, centers, 0.6);
        expect_good(&result, good, sizes[s].K);
        if (want.modes > 0)
            expect_score(&result, want.modes, want.high_quality, want.reverse_kl);
    }
}

/* 1 - exp(-9/2) = .98889 of a normal cloud is within 3 sd. With 4000 draws the share has a
   standard deviation of .0017. */
static void score_of_the_ring_itself(void)
{
    Random random = random_new(931);
    Matrix x = examples(1, 4000, RING_FEATURES), centers = examples(2, RING_MODES, RING_FEATURES);
    ring_draw(&random, x);
    ring_centers(centers);
    given_values("4000 points of the ring itself");
    Result result = score_of(x, centers, RING_SD);
    expect(result.score.modes == RING_MODES, "modes: got %zu   want %d", result.score.modes,
           RING_MODES);
    expect_number("high_quality", result.score.high_quality, 1 - exp(-4.5), 0.007);
    expect_number("reverse_kl", result.score.reverse_kl, 0, 0.01);
}

static void score_refuses(void)
{
    Matrix samples = BATCH(1, 2, 0, 0);
    given_values("one sample, four centers");
    expect_refusal("no samples", score_of(examples(1, 0, 2), corners(), 1));
    expect_refusal("no centers", score_of(samples, examples(1, 0, 2), 1));
    expect_refusal("samples of 1 feature", score_of(BATCH(1, 1, 0), corners(), 1));
    expect_refusal("sd = 0", score_of(samples, corners(), 0));
    expect_refusal("sd = -1", score_of(samples, corners(), -1));
    expect_refusal("sd = NaN", score_of(samples, corners(), NAN));
}

/* ---- The tables ---- */

static Exercise exercises[] = {
    EXERCISE("8.1", gan_generator),      EXERCISE("8.2", gan_discriminator),
    EXERCISE("8.3", bce_logits),         EXERCISE("8.4", gan_discriminator_step),
    EXERCISE("8.5", gan_generator_step), EXERCISE("8.6", gan_sample),
    EXERCISE("8.7", mode_score),
};

static const Test tests[] = {
    {"8.1", 3, "DCGAN's layers, in order", generator_layers},
    {"8.1", 3, "batch norm where it is asked for", generator_norms},
    {"8.1", 1, "tanh where it is asked for", generator_tanh},
    {"8.1", 1, "from the noise to the features", generator_sizes},
    {"8.1", 1, "no bias in front of a batch norm", generator_biases},
    {"8.1", 1, "weights drawn as the header says", generator_weights},
    {"8.1", 1, "computes what the header says", generator_computes},
    {"8.1", 1, "refuses a 0", generator_refuses},

    {"8.2", 3, "DCGAN's layers, in order", discriminator_layers},
    {"8.2", 3, "batch norm where it is asked for", discriminator_norms},
    {"8.2", 1, "from the features to one logit", discriminator_sizes},
    {"8.2", 1, "no bias in front of a batch norm", discriminator_biases},
    {"8.2", 1, "weights drawn as the header says", discriminator_weights},
    {"8.2", 2, "computes what the header says", discriminator_computes},
    {"8.2", 1, "refuses a 0", discriminator_refuses},

    {"8.3", 3, "{0, 2, -1}, as by hand", bce_by_hand},
    {"8.3", 3, "its gradient, as by hand", bce_gradient_by_hand},
    {"8.3", 3, "right for logits up to 10000", bce_of_large_logits},
    {"8.3", 1, "its gradient is right there too", bce_gradient_of_large_logits},
    {"8.3", 1, "keeps the digits of a small loss", bce_keeps_small_losses},
    {"8.3", 1, "targets between 0 and 1", bce_between_0_and_1},
    {"8.3", 1, "a mean over the batch", bce_is_a_mean},
    {"8.3", 1, "equals central differences of the loss", bce_gradient_equals_differences},
    {"8.3", 1, "a NaN stays a NaN", bce_of_nan},
    {"8.3", 1, "refuses bad targets and other shapes", bce_refuses},

    {"8.4", 4, "learns from both batches", discriminator_learns},
    {"8.4", 3, "real and fake are separate batches", batches_are_apart},
    {"8.4", 3, "gradients left over do not count", left_over_in_the_discriminator},
    {"8.4", 3, "leaves the generator alone, to the byte", generator_is_left_alone},
    {"8.4", 2, "the fakes are made in TRAINING", fakes_in_training},
    {"8.4", 2, "first the real batch, then the fake one", real_batch_first},
    {"8.4", 1, "batches of any size", discriminator_learns_from_any_batches},
    {"8.4", 1, "one step of Adam", discriminator_steps_once},
    {"8.4", 1, "returns the sum of both losses", discriminator_loss},
    {"8.4", 1, "changes neither x nor z", discriminator_keeps_its_inputs},
    {"8.4", 1, "refuses other shapes, with nothing changed", discriminator_step_refuses},

    {"8.5", 3, "learns what the discriminator says", generator_learns},
    {"8.5", 3, "learns through batch norm", generator_learns_through_batch_norm},
    {"8.5", 2, "learns when it loses", generator_learns_when_it_loses},
    {"8.5", 3, "leaves the discriminator alone, to the byte", discriminator_is_left_alone},
    {"8.5", 2, "gradients left over do not count", left_over_in_the_generator},
    {"8.5", 1, "both networks run in TRAINING, once", both_run_in_training},
    {"8.5", 1, "one step of Adam", generator_steps_once},
    {"8.5", 1, "returns its loss", generator_loss},
    {"8.5", 1, "does not change z", generator_keeps_its_input},
    {"8.5", 1, "refuses other shapes, with nothing changed", generator_step_refuses},

    {"8.6", 3, "EVALUATION: with the running statistics", samples_in_evaluation},
    {"8.6", 2, "a sample depends on its own noise only", sample_depends_on_its_noise_only},
    {"8.6", 2, "changes nothing, to the byte", sampling_changes_nothing},
    {"8.6", 1, "samples are the caller's to keep", samples_stay},
    {"8.6", 1, "refuses other shapes", sample_refuses},

    {"8.7", 2, "six samples, as by hand", score_by_hand},
    {"8.7", 1, "counts the good samples of each mode", score_counts_good_samples},
    {"8.7", 1, "good is within 3 sd, in a circle", score_within_3_sd},
    {"8.7", 1, "a sample belongs to the nearest mode", score_belongs_to_the_nearest},
    {"8.7", 1, "reverse KL: 0 if even, log K if all in one", score_of_even_and_uneven},
    {"8.7", 1, "no good sample: NaN", score_of_bad_samples},
    {"8.7", 1, "a NaN is not good", score_of_nan},
    {"8.7", 1, "any N, K and D", score_of_any_shape},
    {"8.7", 1, "the ring itself scores 98.9%", score_of_the_ring_itself},
    {"8.7", 1, "refuses what has no score", score_refuses},
};

const Chapter chapter = {
    "8", "A small GAN", exercises, COUNT(exercises), tests, COUNT(tests), suspects,
};
