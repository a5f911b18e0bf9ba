#ifndef BACKPROP_EXPERIMENT_H
#define BACKPROP_EXPERIMENT_H

/* The parts of chapter 5's experiment, and what they share. main.c runs them. */

#include <stdbool.h>

#include "backprop.h"
#include "common/experiment.h"
#include "common/layer.h"
#include "common/network.h"
#include "forward_pass.h"
#include "gamma_beta.h"

/* ---- hand.c: {1, 2, 3, 4} by hand, and the two backward passes compared -------------- */

void by_hand(Experiment *e);
void two_ways(Experiment *e, Random random);

/* ---- norm.c: a batch norm and a loss ------------------------------------------------- */

enum { NORM_N = 8, NORM_D = 3, NORM_SIZE = NORM_N * NORM_D };

/* The sum of the outputs, the sum of their squares, or a sum with random weights. */
typedef enum { SUM, SQUARES, WEIGHTED, LOSSES } LossKind;

typedef struct {
    LossKind kind;
    Matrix x, xhat, y, dy, dx, weights; /* N x D; weights: of the outputs in WEIGHTED */
    real gamma[NORM_D], beta[NORM_D];
    double eps, mean[NORM_D], var[NORM_D], rstd[NORM_D], dgamma[NORM_D], dbeta[NORM_D];
} Norm;

/* A batch of random numbers, which are copied to x. */
Norm norm_new(Random *random, double eps, double x[NORM_SIZE]);
void norm_free(Norm *norm);

/* The loss as gradient_check calls it: the parameters are the N x D numbers of x, the context is
   a Norm. */
double norm_loss(const double *x, void *norm);

/* The gradient of the last norm_loss by x. */
void norm_gradient(Norm *norm, double gradient[NORM_SIZE]);

/* ---- check.c: what a gradient check sees --------------------------------------------- */

/* Which mistakes show under which loss. */
void mistakes_table(Experiment *e, Random random);

/* Writes steps.csv: the error of the check against its step. */
void step_curves(Experiment *e, Random random);

/* ---- block.c: the check of a block --------------------------------------------------- */

void block_check(Experiment *e, Random random);

/* ---- deep.c: a deep network of sigmoids, 20-64-64-64-64-64-1 ------------------------- */

enum { INPUTS = 20, WIDTH = 64, HIDDEN = 5 };

typedef struct {
    const char *name;
    double start; /* how many times wider than Glorot's the first weights are */
    bool batch_norm;
    double drift; /* how strong a drift is injected behind batch norm */
    double rate;
} Kind;

Network deep_network(Kind kind, uint64_t seed);

/* Gives each unit another scale and shift behind its batch norm. */
void inject_drift(Network *net, double drift, Random *random);

/* ---- training.c: training, with a look at layer 3 ------------------------------------ */

/* What a training gives. The middle three are averages over the looks at a loss below 0.6, and
   NaN if there was none. */
typedef enum { STEPS_TO, MOVES, TURN, CHANGE, FIRST_LENGTH, LAST_LENGTH, RESULTS } Result;

enum { MOST_STEPS = 2500 };

/* Trains until the loss is 0.25, for MOST_STEPS at most. Each tenth step is a row of csv; with
   NULL there are no looks. Returns the number of steps. */
double train(Kind kind, uint64_t seed, Csv *csv, double result[RESULTS]);

/* ---- networks.c: the trainings of the text ------------------------------------------- */

/* From so many seeds. Writes training.csv. */
void networks(Experiment *e, size_t seeds);

/* With other rates than those of the text. */
void other_rates(Experiment *e, size_t seeds);

#endif
