#ifndef SPEED_H
#define SPEED_H

/* Appendix A: batch norm made fast. The same numbers as in chapters 3 to 5, in less time.

       y        = gamma * xhat + beta          with xhat = (x - mean) * rstd
       dbeta    = sum over n of dy
       dgamma   = sum over n of dy * xhat
       dx       = gamma * rstd * (dy - dbeta / N - xhat * dgamma / N)

   No xhat is stored: the backward pass computes it again from x.

       x, y, dy, dx                 N x D   N examples (rows), D features (columns)
       mean, var, rstd              D       statistics, always double, as in chapter 3
       dgamma, dbeta                D       sums over the batch, always double
       gamma, beta                  D       parameters, real

   You write the bodies in speed.c. Each function writes only to its outputs; the caller owns all
   memory, and outputs do not overlap inputs. A function allocates nothing: what it needs besides
   fits on the stack. What "refuses" below goes to require (common/require.h).

   "x read once" below is what the tests look at: the loops come to each cache line of x once, in
   walks row by row. A row that the others are compared with may be read again.

   A result depends on its own column only: not on the block it is computed in, and not on the
   number of threads. It is the same to the last bit. */

#include "backprop.h"

/* Some neighboring features: first, first + 1, ..., first + count - 1. */
typedef struct {
    size_t first, count;
} Block;

enum {
    FAST_CHUNK = 32,                /* rows whose sums are real before they go into double */
    FAST_LINE = 64 / sizeof(real),  /* numbers in a cache line */
    FAST_PAGE = 4096 / sizeof(real) /* numbers in a page of memory: the widest block */
};

/* For what a function keeps on the stack: a number for each feature of a block. It begins where a
   cache line does, so that no group of numbers lies across two. And it is longer than a page: a
   load waits for a store before it whose address ends in the same twelve bits, so arrays that lie a
   page apart would wait for each other. */
typedef real FastNumbers[FAST_PAGE + 8 * FAST_LINE] __attribute__((aligned(64)));

/* What a forward pass hands out. */
typedef struct {
    double *mean, *var, *rstd; /* D */
    Matrix y;                  /* N x D */
} FastForward;

/* ---- Given ----------------------------------------------------------------------------- */

static inline void fast_require_block(Matrix x, Block block)
{
    require(block.count <= FAST_PAGE, "a block of %zu features, the most are %d", block.count,
            (int)FAST_PAGE);
    require(block.first <= x.cols && block.count <= x.cols - block.first,
            "a block of %zu features from feature %zu on, x has %zu", block.count, block.first,
            x.cols);
}

static inline void fast_require_shape(const char *name, Matrix m, Matrix x)
{
    require(m.rows == x.rows && m.cols == x.cols, "%s is %zu x %zu, x is %zu x %zu", name, m.rows,
            m.cols, x.rows, x.cols);
}

/* Row n of m, from the block's first feature on. */
static inline real *fast_part(Matrix m, size_t n, Block block)
{
    return row(m, n) + block.first;
}

/* How many rows the chunk that begins at row n has: FAST_CHUNK, but for the last. */
static inline size_t fast_chunk(Matrix x, size_t n)
{
    return x.rows - n < FAST_CHUNK ? x.rows - n : FAST_CHUNK;
}

/* The means of a block, split in two: high + low is the mean, and high is the mean rounded to
   real. x - high - low has the digits that (real)(x - mean) has, without a double. */
static inline void fast_split(const double *mean, Block block, real *high, real *low)
{
    for (size_t d = 0; d < block.count; d++) {
        high[d] = (real)mean[block.first + d];
        low[d] = (real)(mean[block.first + d] - high[d]);
    }
}

/* How wide the blocks are when so many threads share D features: D / threads, rounded up to
   whole cache lines, at most a page. */
static inline size_t fast_width(size_t D, size_t threads)
{
    require(threads >= 1, "a result of %zu threads", threads);
    size_t share = (D + threads - 1) / threads;
    size_t lines = (share + FAST_LINE - 1) / FAST_LINE;
    return lines * FAST_LINE < FAST_PAGE ? lines * FAST_LINE : FAST_PAGE;
}

