/* Exercise 6.2, bn_recalibrate: the graded tests. */

#include "running_statistics.h"
#include "tests/06_running_statistics/oracle.h"
#include "tests/06_running_statistics/shared.h"
#include "tests/harness/harness.h"
#include "tests/harness/oracle.h"

SUBJECT(bn_recalibrate);

/* The statistics of a batch, as the layer would hand them to an update. */
static void take_in(Update update, BatchNorm *norm, Matrix batch)
{
    double *mean = output_vector(batch.cols), *var = output_vector(batch.cols);
    oracle_mean(batch, mean);
    oracle_variance(batch, var);
    update(norm, batch.rows, mean, var);
}

static BatchNorm fresh(unsigned seed, size_t D)
{
    BatchNorm norm = random_norm(seed, D);
    norm.batches = norm.examples = 0;
    for (size_t d = 0; d < D; d++) {
        norm.running_mean[d] = 0;
        norm.running_var[d] = 1;
    }
    return norm;
}

/* {0, 0} and {10, 10, 10} have no variance. All five have: mean 6, squares 2 * 36 + 3 * 16. */
static void recalibrate_sees_the_distance_of_the_means(void)
{
    BatchNorm norm = fresh(51, 1);
    given_values("after a reset the batches {0, 0} and {10, 10, 10}");
    subject_bn_recalibrate(&norm, 2, VECTOR(1, 0), VECTOR(1, 0));
    subject_bn_recalibrate(&norm, 3, VECTOR(1, 10), VECTOR(1, 0));
    expect_number("running_mean[0]", norm.running_mean[0], 6, rounding_double(8, 10));
    expect_number("running_var[0]", norm.running_var[0], 30, rounding_double(8, 100));
}

static void recalibrate_from_one_batch(void)
{
    BatchNorm norm = fresh(52, 1);
    given_values("after a reset the batch {1, 2, 3, 4}: N = 4, mean = {2.5}, var = {1.25}");
    subject_bn_recalibrate(&norm, 4, VECTOR(1, 2.5), VECTOR(1, 1.25));
    expect_number("running_mean[0]", norm.running_mean[0], 2.5, rounding_double(4, 2.5));
    expect_number("running_var[0]", norm.running_var[0], 5.0 / 3, rounding_double(4, 2));
}

/* All rows of x, in batches of these sizes. */
static BatchNorm recalibrated(Matrix x, const size_t *sizes, size_t count)
{
    BatchNorm norm = fresh(53, x.cols);
    for (size_t i = 0, first = 0; i < count; first += sizes[i++])
        take_in(subject_bn_recalibrate, &norm, matrix_rows(x, first, sizes[i]));
    return norm;
}

static void expect_statistics_of(Matrix x, BatchNorm norm, double tolerance)
{
    double *mean = output_vector(x.cols), *var = output_vector(x.cols);
    oracle_mean(x, mean);
    oracle_unbiased(x, var);
    expect_vector("running_mean", norm.running_mean, mean, x.cols, tolerance);
    expect_vector("running_var", norm.running_var, var, x.cols, tolerance);
}

static void recalibrate_equals_one_large_batch(void)
{
    static const size_t sizes[] = {2, 7, 3, 1, 16, 1};
    Matrix x = random_input(54, 30, 5, 0);
    given_values("30 examples x 5 features, random, in batches of 2, 7, 3, 1, 16 and 1");
    expect_statistics_of(x, recalibrated(x, sizes, COUNT(sizes)), rounding_double(256, 100));
}

/* Sorted data: each batch of 10 lies far from the others. */
static void recalibrate_of_sorted_data(void)
{
    static const size_t sizes[] = {10, 10, 10};
    double values[30];
    for (size_t n = 0; n < COUNT(values); n++)
        values[n] = (double)(n / 10) * 100 + (double)(n % 10);
    Matrix x = input(30, 1, values);
    given_values("0 .. 9, then 100 .. 109, then 200 .. 209, in three batches");
    expect_statistics_of(x, recalibrated(x, sizes, COUNT(sizes)), rounding_double(256, 1e4));
}

