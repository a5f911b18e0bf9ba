#ifndef ELEMENTARY_H
#define ELEMENTARY_H

/* Elementary functions whose last bit is the same on every machine.

   A C library rounds exp as it likes: glibc picks at start-up, by processor, a version with fused
   multiply-add or one without, and their last bits differ for one argument in some hundreds. One
   such bit is enough to send the training of a GAN another way. So elementary.c defines

       exp  log  log1p  tanh      and   expf  logf  log1pf  tanhf

   itself, with additions, multiplications and divisions alone, which IEEE 754 rounds in one way
   only. They replace the library's in every program that is linked with common/, so that your own
   code has them too, under their usual names from <math.h>. Their error is below one unit in the
   last place (log1p and tanh: below two); infinities, NaN, overflow and subnormal results are as
   the C standard wants them, but errno is left alone.

   sqrt is rounded in one way everywhere. An experiment uses nothing else of <math.h> whose results
   are rounded: in place of pow, sin, cos and hypot it has the functions below, or a formula. */

/* x to the power n, by multiplications; n >= 0. */
double integer_power(double x, unsigned n);

/* The cosine and the sine of an angle that is counted in turns: cos_turns(0.25) is 0, exactly.
   turns is finite. */
double cos_turns(double turns);
double sin_turns(double turns);

#endif
