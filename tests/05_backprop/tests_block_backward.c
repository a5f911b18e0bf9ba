/* Exercise 5.9, block_backward: the graded tests. */

#include "backprop.h"
#include "tests/05_backprop/oracle.h"
#include "tests/05_backprop/shared.h"
#include "tests/harness/harness.h"

SUBJECT(block_backward);

typedef struct {
    Matrix dout;
    BlockForward forward;
    real *beta;
    BlockGradients got;
} Block;

static BlockGradients block_outputs(size_t N, size_t K, size_t D)
{
    return (BlockGradients){output(N, D),     output(N, D), output_vector(D),
                            output_vector(D), output(K, D), output(N, K)};
}

static const double block_eps = 0.1;

static Block block_inputs(unsigned seed, size_t N, size_t K, size_t D)
{
    double *rstd = output_vector(D);
    Block b = {random_input(seed, N, D, -1),
               {random_input(seed + 1, N, K, 0), random_input(seed + 2, K, D, -1), rstd,
                output(N, D), random_parameters(seed + 3, D, 1), output(N, D)},
               random_parameters(seed + 4, D, -1),
               block_outputs(N, K, D)};
    oracle_block(b.forward, b.beta, block_eps, rstd);
    return b;
}

static Block block(unsigned seed, size_t N, size_t K, size_t D)
{
    Block b = block_inputs(seed, N, K, D);
    given_values("%zu examples, %zu inputs, %zu units, random", N, K, D);
    subject_block_backward(b.dout, b.forward, b.got);
    return b;
}

static void block_through_relu(void)
{
    Block b = block(401, 6, 4, 3);
    Matrix want = output(6, 3);
    for (size_t i = 0; i < 18; i++)
        want.v[i] = b.forward.out.v[i] > 0 ? b.dout.v[i] : 0;
    expect_matrix("dy", b.got.dy, want, 0);
}

/* What follows from the student's own dy. */
static void block_through_batch_norm(void)
{
    Block b = block(401, 6, 4, 3);
    BnGradients want = gradients_outputs(6, 3);
    oracle_backward(b.got.dy, b.forward.xhat, b.forward.gamma, b.forward.rstd, want);
    expect_vector("dbeta", b.got.dbeta, want.dbeta, 3, rounding(64, 100));
    expect_vector("dgamma", b.got.dgamma, want.dgamma, 3, rounding(64, 100));
    expect_matrix("dx", b.got.dx, want.dx, rounding(64, 100));
}

/* What follows from the student's own dx. */
static void block_through_the_linear_layer(void)
{
    Block b = block(401, 6, 4, 3);
    Matrix dweights = output(4, 3), dh = output(6, 4);
    oracle_linear_backward(b.forward.h, b.forward.weights, b.got.dx, dweights, dh);
    expect_matrix("dweights", b.got.dweights, dweights, rounding(64, 100));
    expect_matrix("dh", b.got.dh, dh, rounding(64, 100));
}

static void block_equals_slopes(void)
{
    size_t N = 5, K = 4, D = 3;
    Block b = block(411, N, K, D);
    OracleLoss loss = {b.forward.h, b.forward.weights, b.forward.gamma, b.beta, block_eps, b.dout};
    Matrix dweights = output(K, D), dh = output(N, K);
    for (size_t i = 0; i < K * D; i++)
        dweights.v[i] = (real)oracle_slope(&loss, &b.forward.weights.v[i]);
    for (size_t i = 0; i < N * K; i++)
        dh.v[i] = (real)oracle_slope(&loss, &b.forward.h.v[i]);
    expect_matrix("dweights", b.got.dweights, dweights, 1e-9 + rounding(256, 100));
    expect_matrix("dh", b.got.dh, dh, 1e-9 + rounding(256, 100));
}

static void block_of_any_shape(void)
{
    static const size_t N[] = {2, 3, 7, 16}, K[] = {3, 1, 2, 5}, D[] = {2, 4, 1, 8};
    for (unsigned i = 0; i < COUNT(N); i++) {
        Block b = block(421 + 10 * i, N[i], K[i], D[i]);
        BnGradients want = gradients_outputs(N[i], D[i]);
        Matrix dy = output(N[i], D[i]), dweights = output(K[i], D[i]), dh = output(N[i], K[i]);
        for (size_t at = 0; at < N[i] * D[i]; at++)
            dy.v[at] = b.forward.out.v[at] > 0 ? b.dout.v[at] : 0;
        oracle_backward(dy, b.forward.xhat, b.forward.gamma, b.forward.rstd, want);
        oracle_linear_backward(b.forward.h, b.forward.weights, want.dx, dweights, dh);
        expect_matrix("dweights", b.got.dweights, dweights, rounding(256, 1000));
        expect_matrix("dh", b.got.dh, dh, rounding(256, 1000));
    }
}

static void probe_block_backward(void)
{
    static const size_t N[] = {4, 3, 2, 6}, K[] = {3, 1, 5, 4}, D[] = {3, 4, 2, 5};
    for (unsigned i = 0; i < COUNT(N); i++) {
        Block b = block_inputs(10 * i + 1, N[i], K[i], D[i]);
        BlockGradients got = {random_input(4, N[i], D[i], 0), random_input(5, N[i], D[i], 0),
                              random_vector(6, D[i]),         random_vector(7, D[i]),
                              random_input(8, K[i], D[i], 0), random_input(9, N[i], K[i], 0)};
        observe_refusal(refused(subject_block_backward(b.dout, b.forward, got)));
        observe_matrix(got.dy, 0);
        observe_matrix(got.dx, 1e-9 + rounding(64, 1000));
        observe(got.dgamma, D[i], 1e-9 + rounding(64, 1000));
        observe(got.dbeta, D[i], 1e-9 + rounding(64, 1000));
        observe_matrix(got.dweights, 1e-9 + rounding(64, 1000));
        observe_matrix(got.dh, 1e-9 + rounding(64, 1000));
        observe_inputs(b.forward.xhat, b.forward.rstd, b.forward.rstd);
        observe_matrix(b.dout, 0);
        observe_matrix(b.forward.out, 0);
    }
}

static const Test tests[] = {
    {2, "dy: ReLU lets through where out > 0", block_through_relu},
    {3, "dx, dgamma and dbeta, from your dy", block_through_batch_norm},
    {3, "dweights and dh, from your dx", block_through_the_linear_layer},
    {2, "dweights and dh are slopes of the loss", block_equals_slopes},
    {2, "any shape", block_of_any_shape},
    {0},
};

EXERCISE(block_backward);
