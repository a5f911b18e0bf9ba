#ifndef RUNNING_STATISTICS_EXPERIMENT_H
#define RUNNING_STATISTICS_EXPERIMENT_H

/* The parts of chapter 6's experiment. main.c runs them. */

#include "common/cats.h"
#include "common/experiment.h"
#include "common/network.h"
#include "given/batchnorm_file.h"
#include "given/batchnorm_layer.h"
#include "running_statistics.h"

/* ---- spread.c: the mean and the standard deviation of some numbers ------------------- */

double mean_of(const double *v, size_t count);
double sd_of(const double *v, size_t count);

/* ---- start.c: one batch by hand; why the unbiased variance is kept ------------------- */

void one_batch(Experiment *e);
void why_unbiased(Experiment *e, Random random);

/* ---- one_cat.c: one cat in a thousand batches, in both modes ------------------------- */

/* Writes one_cat.csv and cat_eval.csv. */
void one_cat(Experiment *e, Random random);

/* ---- momentum.c: chasing, forgetting, noise ------------------------------------------ */

/* Writes chase.csv: a running mean after a mean that moves. */
void chase(Experiment *e, Random random);

/* Writes forgetting.csv: what is left of the start. */
void forgetting(Experiment *e);

/* Writes noise.csv. */
void noise(Experiment *e, Random random);

/* ---- animals.c: mice, cats and dogs; sorted data ------------------------------------- */

enum { BATCH = 32, TRAIN = 1920, TEST = 1920 };

typedef struct {
    Matrix x, target; /* 1: a cat; -1: another animal */
} Animals;

/* A third of each kind, one after the other. Fur is given on a scale from 0 to 10 here, so that it
   is spread about as widely as size. */
Animals animals_sorted(Random *random, size_t N);
Animals animals_shuffled(Random *random, Animals sorted);
void animals_free(Animals animals);

void sorted_data(Experiment *e, Random random);

/* ---- networks.c: networks, evaluated with several statistics ------------------------- */

void networks(Experiment *e);

/* ---- files.c: saving, loading, damaged files ----------------------------------------- */

/* A temporary file that holds norm as it is now. */
FILE *saved(const BatchNorm *norm);

void damaged_files(Experiment *e, Random random);

#endif
