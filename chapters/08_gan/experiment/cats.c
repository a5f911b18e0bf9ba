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

enum { NOISE = 16, HIDDEN = 128 };

Training picture_training(const Placement *placement, size_t pixels, size_t steps)
{
    return (Training){.shape = {NOISE, HIDDEN, pixels, true, placement->norms},
                      .batch = PICTURE_BATCH,
                      .steps = steps,
                      .rate = 5e-4,
                      .beta1 = 0.5,
                      .falling = true,
                      .one_batch = placement->one_batch,
                      .every = steps};
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

static CatScore score_of(const CatSet *set, Matrix pictures)
{
    Matrix cats = matrix_new(CATS_MEASURED, CAT_FEATURES);
    double *misfit = vector_new(CATS_MEASURED), *size = vector_new(CATS_MEASURED);
    double *fur = vector_new(CATS_MEASURED);
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
    matrix_free(cats);
    return score;
}

CatScore cat_score(const CatSet *set, Gan *gan)
{
    Random random = random_new(9); /* always the same noise */
    Matrix z = matrix_new(CATS_MEASURED, gan->shape.noise);
    Matrix pictures = matrix_new(CATS_MEASURED, PICTURE_PIXELS);
    draw_noise(&random, z);
    gan_sample(gan, z, pictures);
    CatScore score = score_of(set, pictures);
    matrix_free(z);
    matrix_free(pictures);
    return score;
}

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

/* ---- In the experiment ----------------------------------------------------------------- */

/* The share, before the first step: the mean over some new GANs. */
static double share_at_first(const Placement *placement, uint64_t seed)
{
    enum { GANS = 5 };
    Random random = random_new(seed);
    double share = 0;
    for (size_t i = 0; i < GANS; i++) {
        Training t = picture_training(placement, PICTURE_PIXELS, 1);
        Gan gan = gan_new(&random, t.shape, t.rate, t.beta1);
        Matrix z = matrix_new(PICTURE_BATCH, t.shape.noise);
        draw_noise(&random, z);
        share += common_share(&gan, z) / GANS;
        matrix_free(z);
        gan_free(&gan);
    }
    return share;
}

/* Cats from small and light to large and dark, side by side, for a figure. */
static void write_drawings(const char *folder)
{
    enum { DRAWN = 7 };
    Matrix cats = matrix_new(DRAWN, CAT_FEATURES), pictures = matrix_new(DRAWN, PICTURE_PIXELS);
    for (size_t n = 0; n < DRAWN; n++) {
        row(cats, n)[CAT_SIZE] = (real)(9.0 * (double)n / (DRAWN - 1));
        row(cats, n)[CAT_FUR] = (real)((double)n / (DRAWN - 1));
    }
    pictures_draw(cats, pictures);
    Csv csv = csv_open(folder, "drawings.csv", "gray");
    for (size_t y = 0; y < PICTURE_SIDE; y++) {
        for (size_t i = 0; i < DRAWN * PICTURE_SIDE; i++)
            fprintf(csv.file, "%s%.3f",
                    i == 0                  ? ""
                    : i % PICTURE_SIDE == 0 ? ",1,"
                                            : ",",
                    (double)row(pictures, i / PICTURE_SIDE)[y * PICTURE_SIDE + i % PICTURE_SIDE]);
        csv_row(&csv, "%s", "");
    }
    csv_close(&csv);
    matrix_free(cats);
    matrix_free(pictures);
}

void cats_summary(Experiment *e)
{
    static const char *const names[] = {"nothing", "discriminator"};
    CatSet set = cat_set_new();
    CatScore measured = score_of(&set, matrix_rows(set.pictures, 0, CATS_MEASURED));
    write_drawings(e->folder);
    experiment_value(e, "cats_real_size_distance", measured.size_distance);
    experiment_value(e, "cats_real_fur_distance", measured.fur_distance);
    experiment_value(e, "cats_real_misfit", measured.misfit);
    experiment_value(e, "cats_batch", PICTURE_BATCH);
    experiment_value(e, "cats_hidden", HIDDEN);
    experiment_value(e, "cats_pixels", PICTURE_PIXELS);
    experiment_value(e, "cats_measured", CATS_MEASURED);
    printf(
        "Pictures of cats, before the first step: of all that the discriminator tells a batch of\n"
        "fakes, the share that it tells all of them alike\n");
    for (size_t i = 0; i < COUNT_OF(names); i++)
        printf("   batch norm in %-14s %.3f\n", names[i],
               experiment_named_value(e, share_at_first(placement_named(names[i]), e->seed),
                                      "share_%s", names[i]));
    cat_set_free(&set);
}
