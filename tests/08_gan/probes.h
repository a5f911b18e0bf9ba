#ifndef GAN_PROBES_H
#define GAN_PROBES_H

/* What tests.c and probes.c share: the pointers through which both call the exercises, and the
   inputs that both use. */

#include "gan.h"
#include "tests/08_gan/oracle.h"
#include "tests/harness/harness.h"

SHARED_SUBJECT(gan_generator);
SHARED_SUBJECT(gan_discriminator);
SHARED_SUBJECT(bce_logits);
SHARED_SUBJECT(gan_discriminator_step);
SHARED_SUBJECT(gan_generator_step);
SHARED_SUBJECT(gan_sample);
SHARED_SUBJECT(mode_score);

/* ---- Networks and GANs ----
   All of these are kept to the end of the test. */

/* The subject's network of this shape, drawn from this seed. */
Network built(Player player, unsigned seed, GanShape shape);

/* A small shape, with three numbers that differ. */
GanShape small_shape(NormPlaces norms);

/* A GAN that has been trained for a while: no parameter, running statistic or average of Adam in
   it is a usual one. Its gradients are 0. The same seed gives the same numbers, in memory of
   their own. */
Gan *random_gan(unsigned seed, GanShape shape);

/* As if a step had been made before. */
void leave_gradients(Network *network);

/* A batch norm of the network, or NULL where the layer is none. */
BatchNorm *norm_at(const Network *network, size_t layer);

/* ---- Batches ---- */

Matrix noise(unsigned seed, size_t rows, size_t cols);
Matrix examples(unsigned seed, size_t rows, size_t cols);

#endif
