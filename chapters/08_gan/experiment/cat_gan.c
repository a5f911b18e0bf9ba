#include "cat_gan.h"

#include <stdlib.h>
#include <string.h>

#include "common/cats.h"
#include "common/experiment.h"
#include "common/pictures.h"
#include "common/wasserstein.h"

enum { NOISE = 16 };

Training picture_training(const Placement *placement, size_t pixels, size_t steps)
{
    return (Training){.shape = {NOISE, PICTURE_HIDDEN, pixels, true, placement->norms},
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

CatScore cat_score_of(const CatSet *set, Matrix pictures)
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
    CatScore score = cat_score_of(set, pictures);
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
