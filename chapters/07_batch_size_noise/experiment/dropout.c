#include "experiment.h"

#include <stdio.h>

enum { STEPS = 4000, BATCH = 32 };

/* How alike the noise of two examples is, in the same unit and the same step. */
static double correlation(const double a[STEPS], const double b[STEPS])
{
    Spread sa = spread_of(STEPS, a), sb = spread_of(STEPS, b);
    double sum = 0;
    for (size_t i = 0; i < STEPS; i++)
        sum += (a[i] - sa.mean) * (b[i] - sb.mean) / STEPS;
    return sum / (sa.sd * sb.sd);
}

/* The multipliers of two examples, and the mean over the batch, in many steps. */
static void dropout_noise(Experiment *e, Random random, Dropping dropping, double rate,
                          const char *name)
{
    static double first[STEPS], second[STEPS], mean[STEPS];
    Matrix x = matrix_new(BATCH, 1), mask = matrix_new(BATCH, 1), y = matrix_new(BATCH, 1);
    for (size_t n = 0; n < BATCH; n++)
        x.v[n] = 1;
    for (size_t i = 0; i < STEPS; i++) {
        dropout_forward(x, rate, dropping, &random, mask, y);
        first[i] = (double)y.v[0];
        second[i] = (double)y.v[1];
        bn_mean(y, &mean[i]);
    }
    Spread multiplier = spread_of(STEPS, first);
    double batch = spread_of(STEPS, mean).sd, alike = correlation(first, second);
    experiment_named_value(e, multiplier.mean, "%s_mean", name);
    experiment_named_value(e, multiplier.sd, "%s_sd", name);
    experiment_named_value(e, batch, "%s_batch", name);
    experiment_named_value(e, alike, "%s_correlation", name);
    printf("   %-12s multiplier's sd %.3f, of the batch's mean %.3f, two examples' correlation "
           "%.2f\n",
           dropping == DROP_EACH ? "independent" : "shared", multiplier.sd, batch, alike);
    matrix_free(x);
    matrix_free(mask);
    matrix_free(y);
}

/* The same for batch norm: two examples with the values 1 and 0.5, in batches with others. */
static void norm_noise(Experiment *e, Random random)
{
    static double first[STEPS], second[STEPS];
    Matrix x = matrix_new(BATCH, UNITS), xhat = matrix_new(BATCH, UNITS);
    double mean[UNITS], var[UNITS], rstd[UNITS];
    for (size_t i = 0; i < STEPS; i++) {
        draw_batch(&random, x);
        row(x, 0)[NORMAL] = 1;
        row(x, 1)[NORMAL] = (real)0.5;
        bn_forward(x, EPS, mean, var, rstd, xhat);
        first[i] = (double)row(xhat, 0)[NORMAL];
        second[i] = (double)row(xhat, 1)[NORMAL];
    }
    double alike = experiment_value(e, "norm_correlation", correlation(first, second));
    printf("   %-12s two examples' correlation %.2f\n", "batch norm", alike);
    matrix_free(x);
    matrix_free(xhat);
}

void dropout(Experiment *e, Random random)
{
    StatisticNoise expected;
    batch_statistic_noise(BATCH, 1, 3, &expected);
    double rate = rate_for(expected.scale);
    experiment_value(e, "dropout_rate", 100 * rate);
    printf("\nDropout at a rate of %.1f %%, as noisy as the scale of a batch of %d\n", 100 * rate,
           (int)BATCH);
    dropout_noise(e, random, DROP_EACH, rate, "each");
    dropout_noise(e, random, DROP_SHARED, rate, "shared");
    norm_noise(e, random);
}
