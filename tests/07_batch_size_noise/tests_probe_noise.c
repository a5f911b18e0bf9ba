/* Exercise 7.2, probe_noise: the graded tests. */

#include <math.h>

#include "batch_size_noise.h"
#include "tests/07_batch_size_noise/oracle.h"
#include "tests/harness/harness.h"

SUBJECT(probe_noise);

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
    given_values("two probes; then z = {2, -2, 2, -2}");
    expect_refusal("a set of two probes",
                   subject_probe_noise(2, VECTOR(2, 1, 2), VECTOR(2, 1, 3), &noise));
    expect_refusal("a set of probes with the same z^2",
                   subject_probe_noise(4, VECTOR(4, 2, -2, 2, -2), VECTOR(4, 1, 2, 3, 4), &noise));
    expect_line(probes(3, VECTOR(3, 1, -1, 2), VECTOR(3, 1, -1, 2)), 1, 0);
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

static void probe_probe_noise(void)
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

static const Test tests[] = {
    {5, "slope and offset, as by hand", probes_on_a_line},
    {4, "additive noise alone", probes_with_additive_noise},
    {4, "multiplicative noise alone", probes_with_multiplicative_noise},
    {3, "both at once", probes_with_both},
    {2, "random probes", probes_at_random},
    {2, "a variance below 0 becomes 0", probes_with_a_negative_variance},
    {1, "a NaN stays a NaN", probes_with_a_nan},
    {1, "refuses what has no answer", probes_refused},
    {0},
};

EXERCISE(probe_noise);
