/* A GAN of cat pictures, and how like the real ones its pictures are. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/cats.h"
#include "common/experiment.h"
#include "common/pictures.h"
#include "common/wasserstein.h"
#include "studies.h"

enum { NOISE = 16, HIDDEN = 128, BATCH = 64 };

Training picture_training(const Placement *placement, size_t pixels, size_t steps)
{
    return (Training){.shape = {NOISE, HIDDEN, pixels, true, placement->norms},
                      .batch = BATCH,
                      .steps = steps,
                      .rate = 5e-4,
                      .beta1 = 0.5,
                      .falling = true,
                      .one_batch = placement->one_batch,
                      .every = steps};
}

static Training cat_training(const Placement *placement, const CatSet *set, size_t seed,
                             size_t steps)
{
    Training training = picture_training(placement, PICTURE_PIXELS, steps);
    training.draw = cat_set_draw;
    training.set = set;
    training.seed = seed;
    return training;
}

/* ---- The real cats --------------------------------------------------------------------- */

CatSet cat_set_new(void)
{
    Random random = random_new(8); /* the same cats in every run: its seed is for the training */
    CatSet set = {matrix_new(CATS_DRAWN, PICTURE_PIXELS), vector_new(CATS_MEASURED),
                  vector_new(CATS_MEASURED)};
    Matrix cats = cats_new(&random, CATS_DRAWN), others = cats_new(&random, CATS_MEASURED);
    pictures_draw(cats, set.pictures);
    for (size_t n = 0; n < CATS_MEASURED; n++) {
        set.size[n] = row(others, n)[CAT_SIZE];
        set.fur[n] = row(others, n)[CAT_FUR];
    }
    matrix_free(cats);
    matrix_free(others);
    return set;
}

void cat_set_free(CatSet *set)
{
    matrix_free(set->pictures);
    free(set->size);
    free(set->fur);
}

void cat_set_draw(Random *random, const void *set, Matrix x)
{
    Matrix pictures = ((const CatSet *)set)->pictures;
    for (size_t n = 0; n < x.rows; n++)
        memcpy(row(x, n), row(pictures, random_below(random, pictures.rows)),
               x.cols * sizeof(real));
}

/* ---- The score ------------------------------------------------------------------------- */

CatScore cat_score(const CatSet *set, Gan *gan)
{
    Random random = random_new(9); /* always the same noise */
    Matrix z = matrix_new(CATS_MEASURED, gan->shape.noise), cats = matrix_new(CATS_MEASURED, 2);
    Matrix pictures = matrix_new(CATS_MEASURED, PICTURE_PIXELS);
    double *misfit = vector_new(CATS_MEASURED), *size = vector_new(CATS_MEASURED);
    double *fur = vector_new(CATS_MEASURED);
    draw_noise(&random, z);
    gan_sample(gan, z, pictures);
    pictures_measure(pictures, cats, misfit);
    CatScore score = {0};
    for (size_t n = 0; n < CATS_MEASURED; n++) {
        size[n] = row(cats, n)[CAT_SIZE];
        fur[n] = row(cats, n)[CAT_FUR];
        score.misfit += misfit[n] / CATS_MEASURED;
    }
    score.size_distance = wasserstein_1(size, CATS_MEASURED, set->size, CATS_MEASURED);
    score.fur_distance = wasserstein_1(fur, CATS_MEASURED, set->fur, CATS_MEASURED);
    free(misfit);
    free(size);
    free(fur);
    matrix_free(z);
    matrix_free(cats);
    matrix_free(pictures);
    return score;
}

//> region common-share
double common_share(Gan *gan, Matrix z)
{
    Matrix fakes = matrix_new(z.rows, gan->shape.features), ds = matrix_new(z.rows, 1);
    gan_sample(gan, z, fakes);
    bce_logits(network_forward(&gan->discriminator, fakes, TRAINING), 1, ds);
    Matrix g = network_backward(&gan->discriminator, ds);
    double common = 0, all = 0;
    for (size_t d = 0; d < g.cols; d++) {
        double sum = 0;
        for (size_t n = 0; n < g.rows; n++) {
            sum += row(g, n)[d];
            all += (double)row(g, n)[d] * row(g, n)[d];
        }
        common += sum * sum / (double)g.rows;
    }
    matrix_free(fakes);
    matrix_free(ds);
    return common / all;
}
//< region

