/* Exercise 8.5, gan_generator_step: the graded tests. */

#include <math.h>
#include <stdbool.h>

#include "gan.h"
#include "tests/08_gan/oracle.h"
#include "tests/08_gan/shared.h"
#include "tests/08_gan/steps.h"
#include "tests/harness/harness.h"

SUBJECT(gan_generator_step);

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

static void probe_gan_generator_step(void)
{
    for (unsigned p = 0; p < COUNT(probe_places); p++) {
        probe_generator_step(500 + 10 * p, small_shape(probe_places[p]), 4);
        probe_generator_step(601 + 10 * p, small_shape(probe_places[p]), 6);
    }
    Gan *gan = random_gan(700, small_shape(NORM_DCGAN));
    leave_gradients(&gan->generator);
    observe_refusal(refused(subject_gan_generator_step(gan, noise(2, 4, 2))));
    observe_gan(gan, true);
}

static const Test tests[] = {
    {3, "learns what the discriminator says", generator_learns},
    {3, "learns through batch norm", generator_learns_through_batch_norm},
    {2, "learns when it loses", generator_learns_when_it_loses},
    {3, "leaves the discriminator alone, to the byte", discriminator_is_left_alone},
    {2, "gradients left over do not count", left_over_in_the_generator},
    {1, "both networks run in TRAINING, once", both_run_in_training},
    {1, "one step of Adam", generator_steps_once},
    {1, "returns its loss", generator_loss},
    {1, "does not change z", generator_keeps_its_input},
    {1, "refuses other shapes, with nothing changed", generator_step_refuses},
    {0},
};

EXERCISE(gan_generator_step);
