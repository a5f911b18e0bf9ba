#ifndef BATCH_SIZE_NOISE_SUSPECTS_H
#define BATCH_SIZE_NOISE_SUSPECTS_H

/* What the wrong versions of several exercises use. */

#include "batch_size_noise.h"
#include "tests/harness/harness.h"

static inline void require_ghost(size_t ghost, size_t N)
{
    require(ghost >= 2 && N >= ghost && N % ghost == 0, "ghost batches of %zu in %zu", ghost, N);
}

#endif
