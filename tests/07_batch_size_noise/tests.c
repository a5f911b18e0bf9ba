/* The graded tests of chapter 7.

   Tolerances: rounding(units, magnitude) allows that many units of rounding at the magnitude of
   the largest number in the computation. Where a root is taken of a variance that should be 0,
   the variance is compared and not the root: a rounding of 1e-16 has a root of 1e-8. */

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "batch_size_noise.h"
#include "tests/07_batch_size_noise/oracle.h"
#include "tests/07_batch_size_noise/probes.h"
#include "tests/harness/oracle.h"

#define START(name) __typeof__(name) *subject_##name = student_##name

START(batch_statistic_noise);
START(probe_noise);
START(ghost_forward);
START(ghost_backward);
START(dropout_forward);
START(dropout_backward);

static bool same_bytes(Matrix a, Matrix b)
{
    return memcmp(a.v, b.v, a.rows * a.cols * sizeof(real)) == 0;
}

/* ---- 7.1 batch_statistic_noise ---- */

static StatisticNoise law(size_t N, double var, double kurtosis)
{
    StatisticNoise noise = {*output_vector(1), *output_vector(1), *output_vector(1)};
    given_values("N = %zu, var = %g, kurtosis = %g", N, var, kurtosis);
    subject_batch_statistic_noise(N, var, kurtosis, &noise);
    return noise;
}

static void law_of_the_mean(void)
{
    expect_number("noise->mean", law(4, 9, 3).mean, 1.5, rounding_double(4, 2));
    expect_number("noise->mean", law(25, 4, 6).mean, 0.4, rounding_double(4, 1));
    expect_number("noise->mean", law(1, 0.25, 2).mean, 0.5, rounding_double(4, 1));
}

static void law_of_the_variance(void)
{
    expect_number("noise->var", law(8, 9, 3).var, 4.5, rounding_double(4, 9));
    expect_number("noise->var", law(4, 9, 5).var, 9, rounding_double(4, 9));
    expect_number("noise->var", law(2, 0.5, 9).var, 1, rounding_double(4, 1));
}

static void law_of_the_scale(void)
{
    expect_number("noise->scale", law(8, 9, 3).scale, 0.25, rounding_double(4, 1));
    expect_number("noise->scale", law(4, 100, 5).scale, 0.5, rounding_double(4, 1));
    expect_number("noise->scale", law(512, 0.01, 3).scale, 0.03125, rounding_double(4, 1));
}

/* Four times as many examples, half the noise: up to a batch whose N^2 is beyond 64 bits. */
static void law_halves(void)
{
    StatisticNoise before = law(1, 3, 4.5);
    for (size_t N = 4; N <= (size_t)1 << 40; N *= 4) {
        StatisticNoise now = law(N, 3, 4.5);
        expect_number("noise->mean", now.mean, before.mean / 2, rounding_double(8, before.mean));
        expect_number("noise->var", now.var, before.var / 2, rounding_double(8, before.var));
        expect_number("noise->scale", now.scale, before.scale / 2,
                      rounding_double(8, before.scale));
        before = now;
    }
}

static void law_refuses(void)
{
    StatisticNoise noise;
    given_values("N = 0, or var = -1, or kurtosis = 0.5, or NaN");
    expect_refusal("N = 0", subject_batch_statistic_noise(0, 1, 3, &noise));
    expect_refusal("a variance of -1", subject_batch_statistic_noise(4, -1, 3, &noise));
    expect_refusal("a variance of NaN", subject_batch_statistic_noise(4, NAN, 3, &noise));
    expect_refusal("a kurtosis of 0.5", subject_batch_statistic_noise(4, 1, 0.5, &noise));
    expect_refusal("a kurtosis of NaN", subject_batch_statistic_noise(4, 1, NAN, &noise));
    noise = law(4, 0, 1); /* the smallest that are allowed */
    expect_number("noise->mean", noise.mean, 0, 0);
    expect_number("noise->scale", noise.scale, 0, 0);
}

/* ---- 7.2 probe_noise ---- */

static ProbeNoise probes(size_t count, const double *z, const double *xhat)
{
    double *nan = output_vector(4);
    ProbeNoise noise = {nan[0], nan[1], nan[2], nan[3]};
    subject_probe_noise(count, z, xhat, &noise);
    return noise;
}

static void expect_line(ProbeNoise noise, double slope, double offset)
{
    expect_number("noise->slope", noise.slope, slope, rounding_double(256, 16));
    expect_number("noise->offset", noise.offset, offset, rounding_double(256, 16));
}

