#ifndef SPEED_SHARED_H
#define SPEED_SHARED_H

/* What the tests of several exercises use.

   In the float build the sums of a chunk are float, so results that are double have the digits of
   `real` too. A sum of 32 in any order is within 32 units. What follows 1e8 in double is within
   some units at 1e8. */

#include "speed.h"
#include "tests/A_speed/oracle.h"
#include "tests/harness/harness.h"
#include "tests/harness/walks.h"

/* Shapes around one chunk of 32 rows and around four rows at a time. */
static const struct {
    size_t N, D;
} shapes[] = {{1, 3}, {2, 5}, {5, 1}, {7, 4}, {31, 3}, {32, 2}, {33, 17}, {64, 5}, {100, 3}};

static inline Block all(Matrix x)
{
    return (Block){0, x.cols};
}

static inline real *random_parameters(unsigned seed, size_t D)
{
    return random_input(seed, 1, D, 1).v;
}

static inline FastForward forward_outputs(size_t N, size_t D)
{
    return (FastForward){output_vector(D), output_vector(D), output_vector(D), output(N, D)};
}

static inline BnGradients gradient_outputs(size_t N, size_t D)
{
    return (BnGradients){output_vector(D), output_vector(D), output(N, D)};
}

/* What the backward pass reads of a forward pass, from the oracle. y and var are not to be read. */
static inline FastForward forward_of(Matrix x, const real *gamma, double eps)
{
    FastForward f = forward_outputs(x.rows, x.cols);
    oracle_forward(x, gamma, random_parameters(62, x.cols), eps, f);
    return (FastForward){f.mean, NULL, f.rstd, {x.rows, x.cols, NULL}};
}

static inline void expect_gradients(BnGradients got, BnGradients want, double tolerance)
{
    expect_vector("dbeta", got.dbeta, want.dbeta, want.dx.cols, tolerance);
    expect_vector("dgamma", got.dgamma, want.dgamma, want.dx.cols, tolerance);
    expect_matrix("dx", got.dx, want.dx, tolerance);
}

/* A batch that takes two blocks: the second is narrow. */
enum { WIDE = FAST_PAGE + 5, FEW = 3 };

/* From many to few: a runtime that adds threads to those it has may forget memory over it. */
static const size_t counts[] = {7, 3, 2};

/* Where the compiler has no OpenMP (make says so) there is nothing to see. */
static inline void expect_threads(unsigned before)
{
#ifdef _OPENMP
    unsigned after = threads_of_subject();
    given_values("100 features, 2 threads");
    expect(before == 0 || after > before,
           "no second thread was started: is the loop under #pragma omp parallel for,\n"
           "with num_threads((int)threads)?");
#else
    (void)before;
#endif
}

/* A forward pass with ordinary numbers in all its outputs, and what is seen of it. */
static inline FastForward filled_forward(size_t N, size_t D)
{
    return (FastForward){random_vector(5, D), random_vector(6, D), random_vector(7, D),
                         random_input(8, N, D, 0)};
}

static inline BnGradients filled_gradients(size_t N, size_t D)
{
    return (BnGradients){random_vector(5, D), random_vector(6, D), random_input(8, N, D, 0)};
}

static const size_t threads[] = {1, 3, 0, 1};

/* For what is read how often, and in which order (walks.h): rows of a page each, of which a block
   of one cache line is used. Two chunks and a part of one. */
enum { TALL = 2 * FAST_CHUNK + 6 };

static inline Block line_block(void)
{
    return (Block){FAST_LINE, FAST_LINE};
}

static inline void given_line_block(size_t rows)
{
    given_values("%zu examples x %zu features, random; the block is features %d to %d", rows,
                 walks_page(), FAST_LINE, 2 * FAST_LINE - 1);
}

#endif
