/* The exercises of chapter 4, in their order.

   Tolerances: rounding(units, magnitude) allows that many units of rounding at the magnitude
   of the largest number in the computation. A sum of N numbers in any order is within N units. */

#include "tests/harness/harness.h"

extern Exercise exercise_bn_scale_shift, exercise_bn_scale_shift_backward, exercise_bn_identity,
    exercise_bn_fold_into_linear, exercise_bn_sgd_step;

static Exercise *const exercises[] = {
    &exercise_bn_scale_shift, &exercise_bn_scale_shift_backward,
    &exercise_bn_identity,    &exercise_bn_fold_into_linear,
    &exercise_bn_sgd_step,
};

const Chapter chapter = {"4", "Gamma and beta", exercises, COUNT(exercises)};