static void expect_parts(ProbeNoise noise, double additive, double multiplicative)
{
    expect_number("noise->additive squared", noise.additive * noise.additive, additive * additive,
                  rounding_double(4096, 16));
    expect_number("noise->multiplicative squared", noise.multiplicative * noise.multiplicative,
                  multiplicative * multiplicative, rounding_double(4096, 16));
    expect(noise.additive >= 0 && noise.multiplicative >= 0,
           "the parts of the noise are %g and %g: a standard deviation is not negative",
           noise.additive, noise.multiplicative);
}

static void probes_on_a_line(void)
{
    given_values("z = {1, 2, 4, 5}, xhat = {4, 7, 13, 16}");
    expect_line(probes(4, VECTOR(4, 1, 2, 4, 5), VECTOR(4, 4, 7, 13, 16)), 3, 1);
    given_values("z = {-1, 0, 2}, xhat = {1.5, 1, 0}");
    expect_line(probes(3, VECTOR(3, -1, 0, 2), VECTOR(3, 1.5, 1, 0)), -0.5, 1);
    given_values("z = {0, 1, 2, 3}, xhat = {0, 4, 0, 4}");
    expect_line(probes(4, VECTOR(4, 0, 1, 2, 3), VECTOR(4, 0, 4, 0, 4)), 0.8, 0.8);
}

static void probes_with_additive_noise(void)
{
    given_values("z = {-2, -2, -1, -1, 2, 2}, xhat = z + 0.5 and z - 0.5");
    ProbeNoise noise =
        probes(6, VECTOR(6, -2, -2, -1, -1, 2, 2), VECTOR(6, -1.5, -2.5, -0.5, -1.5, 2.5, 1.5));
    expect_parts(noise, 0.5, 0);
}

static void probes_with_multiplicative_noise(void)
{
    given_values("z = {-2, -2, 0, 1, 1}, xhat = 1.25 z and 0.75 z");
    ProbeNoise noise = probes(5, VECTOR(5, -2, -2, 0, 1, 1), VECTOR(5, -2.5, -1.5, 0, 1.25, 0.75));
    expect_parts(noise, 0, 0.25);
}

/* Each z twice, once above and once below the line by sqrt(0.09 + 0.16 z^2): the line and the
   squares are exact. */
static void probes_with_both(void)
{
    static const double at[] = {0, 1, 2, -1, 0.5, 3};
    double *z = output_vector(12), *xhat = output_vector(12);
    for (size_t i = 0; i < 12; i++) {
        double noise = sqrt(0.09 + 0.16 * at[i / 2] * at[i / 2]);
        z[i] = at[i / 2];
        xhat[i] = 2 * z[i] + 1 + (i % 2 ? noise : -noise);
    }
    given_values("z = 0, 1, 2, -1, 0.5, 3; xhat = 2 z + 1, plus and minus sqrt(0.09 + 0.16 z^2)");
    ProbeNoise noise = probes(12, z, xhat);
    expect_line(noise, 2, 1);
    expect_parts(noise, 0.3, 0.4);
}

static void probes_at_random(void)
{
    static const size_t counts[] = {3, 10, 57, 500};
    for (unsigned i = 0; i < COUNT(counts); i++) {
        double *z = random_vector(71 + i, counts[i]), *xhat = random_vector(81 + i, counts[i]);
        ProbeNoise want;
        oracle_probe_noise(counts[i], z, xhat, &want);
        given_values("%zu random probes", counts[i]);
        ProbeNoise got = probes(counts[i], z, xhat);
        expect_line(got, want.slope, want.offset);
        expect_parts(got, sqrt(fmax(want.additive, 0)), sqrt(fmax(want.multiplicative, 0)));
    }
}

static void probes_with_a_negative_variance(void)
{
    given_values("z = {0, 0, 2, 2, -2, -2}, xhat = {2, 0, 1, 1, 1, 1}: less noise far out");
    ProbeNoise noise = probes(6, VECTOR(6, 0, 0, 2, 2, -2, -2), VECTOR(6, 2, 0, 1, 1, 1, 1));
    expect_number("noise->multiplicative", noise.multiplicative, 0, 0);
    expect_number("noise->additive", noise.additive, 1, rounding_double(64, 4));
    given_values("z = {0, 1, -1, 2, 2, -2, -2}, xhat = {0, 0, 0, 3, -3, 3, -3}: far too much");
    noise = probes(7, VECTOR(7, 0, 1, -1, 2, 2, -2, -2), VECTOR(7, 0, 0, 0, 3, -3, 3, -3));
    expect_number("noise->additive", noise.additive, 0, 0);
}

