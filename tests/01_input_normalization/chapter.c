/* The exercises of chapter 1, in their order.

   Tolerances: rounding(units, magnitude) allows that many units of rounding at the magnitude
   of the largest number in the computation. A sum of N numbers in any order is within N units. */

#include "tests/harness/harness.h"

extern Exercise exercise_feature_mean, exercise_feature_variance, exercise_welford_update,
    exercise_standardize, exercise_cost_hessian, exercise_descent_steps;

static Exercise *const exercises[] = {
    &exercise_feature_mean, &exercise_feature_variance, &exercise_welford_update,
    &exercise_standardize,  &exercise_cost_hessian,     &exercise_descent_steps,
};

const Chapter chapter = {"1", "Input normalization", exercises, COUNT(exercises)};
