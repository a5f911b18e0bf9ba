#ifndef HARNESS_CALLS_H
#define HARNESS_CALLS_H

#include <stdbool.h>

/* When one of the student's functions calls another exercise by its name: does the call get
   the reference's version? Yes for an exercise before the one that is tested. The tested one
   itself and later ones are the student's: nobody passes by calling the answer. */
bool calls_reference(const char *function);

#endif
