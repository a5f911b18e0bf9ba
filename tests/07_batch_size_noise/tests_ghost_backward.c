/* Exercise 7.4, ghost_backward: the graded tests. */

#include "batch_size_noise.h"
#include "tests/07_batch_size_noise/oracle.h"
#include "tests/07_batch_size_noise/shared.h"
#include "tests/harness/harness.h"

SUBJECT(ghost_backward);

/* Everything that a backward pass in ghost batches reads: xhat and rstd are those of random x,
   and dy is random. */
typedef struct {
    size_t ghost;
    Matrix x, dy, xhat;
    real *gamma;
    double *rstd;
} Ghosts;

/* D parameters: PARAMETERS(3, 2, 0, -1), or random ones, number d with mean offset + d. */
#define PARAMETERS(D, ...) BATCH(1, D, __VA_ARGS__).v
static real *random_parameters(unsigned seed, size_t D, double offset)
{
    return random_input(seed, 1, D, offset).v;
}

static Ghosts random_ghosts(unsigned seed, size_t N, size_t D, size_t ghost, double eps)
{
    Ghosts g = {ghost,        random_input(seed, N, D, 2),        random_input(seed + 1, N, D, 1),
                output(N, D), random_parameters(seed + 2, D, -2), NULL};
    GhostStatistics statistics = output_statistics(N / ghost * D);
    oracle_ghost_forward(g.x, ghost, eps, statistics, g.xhat);
    g.rstd = statistics.rstd;
    return g;
}

static BnGradients ghost_gradients(Ghosts g)
{
    size_t D = g.xhat.cols;
    BnGradients got = {output_vector(D), output_vector(D), output(g.xhat.rows, D)};
    subject_ghost_backward(g.dy, g.xhat, g.ghost, g.gamma, g.rstd, got);
    return got;
}

static void parameters_sum_over_all(void)
{
    Ghosts g = {.ghost = 2,
                .dy = BATCH(4, 2, 1, 10, 2, 20, 5, 40, 6, 70),
                .xhat = BATCH(4, 2, -1, 0.5, 1, -0.5, -0.5, 1, 0.5, -1),
                .gamma = PARAMETERS(2, 3, -2),
                .rstd = VECTOR(4, 1, 2, 0.5, 4)};
    given_values("dy = {{1, 10}, {2, 20}, {5, 40}, {6, 70}}, ghost = 2,\n"
                 "xhat = {{-1, 0.5}, {1, -0.5}, {-0.5, 1}, {0.5, -1}}");
    BnGradients got = ghost_gradients(g);
    expect_vector("dbeta", got.dbeta, VECTOR(2, 14, 140), 2, 0);
    expect_vector("dgamma", got.dgamma, VECTOR(2, 1.5, -35), 2, 0);
}

static void expect_ghost_gradients(Ghosts g)
{
    size_t D = g.xhat.cols;
    BnGradients want = {output_vector(D), output_vector(D), output(g.xhat.rows, D)};
    oracle_ghost_backward(g.dy, g.xhat, g.ghost, g.gamma, g.rstd, want);
    BnGradients got = ghost_gradients(g);
    expect_matrix("dx", got.dx, want.dx, rounding(16, 100) + rounding_double(64, 1000));
    expect_vector("dbeta", got.dbeta, want.dbeta, D, rounding_double(64, 1000));
    expect_vector("dgamma", got.dgamma, want.dgamma, D, rounding(64, 1000));
}

static void backward_by_ghosts(void)
{
    static const size_t N[] = {6, 6, 4, 64, 8}, D[] = {3, 2, 1, 17, 8}, ghost[] = {2, 3, 2, 16, 4};
    for (unsigned s = 0; s < COUNT(N); s++) {
        given_values("%zu random examples of %zu features, ghost = %zu", N[s], D[s], ghost[s]);
        expect_ghost_gradients(random_ghosts(141 + 10 * s, N[s], D[s], ghost[s], 0.1));
    }
}

/* A central difference with the step h is off by h^2 times a third derivative, and rounding adds
   its share divided by h. h is a power of two, so that x + h is exact, or nearly, in both
   builds. */
static void backward_equals_differences(void)
{
    Ghosts g = random_ghosts(201, 6, 2, 3, 0.1);
    given("x", g.x);
    BnGradients got = ghost_gradients(g);
    for (size_t i = 0; i < 12; i++) {
        const real middle = g.x.v[i], above = middle + (real)0x1p-10,
                   below = middle - (real)0x1p-10;
        g.x.v[i] = above;
        long double loss_above = oracle_ghost_loss(g.dy, g.x, 3, 0.1, g.gamma);
        g.x.v[i] = below;
        long double loss_below = oracle_ghost_loss(g.dy, g.x, 3, 0.1, g.gamma);
        g.x.v[i] = middle;
        expect_number("dx", (double)got.dx.v[i],
                      (double)((loss_above - loss_below) / ((long double)above - below)),
                      1e-4 + rounding(64, 100));
    }
}

