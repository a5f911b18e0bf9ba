/* Exercise 6.2, bn_recalibrate: its common mistakes, and what is to be said of each. */

#include "running_statistics.h"
#include "tests/06_running_statistics/suspects.h"
#include "tests/harness/harness.h"

static void refuse_too_few(const BatchNorm *norm, size_t N)
{
    require(N >= 1 && norm->examples + N >= 2, "N is %zu", N);
}

static double unbiased_or_0(size_t N)
{
    return N > 1 ? unbiased(N) : 0;
}

/* Each batch counts the same, whatever its size, and the distance of the means is not seen. */
static void recalibrate_averages(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    refuse_too_few(norm, N);
    norm->batches += 1;
    norm->examples += N;
    update_with(norm, mean, var, 1 / (double)norm->batches, unbiased_or_0(N));
}

static void recalibrate_with_momentum(BatchNorm *norm, size_t N, const double *mean,
                                      const double *var)
{
    refuse_too_few(norm, N);
    norm->batches += 1;
    norm->examples += N;
    update_with(norm, mean, var, norm->momentum, unbiased_or_0(N));
}

/* The right rule, and the parts of it that can be wrong. */
typedef struct {
    double between; /* how the square of the distance is weighed */
    double before;  /* by what the old variance is multiplied */
    double divisor; /* by what the sum of squares is divided */
} Rule;

static Rule right_rule(double k, double N)
{
    return (Rule){k * N / (k + N), k > 0 ? k - 1 : 0, k + N - 1};
}

static void pool(BatchNorm *norm, size_t N, const double *mean, const double *var, Rule rule)
{
    double k = (double)norm->examples, total = k + (double)N;
    refuse_too_few(norm, N);
    for (size_t d = 0; d < norm->D; d++) {
        double delta = mean[d] - norm->running_mean[d];
        norm->running_var[d] = (norm->running_var[d] * rule.before + var[d] * (double)N +
                                delta * delta * rule.between) /
                               rule.divisor;
        norm->running_mean[d] += delta * (double)N / total;
    }
    norm->batches += 1;
    norm->examples += N;
}

#define WRONG_RULE(name, change)                                                       \
    static void name(BatchNorm *norm, size_t N, const double *mean, const double *var) \
    {                                                                                  \
        double k = (double)norm->examples, total = k + (double)N;                      \
        Rule rule = right_rule(k, (double)N);                                          \
        change;                                                                        \
        (void)total;                                                                   \
        pool(norm, N, mean, var, rule);                                                \
    }

WRONG_RULE(recalibrate_within_only, rule.between = 0)
WRONG_RULE(recalibrate_distance_unweighted, rule.between = k > 0 ? 1 : 0)
WRONG_RULE(recalibrate_biased, rule.divisor = total)
WRONG_RULE(recalibrate_takes_stored_for_biased, rule.before = k)
WRONG_RULE(recalibrate_counts_the_reset, rule.before = k > 0 ? k - 1 : 1)
WRONG_RULE(recalibrate_unsigned, rule.before = (double)(norm->examples - 1))

/* delta is taken from the mean that has moved already. */
static void recalibrate_delta_too_late(BatchNorm *norm, size_t N, const double *mean,
                                       const double *var)
{
    double k = (double)norm->examples, total = k + (double)N;
    Rule rule = right_rule(k, (double)N);
    rule.between *= k / total * k / total;
    pool(norm, N, mean, var, rule);
}

static void recalibrate_mean_unweighted(BatchNorm *norm, size_t N, const double *mean,
                                        const double *var)
{
    refuse_too_few(norm, N);
    double half = norm->examples > 0 ? 0.5 : 1;
    for (size_t d = 0; d < norm->D; d++) {
        double wrong = norm->running_mean[d] + half * (mean[d] - norm->running_mean[d]);
        BatchNorm one = *norm;
        one.D = 1;
        one.running_mean = &norm->running_mean[d];
        one.running_var = &norm->running_var[d];
        bn_recalibrate(&one, N, &mean[d], &var[d]);
        norm->running_mean[d] = wrong;
    }
    norm->batches += 1;
    norm->examples += N;
}

static void recalibrate_counts_nothing(BatchNorm *norm, size_t N, const double *mean,
                                       const double *var)
{
    size_t batches = norm->batches, examples = norm->examples;
    bn_recalibrate(norm, N, mean, var);
    norm->batches = batches;
    norm->examples = examples;
}

static void recalibrate_refuses_any_single(BatchNorm *norm, size_t N, const double *mean,
                                           const double *var)
{
    require(N >= 2, "N is %zu", N);
    bn_recalibrate(norm, N, mean, var);
}

const Suspect suspects_bn_recalibrate[] = {
    SUSPECT(recalibrate_averages, "sees the distance of the means",
            "You averaged the batches' variances, each batch the same. Sizes count, and so does "
            "the distance between the batches' means: add delta^2 * k * N / total."),
    SUSPECT(recalibrate_within_only, "sees the distance of the means",
            "You added up the variances within the batches only. When the batches' means differ, "
            "the whole varies more than its parts: add delta^2 * k * N / total."),
    SUSPECT(recalibrate_distance_unweighted, "sees the distance of the means",
            "You added delta^2 as it is. The distance concerns all examples of both: its weight is "
            "k * N / total."),
    SUSPECT(recalibrate_delta_too_late, "sees the distance of the means",
            "You took delta from the running mean after you had moved it. Take it before."),
    SUSPECT(recalibrate_biased, "one batch gives its own statistics",
            "You divided the squares by total. The stored variance is unbiased: total - 1."),
    SUSPECT(recalibrate_takes_stored_for_biased, "equals one large batch",
            "You multiplied the stored variance by k. It is unbiased, so its sum of squares is "
            "running_var * (k - 1)."),
    SUSPECT(recalibrate_counts_the_reset, "one batch gives its own statistics",
            "The variance 1 that a reset leaves went in as if it were data. With k = 0 nothing has "
            "been seen: the first term is 0."),
    SUSPECT(recalibrate_unsigned, "one batch gives its own statistics",
            "One less than a size_t of 0 is 18446744073709551615. Treat k = 0 apart, and compute "
            "in double."),
    SUSPECT(recalibrate_mean_unweighted, "equals one large batch",
            "You took the middle between the old mean and the new. The mean moves by N / total of "
            "the way."),
    SUSPECT(recalibrate_with_momentum, "one batch gives its own statistics",
            "You used momentum. Recalibration forgets nothing: all examples count the same."),
    SUSPECT(recalibrate_counts_nothing, "counts batches and examples",
            "batches and examples do not grow. The next batch needs them: add 1 and N."),
    SUSPECT(recalibrate_refuses_any_single, "equals one large batch",
            "You refuse a batch of one example. Alone it has no variance, but it has a distance: "
            "only as the first batch is it too few."),
    {0},
};
