/* The exercises of chapter 6, in their order.

   Tolerances: rounding(units, magnitude) allows that many units of rounding at the magnitude
   of the largest number in the computation. A sum of N numbers in any order is within N units. */

#include "tests/harness/harness.h"

extern Exercise exercise_bn_update_running, exercise_bn_recalibrate, exercise_bn_forward_eval,
    exercise_bn_backward_eval, exercise_bn_load, exercise_batchnorm_forward,
    exercise_batchnorm_backward;

static Exercise *const exercises[] = {
    &exercise_bn_update_running,  &exercise_bn_recalibrate, &exercise_bn_forward_eval,
    &exercise_bn_backward_eval,   &exercise_bn_load,        &exercise_batchnorm_forward,
    &exercise_batchnorm_backward,
};

const Chapter chapter = {"6", "Training and evaluation", exercises, COUNT(exercises)};
