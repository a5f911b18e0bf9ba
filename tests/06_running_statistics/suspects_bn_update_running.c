/* Exercise 6.1, bn_update_running: its common mistakes, and what is to be said of each. */

#include <math.h>

#include "running_statistics.h"
#include "tests/06_running_statistics/suspects.h"
#include "tests/harness/harness.h"

/* Counts the batch, and says what it weighs. */
static double counted(BatchNorm *norm, size_t N)
{
    require(N >= 2, "N is %zu", N);
    norm->batches += 1;
    norm->examples += N;
    return norm->momentum == BN_CUMULATIVE ? 1 / (double)norm->batches : norm->momentum;
}

static void update_wrong_way_round(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    update_with(norm, mean, var, 1 - counted(norm, N), unbiased(N));
}

static void update_biased(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    update_with(norm, mean, var, counted(norm, N), 1);
}

static void update_wrong_way_and_biased(BatchNorm *norm, size_t N, const double *mean,
                                        const double *var)
{
    update_with(norm, mean, var, 1 - counted(norm, N), 1);
}

static void update_corrected_twice(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    update_with(norm, mean, var, counted(norm, N), unbiased(N) * unbiased(N));
}

static void update_correction_upside_down(BatchNorm *norm, size_t N, const double *mean,
                                          const double *var)
{
    update_with(norm, mean, var, counted(norm, N), 1 / unbiased(N));
}

static void update_integer_division(BatchNorm *norm, size_t N, const double *mean,
                                    const double *var)
{
    double weight = counted(norm, N);
    update_with(norm, mean, var, weight, (double)(N / (N - 1)));
}

static void update_corrects_all(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    double weight = counted(norm, N);
    for (size_t d = 0; d < norm->D; d++) {
        norm->running_mean[d] += weight * (mean[d] - norm->running_mean[d]);
        double moved = norm->running_var[d] + weight * (var[d] - norm->running_var[d]);
        norm->running_var[d] = moved * unbiased(N);
    }
}

static void update_stores_sd(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    double weight = counted(norm, N);
    for (size_t d = 0; d < norm->D; d++) {
        double sd = sqrt(var[d] * unbiased(N));
        norm->running_mean[d] += weight * (mean[d] - norm->running_mean[d]);
        norm->running_var[d] += weight * (sd - norm->running_var[d]);
    }
}

static void update_only_adds(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    double weight = counted(norm, N);
    for (size_t d = 0; d < norm->D; d++) {
        norm->running_mean[d] += weight * mean[d];
        norm->running_var[d] += weight * var[d] * unbiased(N);
    }
}

static void update_replaces(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    counted(norm, N);
    update_with(norm, mean, var, 1, unbiased(N));
}

static void update_own_momentum(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    double weight = counted(norm, N);
    update_with(norm, mean, var, norm->momentum == BN_CUMULATIVE ? weight : 0.1, unbiased(N));
}

static void update_not_cumulative(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    counted(norm, N);
    update_with(norm, mean, var, norm->momentum, unbiased(N));
}

static void update_counts_afterwards(BatchNorm *norm, size_t N, const double *mean,
                                     const double *var)
{
    double before = (double)norm->batches, weight = counted(norm, N);
    update_with(norm, mean, var, norm->momentum == BN_CUMULATIVE ? 1 / before : weight,
                unbiased(N));
}

static void update_weighs_by_examples(BatchNorm *norm, size_t N, const double *mean,
                                      const double *var)
{
    double weight = counted(norm, N);
    if (norm->momentum == BN_CUMULATIVE)
        weight = 1 / (double)norm->examples;
    update_with(norm, mean, var, weight, unbiased(N));
}

static void update_counts_nothing(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    double weight =
        norm->momentum == BN_CUMULATIVE ? 1 / (double)(norm->batches + 1) : norm->momentum;
    update_with(norm, mean, var, weight, unbiased(N));
}

static void update_counts_one_example(BatchNorm *norm, size_t N, const double *mean,
                                      const double *var)
{
    bn_update_running(norm, N, mean, var);
    norm->examples -= N - 1;
}

