#include "experiment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/progress.h"
#include "common/ring.h"
#include "ring_gan.h"

enum {
    LOOK = 50, /* steps between two points of a curve */
    SHOW = 500 /* ... between two lines in the terminal */
};

/* Means over some steps. */
typedef struct {
    double looks, discriminator, generator, good;
} Stretch;

/* Who watches a training, and what is written of it. */
typedef struct {
    const char *name;
    bool show; /* a line in the terminal, now and then */
    size_t steps;
    Csv *modes, *losses, *samples;
    Matrix z, x, centers; /* always the same noise */
    size_t good[RING_MODES];
    ModeScore score;
    Stretch early, late; /* the first fifth of the steps, and the last */
} Watcher;

static void measure(Watcher *w, Gan *gan)
{
    gan_sample(gan, w->z, w->x);
    mode_score(w->x, w->centers, RING_SD, w->good, &w->score);
}

static void take_in(Stretch *stretch, double discriminator_loss, double generator_loss, double good)
{
    double weight = 1 / ++stretch->looks;
    stretch->discriminator += weight * (discriminator_loss - stretch->discriminator);
    stretch->generator += weight * (generator_loss - stretch->generator);
    stretch->good += weight * (good - stretch->good);
}

static void show(const Watcher *w, size_t step)
{
    if (step == 0)
        printf("  step   modes   good   reverse KL   good samples near each of the 8 centers, of "
               "%d\n",
               RING_SAMPLES);
    printf("%6zu   %zu of 8 %4.0f%%   %10.3f  ", step, w->score.modes, 100 * w->score.high_quality,
           w->score.reverse_kl);
    for (size_t k = 0; k < RING_MODES; k++)
        printf(" %4zu", w->good[k]);
    printf("\n");
    fflush(stdout);
}

static void write_samples(const Watcher *w, size_t step)
{
    for (size_t n = 0; n < 500; n++)
        csv_row(w->samples, "%zu,%.4g,%.4g", step, (double)row(w->x, n)[0],
                (double)row(w->x, n)[1]);
}

static void watch(void *watcher, Gan *gan, size_t step, double discriminator_loss,
                  double generator_loss)
{
    Watcher *w = watcher;
    if (step > 0)
        csv_row(w->losses, "%s,%zu,%g,%g", w->name, step, discriminator_loss, generator_loss);
    measure(w, gan);
    if (step > 0 && (step <= w->steps / 5 || step > w->steps - w->steps / 5))
        take_in(step <= w->steps / 5 ? &w->early : &w->late, discriminator_loss, generator_loss,
                w->score.high_quality);
    csv_row(w->modes, "%s,%zu,%zu,%g,%g", w->name, step, w->score.modes, w->score.high_quality,
            w->score.reverse_kl);
    if (w->show && (step == 0 || step == 500 || step == 1500 || step == w->steps))
        write_samples(w, step);
    if (w->show && step % SHOW == 0)
        show(w, step);
    if (!w->show)
        progress("training without batch norm", step, w->steps);
}

static void write_score(Experiment *e, const Watcher *w)
{
    size_t least = RING_SAMPLES;
    for (size_t k = 0; k < RING_MODES; k++)
        least = w->good[k] < least ? w->good[k] : least;
    experiment_named_value(e, (double)w->score.modes, "%s_modes", w->name);
    experiment_named_value(e, 100 * w->score.high_quality, "%s_good", w->name);
    experiment_named_value(e, w->score.modes ? w->score.reverse_kl : log(RING_MODES), "%s_kl",
                           w->name);
    experiment_named_value(e, (double)least, "%s_least", w->name);
}

static void write_stretch(Experiment *e, const char *name, const Stretch *stretch)
{
    experiment_named_value(e, stretch->discriminator, "loss_d_%s", name);
    experiment_named_value(e, stretch->generator, "loss_g_%s", name);
    experiment_named_value(e, 100 * stretch->good, "good_%s", name);
}

