/* Exercise 8.4, gan_discriminator_step: the graded tests. */

#include <math.h>
#include <stdbool.h>

#include "gan.h"
#include "tests/08_gan/oracle.h"
#include "tests/08_gan/shared.h"
#include "tests/08_gan/steps.h"
#include "tests/harness/harness.h"

SUBJECT(gan_discriminator_step);

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

static void probe_discriminator_step(unsigned seed, GanShape shape, size_t N, size_t fakes)
{
    Gan *gan = random_gan(seed, shape);
    Matrix x = examples(seed + 1, N, shape.features), z = noise(seed + 2, fakes, shape.noise);
    leave_gradients(&gan->generator);
    if (seed % 2)
        leave_gradients(&gan->discriminator);
    for (int step = 0; step < 2; step++) {
        double loss = NAN;
        observe_refusal(refused(loss = subject_gan_discriminator_step(gan, x, z)));
        observe_number(loss, close_to(10));
        observe_gan(gan, true);
        observe_matrix(x, 0);
        observe_matrix(z, 0);
    }
}

static void probe_gan_discriminator_step(void)
{
    for (unsigned p = 0; p < COUNT(probe_places); p++) {
        probe_discriminator_step(100 + 10 * p, small_shape(probe_places[p]), 4, 4);
        probe_discriminator_step(201 + 10 * p, small_shape(probe_places[p]), 5, 5);
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

static const Test tests[] = {
    {4, "learns from both batches", discriminator_learns},
    {3, "real and fake are separate batches", batches_are_apart},
    {3, "gradients left over do not count", left_over_in_the_discriminator},
    {3, "leaves the generator alone, to the byte", generator_is_left_alone},
    {2, "the fakes are made in TRAINING", fakes_in_training},
    {2, "first the real batch, then the fake one", real_batch_first},
    {1, "batches of any size", discriminator_learns_from_any_batches},
    {1, "one step of Adam", discriminator_steps_once},
    {1, "returns the sum of both losses", discriminator_loss},
    {1, "changes neither x nor z", discriminator_keeps_its_inputs},
    {1, "refuses other shapes, with nothing changed", discriminator_step_refuses},
    {0},
};

EXERCISE(gan_discriminator_step);
