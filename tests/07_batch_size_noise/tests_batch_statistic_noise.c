/* Exercise 7.1, batch_statistic_noise: the graded tests. */

#include <math.h>

#include "batch_size_noise.h"
#include "tests/harness/harness.h"

SUBJECT(batch_statistic_noise);

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

static void probe_batch_statistic_noise(void)
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

static const Test tests[] = {
    {4, "the mean: sqrt(var / N)", law_of_the_mean},
    {3, "the variance: from the kurtosis", law_of_the_variance},
    {3, "the scale: half of the relative one", law_of_the_scale},
    {2, "four times the examples, half the noise", law_halves},
    {2, "refuses what cannot be", law_refuses},
    {0},
};

EXERCISE(batch_statistic_noise);
