#ifndef GAN_SHARED_H
#define GAN_SHARED_H

/* What the tests of several exercises use.

   Where an expected value comes from difference quotients in long double, 1e-9 is added to its
   tolerance: their own error is below 1e-10. */

#include "gan.h"
#include "tests/harness/harness.h"

/* What a failure shows as the input. */
void given_shape(GanShape shape);
/* Keeps it to the end of the test, as it does all of the following. */
Gan *keep(Gan gan);

/* A small shape, with three numbers that differ. */
GanShape small_shape(NormPlaces norms);

/* A batch norm of the network, or NULL where the layer is none. */
BatchNorm *norm_at(const Network *network, size_t layer);

/* A GAN that has been trained for a while: no parameter, running statistic or average of Adam in
   it is a usual one. Its gradients are 0. The same seed gives the same numbers, in memory of
   their own. */
Gan *random_gan(unsigned seed, GanShape shape);

/* Batches: noise for the generator, and examples for the discriminator. */
Matrix noise(unsigned seed, size_t rows, size_t cols);
Matrix examples(unsigned seed, size_t rows, size_t cols);
/* A tolerance for observations of this magnitude, and an observation of one number. */
double close_to(double magnitude);
void observe_number(double number, double tolerance);

#endif