/* Chapter 5's golden batch: {1, 2, 3, 4} with eps = 1e-5, and only the first dy is not 0. */
static void backward_of_one_ghost(void)
{
    Ghosts g = {.ghost = 4,
                .dy = BATCH(4, 1, 1, 0, 0, 0),
                .xhat = BATCH(4, 1, -1.341635420, -0.447211807, 0.447211807, 1.341635420),
                .gamma = PARAMETERS(1, 1),
                .rstd = VECTOR(1, 0.8944236133)};
    given_values("dy = {1, 0, 0, 0}, xhat from {1, 2, 3, 4}, ghost = 4, gamma = {1}");
    Matrix want = BATCH(4, 1, 0.268330304, -0.357768372, -0.089443435, 0.178881503);
    expect_matrix("dx", ghost_gradients(g).dx, want, 2e-9 + rounding(8, 2)); /* nine digits */
    expect_ghost_gradients(random_ghosts(211, 7, 3, 7, 0.1));
}

static void backward_changes_nothing_else(void)
{
    Ghosts g = random_ghosts(221, 8, 3, 4, 0.1), copy = random_ghosts(221, 8, 3, 4, 0.1);
    given("dy", copy.dy);
    Matrix first = ghost_gradients(g).dx, second = ghost_gradients(g).dx;
    expect_same("dy", g.dy.v, copy.dy.v, 24 * sizeof(real));
    expect_same("xhat", g.xhat.v, copy.xhat.v, 24 * sizeof(real));
    expect_same("gamma", g.gamma, copy.gamma, 3 * sizeof(real));
    expect_same("rstd", g.rstd, copy.rstd, 6 * sizeof(double));
    expect(same_bytes(first, second), "called twice with the same dy, dx[0][0] is %.9g, then %.9g",
           (double)first.v[0], (double)second.v[0]);
}

static void backward_refuses_ghosts(void)
{
    Ghosts g = random_ghosts(231, 8, 3, 2, 0.1);
    BnGradients got = {output_vector(3), output_vector(3), output(8, 3)};
    static const size_t bad[] = {0, 1, 3, 16};
    given_values("a batch of 8 examples");
    for (size_t i = 0; i < COUNT(bad); i++)
        expect(refused(subject_ghost_backward(g.dy, g.xhat, bad[i], g.gamma, g.rstd, got)),
               "ghost = %zu was not refused", bad[i]);
    subject_ghost_backward(g.dy, g.xhat, 8, g.gamma, g.rstd, got);
}

static void backward_refuses_other_shapes(void)
{
    Ghosts g = random_ghosts(241, 8, 3, 2, 0.1);
    Matrix turned = random_input(242, 6, 4, 0);
    BnGradients good = {output_vector(3), output_vector(3), output(8, 3)};
    BnGradients bad = {good.dgamma, good.dbeta, turned};
    given_values("xhat is 8 x 3");
    expect_refusal("a dy of 6 x 4",
                   subject_ghost_backward(turned, g.xhat, 2, g.gamma, g.rstd, good));
    expect_refusal("a dx of 6 x 4", subject_ghost_backward(g.dy, g.xhat, 2, g.gamma, g.rstd, bad));
    Matrix longer = random_input(243, 10, 3, 0);
    bad.dx = longer;
    expect_refusal("a dy of 10 x 3",
                   subject_ghost_backward(longer, g.xhat, 2, g.gamma, g.rstd, good));
    expect_refusal("a dx of 10 x 3", subject_ghost_backward(g.dy, g.xhat, 2, g.gamma, g.rstd, bad));
}

static void observe_backward(Ghosts g, size_t ghost, Matrix dy, Matrix dx)
{
    size_t D = g.xhat.cols;
    BnGradients gradients = {random_vector(4, D), random_vector(5, D), dx};
    observe_refusal(refused(subject_ghost_backward(dy, g.xhat, ghost, g.gamma, g.rstd, gradients)));
    observe_all(gradients.dgamma, D);
    observe_all(gradients.dbeta, D);
    observe_matrix(dx, 1e-9 + rounding(64, 1000));
    observe_matrix(dy, 0);
    observe_matrix(g.xhat, 0);
}

static void probe_ghost_backward(void)
{
    static const size_t N[] = {8, 6, 6, 12, 4}, D[] = {1, 3, 2, 5, 3}, ghost[] = {4, 2, 3, 4, 4};
    for (unsigned i = 0; i < COUNT(N); i++) {
        Ghosts g = random_ghosts(10 * i + 1, N[i], D[i], ghost[i], 0.1);
        observe_backward(g, ghost[i], g.dy, random_input(9, N[i], D[i], 0));
    }
    static const size_t bad[] = {0, 1, 3, 16};
    Ghosts g = random_ghosts(61, 8, 3, 2, 0.1);
    for (unsigned i = 0; i < COUNT(bad); i++)
        observe_backward(g, bad[i], g.dy, random_input(9, 8, 3, 0));
    observe_backward(g, 2, random_input(62, 6, 4, 0), random_input(9, 8, 3, 0));
    observe_backward(g, 2, g.dy, random_input(9, 6, 4, 0));
}

static const Test tests[] = {
    {5, "dgamma and dbeta sum over all ghosts", parameters_sum_over_all},
    {5, "dx of each ghost batch by itself", backward_by_ghosts},
    {3, "equals central differences of the loss", backward_equals_differences},
    {3, "ghost = N is chapter 5's", backward_of_one_ghost},
    {1, "changes nothing else", backward_changes_nothing_else},
    {2, "refuses a ghost that does not fit", backward_refuses_ghosts},
    {1, "refuses other shapes", backward_refuses_other_shapes},
    {0},
};

EXERCISE(ghost_backward);
