/* Exercise 6.1, bn_update_running: the graded tests. */

#include <string.h>

#include "running_statistics.h"
#include "tests/06_running_statistics/oracle.h"
#include "tests/06_running_statistics/shared.h"
#include "tests/harness/harness.h"

SUBJECT(bn_update_running);

static void update_by_hand(void)
{
    BatchNorm norm = small_norm(0, 1);
    norm.momentum = 0.1;
    given_values("the batch {1, 2, 3, 4}: N = 4, mean = {2.5}, var = {1.25}\n"
                 "     running_mean = {0}, running_var = {1}, momentum = 0.1");
    subject_bn_update_running(&norm, 4, VECTOR(1, 2.5), VECTOR(1, 1.25));
    expect_number("running_var[0]", norm.running_var[0], 1.0 + 0.1 * 2 / 3, rounding_double(8, 1));
}

static void update_weighs_with_momentum(void)
{
    BatchNorm norm = small_norm(8, 1);
    given_values("mean = {16}, running_mean = {8}, momentum = 0.25");
    subject_bn_update_running(&norm, 4, VECTOR(1, 16), VECTOR(1, 0.75));
    expect_number("running_mean[0]", norm.running_mean[0], 10, rounding_double(8, 16));
}

/* Two examples: N / (N - 1) is 2. */
static void update_stores_the_unbiased_variance(void)
{
    BatchNorm norm = small_norm(0, 1);
    norm.momentum = 1;
    given_values("the batch {4, 10}: N = 2, mean = {7}, var = {9}; momentum = 1");
    subject_bn_update_running(&norm, 2, VECTOR(1, 7), VECTOR(1, 9));
    expect_number("running_var[0]", norm.running_var[0], 18, rounding_double(8, 18));
}

static void update_of_many_batches(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        size_t D = shapes[s].D;
        BatchNorm norm = random_norm(31 + (unsigned)s, D);
        norm.momentum = 0.3;
        double *mean = random_vector(35 + (unsigned)s, D);
        double *var = random_variances(36 + (unsigned)s, D);
        memcpy(mean, norm.running_mean, D * sizeof *mean);
        memcpy(var, norm.running_var, D * sizeof *var);
        given_values("20 batches of %zu to %zu examples, %zu features, momentum = 0.3", shapes[s].N,
                     shapes[s].N + 19, D);
        for (unsigned batch = 0; batch < 20; batch++) {
            size_t N = shapes[s].N + batch;
            double *m = random_vector(100 + batch, D), *v = random_variances(200 + batch, D);
            oracle_update(0.3, N, D, m, v, mean, var);
            subject_bn_update_running(&norm, N, m, v);
        }
        expect_vector("running_mean", norm.running_mean, mean, D, rounding_double(256, 10));
        expect_vector("running_var", norm.running_var, var, D, rounding_double(256, 50));
    }
}

static void update_cumulative(void)
{
    BatchNorm norm = small_norm(0, 1);
    norm.momentum = BN_CUMULATIVE;
    norm.batches = norm.examples = 0;
    given_values("momentum = BN_CUMULATIVE; three batches after a reset, with means 6, 0, 12");
    static const double mean[] = {6, 0, 12}, average[] = {6, 3, 6};
    for (size_t batch = 0; batch < 3; batch++) {
        subject_bn_update_running(&norm, 4, VECTOR(1, mean[batch]), VECTOR(1, 1));
        expect_number("running_mean[0]", norm.running_mean[0], average[batch],
                      rounding_double(8, 12));
    }
}

static void update_counts(void)
{
    BatchNorm norm = small_norm(0, 1);
    given_values("batches = 3, examples = 40, then a batch of 5 and one of 8");
    subject_bn_update_running(&norm, 5, VECTOR(1, 0), VECTOR(1, 1));
    subject_bn_update_running(&norm, 8, VECTOR(1, 0), VECTOR(1, 1));
    expect(norm.batches == 5, "batches: got %zu   want 5", norm.batches);
    expect(norm.examples == 53, "examples: got %zu   want 53", norm.examples);
}

static void update_changes_nothing_else(void)
{
    BatchNorm norm = random_norm(41, 3), copy = random_norm(41, 3);
    double *mean = random_vector(42, 3), *var = random_variances(43, 3);
    given_values("3 features, random");
    subject_bn_update_running(&norm, 4, mean, var);
    expect_numbers("running_mean", norm.running_mean, 3);
    expect_same("mean", mean, random_vector(42, 3), 3 * sizeof *mean);
    expect_same("var", var, random_variances(43, 3), 3 * sizeof *var);
    expect_same_parameters(&norm, &copy);
    expect_same_gradients(&norm, &copy);
}

static void update_refuses(void)
{
    BatchNorm norm = small_norm(0, 1);
    double *mean = VECTOR(1, 3), *var = VECTOR(1, 0);
    given_values("mean = {3}, var = {0}");
    expect_refusal("N = 1", subject_bn_update_running(&norm, 1, mean, var));
    expect_refusal("N = 0", subject_bn_update_running(&norm, 0, mean, var));
}

static void probe_bn_update_running(void)
{
    static const double momentum[] = {0.25, 0.1, 0.6, 1, BN_CUMULATIVE, BN_CUMULATIVE};
    for (unsigned i = 0; i < COUNT(momentum); i++) {
        BatchNorm norm = random_norm(10 * i + 1, 1 + i % 4);
        norm.momentum = momentum[i];
        if (i == COUNT(momentum) - 1)
            norm.batches = norm.examples = 0;
        probe_update(subject_bn_update_running, &norm, 2 + i, 100 + i);
        probe_update(subject_bn_update_running, &norm, 7, 200 + i);
    }
    BatchNorm norm = random_norm(90, 3);
    double *mean = random_vector(300, 3), *var = random_variances(301, 3);
    observe_refusal(refused(subject_bn_update_running(&norm, 1, mean, var)));
    observe_refusal(refused(subject_bn_update_running(&norm, 0, mean, var)));
}

static const Test tests[] = {
    {4, "{1, 2, 3, 4} takes 1 to 1.0667", update_by_hand},
    {3, "momentum is the weight of the new batch", update_weighs_with_momentum},
    {3, "stores the unbiased variance", update_stores_the_unbiased_variance},
    {2, "any batches, any N and any D", update_of_many_batches},
    {3, "cumulative: all batches count the same", update_cumulative},
    {2, "counts batches and examples", update_counts},
    {1, "changes nothing else", update_changes_nothing_else},
    {1, "refuses a single example", update_refuses},
    {0},
};

EXERCISE(bn_update_running);
