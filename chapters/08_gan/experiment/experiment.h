#ifndef GAN_EXPERIMENT_H
#define GAN_EXPERIMENT_H

/* The parts of chapter 8's experiment. main.c runs them; what else it can do is in
   studies.h. */

#include "common/experiment.h"
#include "training.h"

/* ---- ring.c: the GAN on the ring of eight clouds ------------------------------------- */

/* How the GAN of the text is trained, with batch norm in these places. */
Training ring_training(NormPlaces norms, uint64_t seed);

/* Trains with batch norm in the generator, and shows how it goes. Writes ring.csv (samples in some
   stages), losses.csv and modes.csv. Then the same without batch norm. */
void ring(Experiment *e);

/* ---- start.c: games that never begin ------------------------------------------------- */

/* How much of a discriminator's logits changes before the first step, when all examples come ten
   times closer to the middle: with batch norm in both networks, and without. */
void blindness(Experiment *e);

/* ---- loss.c: the loss by probabilities and by logits --------------------------------- */

/* Writes loss.csv. */
void loss_by_both_formulas(Experiment *e);

#endif
