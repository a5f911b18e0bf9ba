#ifndef GAN_SUSPECTS_H
#define GAN_SUSPECTS_H

/* What the wrong versions of several exercises use. */

#include "gan.h"
#include "tests/harness/harness.h"

static inline void scale(Matrix m, double by)
{
    for (size_t i = 0; i < m.rows * m.cols; i++)
        m.v[i] = (real)(by * (double)m.v[i]);
}

#endif
