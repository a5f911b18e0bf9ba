#ifndef PLACEMENTS_H
#define PLACEMENTS_H

/* Where batch norm stands in a GAN: the rows of the studies. */

#include "gan.h"

/* Which studies a placement is in, as bits. */
enum { IN_ABLATION = 1, IN_START = 2, IN_CATS = 4 };

typedef struct {
    const char *name;
    unsigned studies;
    NormPlaces norms;
    bool one_batch;   /* real and fake examples in one batch */
    bool small_start; /* the fakes start as a tenth of what the weights make: see training.h */
} Placement;

/* The placement of this name. No such name: one line, exit status 2. */
const Placement *placement_named(const char *name);

/* Prints the names of those in these studies, a line each. */
void placements_print(unsigned studies);

#endif
