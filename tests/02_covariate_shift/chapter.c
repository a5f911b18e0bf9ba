/* The exercises of chapter 2, in their order.

   Tolerances: rounding(units, magnitude) allows that many units of rounding at the magnitude
   of the largest number in the computation; rounding_double the same in double's units, for
   what does not pass through a Matrix. */

#include "tests/harness/harness.h"

extern Exercise exercise_shift_distance, exercise_classifier_accuracy, exercise_importance_weights,
    exercise_effective_sample_size, exercise_weighted_least_squares, exercise_track_unit;

static Exercise *const exercises[] = {
    &exercise_shift_distance,        &exercise_classifier_accuracy,    &exercise_importance_weights,
    &exercise_effective_sample_size, &exercise_weighted_least_squares, &exercise_track_unit,
};

const Chapter chapter = {"2", "Covariate shift", exercises, COUNT(exercises)};
