#ifndef SPEED_EXPERIMENT_H
#define SPEED_EXPERIMENT_H

/* The parts of appendix A's experiment. main.c runs them. It is built as a reader would who wants
   speed: in float, with -O3 -march=native (tests/A_speed/chapter.mk). */

#include "common/experiment.h"
#include "speed.h"

/* ---- batch.c: what a row of versions works on, and its time ---------------------------- */

typedef struct {
    Matrix x, dy, xhat, y, dx;
    real *gamma, *beta;
    double *mean, *var, *rstd, *dgamma, *dbeta;
} Batch;

/* Normal numbers around this mean; gamma and beta near 1. */
Batch batch_new(Random *random, size_t N, size_t D, double mean);
void batch_free(Batch batch);

/* A piece of work on a batch. */
typedef void (*Work)(Batch *batch);

/* Microseconds: the best of several tries, which other programs have disturbed least. */
double microseconds(Work work, Batch *batch);

/* ---- The parts -------------------------------------------------------------------------- */

/* rounding.c: digits. Writes offset.csv. */
void rounding_of_y(Experiment *e, Random random);
void rounding_of_sums(Experiment *e, Random random);

/* versions.c: versions of the two passes. Writes time_roofline.csv, time_machine.csv. */
void versions(Experiment *e, Random random);

/* width.c: how wide a block should be, restrict, threads. Writes time_width.csv. */
void widths(Experiment *e, Random random);
void without_restrict(Experiment *e, Random random);
void threads(Experiment *e, Random random);

/* bench.c: what `make bench` found, from docs/results/bench.csv. Writes ratios.csv. */
void bench_results(Experiment *e);

#endif
