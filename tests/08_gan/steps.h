#ifndef GAN_STEPS_H
#define GAN_STEPS_H

/* What the tests of a step use: exercises 8.4 to 8.6. */

#include <stdbool.h>

#include "gan.h"
#include "tests/08_gan/oracle.h"
#include "tests/08_gan/shared.h"
#include "tests/harness/harness.h"

/* Where nothing may have changed, and what may be seen to have changed. */
void expect_same_network(const char *player, const Network *got, const Network *want,
                         bool gradients);
void expect_same_adam(const char *player, const Adam *got, const Adam *want);
void expect_batches(const char *player, const Network *got, const Network *want, size_t batches,
                    size_t count);
void expect_statistics(const char *player, const Network *got, const double *want);

/* A GAN before a step, one to do it on, and the batches. */
typedef struct {
    Gan *gan;
    const Gan *before;
    Matrix x, z;
} Game;

Game game_of(unsigned seed, NormPlaces norms, size_t N, size_t fakes);
void expect_nothing_changed(const Game *game);

/* The same numbers in both, so that a refused call can be seen to have changed nothing. */
Game game_with_leftovers(unsigned seed);

double step_d(const Game *game);
double step_g(const Game *game);
void expect_learned(Player player, const Game *game);

/* As if a step had been made before. */
void leave_gradients(Network *network);

void observe_gradients(const Network *network);

/* All of it, but the discriminator's gradients, which a step leaves to the next. */
void observe_gan(const Gan *gan, bool generator_gradients);

static const NormPlaces probe_places[] = {NORM_DCGAN, NORM_NOWHERE, NORM_GENERATOR,
                                          NORM_DISCRIMINATOR};

#endif