static void expect_all_nan(ProbeNoise noise)
{
    expect(isnan(noise.slope) && isnan(noise.offset) && isnan(noise.additive) &&
               isnan(noise.multiplicative),
           "slope %g, offset %g, additive %g, multiplicative %g: one probe is not a number, so\n"
           "none of these is known",
           noise.slope, noise.offset, noise.additive, noise.multiplicative);
}

static void probes_with_a_nan(void)
{
    given_values("z = {1, 2, 3, 5}, xhat = {1, NaN, 2, 4}; then a NaN in z");
    expect_all_nan(probes(4, VECTOR(4, 1, 2, 3, 5), VECTOR(4, 1, NAN, 2, 4)));
    expect_all_nan(probes(4, VECTOR(4, 1, 2, NAN, 5), VECTOR(4, 1, 3, 2, 4)));
}

static void probes_refused(void)
{
    ProbeNoise noise;
    given_values("two probes; then z = {1, -1, 1, -1}");
    expect_refusal("a set of two probes",
                   subject_probe_noise(2, VECTOR(2, 1, 2), VECTOR(2, 1, 3), &noise));
    expect_refusal("a set of probes with the same z^2",
                   subject_probe_noise(4, VECTOR(4, 1, -1, 1, -1), VECTOR(4, 1, 2, 3, 4), &noise));
    expect_line(probes(3, VECTOR(3, 1, -1, 2), VECTOR(3, 1, -1, 2)), 1, 0);
}

/* ---- 7.3 ghost_forward ---- */

/* Compares all that ghost_forward hands out with the oracle's. Up to 64 numbers of up to 100 are
   added up, and rstd is at most 10. */
static void expect_ghosts(Matrix x, size_t ghost, double eps)
{
    size_t G = x.rows / ghost, D = x.cols;
    GhostStatistics got = output_statistics(G * D), want = output_statistics(G * D);
    Matrix xhat = output(x.rows, D), want_xhat = output(x.rows, D);
    oracle_ghost_forward(x, ghost, eps, want, want_xhat);
    subject_ghost_forward(x, ghost, eps, got, xhat);
    expect_vector("mean", got.mean, want.mean, G * D, rounding_double(64, 100));
    expect_vector("var", got.var, want.var, G * D, rounding_double(64, 1000));
    expect_vector("rstd", got.rstd, want.rstd, G * D, rounding_double(64, 1000));
    expect_matrix("xhat", xhat, want_xhat, rounding(4, 10) + rounding_double(64, 1000));
}

static void ghosts_by_hand(void)
{
    Matrix x = BATCH(8, 1, 1, 2, 3, 4, 30, 10, 70, 50), xhat = output(8, 1);
    GhostStatistics got = output_statistics(2);
    given_values("x = {1, 2, 3, 4, 30, 10, 70, 50}, ghost = 4, eps = 1");
    subject_ghost_forward(x, 4, 1, got, xhat);
    expect_vector("mean", got.mean, VECTOR(2, 2.5, 40), 2, rounding_double(8, 100));
    expect_vector("var", got.var, VECTOR(2, 1.25, 500), 2, rounding_double(8, 1000));
    expect_vector("rstd", got.rstd, VECTOR(2, 1 / 1.5, 1 / sqrt(501)), 2, rounding_double(8, 1));
    const double r = 1 / sqrt(501);
    Matrix want = BATCH(8, 1, -1, -0.5 / 1.5, 0.5 / 1.5, 1, -10 * r, -30 * r, 30 * r, 10 * r);
    expect_matrix("xhat", xhat, want, rounding(8, 2));
}

static void one_ghost_is_batch_norm(void)
{
    static const size_t N[] = {2, 5, 64}, D[] = {3, 2, 7};
    for (unsigned s = 0; s < COUNT(N); s++) {
        given_values("%zu random examples of %zu features, ghost = %zu", N[s], D[s], N[s]);
        expect_ghosts(random_input(91 + s, N[s], D[s], 3), N[s], 0.1);
    }
}

