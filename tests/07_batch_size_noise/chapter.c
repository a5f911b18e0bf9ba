/* The exercises of chapter 7, in their order.

   Tolerances: rounding(units, magnitude) allows that many units of rounding at the magnitude of
   the largest number in the computation. Where a root is taken of a variance that should be 0,
   the variance is compared and not the root: a rounding of 1e-16 has a root of 1e-8. */

#include "tests/harness/harness.h"

extern Exercise exercise_batch_statistic_noise, exercise_probe_noise, exercise_ghost_forward,
    exercise_ghost_backward, exercise_dropout_forward, exercise_dropout_backward;

static Exercise *const exercises[] = {
    &exercise_batch_statistic_noise, &exercise_probe_noise,     &exercise_ghost_forward,
    &exercise_ghost_backward,        &exercise_dropout_forward, &exercise_dropout_backward,
};

const Chapter chapter = {"7", "Noise and mini-batch size", exercises, COUNT(exercises)};
