/* The studies: where batch norm stands, and what that does, over many seeds. A study is many runs;
   each is a process of its own, which writes its result into a file of its own (ablation.sh). */

#include "studies.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/progress.h"
#include "common/ring.h"
#include "experiment.h"

static const Placement placements[] = {
    {.name = "nothing", .norms = NORM_NOWHERE},
    {.name = "generator", .norms = NORM_GENERATOR},
    {.name = "discriminator", .norms = NORM_DISCRIMINATOR},
    {.name = "both", .norms = NORM_DCGAN},
    {.name = "one_batch", .norms = NORM_DCGAN, .one_batch = true},
    {.name = "generator_output", .norms = NORM_GENERATOR | NORM_GENERATOR_OUTPUT},
    {.name = "discriminator_input", .norms = NORM_DCGAN | NORM_DISCRIMINATOR_INPUT},
    {.name = "both_small", .norms = NORM_DCGAN, .small_start = true},
};

const Placement *placement_named(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(placements); i++)
        if (strcmp(placements[i].name, name) == 0)
            return &placements[i];
    bad_input("unknown placement '%s': nothing, generator, discriminator, both, one_batch, "
              "generator_output, discriminator_input, both_small",
              name);
}

size_t count_from(const char *text, const char *what)
{
    char *end;
    errno = 0;
    unsigned long count = strtoul(text, &end, 10);
    if (!isdigit((unsigned char)*text) || *end != '\0' || errno == ERANGE || count == 0)
        bad_input("'%s' is no number of %s: a whole number, 1 or more", text, what);
    return count;
}

/* ---- The ablation, on the ring ----------------------------------------------------------- */

enum { NOISE = 2, LOOKS = 100, LAST_LOOKS = 20 };

void draw_ring(Random *random, const void *set, Matrix x)
{
    (void)set;
    ring_draw(random, x);
}

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

Matrix unseen_noise(size_t seed, size_t numbers)
{
    Random random = random_new(1000 + seed);
    Matrix z = matrix_new(RING_SAMPLES, numbers);
    draw_noise(&random, z);
    return z;
}

ModeScore ring_score(Matrix samples)
{
    Matrix centers = matrix_new(RING_MODES, RING_FEATURES);
    size_t good[RING_MODES];
    ModeScore score;
    ring_centers(centers);
    mode_score(samples, centers, RING_SD, good, &score);
    matrix_free(centers);
    return score;
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
    Matrix z = unseen_noise(seed, NOISE), x = matrix_new(RING_SAMPLES, RING_FEATURES);
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

/* ---- One run --------------------------------------------------------------------------- */

typedef struct {
    const char *name;
    void (*run)(const Placement *placement, size_t seed, size_t steps, FILE *file);
} Study;

static const Study *study_named(const char *name)
{
    static const Study studies[] = {{"ablation", ablation_run},
                                    {"start", start_run},
                                    {"cats", cats_run},
                                    {"pictures", pictures_run}};
    for (size_t i = 0; i < COUNT_OF(studies); i++)
        if (strcmp(studies[i].name, name) == 0)
            return &studies[i];
    bad_input("unknown study '%s': the studies are ablation, start, cats and pictures", name);
}

/* Under another name first, and renamed at the end: a file that is there is whole. */
static void run(const Study *study, const Placement *placement, size_t seed, size_t steps,
                const char *path)
{
    char unfinished[4096];
    if ((size_t)snprintf(unfinished, sizeof unfinished, "%s.new", path) >= sizeof unfinished)
        bad_input("%s: the path is too long", path);
    FILE *file = fopen(unfinished, "w");
    if (!file)
        bad_input("%s: cannot be written: %s", unfinished, strerror(errno));
    study->run(placement, seed, steps, file);
    int failed = ferror(file);
    if (fclose(file) != 0 || failed || rename(unfinished, path) != 0)
        bad_input("%s: could not be written to the end: %s", path, strerror(errno));
}

void studies_main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (argc == 7 && strcmp(what, "--run") == 0)
        run(study_named(argv[2]), placement_named(argv[3]), count_from(argv[4], "a seed"),
            count_from(argv[5], "steps"), argv[6]);
    else if (argc >= 4 && argc <= 6 && strcmp(what, "--data") == 0)
        data_run(argv[2], argv[3], placement_named(argc > 4 ? argv[4] : "generator"),
                 argc > 5 ? count_from(argv[5], "steps") : 4000);
    else
        bad_input("usage: experiment --run STUDY PLACEMENT SEED STEPS FILE, or "
                  "experiment --data cats|FILE FOLDER [PLACEMENT [STEPS]]");
    exit(0);
}