static void ghosts_of_any_shape(void)
{
    static const size_t N[] = {6, 6, 4, 64, 8}, D[] = {3, 2, 1, 17, 8}, ghost[] = {2, 3, 2, 16, 4};
    for (unsigned s = 0; s < COUNT(N); s++) {
        given_values("%zu random examples of %zu features, ghost = %zu", N[s], D[s], ghost[s]);
        expect_ghosts(random_input(101 + s, N[s], D[s], 3), ghost[s], 0.1);
    }
}

static void ghosts_use_eps(void)
{
    static const double eps[] = {1e-3, 0.5, 4};
    for (unsigned i = 0; i < COUNT(eps); i++) {
        given_values("8 random examples of 2 features, ghost = 4, eps = %g", eps[i]);
        expect_ghosts(random_input(111 + i, 8, 2, 0), 4, eps[i]);
    }
}

static void ghosts_change_nothing_else(void)
{
    Matrix x = random_input(121, 8, 3, 0), first = output(8, 3), second = output(8, 3);
    given("x", random_input(121, 8, 3, 0));
    subject_ghost_forward(x, 2, 0.1, output_statistics(12), first);
    subject_ghost_forward(x, 2, 0.1, output_statistics(12), second);
    expect_same("x", x.v, random_input(121, 8, 3, 0).v, 24 * sizeof(real));
    expect(same_bytes(first, second), "called twice with the same x, xhat[0][0] is %.9g, then %.9g",
           (double)first.v[0], (double)second.v[0]);
}

static void ghosts_refused(void)
{
    Matrix x = random_input(131, 8, 3, 0), xhat = output(8, 3), none = output(0, 3);
    GhostStatistics s = output_statistics(48);
    given_values("a batch of 8 examples");
    expect_refusal("ghost = 0", subject_ghost_forward(x, 0, 0.1, s, xhat));
    expect_refusal("ghost = 1", subject_ghost_forward(x, 1, 0.1, s, xhat));
    expect_refusal("ghost = 3", subject_ghost_forward(x, 3, 0.1, s, xhat));
    expect_refusal("ghost = 16", subject_ghost_forward(x, 16, 0.1, s, xhat));
    expect_refusal("a batch of 0", subject_ghost_forward(none, 4, 0.1, s, none));
    subject_ghost_forward(x, 8, 0.1, s, xhat); /* the largest that fits */
}

static void ghosts_refuse_other_shapes(void)
{
    Matrix x = random_input(132, 8, 3, 0), turned = random_input(133, 6, 4, 0);
    given_values("x is 8 x 3");
    expect_refusal("an xhat of 6 x 4",
                   subject_ghost_forward(x, 2, 0.1, output_statistics(12), turned));
}

/* ---- 7.4 ghost_backward ---- */

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
}

/* ---- 7.5 dropout_forward ---- */

typedef struct {
    Matrix mask, y;
    Random random;
} Dropped;

static Dropped drop(Matrix x, double rate, Dropping dropping, unsigned seed)
{
    Dropped got = {output(x.rows, x.cols), output(x.rows, x.cols), random_new(seed)};
    subject_dropout_forward(x, rate, dropping, &got.random, got.mask, got.y);
    return got;
}

static void dropped_or_scaled(void)
{
    static const double rates[] = {0.5, 0.2, 0.75};
    for (unsigned i = 0; i < COUNT(rates); i++) {
        Matrix x = random_input(251 + i, 20, 3, 1);
        given_values("20 x 3 random numbers, rate = %g", rates[i]);
        Dropped got = drop(x, rates[i], i == 1 ? DROP_SHARED : DROP_EACH, 7 + i);
        for (size_t j = 0; j < 60; j++) {
            double mask = (double)got.mask.v[j], kept = 1 / (1 - rates[i]);
            expect(mask == 0 || fabs(mask - kept) <= rounding(4, kept),
                   "mask[%zu][%zu] is %g; it can be 0 or 1/(1 - rate) = %g", j / 3, j % 3, mask,
                   kept);
            expect_number("y", (double)got.y.v[j], (double)x.v[j] * mask, rounding(4, 100));
        }
    }
}

static void expect_mask(size_t N, size_t D, double rate, Dropping dropping, unsigned seed)
{
    Matrix want = output(N, D);
    oracle_mask(rate, dropping, random_new(seed), want);
    given_values("%zu x %zu numbers, rate = %g, %s, random_new(%u)", N, D, rate,
                 dropping == DROP_EACH ? "DROP_EACH" : "DROP_SHARED", seed);
    Dropped got = drop(random_input(seed, N, D, 1), rate, dropping, seed);
    expect_matrix("mask", got.mask, want, rounding(4, 10));
    Random expected = random_new(seed);
    for (size_t i = 0; i < (dropping == DROP_EACH ? N * D : D); i++)
        random_uniform(&expected);
    expect(got.random.state == expected.state,
           "after the call the generator does not stand behind %zu draws", /* as it should */
           dropping == DROP_EACH ? N * D : D);
}

