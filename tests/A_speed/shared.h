#ifndef SPEED_SHARED_H
#define SPEED_SHARED_H

/* What tests.c, probes.c and speed_tests.c share. */

#include "speed.h"
#include "tests/harness/harness.h"

SHARED_SUBJECT(fast_sums);
SHARED_SUBJECT(fast_statistics);
SHARED_SUBJECT(fast_forward_block);
SHARED_SUBJECT(fast_backward_block);
SHARED_SUBJECT(fast_forward);
SHARED_SUBJECT(fast_backward);

/* Random parameters, and places for outputs. */
real *random_parameters(unsigned seed, size_t D);
FastForward forward_outputs(size_t N, size_t D);
BnGradients gradient_outputs(size_t N, size_t D);

/* ---- speed_tests.c: faster than chapters 3 to 5, in a program of its own ------------- */

void statistics_are_faster(void);
void forward_is_faster(void);
void backward_is_faster(void);

/* How many threads this process has; 0: this system does not say. */
int threads_of_process(void);

#endif
