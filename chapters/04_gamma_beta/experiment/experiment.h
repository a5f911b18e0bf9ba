#ifndef GAMMA_BETA_EXPERIMENT_H
#define GAMMA_BETA_EXPERIMENT_H

/* The parts of chapter 4's experiment, and what they share. main.c runs them. */

#include "common/cats.h"
#include "common/experiment.h"
#include "gamma_beta.h"

double sigmoid(double y);

double largest_difference(Matrix a, Matrix b);

/* ---- norm.c: a batch norm in training ------------------------------------------------ */

/* Its parameters, and what its passes leave. */
typedef struct {
    size_t D;
    double *mean, *var, *rstd, *dgamma, *dbeta;
    real *gamma, *beta; /* from 1 and 0 on */
    Matrix xhat, y, dxhat;
} Norm;

Norm norm_new(size_t N, size_t D);
void norm_free(Norm norm);

/* Returns norm.y. */
Matrix norm_forward(Norm norm, Matrix x);

/* From dy, the gradient of the loss by y, the gradients of gamma, beta and xhat. */
void norm_backward(Norm norm, Matrix dy);

/* A run of training. The gradients of gamma and beta are multiplied by a share: 1, or 0 for what
   is frozen. */
typedef struct {
    const char *name, *says;
    double gamma_share, beta_share, rate;
    double start; /* where gamma starts */
} Run;

/* The backward pass, then a step for gamma and beta. */
void norm_step(Norm norm, Matrix dy, const Run *run);

/* ---- block.c: a linear layer, a batch norm, and a loss ------------------------------- */

/* The loss is the mean squared distance from a target. */
typedef struct {
    Matrix x, weights, bias, z, target, dy;
    Norm norm;
} Block;

Block block_new(size_t N, size_t inputs, size_t units);
void block_free(Block block);

/* Returns block.norm.y. */
Matrix block_forward(Block block);

/* Fills dy, the gradient by y; it holds the mean's 1/N. block points to a Block: see slope. */
double block_loss(void *block);

/* The slope of a loss of this model in one of its numbers. */
double slope(double loss(void *model), void *model, real *number);

/* ---- distribution.c: a hidden unit, and its sigmoid ---------------------------------- */

/* Writes densities.csv and points.csv. */
void distribution(Experiment *e, Random random);

/* ---- fit.c: y = 3 x + 7 behind a batch norm ------------------------------------------ */

void step_by_hand(Experiment *e);

/* Writes fit_points.csv, fit_lines.csv and fit_losses.csv. */
void fits(Experiment *e, Random random);

/* ---- network.c: a network that needs gamma and beta ---------------------------------- */

/* Writes net_losses.csv. */
void network(Experiment *e, Random random);

/* ---- exactly.c: identity, useless bias, folding: how exact is "exactly"? ------------- */

void identity(Experiment *e, Random random);
void useless_bias(Experiment *e, Random random);
void folding(Experiment *e, Random random);

#endif