static void each_draws_for_itself(void)
{
    expect_mask(4, 3, 0.5, DROP_EACH, 1);
    expect_mask(7, 1, 0.3, DROP_EACH, 2);
    expect_mask(1, 9, 0.8, DROP_EACH, 3);
    expect_mask(5, 5, 0, DROP_EACH, 4);
}

static void shared_draws_once(void)
{
    expect_mask(4, 6, 0.5, DROP_SHARED, 1);
    expect_mask(7, 1, 0.3, DROP_SHARED, 2);
    expect_mask(1, 9, 0.8, DROP_SHARED, 3);
}

/* The mean of 4000 multipliers scatters by sqrt(rate / (1 - rate) / 4000): 0.032 at most here. */
static void dropout_keeps_the_mean(void)
{
    static const double rates[] = {0.1, 0.5, 0.8};
    for (unsigned i = 0; i < COUNT(rates); i++) {
        Matrix x = output(4000, 1);
        double sum = 0;
        for (size_t n = 0; n < 4000; n++)
            x.v[n] = 1;
        given_values("4000 ones, rate = %g", rates[i]);
        Matrix y = drop(x, rates[i], DROP_EACH, 11 + i).y;
        for (size_t n = 0; n < 4000; n++)
            sum += (double)y.v[n] / 4000;
        expect_number("the mean of y", sum, 1, 0.15);
    }
}

static void dropout_at_rate_zero(void)
{
    Matrix x = random_input(261, 5, 3, 1);
    given("x", x);
    Dropped got = drop(x, 0, DROP_EACH, 12);
    expect_matrix("y", got.y, random_input(261, 5, 3, 1), 0);
    expect_same("x", x.v, random_input(261, 5, 3, 1).v, 15 * sizeof(real));
}

static void dropout_refuses_rates(void)
{
    static const double bad[] = {1, -0.1, 1.5, NAN};
    Matrix x = random_input(262, 3, 2, 1), mask = output(3, 2), y = output(3, 2);
    Random random = random_new(1);
    given_values("a rate of 1, -0.1, 1.5 or NaN");
    for (size_t i = 0; i < COUNT(bad); i++)
        expect(refused(subject_dropout_forward(x, bad[i], DROP_EACH, &random, mask, y)),
               "a rate of %g was not refused", bad[i]);
}

static void dropout_refuses_other_shapes(void)
{
    Matrix x = random_input(263, 4, 3, 1), good = output(4, 3), turned = random_input(264, 3, 4, 0);
    Random random = random_new(1);
    given_values("x is 4 x 3");
    expect_refusal("a mask of 3 x 4",
                   subject_dropout_forward(x, 0.5, DROP_EACH, &random, turned, good));
    expect_refusal("a y of 3 x 4",
                   subject_dropout_forward(x, 0.5, DROP_EACH, &random, good, turned));
}

/* ---- 7.6 dropout_backward ---- */

static void dropout_gradient_by_hand(void)
{
    Matrix dy = BATCH(2, 3, 1, 2, 3, 4, 5, 6), mask = BATCH(2, 3, 2, 0, 2, 0, 0, 2);
    Matrix dx = output(2, 3);
    given_values("dy = {{1, 2, 3}, {4, 5, 6}}, mask = {{2, 0, 2}, {0, 0, 2}}");
    subject_dropout_backward(dy, mask, dx);
    expect_matrix("dx", dx, BATCH(2, 3, 2, 0, 6, 0, 0, 12), 0);
}

static void dropout_gradient_of_any_shape(void)
{
    static const size_t N[] = {1, 7, 4, 64}, D[] = {7, 1, 4, 17};
    for (unsigned s = 0; s < COUNT(N); s++) {
        Matrix dy = random_input(271 + s, N[s], D[s], 1), mask = output(N[s], D[s]);
        Matrix dx = output(N[s], D[s]), want = output(N[s], D[s]);
        oracle_mask(0.4, s % 2 ? DROP_SHARED : DROP_EACH, random_new(s), mask);
        for (size_t i = 0; i < N[s] * D[s]; i++)
            want.v[i] = (real)((long double)dy.v[i] * mask.v[i]);
        given("dy", dy);
        subject_dropout_backward(dy, mask, dx);
        expect_matrix("dx", dx, want, rounding(4, 100));
    }
}

