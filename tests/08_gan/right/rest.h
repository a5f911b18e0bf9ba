/* The solution, without what a right program writes itself. Before it includes this, it defines
   OWN_NETWORKS (8.1 and 8.2), OWN_LOSS (8.3), OWN_STEPS (8.4 and 8.5), OWN_SAMPLE (8.6) or
   OWN_SCORE (8.7). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/activations.h"
#include "gan.h"

#ifdef OWN_NETWORKS
static __typeof__(gan_generator) solution_generator __attribute__((unused));
static __typeof__(gan_discriminator) solution_discriminator __attribute__((unused));
#define gan_generator solution_generator
#define gan_discriminator solution_discriminator
#endif
#ifdef OWN_LOSS
static __typeof__(bce_logits) solution_loss __attribute__((unused));
#define bce_logits solution_loss
#endif
#ifdef OWN_STEPS
static __typeof__(gan_discriminator_step) solution_discriminator_step __attribute__((unused));
static __typeof__(gan_generator_step) solution_generator_step __attribute__((unused));
#define gan_discriminator_step solution_discriminator_step
#define gan_generator_step solution_generator_step
#endif
#ifdef OWN_SAMPLE
static __typeof__(gan_sample) solution_sample __attribute__((unused));
#define gan_sample solution_sample
#endif
#ifdef OWN_SCORE
static __typeof__(mode_score) solution_score __attribute__((unused));
#define mode_score solution_score
#endif

#include "solutions/08_gan/gan.c"

#undef gan_generator
#undef gan_discriminator
#undef bce_logits
#undef gan_discriminator_step
#undef gan_generator_step
#undef gan_sample
#undef mode_score
