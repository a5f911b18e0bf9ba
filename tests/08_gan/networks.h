#ifndef GAN_NETWORKS_H
#define GAN_NETWORKS_H

/* The tests of a network, and its probe, for either player: exercises 8.1 and 8.2. */

#include "gan.h"
#include "tests/08_gan/oracle.h"
#include "tests/08_gan/shared.h"
#include "tests/harness/harness.h"

/* The subject's network of this shape, drawn from this seed. It is kept to the end of the test. */
Network built(Player player, unsigned seed, GanShape shape);

void expect_layers(Player player, GanShape shape);
void layers_of_dcgan(Player player);
void norms_where_asked(Player player);
void sizes_of_layers(Player player);

/* Whichever layers have been made: is a bias there where no batch norm follows, and only there? */
void biases_fit(Player player);

void weights_are_drawn(Player player);
void computes_what_the_header_says(Player player);
void refuses_a_zero(Player player);
void probe_network(Player player);

#endif
