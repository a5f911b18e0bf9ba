#ifndef CAT_GAN_H
#define CAT_GAN_H

/* GANs of pictures, those of cats above all, and how like the real ones their pictures are. */

#include "placements.h"
#include "training.h"

enum { PICTURE_BATCH = 64, PICTURE_HIDDEN = 128 };

/* How a GAN of pictures is trained here, except for its data set, watcher and seed. */
Training picture_training(const Placement *placement, size_t pixels, size_t steps);

/* Cats that are drawn once, and from which batches are then taken. */
typedef struct {
    Matrix pictures;
    double *size,
        *fur; /* of CATS_MEASURED other cats, which the generated ones are compared with */
} CatSet;

enum { CATS_DRAWN = 4000, CATS_MEASURED = 1000 };

CatSet cat_set_new(void);
void cat_set_free(CatSet *set);
void cat_set_draw(Random *random, const void *set, Matrix x); /* a DrawExamples */

/* What CATS_MEASURED pictures are like. */
typedef struct {
    double size_distance, fur_distance; /* Wasserstein-1 to the real ones */
    double misfit;                      /* the mean over the pictures: see common/pictures.h */
} CatScore;

CatScore cat_score_of(const CatSet *set, Matrix pictures);

/* ... and those that this GAN makes. */
CatScore cat_score(const CatSet *set, Gan *gan);

/* How much of what the generator hears is said to the whole batch. With g[n] the gradient of its
   loss by the fake n, the share that their mean has in the sum of their squares:

       N |mean of g|^2 / sum over n of |g[n]|^2

   1 when all fakes are told the same, about 1/N when each is told something else. */
double common_share(Gan *gan, Matrix z);

#endif
