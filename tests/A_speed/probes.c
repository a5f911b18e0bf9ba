/* The probes: each calls its exercise on several small inputs and observes all that it did. */

#include <string.h>

#include "tests/A_speed/shared.h"

static void observe_reals(const real *values, size_t count)
{
    observe_matrix((Matrix){1, count, (real *)values}, 1e-9 + rounding(64, 1e4));
}

void probe_fast_sums(void)
{
    Matrix x[] = {BATCH(4, 1, 1, 2, 4, 8), random_input(1, 12, 5, 0), random_input(2, 9, 3, 40)};
    const Block blocks[] = {{0, 1}, {2, 3}, {1, 1}};
    static const size_t first[] = {0, 3, 2}, rows[] = {4, 8, 7};
    for (size_t i = 0; i < COUNT(x); i++) {
        real *sum = random_input(3, 1, 5, 0).v, *squares = random_input(4, 1, 5, 0).v;
        observe_refusal(
            refused(subject_fast_sums(x[i], first[i], rows[i], blocks[i], sum, squares)));
        observe_reals(sum, 5);
        observe_reals(squares, 5);
        observe_matrix(x[i], 0);
    }
}

void probe_fast_statistics(void)
{
    Matrix x[] = {BATCH(4, 1, 1, 2, 3, 4), random_input(1, 70, 5, 0), random_input(2, 33, 3, 40),
                  random_input(3, 1, 2, 0)};
    const Block blocks[] = {{0, 1}, {1, 3}, {0, 3}, {0, 2}};
    for (size_t i = 0; i < COUNT(x); i++) {
        double *mean = random_vector(4, 5), *var = random_vector(5, 5);
        observe_refusal(refused(subject_fast_statistics(x[i], blocks[i], mean, var)));
        observe(mean, 5, 1e-9 + rounding(64, 100));
        observe(var, 5, 1e-9 + rounding(256, 200));
        observe_matrix(x[i], 0);
    }
}

/* A forward pass with ordinary numbers in all its outputs, and what is seen of it. */
static FastForward filled_forward(size_t N, size_t D)
{
    return (FastForward){random_vector(5, D), random_vector(6, D), random_vector(7, D),
                         random_input(8, N, D, 0)};
}

static void observe_forward(FastForward f, size_t D)
{
    observe(f.mean, D, 1e-9 + rounding(64, 100));
    observe(f.var, D, 1e-9 + rounding(256, 200));
    observe(f.rstd, D, 1e-9 + rounding(256, 10));
    observe_matrix(f.y, 1e-9 + rounding(512, 100));
}

void probe_fast_forward_block(void)
{
    Matrix x[] = {BATCH(4, 1, 1, 2, 3, 4), random_input(1, 40, 5, 0), random_input(2, 2, 3, 0),
                  random_input(9, 100, 3, 1e8), random_input(3, 1, 2, 0)}; /* float: 8 apart */
    const Block blocks[] = {{0, 1}, {1, 3}, {0, 3}, {0, 3}, {0, 2}};
    static const double eps[] = {1e-5, 0.1, 0.5, 0.1, 0.1};
    for (size_t i = 0; i < COUNT(x); i++) {
        size_t D = x[i].cols;
        real *gamma = random_parameters(3, D), *beta = random_parameters(4, D);
        FastForward f = filled_forward(x[i].rows, D);
        observe_refusal(
            refused(subject_fast_forward_block(x[i], blocks[i], gamma, beta, eps[i], f)));
        if (i == 3) /* 1e8 */
            observe_matrix(f.y, 1e-4 + rounding(512, 100));
        else
            observe_forward(f, D);
        observe_matrix(x[i], 0);
    }
}

static BnGradients filled_gradients(size_t N, size_t D)
{
    return (BnGradients){random_vector(5, D), random_vector(6, D), random_input(8, N, D, 0)};
}

static void observe_gradients(BnGradients g, size_t D)
{
    observe(g.dgamma, D, 1e-9 + rounding(256, 1000));
    observe(g.dbeta, D, 1e-9 + rounding(256, 1000));
    observe_matrix(g.dx, 1e-9 + rounding(512, 1000));
}

void probe_fast_backward_block(void)
{
    Matrix x[] = {BATCH(3, 1, 3, 4, 5), random_input(1, 40, 5, 0), random_input(2, 2, 3, 0),
                  random_input(3, 1, 2, 0)};
    const Block blocks[] = {{0, 1}, {1, 3}, {0, 3}, {0, 2}};
    for (size_t i = 0; i < COUNT(x); i++) {
        size_t N = x[i].rows, D = x[i].cols;
        FastForward f = {random_vector(10, D), NULL, random_vector(11, D), {N, D, NULL}};
        BnGradients g = filled_gradients(N, D);
        observe_refusal(refused(subject_fast_backward_block(
            random_input(12, N, D, 0), x[i], blocks[i], random_parameters(3, D), f, g)));
        observe_gradients(g, D);
        observe_matrix(x[i], 0);
    }
}

static const size_t threads[] = {1, 3, 0, 1};

void probe_fast_forward(void)
{
    Matrix x[] = {random_input(1, 3, 20, 0), random_input(2, 2, 40, 0), random_input(3, 4, 3, 0),
                  random_input(4, 2, FAST_PAGE + 5, 0)};
    for (size_t i = 0; i < COUNT(x); i++) {
        size_t D = x[i].cols;
        FastForward f = filled_forward(x[i].rows, D);
        observe_refusal(refused(subject_fast_forward(threads[i], x[i], random_parameters(3, D),
                                                     random_parameters(4, D), 0.1, f)));
        observe_matrix(f.y, 1e-9 + rounding(512, 2000));
    }
}

void probe_fast_backward(void)
{
    Matrix x[] = {random_input(1, 3, 20, 0), random_input(2, 2, 40, 0), random_input(3, 4, 3, 0),
                  random_input(4, 2, FAST_PAGE + 5, 0)};
    for (size_t i = 0; i < COUNT(x); i++) {
        size_t N = x[i].rows, D = x[i].cols;
        FastForward f = {random_vector(10, D), NULL, random_vector(11, D), {N, D, NULL}};
        BnGradients g = filled_gradients(N, D);
        observe_refusal(refused(subject_fast_backward(threads[i], random_input(12, N, D, 0), x[i],
                                                      random_parameters(3, D), f, g)));
        observe_matrix(g.dx, 1e-9 + rounding(512, 5000));
    }
}
