#ifndef APART_H
#define APART_H

/* Where a class is graded, the student's functions run in a process of their own, which holds
   neither the test nor what it expects: see apart.c. A program that is linked with apart.c runs
   its tests so; no option is needed.

   apart.awk makes, for each function of the chapter's header, two functions: one that is called in
   place of the student's, and packs the arguments into a frame; one that, in the other process,
   unpacks them and calls the student's. */

#include <stdio.h>

#include "tests/harness/internal.h"

typedef struct {
    const char *function;
    Function far;  /* what the tests call */
    Function near; /* what that calls in the other process: the student's, or a suspect */
} Apart;

extern Apart apart_functions[]; /* ends with a NULL */

/* Calls serve(frame) in the student's process, with a copy of all that the frame points at, and
   brings back what has changed. file: where the frame holds a FILE *, to be read from; or NULL. */
void apart_call(void (*serve)(void *frame), void *frame, size_t size, FILE **file);

/* Before apart_call: the object here holds numbers or text, in which no addresses are to be seen. */
void apart_leaf(const void *address);

#endif
