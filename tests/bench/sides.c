/* The sides of `make bench` that are written in C, for tests/bench/bench.py to call: built once
   with REAL=float and once with double, as shared libraries.

   A side is a function that does its work so many times and returns the seconds that it took.
   Its memory is there before, and the results stay in it. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/random.h"
#include "forward_pass.h"
#include "gamma_beta.h"
#include "speed.h"
#include "tests/bench/sides.h"

#define EPS 1e-5

static Batch b;

/* ---- The batch ------------------------------------------------------------------------ */

static Matrix filled(Random *random, size_t N, size_t D)
{
    Matrix m = matrix_new(N, D);
    for (size_t i = 0; i < N * D; i++)
        m.v[i] = (real)(2 * random_uniform(random) + 1);
    return m;
}

void batch_new(size_t N, size_t D)
{
    Random random = random_new(1);
    b.x = filled(&random, N, D);
    b.dy = filled(&random, N, D);
    b.xhat = filled(&random, N, D); /* filled: each page is there before anything is timed */
    b.y = filled(&random, N, D);
    b.dx = filled(&random, N, D);
    b.gamma = filled(&random, 1, D).v;
    b.beta = filled(&random, 1, D).v;
    double *statistics = calloc(5 * D, sizeof *statistics);
    require(statistics, "out of memory for %zu statistics", 5 * D);
    b.mean = statistics;
    b.var = statistics + D;
    b.rstd = statistics + 2 * D;
    b.dgamma = statistics + 3 * D;
    b.dbeta = statistics + 4 * D;
}

void batch_free(void)
{
    matrix_free(b.x);
    matrix_free(b.dy);
    matrix_free(b.xhat);
    matrix_free(b.y);
    matrix_free(b.dx);
    free(b.gamma);
    free(b.beta);
    free(b.mean);
}

/* So that bench.py can give the other sides the same numbers. */
Batch *batch_of(void)
{
    return &b;
}

/* ---- Batch norm ----------------------------------------------------------------------- */

static void reference_forward(void)
{
    bn_forward(b.x, EPS, b.mean, b.var, b.rstd, b.xhat);
    bn_scale_shift(b.xhat, b.gamma, b.beta, b.y);
}

static void reference_backward(void)
{
    bn_backward(b.dy, b.xhat, b.gamma, b.rstd, (BnGradients){b.dgamma, b.dbeta, b.dx});
}

static void appendix_forward(size_t threads)
{
    fast_forward(threads, b.x, b.gamma, b.beta, EPS, (FastForward){b.mean, b.var, b.rstd, b.y});
}

static void appendix_backward(size_t threads)
{
    fast_backward(threads, b.dy, b.x, b.gamma, (FastForward){b.mean, b.var, b.rstd, b.y},
                  (BnGradients){b.dgamma, b.dbeta, b.dx});
}

SIDE(bn_forward_reference, reference_forward())
SIDE(bn_both_reference, reference_forward(); reference_backward())
SIDE(bn_forward_appendix, appendix_forward(1))
SIDE(bn_both_appendix, appendix_forward(1); appendix_backward(1))
SIDE(bn_forward_appendix2, appendix_forward(2))
SIDE(bn_both_appendix2, appendix_forward(2); appendix_backward(2))

/* ---- The limits ------------------------------------------------------------------------ */

static volatile uint64_t seen;

/* Reads each number once: a sum of whole numbers, which a compiler may take in any order. */
static void read_once(Matrix m)
{
    const uint64_t *words = (const uint64_t *)(const void *)m.v;
    uint64_t sum = 0;
    for (size_t i = 0; i < m.rows * m.cols * sizeof(real) / sizeof *words; i++)
        sum += words[i];
    seen = sum;
}

static void copy(Matrix from, Matrix to)
{
    memcpy(to.v, from.v, from.rows * from.cols * sizeof(real));
}

SIDE(bn_forward_copy, copy(b.x, b.y))
SIDE(bn_both_copy, copy(b.x, b.y))
/* x read twice, y written once; then dy and x read twice, dx written once */
SIDE(bn_forward_limit, read_once(b.x); copy(b.x, b.y))
SIDE(bn_both_limit, read_once(b.x); copy(b.x, b.y); read_once(b.dy); read_once(b.x); read_once(b.x);
     copy(b.dy, b.dx))
