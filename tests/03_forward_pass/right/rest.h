/* The solution, without bn_mean and bn_variance: those a right program writes itself. So it may do
   with others: before it includes this, it defines OWN_RSTD, OWN_NORMALIZE or OWN_FORWARD. */
#include <math.h>

#include "forward_pass.h"

static __typeof__(bn_mean) solution_mean __attribute__((unused));
static __typeof__(bn_variance) solution_variance __attribute__((unused));
#define bn_mean solution_mean
#define bn_variance solution_variance
#ifdef OWN_RSTD
static __typeof__(bn_rstd) solution_rstd __attribute__((unused));
#define bn_rstd solution_rstd
#endif
#ifdef OWN_NORMALIZE
static __typeof__(bn_normalize) solution_normalize __attribute__((unused));
#define bn_normalize solution_normalize
#endif
#ifdef OWN_FORWARD
static __typeof__(bn_forward) solution_forward __attribute__((unused));
#define bn_forward solution_forward
#endif

#include "solutions/03_forward_pass/forward_pass.c"

#undef bn_mean
#undef bn_variance
#undef bn_rstd
#undef bn_normalize
#undef bn_forward
