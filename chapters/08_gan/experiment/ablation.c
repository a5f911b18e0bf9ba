/* The study `ablation`: where batch norm stands in the GAN on the ring, and what that does. */

#include <math.h>
#include <time.h>

#include "common/ring.h"
#include "ring_gan.h"
#include "studies.h"

enum { LOOKS = 100, LAST_LOOKS = 20 };

/* The losses jump from step to step: their mean over the last looks of the training. */
typedef struct {
    size_t steps;
    double discriminator, generator;
} Losses;

static void watch_losses(void *watcher, Gan *gan, size_t step, double discriminator_loss,
                         double generator_loss)
{
    Losses *losses = watcher;
    (void)gan;
    if (step + losses->steps * LAST_LOOKS / LOOKS <= losses->steps)
        return;
    losses->discriminator += discriminator_loss / LAST_LOOKS;
    losses->generator += generator_loss / LAST_LOOKS;
}

static Gan trained_on_ring(const Placement *placement, size_t seed, size_t steps, Losses *losses)
{
    if (steps < LOOKS || steps % LOOKS != 0)
        bad_input("%zu steps: the ablation takes a multiple of %d", steps, LOOKS);
    *losses = (Losses){.steps = steps};
    Training training = ring_training(placement->norms, seed);
    training.draw = draw_ring;
    training.steps = steps;
    training.one_batch = placement->one_batch;
    training.watch = watch_losses;
    training.watcher = losses;
    training.every = steps / LOOKS;
    return gan_trained(&training);
}

/* Moves and scales samples to the ring's mean, 0, and its variance, RING_RADIUS^2 / 2 + RING_SD^2
   in each feature. */
static void rescale(Matrix x)
{
    double mean[RING_FEATURES] = {0}, square = 0;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < RING_FEATURES; d++)
            mean[d] += row(x, n)[d] / (double)x.rows;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < RING_FEATURES; d++)
            square += (row(x, n)[d] - mean[d]) * (row(x, n)[d] - mean[d]) / (double)x.rows /
                      RING_FEATURES;
    double scale = sqrt((RING_RADIUS * RING_RADIUS / 2 + RING_SD * RING_SD) / square);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < RING_FEATURES; d++)
            row(x, n)[d] = (real)((row(x, n)[d] - mean[d]) * scale);
}

/* The score of samples in evaluation; of the same noise normalized as one large batch; and of the
   samples moved and scaled to the ring's mean and variance. */
static void ablation_run(const Placement *placement, size_t seed, size_t steps, FILE *file)
{
    Losses losses;
    clock_t start = clock();
    Gan gan = trained_on_ring(placement, seed, steps, &losses);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    Matrix z = unseen_noise(seed), x = matrix_new(RING_SAMPLES, RING_FEATURES);
    ModeScore batch = ring_score(network_forward(&gan.generator, z, TRAINING));
    gan_sample(&gan, z, x);
    ModeScore score = ring_score(x);
    rescale(x);
    ModeScore rescaled = ring_score(x);
    fprintf(file, "%s,%zu,%zu,%d,%.4f,%.4f,%.4f,%zu,%.4f,%.4f,%.4f,%.4f,%zu,%.1f\n",
            placement->name, seed, score.modes, score.modes == RING_MODES, score.high_quality,
            score.reverse_kl, batch.high_quality, rescaled.modes, rescaled.high_quality,
            rescaled.reverse_kl, losses.discriminator, losses.generator, steps, seconds);
    matrix_free(z);
    matrix_free(x);
    gan_free(&gan);
}

const Study ablation_study = {
    "ablation", IN_ABLATION,
    "placement,seed,modes,all_modes,high_quality,reverse_kl,batch_high_quality,rescaled_modes,"
    "rescaled_high_quality,rescaled_reverse_kl,discriminator_loss,generator_loss,steps,seconds",
    ablation_run};