/* ---- One run of the study -------------------------------------------------------------- */

typedef struct {
    const CatSet *set;
    const Placement *placement;
    size_t seed;
    FILE *file;
} CatWatcher;

static void write_scores(void *watcher, Gan *gan, size_t step, double discriminator_loss,
                         double generator_loss)
{
    const CatWatcher *w = watcher;
    CatScore score = cat_score(w->set, gan);
    Random random = random_new(11);
    Matrix z = matrix_new(BATCH, gan->shape.noise);
    draw_noise(&random, z);
    fprintf(w->file, "%s,%zu,%zu,%.4f,%.5f,%.4f,%.5f,%.4f,%.4f\n", w->placement->name, step,
            w->seed, score.size_distance, score.fur_distance, score.misfit, common_share(gan, z),
            discriminator_loss, generator_loss);
    matrix_free(z);
}

void cats_run(const Placement *placement, size_t seed, size_t steps, FILE *file)
{
    enum { LOOKS = 20 };
    CatSet set = cat_set_new();
    CatWatcher watcher = {&set, placement, seed, file};
    Training training = cat_training(placement, &set, seed, steps);
    training.watch = write_scores;
    training.watcher = &watcher;
    training.every = steps >= LOOKS ? steps / LOOKS : 1;
    Gan gan = gan_trained(&training);
    gan_free(&gan);
    cat_set_free(&set);
}

/* ---- Pictures for a figure ------------------------------------------------------------- */

enum { SHOWN = 2, STAGES = 7, LOOKS = 80 };

typedef struct {
    size_t looks, stages;
    Matrix noise;    /* SHOWN x NOISE */
    Matrix pictures; /* SHOWN at each stage */
} Album;

static void take_pictures(void *watcher, Gan *gan, size_t step, double discriminator_loss,
                          double generator_loss)
{
    static const size_t when[STAGES] = {0, 2, 4, 8, 16, 32, LOOKS};
    Album *album = watcher;
    (void)step, (void)discriminator_loss, (void)generator_loss;
    if (album->stages < STAGES && album->looks == when[album->stages])
        gan_sample(gan, album->noise, matrix_rows(album->pictures, SHOWN * album->stages++, SHOWN));
    album->looks++;
}

static void write_album(const Album *album, FILE *file)
{
    for (size_t y = 0; y <= PICTURE_SIDE; y++)
        for (size_t n = 0; n < SHOWN * STAGES; n++) {
            const real *picture = row(album->pictures, n);
            for (size_t x = 0; x <= PICTURE_SIDE; x++) {
                real gray = x == 0 || y == 0 ? 1 : picture[(y - 1) * PICTURE_SIDE + x - 1];
                fprintf(file, "%d%c", (int)(127.5 * ((double)gray + 1) + 0.5),
                        n + 1 == SHOWN * STAGES && x == PICTURE_SIDE ? '\n' : ',');
            }
        }
}

void pictures_run(const Placement *placement, size_t seed, size_t steps, FILE *file)
{
    CatSet set = cat_set_new();
    Random random = random_new(12);
    Album album = {.noise = matrix_new(SHOWN, NOISE),
                   .pictures = matrix_new(SHOWN * STAGES, PICTURE_PIXELS)};
    draw_noise(&random, album.noise);
    Training training = cat_training(placement, &set, seed, steps);
    training.watch = take_pictures;
    training.watcher = &album;
    training.every = steps >= LOOKS ? steps / LOOKS : 1;
    Gan gan = gan_trained(&training);
    write_album(&album, file);
    gan_free(&gan);
    matrix_free(album.noise);
    matrix_free(album.pictures);
    cat_set_free(&set);
}
