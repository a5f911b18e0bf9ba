#ifndef RING_GAN_H
#define RING_GAN_H

/* The GAN on the ring of eight clouds. */

#include "training.h"

enum { RING_SAMPLES = 2500 };

/* A DrawExamples. */
void draw_ring(Random *random, const void *set, Matrix x);

/* How the GAN of the text is trained, with batch norm in these places; draw is left to be set. */
Training ring_training(NormPlaces norms, uint64_t seed);

/* RING_SAMPLES rows of noise that the training with this seed has not seen. */
Matrix unseen_noise(uint64_t seed);

ModeScore ring_score(Matrix samples);

#endif
