#ifndef RING_H
#define RING_H

/* The ring: eight normal clouds on a circle, in two features. A data set whose truth is known, so
   that one can count what a generator has learned of it. */

#include "common/matrix.h"
#include "common/random.h"

enum { RING_MODES = 8, RING_FEATURES = 2 };

#define RING_RADIUS 2.0
#define RING_SD 0.05 /* of each cloud, in each feature */

/* The centers of the clouds, a row each, counterclockwise from (RING_RADIUS, 0).
   centers: RING_MODES x RING_FEATURES. */
void ring_centers(Matrix centers);

/* Points of the ring: for each row a cloud, each as likely as the others, then a place in it. */
void ring_draw(Random *random, Matrix x);

#endif
