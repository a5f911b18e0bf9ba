/* The study `start`: settings with which some trainings never begin, watched in their first
   thousand steps. What is different about them, and from when on? */

#include <math.h>
#include <string.h>

#include "common/ring.h"
#include "experiment.h"
#include "ring_gan.h"
#include "studies.h"

enum { BATCH = 128, EARLY = 100, LATER = 500, LATE = 1000 };

typedef struct {
    Matrix z, x; /* noise that the training has not seen, and the fakes made of it */
    double spread, early, later, late;
} Beginning;

/* The root of the mean squared distance of a feature from its mean: about sqrt(2) for the ring. */
static double spread_of(Matrix x)
{
    double sum = 0, count = (double)(x.rows * x.cols);
    for (size_t d = 0; d < x.cols; d++) {
        double mean = 0;
        for (size_t n = 0; n < x.rows; n++)
            mean += row(x, n)[d] / (double)x.rows;
        for (size_t n = 0; n < x.rows; n++)
            sum += (row(x, n)[d] - mean) * (row(x, n)[d] - mean) / count;
    }
    return sqrt(sum);
}

static void watch_beginning(void *watcher, Gan *gan, size_t step, double discriminator_loss,
                            double generator_loss)
{
    Beginning *b = watcher;
    (void)generator_loss;
    if (step == EARLY) {
        gan_sample(gan, b->z, b->x);
        b->spread = spread_of(b->x);
        b->early = discriminator_loss;
    } else if (step == LATER) {
        b->later = discriminator_loss;
    } else if (step == LATE) {
        b->late = discriminator_loss;
    }
}

static void start_run(const Placement *placement, size_t seed, size_t steps, FILE *file)
{
    Beginning b = {unseen_noise(seed), matrix_new(RING_SAMPLES, RING_FEATURES), 0, 0, 0, 0};
    Training training = ring_training(placement->norms, seed);
    training.batch = BATCH;
    training.draw = draw_ring;
    training.steps = steps;
    training.small_start = placement->small_start;
    training.watch = watch_beginning;
    training.watcher = &b;
    training.every = EARLY;
    Gan gan = gan_trained(&training);
    gan_sample(&gan, b.z, b.x);
    ModeScore score = ring_score(b.x);
    fprintf(file, "%s,%zu,%zu,%.4f,%.4f,%d,%d,%.4f,%.4f,%.4f,%.4f,%zu\n", placement->name, seed,
            score.modes, score.high_quality, score.reverse_kl, score.modes <= 1,
            score.modes == RING_MODES, b.spread, b.early, b.later, b.late, steps);
    matrix_free(b.z);
    matrix_free(b.x);
    gan_free(&gan);
}

const Study start_study = {"start", IN_START,
                           "placement,seed,modes,high_quality,reverse_kl,lost,all_modes,spread,"
                           "loss_100,loss_500,loss_1000,steps",
                           start_run};

/* The root of sum (logit - logit there)^2 / sum logit^2. */
static double change(Network *discriminator, Matrix x, Matrix there)
{
    double squares = 0, changes = 0;
    Matrix logits = matrix_new(x.rows, 1);
    Matrix s = network_forward(discriminator, x, TRAINING);
    memcpy(logits.v, s.v, x.rows * sizeof *s.v);
    s = network_forward(discriminator, there, TRAINING);
    for (size_t n = 0; n < x.rows; n++) {
        squares += (double)logits.v[n] * logits.v[n];
        changes += (double)(logits.v[n] - s.v[n]) * (logits.v[n] - s.v[n]);
    }
    matrix_free(logits);
    return sqrt(changes / squares);
}

static void blindness_with(Experiment *e, const char *name, NormPlaces norms)
{
    Random random = random_new(e->seed);
    Training training = ring_training(norms, e->seed);
    Network discriminator = gan_discriminator(&random, training.shape);
    Matrix x = normal_matrix(&random, BATCH, RING_FEATURES, 1);
    Matrix closer = matrix_new(BATCH, RING_FEATURES);
    for (size_t i = 0; i < BATCH * RING_FEATURES; i++)
        closer.v[i] = x.v[i] / 10;
    experiment_named_value(e, change(&discriminator, x, closer), "blind_%s", name);
    matrix_free(x);
    matrix_free(closer);
    network_free(&discriminator);
}

void blindness(Experiment *e)
{
    blindness_with(e, "both", NORM_DCGAN);
    blindness_with(e, "nothing", NORM_NOWHERE);
}