/* The batches' means are exact to 1e-8 here, and so is the distance between them. */
static void recalibrate_survives_an_offset(void)
{
    static const size_t sizes[] = {20, 30, 50};
    Matrix x = random_input(55, 100, 3, 1e8);
    given_values("100 examples x 3 features around 1e8, in batches of 20, 30 and 50");
    expect_statistics_of(x, recalibrated(x, sizes, COUNT(sizes)), 1e-6);
}

static void recalibrate_counts(void)
{
    BatchNorm norm = fresh(56, 1);
    given_values("after a reset, a batch of 5 and one of 8");
    subject_bn_recalibrate(&norm, 5, VECTOR(1, 0), VECTOR(1, 1));
    subject_bn_recalibrate(&norm, 8, VECTOR(1, 0), VECTOR(1, 1));
    expect(norm.batches == 2, "batches: got %zu   want 2", norm.batches);
    expect(norm.examples == 13, "examples: got %zu   want 13", norm.examples);
}

static void recalibrate_refuses(void)
{
    BatchNorm norm = fresh(57, 1);
    double *mean = VECTOR(1, 3), *var = VECTOR(1, 0);
    given_values("after a reset; mean = {3}, var = {0}");
    expect_refusal("N = 0", subject_bn_recalibrate(&norm, 0, mean, var));
    expect_refusal("a single example as the first batch",
                   subject_bn_recalibrate(&norm, 1, mean, var));
    norm = random_norm(57, 1);
    given_values("after %zu examples; mean = {3}, var = {0}", norm.examples);
    expect_refusal("N = 0", subject_bn_recalibrate(&norm, 0, mean, var));
}

static void recalibrate_changes_nothing_else(void)
{
    BatchNorm norm = random_norm(58, 3), copy = random_norm(58, 3);
    double *mean = random_vector(59, 3), *var = random_variances(60, 3);
    given_values("3 features, random");
    subject_bn_recalibrate(&norm, 4, mean, var);
    expect_numbers("running_mean", norm.running_mean, 3);
    expect_same("mean", mean, random_vector(59, 3), 3 * sizeof *mean);
    expect_same("var", var, random_variances(60, 3), 3 * sizeof *var);
    expect_same_parameters(&norm, &copy);
    expect_same_gradients(&norm, &copy);
}

static void probe_bn_recalibrate(void)
{
    static const size_t N[][3] = {{4, 4, 4}, {2, 3, 9}, {5, 1, 2}, {2, 8, 1}, {3, 2, 2}};
    for (unsigned i = 0; i < COUNT(N); i++) {
        BatchNorm norm = random_norm(10 * i + 1, 1 + i % 4);
        norm.batches = norm.examples = 0;
        for (size_t batch = 0; batch < 3; batch++)
            probe_update(subject_bn_recalibrate, &norm, N[i][batch],
                         100 * i + 10 * (unsigned)batch);
    }
    BatchNorm norm = random_norm(90, 3);
    double *mean = random_vector(300, 3), *var = random_variances(301, 3);
    observe_refusal(refused(subject_bn_recalibrate(&norm, 0, mean, var)));
    norm.batches = norm.examples = 0;
    observe_refusal(refused(subject_bn_recalibrate(&norm, 1, mean, var)));
}

static const Test tests[] = {
    {4, "sees the distance of the means", recalibrate_sees_the_distance_of_the_means},
    {2, "one batch gives its own statistics", recalibrate_from_one_batch},
    {3, "equals one large batch", recalibrate_equals_one_large_batch},
    {2, "sorted data", recalibrate_of_sorted_data},
    {1, "survives an offset of 1e8", recalibrate_survives_an_offset},
    {1, "counts batches and examples", recalibrate_counts},
    {1, "refuses too few examples", recalibrate_refuses},
    {1, "changes nothing else", recalibrate_changes_nothing_else},
    {0},
};

EXERCISE(bn_recalibrate);
