#include "experiment.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

static Matrix filled(Random *random, size_t N, size_t D, double mean)
{
    Matrix m = matrix_new(N, D);
    for (size_t i = 0; i < N * D; i++)
        m.v[i] = (real)random_normal(random, mean, 1);
    return m;
}

/* Written once, so that its memory is there before anything is timed. */
static Matrix touched(size_t N, size_t D)
{
    Matrix m = matrix_new(N, D);
    for (size_t i = 0; i < N * D; i++)
        m.v[i] = 1;
    return m;
}

Batch batch_new(Random *random, size_t N, size_t D, double mean)
{
    Batch b = {.x = filled(random, N, D, mean)};
    b.dy = filled(random, N, D, 0);
    b.gamma = filled(random, 1, D, 1).v;
    b.beta = filled(random, 1, D, 1).v;
    b.xhat = touched(N, D);
    b.y = touched(N, D);
    b.dx = touched(N, D);
    b.mean = vector_new(D);
    b.var = vector_new(D);
    b.rstd = vector_new(D);
    b.dgamma = vector_new(D);
    b.dbeta = vector_new(D);
    return b;
}

void batch_free(Batch b)
{
    Matrix matrices[] = {b.x, b.dy, b.xhat, b.y, b.dx};
    for (size_t i = 0; i < COUNT_OF(matrices); i++)
        matrix_free(matrices[i]);
    void *vectors[] = {b.gamma, b.beta, b.mean, b.var, b.rstd, b.dgamma, b.dbeta};
    for (size_t i = 0; i < COUNT_OF(vectors); i++)
        free(vectors[i]);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e6 * (double)t.tv_sec + 1e-3 * (double)t.tv_nsec;
}

double microseconds(Work work, Batch *batch)
{
    work(batch);
    double best = INFINITY;
    for (double spent = 0, tries = 0; tries < 3 || (spent < 20000 && tries < 50); tries++) {
        double start = now();
        work(batch);
        double took = now() - start;
        spent += took;
        best = fmin(best, took);
    }
    return best;
}
