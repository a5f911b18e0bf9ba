/* In the experiment: what the discriminator tells a GAN of cat pictures at first. */

#include <stdio.h>

#include "cat_gan.h"
#include "common/cats.h"
#include "common/pictures.h"
#include "experiment.h"

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
    CatScore measured = cat_score_of(&set, matrix_rows(set.pictures, 0, CATS_MEASURED));
    write_drawings(e->folder);
    experiment_value(e, "cats_real_size_distance", measured.size_distance);
    experiment_value(e, "cats_real_fur_distance", measured.fur_distance);
    experiment_value(e, "cats_real_misfit", measured.misfit);
    experiment_value(e, "cats_batch", PICTURE_BATCH);
    experiment_value(e, "cats_hidden", PICTURE_HIDDEN);
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
