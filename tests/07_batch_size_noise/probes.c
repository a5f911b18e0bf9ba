/* Probes: what tells one program from another. See tests/harness/harness.h. */

#include <math.h>

#include "tests/07_batch_size_noise/oracle.h"
#include "tests/07_batch_size_noise/probes.h"

real *random_parameters(unsigned seed, size_t D, double offset)
{
    return random_input(seed, 1, D, offset).v;
}

GhostStatistics output_statistics(size_t count)
{
    return (GhostStatistics){output_vector(count), output_vector(count), output_vector(count)};
}

Ghosts random_ghosts(unsigned seed, size_t N, size_t D, size_t ghost, double eps)
{
    Ghosts g = {ghost,        random_input(seed, N, D, 2),        random_input(seed + 1, N, D, 1),
                output(N, D), random_parameters(seed + 2, D, -2), NULL};
    GhostStatistics statistics = output_statistics(N / ghost * D);
    oracle_ghost_forward(g.x, ghost, eps, statistics, g.xhat);
    g.rstd = statistics.rstd;
    return g;
}

static void observe_all(const double *values, size_t n)
{
    observe(values, n, 1e-9 + rounding(64, 1000));
}

void probe_batch_statistic_noise(void)
{
    static const struct {
        size_t N;
        double var, kurtosis;
    } probes[] = {{4, 9, 3},  {8, 9, 5}, {512, 0.25, 9}, {32, 2.25, 1.8}, {1, 4, 3},   {2, 16, 1},
                  {16, 0, 3}, {0, 1, 3}, {4, -1, 3},     {4, 1, 0.5},     {4, NAN, 3}, {4, 1, NAN}};
    for (size_t i = 0; i < COUNT(probes); i++) {
        StatisticNoise noise = {-7, -8, -9};
        observe_refusal(refused(
            subject_batch_statistic_noise(probes[i].N, probes[i].var, probes[i].kurtosis, &noise)));
        observe(&noise.mean, 1, 1e-12);
        observe(&noise.var, 1, 1e-12);
        observe(&noise.scale, 1, 1e-12);
    }
}

static void observe_noise(size_t count, const double *z, const double *xhat)
{
    ProbeNoise noise = {-6, -7, -8, -9};
    observe_refusal(refused(subject_probe_noise(count, z, xhat, &noise)));
    observe(&noise.slope, 1, 1e-10);
    observe(&noise.offset, 1, 1e-10);
    observe(&noise.additive, 1, 1e-6); /* roots: of 0, that of a rounding */
    observe(&noise.multiplicative, 1, 1e-6);
    observe(z, count, 0);
    observe(xhat, count, 0);
}

void probe_probe_noise(void)
{
    observe_noise(6, VECTOR(6, -2, -2, -1, -1, 2, 2), VECTOR(6, -1.5, -2.5, -0.5, -1.5, 2.5, 1.5));
    observe_noise(4, VECTOR(4, 1, 2, 4, 5), VECTOR(4, 4, 7, 13, 16));
    observe_noise(6, VECTOR(6, 0, 0, 2, 2, -2, -2), VECTOR(6, 2, 0, 1, 1, 1, 1));
    observe_noise(7, VECTOR(7, 0, 1, -1, 2, 2, -2, -2), VECTOR(7, 0, 0, 0, 3, -3, 3, -3));
    for (unsigned i = 0; i < 4; i++)
        observe_noise(5 + 20 * i, random_vector(10 + i, 5 + 20 * i),
                      random_vector(20 + i, 5 + 20 * i));
    observe_noise(3, VECTOR(3, 1, 2, NAN), VECTOR(3, 1, 2, 4));
    observe_noise(3, VECTOR(3, 1, 2, 3), VECTOR(3, 1, NAN, 4));
    observe_noise(2, VECTOR(2, 1, 2), VECTOR(2, 1, 3));
    observe_noise(4, VECTOR(4, 1, -1, 1, -1), VECTOR(4, 1, 2, 3, 4));
}

static void observe_forward(Matrix x, size_t ghost, double eps)
{
    size_t count = x.rows * x.cols;
    double *mean = random_vector(4, count), *var = random_vector(5, count);
    double *rstd = random_vector(6, count);
    Matrix xhat = random_input(7, x.rows, x.cols, 0);
    observe_refusal(
        refused(subject_ghost_forward(x, ghost, eps, (GhostStatistics){mean, var, rstd}, xhat)));
    observe_all(mean, count);
    observe_all(var, count);
    observe_all(rstd, count);
    observe_matrix(xhat, 1e-9 + rounding(64, 1000));
    observe_matrix(x, 0);
}

void probe_ghost_forward(void)
{
    static const size_t N[] = {8, 6, 6, 12, 4, 10, 4, 4, 4}, ghost[] = {4, 2, 3, 4, 4, 4, 1, 0, 8};
    static const size_t D[] = {1, 3, 2, 5, 3, 2, 2, 2, 2};
    for (unsigned i = 0; i < COUNT(N); i++)
        observe_forward(random_input(10 + i, N[i], D[i], 2), ghost[i], i % 2 ? 1e-5 : 0.5);
    observe_forward(random_input(3, 0, 2, 0), 4, 0.1);
    Matrix x = random_input(30, 8, 3, 0), xhat = random_input(31, 6, 4, 0);
    GhostStatistics statistics = {random_vector(32, 24), random_vector(33, 24),
                                  random_vector(34, 24)};
    observe_refusal(refused(subject_ghost_forward(x, 2, 0.1, statistics, xhat)));
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

void probe_ghost_backward(void)
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

static void observe_dropout(Matrix x, double rate, Dropping dropping, Matrix mask, Matrix y)
{
    Random random = random_new(99);
    observe_refusal(refused(subject_dropout_forward(x, rate, dropping, &random, mask, y)));
    observe_matrix(mask, 1e-9 + rounding(4, 10));
    observe_matrix(y, 1e-9 + rounding(4, 1000));
    observe_matrix(x, 0);
    double next = random_uniform(&random);
    observe(&next, 1, 0);
}

void probe_dropout_forward(void)
{
    static const double rates[] = {0.5, 0.2, 0.75, 0, 1, -0.1, NAN};
    for (unsigned i = 0; i < 2 * COUNT(rates); i++) {
        size_t N = 5 + i % 2, D = 3 + i % 3;
        observe_dropout(random_input(10 + i, N, D, 1), rates[i / 2],
                        i % 2 ? DROP_SHARED : DROP_EACH, random_input(4, N, D, 0),
                        random_input(5, N, D, 0));
    }
    Matrix x = random_input(40, 4, 3, 0);
    observe_dropout(x, 0.5, DROP_EACH, random_input(41, 3, 4, 0), random_input(42, 4, 3, 0));
    observe_dropout(x, 0.5, DROP_EACH, random_input(41, 4, 3, 0), random_input(42, 3, 4, 0));
}

void probe_dropout_backward(void)
{
    for (unsigned i = 0; i < 4; i++) {
        Matrix dy = random_input(10 + i, 3 + i, 4, 1), mask = output(3 + i, 4);
        Matrix dx = random_input(20 + i, 3 + i, 4, 0);
        oracle_mask(0.3, i % 2 ? DROP_SHARED : DROP_EACH, random_new(i), mask);
        observe_refusal(refused(subject_dropout_backward(dy, mask, dx)));
        observe_matrix(dx, 1e-9 + rounding(4, 100));
        observe_matrix(dy, 0);
        observe_matrix(mask, 0);
    }
}
