/* The studies `cats` and `pictures`: a GAN of cat pictures, and what is written down of it. */

#include "cat_gan.h"
#include "common/pictures.h"
#include "studies.h"

static Training cat_training(const Placement *placement, const CatSet *set, size_t seed,
                             size_t steps)
{
    Training training = picture_training(placement, PICTURE_PIXELS, steps);
    training.draw = cat_set_draw;
    training.set = set;
    training.seed = seed;
    return training;
}

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
    Matrix z = matrix_new(PICTURE_BATCH, gan->shape.noise);
    draw_noise(&random, z);
    fprintf(w->file, "%s,%zu,%zu,%.4f,%.5f,%.4f,%.5f,%.4f,%.4f\n", w->placement->name, step,
            w->seed, score.size_distance, score.fur_distance, score.misfit, common_share(gan, z),
            discriminator_loss, generator_loss);
    matrix_free(z);
}

static void cats_run(const Placement *placement, size_t seed, size_t steps, FILE *file)
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

const Study cats_study = {"cats", IN_CATS,
                          "placement,step,seed,size_distance,fur_distance,misfit,common_share,"
                          "discriminator_loss,generator_loss",
                          cats_run};

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

static void pictures_run(const Placement *placement, size_t seed, size_t steps, FILE *file)
{
    CatSet set = cat_set_new();
    Random random = random_new(12);
    Training training = cat_training(placement, &set, seed, steps);
    Album album = {.noise = matrix_new(SHOWN, training.shape.noise),
                   .pictures = matrix_new(SHOWN * STAGES, PICTURE_PIXELS)};
    draw_noise(&random, album.noise);
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

const Study pictures_study = {"pictures", IN_CATS, NULL, pictures_run};
