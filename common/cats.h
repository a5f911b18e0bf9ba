#ifndef CATS_H
#define CATS_H

/* The course's running example. A cat is two features:

   size   about normal, mean 4.5, standard deviation 1.5   (spread widely around the middle)
   fur    about normal, mean 0.85, standard deviation 0.05 (0 is light, 1 is dark)

   "About": a draw that no cat can have (a size outside 0 .. 9, a fur outside 0 .. 1) is drawn
   again. */

#include "common/matrix.h"
#include "common/random.h"

enum { CAT_SIZE, CAT_FUR, CAT_FEATURES };

/* Fills x, N x 2, with N cats: column CAT_SIZE and column CAT_FUR. */
void cats_draw(Random *random, Matrix x);

#endif
