/* Exercise 7.1, batch_statistic_noise: its common mistakes, and what is to be said of each. */

#include <math.h>

#include "batch_size_noise.h"
#include "tests/harness/harness.h"

static void noise_by_n(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    double root = sqrt((double)N);
    *noise = (StatisticNoise){noise->mean / root, noise->var / root, noise->scale / root};
}

static void noise_as_variances(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    *noise = (StatisticNoise){noise->mean * noise->mean, noise->var * noise->var,
                              noise->scale * noise->scale};
}

static void noise_of_a_normal(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    batch_statistic_noise(N, var, 3, noise);
}

static void noise_excess(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    noise->var = var * sqrt((kurtosis + 2) / (double)N);
    noise->scale = 0.5 * sqrt((kurtosis + 2) / (double)N);
}

static void noise_minus_three(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    noise->var = var * sqrt((kurtosis - 3) / (double)N);
    noise->scale = 0.5 * sqrt((kurtosis - 3) / (double)N);
}

static void noise_without_minus_one(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    noise->var = var * sqrt(kurtosis / (double)N);
    noise->scale = 0.5 * sqrt(kurtosis / (double)N);
}

static void noise_of_sd(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    noise->var = sqrt(var) * sqrt((kurtosis - 1) / (double)N);
}

static void noise_mean_without_root(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    noise->mean = var / sqrt((double)N);
}

static void noise_whole_scale(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    noise->scale *= 2;
}

static void noise_scale_absolute(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    noise->scale = noise->var / 2;
}

static void noise_by_n_minus_one(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    double by = sqrt((double)N / (double)(N - 1));
    *noise = (StatisticNoise){noise->mean * by, noise->var * by, noise->scale * by};
}

static void noise_accepts_all(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    double relative = sqrt((kurtosis - 1) / (double)N);
    *noise = (StatisticNoise){sqrt(var / (double)N), var * relative, relative / 2};
}

const Suspect suspects_batch_statistic_noise[] = {
    SUSPECT(noise_by_n, "the mean: sqrt(var / N)",
            "Your noise falls with 1/N. It falls with 1/sqrt(N): N stands under the root."),
    SUSPECT(
        noise_as_variances, "the mean: sqrt(var / N)",
        "You gave variances of the statistics. Wanted are standard deviations: take the roots."),
    SUSPECT(noise_of_a_normal, "the variance: from the kurtosis",
            "You took a kurtosis of 3, that of a normal feature. Use the argument: heavy tails "
            "make the variance noisier."),
    SUSPECT(noise_excess, "the variance: from the kurtosis",
            "You computed with kurtosis + 2, as for an excess kurtosis. Here a normal feature has "
            "3, and the formula has kurtosis - 1."),
    SUSPECT(noise_minus_three, "the variance: from the kurtosis",
            "You subtracted 3, which makes it an excess kurtosis. The formula has kurtosis - 1."),
    SUSPECT(noise_without_minus_one, "the variance: from the kurtosis",
            "You took sqrt(kurtosis / N). It is kurtosis - 1: the mean of the fourth powers, minus "
            "the square of the variance."),
    SUSPECT(noise_of_sd, "the variance: from the kurtosis",
            "You multiplied by the standard deviation. The noise of a variance is in the "
            "variance's units: var * sqrt((kurtosis - 1) / N)."),
    SUSPECT(noise_mean_without_root, "the mean: sqrt(var / N)",
            "You divided var by sqrt(N). The standard deviation is needed: sqrt(var / N)."),
    SUSPECT(noise_whole_scale, "the scale: half of the relative one",
            "Your scale is twice too noisy. 1 / sqrt(var) changes by half of the relative change "
            "of var."),
    SUSPECT(noise_scale_absolute, "the scale: half of the relative one",
            "Your scale depends on var. It is a share: divide the noise of the variance by the "
            "variance before you halve it."),
    SUSPECT(noise_by_n_minus_one, "the mean: sqrt(var / N)",
            "You divided by N - 1. var is known here, not estimated: the law divides by N."),
    SUSPECT(noise_accepts_all, "refuses what cannot be",
            "You accept an N of 0, a negative variance, a kurtosis under 1 or a NaN. Refuse them "
            "with require, in a form that is false for a NaN: var >= 0."),
    {0},
};
