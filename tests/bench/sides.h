#ifndef SIDES_H
#define SIDES_H

/* The sides of `make bench` that are written in C. tests/bench/bench.py calls them; they are built
   as shared libraries, once with REAL=float and once with double.

   Whether a function's arrays on the stack get into the way of the batch's is luck (a load waits
   for a store whose address has the same last twelve bits), and stays so while a program runs. So
   each call begins elsewhere on the stack, and the median over the rounds is no accident.

   A side does its work so many times and returns the seconds that it took. Its memory is there
   before, and the results stay in it. */

#include <time.h>

#include "common/matrix.h"

static inline double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

#define SIDE(name, ...)                                     \
    double name(int times);                                 \
    double name(int times)                                  \
    {                                                       \
        static size_t calls;                                \
        volatile char skipped[64 * (5 * calls++ % 64) + 1]; \
        (void)(skipped[0] = 0);                             \
        double start = seconds();                           \
        for (int i = 0; i < times; i++) {                   \
            __VA_ARGS__;                                    \
        }                                                   \
        return seconds() - start;                           \
    }

/* The batch that all sides of a row work on. bench.py knows its layout. */
typedef struct {
    real *gamma, *beta;        /* D */
    double *mean, *var, *rstd; /* D */
    double *dgamma, *dbeta;    /* D */
    Matrix x, dy, xhat, y, dx; /* N x D */
} Batch;

void batch_new(size_t N, size_t D);
void batch_free(void);
Batch *batch_of(void);

#endif
