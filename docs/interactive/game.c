/* The ring GAN of chapter 8, some steps at a time: the chapter's own settings and training. */

#include "chapters/08_gan/experiment/ring_gan.h"
#include "chapters/08_gan/experiment/training.h"
#include "common/ring.h"
#include "export.h"

enum { DOTS = 500, GRID = 32 };

double *EXPORT(game_memory)(void);
void EXPORT(game_start)(int norms, int seed);
void EXPORT(game_steps)(int count);
void EXPORT(game_look)(void);

/* All of it output. */
static struct {
    double step, steps, discriminator_loss, generator_loss;
    double modes, high_quality;
    double samples[DOTS * RING_FEATURES]; /* the first of those that were scored */
    double opinion[GRID * GRID];          /* what the discriminator says of a grid over -3 .. 3 */
} game;

static struct {
    Training training;
    Gan gan;
    Random random;
    bool there;
    Matrix x, z, noise, samples, centers, grid;
} run;

double *game_memory(void)
{
    return &game.step;
}

static void prepare(void)
{
    const Training *t = &run.training;
    Random random = random_new(1);
    run.x = matrix_new(t->batch, t->shape.features);
    run.z = matrix_new(t->batch, t->shape.noise);
    run.noise = matrix_new(RING_SAMPLES, t->shape.noise);
    run.samples = matrix_new(RING_SAMPLES, RING_FEATURES);
    run.centers = matrix_new(RING_MODES, RING_FEATURES);
    run.grid = matrix_new(GRID * GRID, RING_FEATURES);
    draw_noise(&random, run.noise);
    ring_centers(run.centers);
    for (int i = 0; i < GRID * GRID; i++) {
        row(run.grid, (size_t)i)[0] = -3 + 6 * (i % GRID + 0.5) / GRID;
        row(run.grid, (size_t)i)[1] = 3 - 6 * (i / GRID + 0.5) / GRID;
    }
}

/* A new GAN, with batch norm in these places. */
void game_start(int norms, int seed)
{
    run.training = ring_training((NormPlaces)norms, (uint64_t)seed);
    if (run.there)
        gan_free(&run.gan);
    else
        prepare();
    run.there = true;
    run.random = random_new(run.training.seed);
    run.gan = gan_untrained(&run.training, &run.random);
    game.step = game.discriminator_loss = game.generator_loss = 0;
    game.steps = (double)run.training.steps;
}

/* The loop of gan_trained, for some steps. */
void game_steps(int count)
{
    for (int i = 0; i < count && game.step < game.steps; i++, game.step++) {
        set_rates(&run.training, &run.gan, (size_t)game.step);
        ring_draw(&run.random, run.x);
        draw_noise(&run.random, run.z);
        game.discriminator_loss = gan_discriminator_step(&run.gan, run.x, run.z);
        draw_noise(&run.random, run.z);
        game.generator_loss = gan_generator_step(&run.gan, run.z);
    }
}

/* Samples, always from the same noise, their score, and the discriminator's logits. */
void game_look(void)
{
    ModeScore score;
    size_t good[RING_MODES];
    gan_sample(&run.gan, run.noise, run.samples);
    mode_score(run.samples, run.centers, RING_SD, good, &score);
    game.modes = (double)score.modes;
    game.high_quality = score.high_quality;
    for (int i = 0; i < DOTS * RING_FEATURES; i++)
        game.samples[i] = run.samples.v[i];
    Matrix logits = network_forward(&run.gan.discriminator, run.grid, EVALUATION);
    for (int i = 0; i < GRID * GRID; i++)
        game.opinion[i] = logits.v[i];
}
