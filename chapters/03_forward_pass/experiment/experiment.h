#ifndef FORWARD_PASS_EXPERIMENT_H
#define FORWARD_PASS_EXPERIMENT_H

/* The parts of chapter 3's experiment. main.c runs them. */

#include "common/cats.h"
#include "common/experiment.h"
#include "forward_pass.h"

/* ---- forward.c: a forward pass, with all that it hands out --------------------------- */

typedef struct {
    double *mean, *var, *rstd;
    Matrix xhat;
} Forward;

Forward forward_of(Matrix x, double eps);
void forward_free(Forward forward);

/* ---- small.c: batches small enough to do by hand ------------------------------------- */

void small_batches(Experiment *e);

/* ---- affine.c: what scaling and shifting the inputs changes -------------------------- */

void scale_and_shift(Experiment *e, Random random);

/* ---- unit.c: a hidden unit that moves ------------------------------------------------ */

/* Writes unit.csv and unit_density.csv. */
void moving_unit(Experiment *e, Random random);

/* ---- shortcut.c: subtract first, then square ----------------------------------------- */

void shortcut_by_hand(Experiment *e);

/* Writes shortcut.csv. */
void shortcut_curve(const Experiment *e, Random random);

/* ---- walks.c: two walks through a batch ---------------------------------------------- */

/* Writes time_walks.csv, nanoseconds. */
void compare_walks(Experiment *e, Random random);

/* ---- cache.c: the same walks in a model of a cache ------------------------------------ */

void count_lines(Experiment *e);

#endif