/* The block that begins at this feature. */
static inline Block fast_block(size_t first, size_t width, size_t D)
{
    return (Block){first, D - first < width ? D - first : width};
}

/* ---- One block of features ------------------------------------------------------------ */

/* Exercise A.1 (15 points)   The sums of one chunk of rows, around the first of them: x read
   once, row by row.

       sum[i]     = sum over the rows of x[.][d] - x[n][d]
       squares[i] = sum over the rows of (x[.][d] - x[n][d])^2      with d = block.first + i

   over the rows n, n + 1, ..., n + rows - 1. All is computed in real.

   x         N x D          input
   n                        the first row
   rows                     how many, 1 or more; at most FAST_CHUNK
   block                    of D features, at most FAST_PAGE of them
   sum       block.count    output
   squares   block.count    output; overlaps nothing, as restrict promises
   Refuses a block that does not fit. */
void fast_sums(Matrix x, size_t n, size_t rows, Block block, real sum[restrict block.count],
               real squares[restrict block.count]);

/* Exercise A.2 (25 points)   The mean and the variance of some features, x read once.

       mean[d] and var[d] as in 3.1 and 3.2, for the features d of the block

   The rows are taken in chunks. A.1 gives the sums of a chunk; they are taken into double as
   6.2 does with a batch (Chan, Golub and LeVeque 1983).

   x       N x D   input
   block           as in A.1
   mean    D       output; features outside the block are not touched
   var     D       output, likewise
   Refuses a batch without examples, and a block that does not fit. */
void fast_statistics(Matrix x, Block block, double mean[x.cols], double var[x.cols]);

/* Exercise A.3 (25 points)   The forward pass of some features: x read twice, y written once.

       forward.mean, var, rstd    as in 3.1 to 3.3
       forward.y[n][d] = gamma[d] * rstd[d] * (x[n][d] - mean[d]) + beta[d]

   x         N x D   input, N >= 2
   block             as in A.1
   gamma     D       input
   beta      D       input
   eps               input, > 0
   forward           outputs; columns outside the block are not touched
   Refuses a batch of fewer than two examples, an eps that is not positive, a y of another shape
   than x, and a block that does not fit. */
void fast_forward_block(Matrix x, Block block, const real gamma[x.cols], const real beta[x.cols],
                        double eps, FastForward forward);

/* Exercise A.4 (20 points)   The backward pass of some features: dy and x read twice, dx written
   once.

       gradients.dbeta, dgamma, dx    as in 5.7, with xhat = (x - mean) * rstd

   The sums of a chunk are real; after each chunk they are added to double.

   dy          N x D   input, N >= 2
   x           N x D   input, that of the forward pass
   block               as in A.1
   gamma       D       input
   forward             input, from A.3; only mean and rstd are read
   gradients           outputs; columns outside the block are not touched
   Refuses a batch of fewer than two examples, a dy or a dx of another shape than x, and a block
   that does not fit. */
void fast_backward_block(Matrix dy, Matrix x, Block block, const real gamma[x.cols],
                         FastForward forward, BnGradients gradients);

/* ---- All features --------------------------------------------------------------------- */

/* Exercise A.5 (8 points)   The forward pass, with so many threads.

   The blocks are fast_width(D, threads) wide; each is given to A.3.

   x, gamma, beta, eps   inputs, as in A.3
   forward               outputs, as in A.3
   Refuses 0 threads, and what A.3 refuses. */
void fast_forward(size_t threads, Matrix x, const real gamma[x.cols], const real beta[x.cols],
                  double eps, FastForward forward);

/* Exercise A.6 (7 points)   The backward pass, with so many threads: the same blocks, each given
   to A.4.

   dy, x, gamma, forward   inputs, as in A.4
   gradients               outputs, as in A.4
   Refuses 0 threads, and what A.4 refuses. */
void fast_backward(size_t threads, Matrix dy, Matrix x, const real gamma[x.cols],
                   FastForward forward, BnGradients gradients);

#endif
