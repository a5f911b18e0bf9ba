/* The exercises of chapter 3, in their order.

   Tolerances: rounding(units, magnitude) allows that many units of rounding at the magnitude
   of the largest number in the computation. A sum of N numbers in any order is within N units. */

#include "tests/harness/harness.h"

extern Exercise exercise_bn_mean, exercise_bn_variance, exercise_bn_rstd, exercise_bn_normalize,
    exercise_bn_forward;

static Exercise *const exercises[] = {
    &exercise_bn_mean,      &exercise_bn_variance, &exercise_bn_rstd,
    &exercise_bn_normalize, &exercise_bn_forward,
};

const Chapter chapter = {"3", "The forward pass", exercises, COUNT(exercises)};
