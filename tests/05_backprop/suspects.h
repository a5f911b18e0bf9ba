#ifndef BACKPROP_SUSPECTS_H
#define BACKPROP_SUSPECTS_H

/* What the wrong versions of several exercises use. */

#include "backprop.h"
#include "tests/harness/harness.h"

/* Multiplies the D numbers of v. */
static inline void scale(double *v, size_t D, double by)
{
    for (size_t d = 0; d < D; d++)
        v[d] *= by;
}

typedef struct {
    double xhat, var; /* factors of the two parts */
} Parts;

static inline void add_parts(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                             const double *dvar, Matrix dcentered, Parts parts)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(dcentered, n)[d] = (real)(parts.xhat * row(dxhat, n)[d] * rstd[d] +
                                          parts.var * dvar[d] * (row(x, n)[d] - mean[d]));
}

static inline void dcentered_without_var(Matrix dxhat, Matrix x, const double *mean,
                                         const double *rstd, const double *dvar, Matrix dcentered)
{
    add_parts(dxhat, x, mean, rstd, dvar, dcentered, (Parts){1, 0});
}

#define HAND "{1, 2, 3, 4}, as by hand"

#endif
