/* What the tests of a step use: exercises 8.4 to 8.6. See steps.h. */

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "gan.h"
#include "tests/08_gan/oracle.h"
#include "tests/08_gan/steps.h"
#include "tests/harness/harness.h"

extern __typeof__(gan_discriminator_step) *subject_gan_discriminator_step;
extern __typeof__(gan_generator_step) *subject_gan_generator_step;

static double from_differences(double magnitude)
{
    return 1e-9 + rounding(512, magnitude);
}

static void expect_same_reals(const char *what, const real *got, const real *want, size_t count)
{
    for (size_t j = 0; j < count; j++)
        expect(memcmp(&got[j], &want[j], sizeof *got) == 0,
               "%s, number %zu: it was %.9g, and is %.9g", what, j, (double)want[j],
               (double)got[j]);
}

void expect_same_network(const char *player, const Network *got, const Network *want,
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

void expect_same_adam(const char *player, const Adam *got, const Adam *want)
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

void expect_batches(const char *player, const Network *got, const Network *want, size_t batches,
                    size_t count)
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

void expect_statistics(const char *player, const Network *got, const double *want)
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

Game game_of(unsigned seed, NormPlaces norms, size_t N, size_t fakes)
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

void expect_nothing_changed(const Game *game)
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

Game game_with_leftovers(unsigned seed)
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

double step_d(const Game *game)
{
    return subject_gan_discriminator_step(game->gan, game->x, game->z);
}

double step_g(const Game *game)
{
    return subject_gan_generator_step(game->gan, game->z);
}

void expect_learned(Player player, const Game *game)
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

void leave_gradients(Network *network)
{
    for (size_t i = 0; i < network->parameters.count; i++)
        for (size_t j = 0; j < network->parameters.list[i].count; j++)
            network->parameters.list[i].gradients[j] =
                (real)(1.5 + (double)(i % 3) - (double)j / 8);
}

static void observe_parameters(const Network *network, double tolerance)
{
    for (size_t i = 0; i < network->parameters.count; i++)
        for (size_t j = 0; j < network->parameters.list[i].count; j++)
            observe_number((double)network->parameters.list[i].values[j], tolerance);
}

void observe_gradients(const Network *network)
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

void observe_gan(const Gan *gan, bool generator_gradients)
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
