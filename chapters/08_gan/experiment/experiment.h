#ifndef GAN_EXPERIMENT_H
#define GAN_EXPERIMENT_H

/* The parts of chapter 8's experiment. main.c runs them; what else it can do is in studies.h. What
   they share is in ring_gan.h, cat_gan.h, and training.h. */

#include "common/experiment.h"

/* ---- loss.c: the loss by probabilities and by logits --------------------------------- */

/* Writes loss.csv. */
void loss_by_both_formulas(Experiment *e);

/* ---- ring.c: the GAN on the ring of eight clouds ------------------------------------- */

/* Trains with batch norm in the generator, and shows how it goes. Writes ring.csv (samples in some
   stages), losses.csv and modes.csv. Then the same without batch norm. */
void ring(Experiment *e);

/* ---- start.c: games that never begin ------------------------------------------------- */

/* How much of a discriminator's logits changes before the first step, when all examples come ten
   times closer to the middle: with batch norm in both networks, and without. */
void blindness(Experiment *e);

/* ---- cats.c: a GAN of cat pictures --------------------------------------------------- */

/* The common share of a GAN (cat_gan.h) before the first step, with batch norm in the
   discriminator and without, and how far two sets of real cats are apart. */
void cats_summary(Experiment *e);

#endif