static void dropout_gradient_changes_nothing_else(void)
{
    Matrix dy = random_input(281, 5, 3, 1), mask = random_input(282, 5, 3, 1), dx = output(5, 3);
    given("dy", dy);
    subject_dropout_backward(dy, mask, dx);
    expect_same("dy", dy.v, random_input(281, 5, 3, 1).v, 15 * sizeof(real));
    expect_same("mask", mask.v, random_input(282, 5, 3, 1).v, 15 * sizeof(real));
    expect_numbers("dx[0][0]", &(double){(double)dx.v[0]}, 1);
}

/* ---- The tables ---- */

static Exercise exercises[] = {
    EXERCISE("7.1", batch_statistic_noise), EXERCISE("7.2", probe_noise),
    EXERCISE("7.3", ghost_forward),         EXERCISE("7.4", ghost_backward),
    EXERCISE("7.5", dropout_forward),       EXERCISE("7.6", dropout_backward),
};

static const Test tests[] = {
    {"7.1", 4, "the mean: sqrt(var / N)", law_of_the_mean},
    {"7.1", 3, "the variance: from the kurtosis", law_of_the_variance},
    {"7.1", 3, "the scale: half of the relative one", law_of_the_scale},
    {"7.1", 2, "four times the examples, half the noise", law_halves},
    {"7.1", 2, "refuses what cannot be", law_refuses},

    {"7.2", 5, "slope and offset, as by hand", probes_on_a_line},
    {"7.2", 4, "additive noise alone", probes_with_additive_noise},
    {"7.2", 4, "multiplicative noise alone", probes_with_multiplicative_noise},
    {"7.2", 3, "both at once", probes_with_both},
    {"7.2", 2, "random probes", probes_at_random},
    {"7.2", 2, "a variance below 0 becomes 0", probes_with_a_negative_variance},
    {"7.2", 1, "a NaN stays a NaN", probes_with_a_nan},
    {"7.2", 1, "refuses what has no answer", probes_refused},

    {"7.3", 6, "two ghost batches, as by hand", ghosts_by_hand},
    {"7.3", 4, "ghost = N is batch norm", one_ghost_is_batch_norm},
    {"7.3", 4, "features and ghosts are kept apart", ghosts_of_any_shape},
    {"7.3", 2, "uses the eps that is given", ghosts_use_eps},
    {"7.3", 1, "changes nothing else", ghosts_change_nothing_else},
    {"7.3", 2, "refuses a ghost that does not fit", ghosts_refused},
    {"7.3", 1, "refuses other shapes", ghosts_refuse_other_shapes},

    {"7.4", 5, "dgamma and dbeta sum over all ghosts", parameters_sum_over_all},
    {"7.4", 5, "dx of each ghost batch by itself", backward_by_ghosts},
    {"7.4", 3, "equals central differences of the loss", backward_equals_differences},
    {"7.4", 3, "ghost = N is chapter 5's", backward_of_one_ghost},
    {"7.4", 1, "changes nothing else", backward_changes_nothing_else},
    {"7.4", 2, "refuses a ghost that does not fit", backward_refuses_ghosts},
    {"7.4", 1, "refuses other shapes", backward_refuses_other_shapes},

    {"7.5", 4, "0 or 1/(1 - rate)", dropped_or_scaled},
    {"7.5", 4, "each number draws for itself, in order", each_draws_for_itself},
    {"7.5", 3, "shared: one draw for each feature", shared_draws_once},
    {"7.5", 2, "the mean is kept", dropout_keeps_the_mean},
    {"7.5", 1, "a rate of 0 changes nothing", dropout_at_rate_zero},
    {"7.5", 1, "refuses a bad rate", dropout_refuses_rates},
    {"7.5", 1, "refuses other shapes", dropout_refuses_other_shapes},

    {"7.6", 4, "dy times the mask, as by hand", dropout_gradient_by_hand},
    {"7.6", 3, "any shape", dropout_gradient_of_any_shape},
    {"7.6", 1, "changes nothing else", dropout_gradient_changes_nothing_else},
};

const Chapter chapter = {
    "7", "Noise and mini-batch size", exercises, COUNT(exercises), tests, COUNT(tests), suspects,
};
