#ifndef STUDIES_H
#define STUDIES_H

/* Given: what the experiment can do beside its summary, when it is called so:

       experiment --run STUDY PLACEMENT SEED STEPS FILE     one run of a study: ablation.sh
       experiment --data DATA FOLDER [PLACEMENT [STEPS]]    make chapter8-run DATA=...

   STUDY is ablation or start (on the ring), cats, or pictures (of cats, for a figure). DATA is
   cats, or a file of pictures in the IDX format. PLACEMENT says where batch norm stands: a name of
   the table in studies.c. */

#include <stdio.h>

#include "common/experiment.h"
#include "training.h"

/* Ends the program: with exit status 2, and one line, if the arguments are no good. */
_Noreturn void studies_main(int argc, char **argv);

typedef struct {
    const char *name;
    NormPlaces norms;
    bool one_batch;   /* real and fake examples in one batch */
    bool small_start; /* the fakes start as a tenth of what the weights make: see training.h */
} Placement;

/* The placement of this name. No such name: one line, exit status 2. */
const Placement *placement_named(const char *name);

/* A whole number, 1 or more. Anything else: one line, exit status 2. */
size_t count_from(const char *text, const char *what);

/* ---- The ring -------------------------------------------------------------------------- */

enum { RING_SAMPLES = 2500 };

/* A DrawExamples. */
void draw_ring(Random *random, const void *set, Matrix x);

/* RING_SAMPLES x `numbers` of noise that the training with this seed has not seen. */
Matrix unseen_noise(size_t seed, size_t numbers);

ModeScore ring_score(Matrix samples);

/* One run of the study `start`: does this training ever begin? A line goes to file. */
void start_run(const Placement *placement, size_t seed, size_t steps, FILE *file);

/* ---- Pictures -------------------------------------------------------------------------- */

enum { PICTURE_BATCH = 64 };

/* How a GAN of pictures is trained here, but for its data set, watcher and seed. */
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

/* What CATS_MEASURED generated cats are like. */
typedef struct {
    double size_distance, fur_distance; /* Wasserstein-1 to the real ones */
    double misfit;                      /* the mean over the pictures: see common/pictures.h */
} CatScore;

CatScore cat_score(const CatSet *set, Gan *gan);

/* How much of what the generator hears is said to the whole batch. With g[n] the gradient of its
   loss by the fake n, the share that their mean has in the sum of their squares:

       N |mean of g|^2 / sum over n of |g[n]|^2

   1 when all fakes are told the same, about 1/N when each is told something else. */
double common_share(Gan *gan, Matrix z);

/* In the experiment: this share before the first step, with batch norm in the discriminator and
   without, and how far two sets of real cats are apart. */
void cats_summary(Experiment *e);

/* One run of the study `cats`: a line for each stage of training goes to file. */
void cats_run(const Placement *placement, size_t seed, size_t steps, FILE *file);

/* One run of the study `pictures`: the same noise, drawn in some stages of training. 17 lines of
   gray levels, 0 .. 255, go to file: white, then the 16 lines of pictures side by side. */
void pictures_run(const Placement *placement, size_t seed, size_t steps, FILE *file);

/* ---- DATA= ----------------------------------------------------------------------------- */

/* Trains on data, "cats" or a path; prints how it goes, and writes sheets into folder. */
void data_run(const char *data, const char *folder, const Placement *placement, size_t steps);

#endif
