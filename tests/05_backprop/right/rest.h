/* The solution's bn_backward_staged and block_backward, which only call others; a right program
   that includes this writes the other seven itself, and with OWN_BLOCK block_backward too. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "backprop.h"

static __typeof__(bn_drstd) solution_drstd __attribute__((unused));
static __typeof__(bn_dvar) solution_dvar __attribute__((unused));
static __typeof__(bn_dcentered) solution_dcentered __attribute__((unused));
static __typeof__(bn_dmean) solution_dmean __attribute__((unused));
static __typeof__(bn_dx) solution_dx __attribute__((unused));
static __typeof__(bn_backward) solution_backward __attribute__((unused));
static __typeof__(gradient_check) solution_gradient_check __attribute__((unused));
#define bn_drstd solution_drstd
#define bn_dvar solution_dvar
#define bn_dcentered solution_dcentered
#define bn_dmean solution_dmean
#define bn_dx solution_dx
#define bn_backward solution_backward
#define gradient_check solution_gradient_check
#ifdef OWN_BLOCK
static __typeof__(block_backward) solution_block __attribute__((unused));
#define block_backward solution_block
#endif

#include "solutions/05_backprop/backprop.c"

#undef bn_drstd
#undef bn_dvar
#undef bn_dcentered
#undef bn_dmean
#undef bn_dx
#undef bn_backward
#undef gradient_check
#undef block_backward
