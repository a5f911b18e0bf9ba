#ifndef BATCH_SIZE_NOISE_EXPERIMENT_H
#define BATCH_SIZE_NOISE_EXPERIMENT_H

/* The parts of chapter 7's experiment. main.c runs them. */

#include "batch_size_noise.h"
#include "common/experiment.h"
#include "common/network.h"
#include "forward_pass.h"

/* ---- spread.c: how far some numbers are spread --------------------------------------- */

typedef struct {
    double mean, sd, low, high;
} Spread;

Spread spread_of(size_t count, const double *v);

/* ---- noise.c: the noise of a batch's statistics, and of a probe ---------------------- */

/* Two units with mean 0 and variance 1: one is normal (kurtosis 3), the other skewed with a heavy
   tail, like a unit that is nearly silent most of the time (exponential, kurtosis 9). */
enum { NORMAL, SKEWED, UNITS };

/* Fills the rows of x, UNITS wide. */
void draw_batch(Random *random, Matrix x);

/* Writes noise.csv, cloud_8.csv and cloud_128.csv. */
void noise(Experiment *e, Random random);

/* The dropout rate at which the multiplier, 0 or 1 / (1 - rate), has this standard deviation. */
double rate_for(double sd);

/* ---- dropout.c: dropout, independent or shared by the batch -------------------------- */

void dropout(Experiment *e, Random random);

/* ---- layers.c: batch norm in ghost batches, and dropout, as layers ------------------- */

/* For batches of at most this many examples. */
enum { EXAMPLES = 512 };

Layer ghosts_layer(size_t D, size_t ghost);

/* Gives each ghost layer the statistics of the whole set x, for EVALUATION. */
void settle(Network *net, Matrix x);

Layer dropout_layer(size_t D, double rate, Dropping dropping, Random random);

/* ---- examples.c: what is learned ----------------------------------------------------- */

/* Cats, standardized, and features that have nothing to do with the question: large or dark, but
   not both? */
typedef struct {
    Matrix x, target; /* N x INPUTS; N x 1, 1 for yes and 0 for no */
} Examples;

enum { INPUTS = 6 };

/* A share of the labels, drawn at random, is wrong. */
Examples examples_new(Random *random, size_t N, double wrong);
void examples_free(Examples e);

/* Puts the examples in a new order: other ghost batches in each step. */
void shuffle(Random *random, Examples e);

/* The logistic loss, its gradient by the scores (if dscores has memory), and the share of wrong
   answers. */
double logistic(Matrix scores, Matrix target, Matrix dscores, double *wrong);

/* ---- training.c: training one network ------------------------------------------------ */

typedef struct {
    const char *name, *says;
    size_t ghost; /* 0: no batch norm */
    double rate;  /* 0: no dropout */
    Dropping dropping;
    size_t batch, epochs; /* of a step; through all examples */
    double mislabeled;    /* the share of the training labels that are wrong */
} Run;

typedef struct {
    double test_loss, test_wrong, train_loss;
} Result;

Result train(const Run *run, Random random);

/* ---- runs.c: the trainings of the text ----------------------------------------------- */

enum { MOST_SEEDS = 8 };

/* From so many seeds, MOST_SEEDS at most. Writes training.csv. */
void training(Experiment *e, size_t seeds);

#endif