static void update_first_feature_only(BatchNorm *norm, size_t N, const double *mean,
                                      const double *var)
{
    double weight = counted(norm, N);
    for (size_t d = 0; d < norm->D; d++) {
        norm->running_mean[d] += weight * (mean[0] - norm->running_mean[d]);
        norm->running_var[d] += weight * (var[0] * unbiased(N) - norm->running_var[d]);
    }
}

static void update_accepts_one(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    if (N >= 2)
        bn_update_running(norm, N, mean, var);
    else
        update_with(norm, mean, var, norm->momentum, (double)N / ((double)N - 1));
}

const Suspect suspects_bn_update_running[] = {
    SUSPECT(update_wrong_way_round, "momentum is the weight of the new batch",
            "Your momentum is the wrong way round. It is the weight of the new batch, and 1 - "
            "momentum that of the old value. (Keras means the opposite: its 0.99 is 0.01 here.)"),
    SUSPECT(update_biased, "stores the unbiased variance",
            "You stored the variance divided by N. What is kept for later examples is the unbiased "
            "one: multiply var[d] by N / (N - 1) on the way in."),
    SUSPECT(update_wrong_way_and_biased, "momentum is the weight of the new batch",
            "Two things. Your momentum is the wrong way round: it is the weight of the new batch. "
            "And the variance that is kept is the unbiased one: multiply var[d] by N / (N - 1)."),
    SUSPECT(update_corrected_twice, "stores the unbiased variance",
            "You multiplied by N / (N - 1) twice. var is divided by N; once makes it unbiased."),
    SUSPECT(update_correction_upside_down, "stores the unbiased variance",
            "Your correction is upside down: (N - 1) / N makes the variance smaller still. It is N "
            "/ (N - 1)."),
    SUSPECT(
        update_integer_division, "{1, 2, 3, 4} takes 1 to 1.0667",
        "N / (N - 1) of two size_t is a whole number: 1 for every N above 2. Divide as double."),
    SUSPECT(update_corrects_all, "{1, 2, 3, 4} takes 1 to 1.0667",
            "You multiplied the whole running variance by N / (N - 1). The old part has its "
            "correction already: multiply only this batch's var[d]."),
    SUSPECT(update_stores_sd, "{1, 2, 3, 4} takes 1 to 1.0667",
            "You averaged standard deviations. running_var is an average of variances; the root is "
            "taken when it is used."),
    SUSPECT(update_only_adds, "momentum is the weight of the new batch",
            "You added the new part and kept all of the old. The old value is multiplied by 1 - "
            "momentum."),
    SUSPECT(update_replaces, "momentum is the weight of the new batch",
            "You stored this batch's statistics and forgot the batches before. The old value keeps "
            "the weight 1 - momentum."),
    SUSPECT(update_own_momentum, "momentum is the weight of the new batch",
            "Your momentum is always 0.1. Use norm->momentum."),
    SUSPECT(update_not_cumulative, "cumulative: all batches count the same",
            "BN_CUMULATIVE is 0, and with that as the weight nothing moves. There the weight is 1 "
            "/ batches, this batch counted."),
    SUSPECT(update_counts_afterwards, "cumulative: all batches count the same",
            "You divided by the number of batches before this one: 1 / 0 at the first. Count the "
            "batch, then divide."),
    SUSPECT(update_weighs_by_examples, "cumulative: all batches count the same",
            "You weighed with 1 / examples. In the cumulative average each batch counts the same: "
            "1 / batches."),
    SUSPECT(update_counts_nothing, "counts batches and examples",
            "batches and examples do not grow. Add 1 and N."),
    SUSPECT(update_counts_one_example, "counts batches and examples",
            "examples grows by 1. This batch had N of them."),
    SUSPECT(update_first_feature_only, "any batches, any N and any D",
            "You used mean[0] and var[0] for every feature. Feature d has mean[d] and var[d]."),
    SUSPECT(update_accepts_one, "refuses a single example",
            "With N = 1 you divide by 0, and one such batch spoils the statistics for good. Refuse "
            "N < 2 with require."),
    {0},
};
