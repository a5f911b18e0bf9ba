/* The exercises of appendix A, in their order.

   Tolerances: in the float build the sums of a chunk are float, so results that are double have the
   digits of `real` too. rounding(units, magnitude) allows that many units at the magnitude of the
   largest number; a sum of 32 in any order is within 32 units. What follows 1e8 in double is within
   some units at 1e8. */

#include "tests/harness/harness.h"

extern Exercise exercise_fast_sums, exercise_fast_statistics, exercise_fast_forward_block,
    exercise_fast_backward_block, exercise_fast_forward, exercise_fast_backward;

static Exercise *const exercises[] = {
    &exercise_fast_sums,           &exercise_fast_statistics, &exercise_fast_forward_block,
    &exercise_fast_backward_block, &exercise_fast_forward,    &exercise_fast_backward,
};

const Chapter chapter = {"A", "Making it fast", exercises, COUNT(exercises)};
