#ifndef INPUT_NORMALIZATION_EXPERIMENT_H
#define INPUT_NORMALIZATION_EXPERIMENT_H

/* The parts of chapter 1's experiment, and what they share. main.c runs them. */

#include "common/cats.h"
#include "common/experiment.h"
#include "input_normalization.h"

/* P parameters of a linear model: a weight for each feature, then the bias. */
enum { CATS = 1000, D = CAT_FEATURES, P = D + 1, MOST_STEPS = 1000 * 1000 };

/* ---- cost.c: the cost of one set of inputs ------------------------------------------- */

/* How far a cat jumps, in meters: so much for each unit of size and of fur, and a bias. In
   this world it is exactly so, and the best weights are known. */
extern const double jump[P];

typedef struct {
    double mean[D], var[D];
} Statistics;

Statistics statistics_of(Matrix x);

/* Mean 0 and variance 1: standardizing by these changes nothing. */
extern const Statistics unchanged;

typedef struct {
    double hessian[P * P];
    double largest, condition; /* the largest eigenvalue, and largest over smallest */
    double best[P];            /* the weights at the minimum */
} Cost;

Cost cost_of(Matrix x, const Statistics *statistics);

/* What is done to the cats before the model sees them. */
enum { RAW, CENTERED, STANDARDIZED, TREATMENTS };

void costs_of_cats(Matrix cats, const Statistics *statistics, Cost costs[TREATMENTS]);

/* How much above its minimum the cost is where all weights are 0. */
double cost_gap_at_0(const Cost *cost);

/* The steps from these weights to the minimum, at the rate 1 / cost->largest. */
size_t cost_steps(const Cost *cost, const double *weights);

/* ---- inputs.c: steps and condition number -------------------------------------------- */

/* Writes inputs.csv: the cats under each treatment, and other inputs. */
void compare_inputs(Experiment *e, Random *random, const Cost costs[TREATMENTS]);

/* Writes squeezed.csv: standardized cats, but the fur with ever less of the spread that it
   should have. */
void squeeze_fur(const Experiment *e, Matrix x, const Statistics *statistics);

/* ---- landscape.c: the cost over the two weights -------------------------------------- */

/* Writes name.csv, contours of the cost, and name_path.csv, a descent. */
void draw_landscape(const Experiment *e, const char *name, const Cost *cost);

/* ---- rounding.c: a variance, computed in three ways ---------------------------------- */

void compare_variances(Experiment *e);

/* ---- new_cats.c: cats that the training set does not hold ---------------------------- */

/* A town's cats, whose fur is so much lighter than the training set's. */
void meet_new_cats(Experiment *e, Random *random, const char *town, double lighter,
                   const Statistics *training);

#endif