static Gan watched(Experiment *e, Watcher *w, NormPlaces norms)
{
    Training training = ring_training(norms, e->seed);
    training.draw = draw_ring;
    training.watch = watch;
    training.watcher = w;
    training.every = LOOK;
    w->steps = training.steps;
    clock_t start = clock();
    Gan gan = gan_trained(&training);
    experiment_named_value(e, (double)(clock() - start) / CLOCKS_PER_SEC, "time_%s", w->name);
    write_score(e, w);
    return gan;
}

/* ---- What sampling in the wrong mode does -------------------------------------------- */

/* Samples made in training mode, in batches of N: the share of good ones, and how far a sample lies
   from that of the same noise in evaluation, on average. */
typedef struct {
    double good, moved;
} InTraining;

static InTraining samples_in_training(Gan *gan, const Watcher *w, size_t N)
{
    const size_t batches = RING_SAMPLES / N;
    size_t good[RING_MODES];
    InTraining result = {0, 0};
    for (size_t b = 0; b < batches; b++) {
        Matrix x = network_forward(&gan->generator, matrix_rows(w->z, b * N, N), TRAINING);
        ModeScore score;
        mode_score(x, w->centers, RING_SD, good, &score);
        result.good += score.high_quality / (double)batches;
        for (size_t n = 0; n < N; n++) {
            const real *a = row(x, n), *there = row(w->x, b * N + n);
            double right = a[0] - there[0], up = a[1] - there[1];
            result.moved += sqrt(right * right + up * up) / (double)(batches * N);
        }
    }
    return result;
}

static void sample_in_training(Experiment *e, Gan *gan, const Watcher *w)
{
    static const size_t sizes[] = {8, 32, 128};
    printf("\nsampled in training mode instead, in batches of 8, 32, 128:");
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        InTraining samples = samples_in_training(gan, w, sizes[i]);
        experiment_named_value(e, 100 * samples.good, "training_good_%zu", sizes[i]);
        experiment_named_value(e, samples.moved, "training_moved_%zu", sizes[i]);
        printf("  %.0f%% good", 100 * samples.good);
    }
    printf("\n");
}

/* ---- All of it ------------------------------------------------------------------------ */

/* What a perfect generator would score, and one that says the same all the time. */
static void bounds(Experiment *e, Watcher *w)
{
    Random random = random_new(e->seed);
    ring_draw(&random, w->x);
    mode_score(w->x, w->centers, RING_SD, w->good, &w->score);
    experiment_value(e, "perfect_good", 100 * w->score.high_quality);
    experiment_value(e, "perfect_kl", w->score.reverse_kl);
    experiment_value(e, "perfect_share", 100 * (1 - exp(-4.5)));
    experiment_value(e, "worst_kl", log(RING_MODES));
}

void ring(Experiment *e)
{
    Csv modes = csv_open(e->folder, "modes.csv", "run,step,modes,good,reverse_kl");
    Csv losses = csv_open(e->folder, "losses.csv", "run,step,discriminator,generator");
    Csv samples = csv_open(e->folder, "ring.csv", "step,x,y");
    Watcher w = {.name = "generator",
                 .show = true,
                 .modes = &modes,
                 .losses = &losses,
                 .samples = &samples,
                 .z = unseen_noise(e->seed),
                 .x = matrix_new(RING_SAMPLES, RING_FEATURES),
                 .centers = matrix_new(RING_MODES, RING_FEATURES)};
    ring_centers(w.centers);
    bounds(e, &w);
    printf("A ring of eight clouds; batch norm in the generator\n");
    Gan gan = watched(e, &w, NORM_GENERATOR);
    write_stretch(e, "early", &w.early);
    write_stretch(e, "late", &w.late);
    sample_in_training(e, &gan, &w);
    gan_free(&gan);
    w.name = "nothing";
    w.show = false;
    gan = watched(e, &w, NORM_NOWHERE);
    gan_free(&gan);
    printf("the same without batch norm: %zu of 8 modes, %.0f%% good, reverse KL %.3f\n",
           w.score.modes, 100 * w.score.high_quality, w.score.reverse_kl);
    matrix_free(w.z);
    matrix_free(w.x);
    matrix_free(w.centers);
    csv_close(&modes);
    csv_close(&losses);
    csv_close(&samples);
}
