/* The exercises of chapter 5, in their order.

   Tolerances: rounding(units, magnitude) allows that many units of rounding at the magnitude
   of the largest number in the computation. A sum of N numbers in any order is within N units.

   The tests of one edge give it any mean, rstd and dvar, not those of the batch: what holds only
   because the centered values add up to 0 does not pass for the edge's formula. */

#include "tests/harness/harness.h"

extern Exercise exercise_bn_drstd, exercise_bn_dvar, exercise_bn_dcentered, exercise_bn_dmean,
    exercise_bn_dx, exercise_bn_backward_staged, exercise_bn_backward, exercise_gradient_check,
    exercise_block_backward;

static Exercise *const exercises[] = {
    &exercise_bn_drstd,    &exercise_bn_dvar,        &exercise_bn_dcentered,
    &exercise_bn_dmean,    &exercise_bn_dx,          &exercise_bn_backward_staged,
    &exercise_bn_backward, &exercise_gradient_check, &exercise_block_backward,
};

const Chapter chapter = {"5", "Backprop", exercises, COUNT(exercises)};
