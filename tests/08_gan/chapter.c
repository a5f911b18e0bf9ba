/* The exercises of chapter 8, in their order.

   Tolerances: rounding(units, magnitude) allows that many units of rounding at the magnitude
   of the largest number in the computation. Where the expected value comes from difference
   quotients in long double, 1e-9 is added: their own error is below 1e-10. */

#include "tests/harness/harness.h"

extern Exercise exercise_gan_generator, exercise_gan_discriminator, exercise_bce_logits,
    exercise_gan_discriminator_step, exercise_gan_generator_step, exercise_gan_sample,
    exercise_mode_score;

static Exercise *const exercises[] = {
    &exercise_gan_generator,      &exercise_gan_discriminator,
    &exercise_bce_logits,         &exercise_gan_discriminator_step,
    &exercise_gan_generator_step, &exercise_gan_sample,
    &exercise_mode_score,
};

const Chapter chapter = {"8", "A small GAN", exercises, COUNT(exercises)};
