#ifndef STUDIES_H
#define STUDIES_H

/* Given: what the experiment can do beside its summary, when it is called so:

       experiment --run STUDY PLACEMENT SEED STEPS FILE     one run of a study: ablation.sh
       experiment --columns STUDY                           the heading of the study's table
       experiment --placements STUDY                        its placements, a line each
       experiment --data DATA FOLDER [PLACEMENT [STEPS]]    make chapter8-run DATA=...

   STUDY is ablation or start (on the ring), cats, or pictures (of cats, for a figure). DATA is
   cats, or a file of pictures in the IDX format. PLACEMENT says where batch norm stands: a name of
   the table in placements.c. */

#include <stdio.h>

#include "placements.h"

/* Ends the program: with exit status 2, and one line, if the arguments are no good. */
_Noreturn void studies_main(int argc, char **argv);

/* Many runs of one kind. */
typedef struct {
    const char *name;
    unsigned placements; /* IN_... */
    const char *columns; /* the heading of what the runs write; NULL: it has none */
    void (*run)(const Placement *placement, size_t seed, size_t steps, FILE *file);
} Study;

/* Where batch norm may stand: a line for each run. In ablation.c. */
extern const Study ablation_study;

/* Does this training ever begin? A line for each run. In start.c. */
extern const Study start_study;

/* GANs of cat pictures: a line for each stage of training. In cats_runs.c. */
extern const Study cats_study;

/* The same noise, drawn in some stages of training. 17 lines of gray levels, 0 .. 255: white, then
   the 16 lines of pictures side by side. In cats_runs.c. */
extern const Study pictures_study;

/* Trains on data, "cats" or a path; prints how it goes, and writes sheets into folder. */
void data_run(const char *data, const char *folder, const Placement *placement, size_t steps);

#endif
