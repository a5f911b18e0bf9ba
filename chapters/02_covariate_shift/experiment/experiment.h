#ifndef COVARIATE_SHIFT_EXPERIMENT_H
#define COVARIATE_SHIFT_EXPERIMENT_H

/* The parts of chapter 2's experiment, and what they share. main.c runs them. */

#include "common/experiment.h"
#include "covariate_shift.h"

/* As many ones, to be freed with free: equal weights, or labels that are all +1. */
double *ones_new(size_t count);

/* ---- training.c: a linear classifier, by least squares ------------------------------- */

typedef struct {
    size_t D;
    double *mean, *var, *w; /* w holds b behind the D weights */
} Trained;

/* Labels are +1 and -1. */
Trained train(Matrix x, const double *label);
void trained_free(Trained trained);

/* It shares the numbers of trained. */
Classifier classifier_of(Trained trained);

/* ---- stories.c: two stories with the same readings ----------------------------------- */

/* Writes stories.csv, border_train.csv and border_test.csv. */
void two_stories(Experiment *e, Random random);

/* ---- curve.c: animals of three colors, a curve, three models of it ---------------------- */

double curve(double fur);

typedef struct {
    double mean, sd;
} Fur;

extern const Fur black, gray, light;

typedef enum { LINE, DEGREE_5, RIGHT_SHAPE, MODELS } Model;

extern const char *const model_names[MODELS];

/* The most features that a model has, without the 1. */
enum { MOST_FEATURES = 5 };

/* Writes the model's features of a fur, without the 1; returns how many they are. */
size_t model_features(Model model, double fur, real *features);

/* ---- border.c: the curve as a border, a cat if its ear is above it ------------------- */

/* Writes black.csv, light.csv and a border_MODEL.csv for each model. */
void colored_cats(Experiment *e, Random random);

/* ---- weighting.c: the curve as a regression, the typical ear, with noise ------------- */

/* Writes sample.csv and fits.csv. */
void weighting(Experiment *e, Random random);

/* ---- worth.c: what weighted examples are worth --------------------------------------- */

void worth_by_shift(Experiment *e, Random random);
void worth_by_hand(Experiment *e);

/* ---- hidden_unit.c: a hidden unit while the network learns --------------------------- */

/* Writes unit.csv. */
void hidden_unit(Experiment *e, Random random);

#endif
