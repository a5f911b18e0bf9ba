/* Chapter 6's common mistakes: each is a wrong version of one exercise, and what is to be said
   of it. */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "forward_pass.h"
#include "gamma_beta.h"
#include "running_statistics.h"
#include "tests/harness/harness.h"

/* ---- 6.1 bn_update_running ---- */

/* The right update with another weight, and with another factor for the variance. */
static void update_with(BatchNorm *norm, const double *mean, const double *var, double weight,
                        double factor)
{
    for (size_t d = 0; d < norm->D; d++) {
        norm->running_mean[d] += weight * (mean[d] - norm->running_mean[d]);
        norm->running_var[d] += weight * (factor * var[d] - norm->running_var[d]);
    }
}

static double unbiased(size_t N)
{
    require(N >= 2, "N is %zu", N);
    return (double)N / ((double)N - 1);
}

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

/* ---- 6.2 bn_recalibrate ---- */

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

/* ---- 6.3 bn_forward_eval ---- */

static void require_features(const BatchNorm *norm, Matrix x)
{
    require(x.cols == norm->D, "x has %zu features", x.cols);
}

static void eval_batch_statistics(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat,
                                  Matrix y)
{
    double *mean = calloc(2 * x.cols + 1, sizeof *mean), *var = mean + x.cols;
    require_features(norm, x);
    bn_mean(x, mean);
    bn_variance(x, mean, var);
    bn_rstd(x.cols, var, norm->eps, rstd);
    bn_normalize(x, mean, rstd, xhat);
    bn_scale_shift(xhat, norm->gamma, norm->beta, y);
    free(mean);
}

static void eval_running_only_for_one(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat,
                                      Matrix y)
{
    (x.rows > 1 ? eval_batch_statistics : bn_forward_eval)(norm, x, rstd, xhat, y);
}

static void eval_updates(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat, Matrix y)
{
    bn_forward_eval(norm, x, rstd, xhat, y);
    double *mean = calloc(2 * x.cols + 1, sizeof *mean), *var = mean + x.cols;
    bn_mean(x, mean);
    bn_variance(x, mean, var);
    BatchNorm writable = *norm;
    update_with(&writable, mean, var, norm->momentum, x.rows > 1 ? unbiased(x.rows) : 1);
    free(mean);
}

static void eval_other_rstd(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat, Matrix y)
{
    bn_normalize(x, norm->running_mean, rstd, xhat);
    bn_scale_shift(xhat, norm->gamma, norm->beta, y);
}

static void eval_without_eps(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat, Matrix y)
{
    require_features(norm, x);
    for (size_t d = 0; d < norm->D; d++)
        rstd[d] = 1 / sqrt(norm->running_var[d]);
    eval_other_rstd(norm, x, rstd, xhat, y);
}

static void eval_own_eps(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat, Matrix y)
{
    require_features(norm, x);
    bn_rstd(norm->D, norm->running_var, 1e-5, rstd);
    eval_other_rstd(norm, x, rstd, xhat, y);
}

static void eval_takes_variance_for_sd(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat,
                                       Matrix y)
{
    require_features(norm, x);
    for (size_t d = 0; d < norm->D; d++)
        rstd[d] = 1 / (norm->running_var[d] + norm->eps);
    eval_other_rstd(norm, x, rstd, xhat, y);
}

static void eval_biased_again(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat, Matrix y)
{
    double N = (double)x.rows;
    require_features(norm, x);
    for (size_t d = 0; d < norm->D; d++)
        rstd[d] = 1 / sqrt(norm->running_var[d] * (N - 1) / N + norm->eps);
    eval_other_rstd(norm, x, rstd, xhat, y);
}

static void eval_refuses_one(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat, Matrix y)
{
    require(x.rows >= 2, "%zu examples", x.rows);
    bn_forward_eval(norm, x, rstd, xhat, y);
}

static void eval_without_gamma_and_beta(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat,
                                        Matrix y)
{
    bn_forward_eval(norm, x, rstd, xhat, y);
    memcpy(y.v, xhat.v, y.rows * y.cols * sizeof(real));
}

static void eval_without_beta(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat, Matrix y)
{
    bn_forward_eval(norm, x, rstd, xhat, y);
    for (size_t n = 0; n < y.rows; n++)
        for (size_t d = 0; d < y.cols; d++)
            row(y, n)[d] -= norm->beta[d];
}

static void eval_xhat_is_y(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat, Matrix y)
{
    bn_forward_eval(norm, x, rstd, xhat, y);
    memcpy(xhat.v, y.v, y.rows * y.cols * sizeof(real));
}

static void eval_accepts_any_D(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat, Matrix y)
{
    bn_rstd(norm->D, norm->running_var, norm->eps, rstd);
    eval_other_rstd(norm, x, rstd, xhat, y);
}

/* ---- 6.4 bn_backward_eval ---- */

static void scale_dx(BnGradients gradients, const double *by)
{
    for (size_t n = 0; n < gradients.dx.rows; n++)
        for (size_t d = 0; d < gradients.dx.cols; d++)
            row(gradients.dx, n)[d] = (real)(row(gradients.dx, n)[d] * by[d]);
}

static void backward_of_training(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                 BnGradients gradients)
{
    bn_backward(dy, xhat, gamma, rstd, gradients);
}

/* Training's formula, of which one example leaves nothing. */
static void backward_of_training_for_any_N(Matrix dy, Matrix xhat, const real *gamma,
                                           const double *rstd, BnGradients gradients)
{
    bn_scale_shift_backward(dy, xhat, gamma, gradients.dx, gradients.dgamma, gradients.dbeta);
    double N = (double)dy.rows;
    for (size_t n = 0; n < dy.rows; n++)
        for (size_t d = 0; d < dy.cols; d++)
            row(gradients.dx, n)[d] = (real)(gamma[d] * rstd[d] *
                                             (row(dy, n)[d] - gradients.dbeta[d] / N -
                                              row(xhat, n)[d] * gradients.dgamma[d] / N));
}

static void backward_without_rstd(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                  BnGradients gradients)
{
    (void)rstd;
    bn_scale_shift_backward(dy, xhat, gamma, gradients.dx, gradients.dgamma, gradients.dbeta);
}

static void backward_rstd_squared(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                  BnGradients gradients)
{
    bn_backward_eval(dy, xhat, gamma, rstd, gradients);
    scale_dx(gradients, rstd);
}

static void backward_without_gamma(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                   BnGradients gradients)
{
    bn_backward_eval(dy, xhat, gamma, rstd, gradients);
    for (size_t n = 0; n < dy.rows; n++)
        for (size_t d = 0; d < dy.cols; d++)
            row(gradients.dx, n)[d] = (real)(row(dy, n)[d] * rstd[d]);
}

static void backward_frozen(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                            BnGradients gradients)
{
    bn_backward_eval(dy, xhat, gamma, rstd, gradients);
    for (size_t d = 0; d < dy.cols; d++)
        gradients.dgamma[d] = gradients.dbeta[d] = 0;
}

static void backward_averages(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                              BnGradients gradients)
{
    bn_backward_eval(dy, xhat, gamma, rstd, gradients);
    for (size_t d = 0; d < dy.cols; d++) {
        gradients.dgamma[d] /= (double)dy.rows;
        gradients.dbeta[d] /= (double)dy.rows;
    }
}

static void backward_not_cleared(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                 BnGradients gradients)
{
    for (size_t n = 0; n < dy.rows; n++)
        for (size_t d = 0; d < dy.cols; d++) {
            gradients.dgamma[d] += (double)row(dy, n)[d] * row(xhat, n)[d];
            gradients.dbeta[d] += row(dy, n)[d];
            row(gradients.dx, n)[d] = (real)(row(dy, n)[d] * gamma[d] * rstd[d]);
        }
}

static void backward_swapped(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                             BnGradients gradients)
{
    BnGradients swapped = {gradients.dbeta, gradients.dgamma, gradients.dx};
    bn_backward_eval(dy, xhat, gamma, rstd, swapped);
}

/* ---- 6.5 bn_load ---- */

typedef struct {
    char name[8];
    uint64_t version, D, batches, examples;
    double eps, momentum;
} Head;

/* What a loader may leave out. */
typedef enum {
    NAME = 1,
    VERSION = 2,
    NEWER = 4,
    FEATURES = 8,
    CHECKSUM = 16,
    CHECKSUM_OF_HEAD = 32,
    MESSAGE = 64,
    NUMBERS_IN_MESSAGE = 128,
    COUNTS = 256,
    SETTINGS = 512,
    PATIENCE = 1024, /* changes the norm as it reads */
    ORDER = 2048,    /* running_var where running_mean stands */
    LENGTH = 4096,   /* whether all was there */
    CHECKSUM_READ = 8192
} Without;

static uint64_t sum_of(uint64_t sum, const void *bytes, size_t count)
{
    for (const unsigned char *byte = bytes; count > 0; byte++, count--)
        sum = (sum ^ *byte) * 1099511628211u;
    return sum;
}

static bool refuse(Without without, char *error, uint64_t found, uint64_t expected)
{
    if (without & NUMBERS_IN_MESSAGE)
        snprintf(error, BN_ERROR, "bad file");
    else if (!(without & MESSAGE))
        snprintf(error, BN_ERROR, "%llu, expected %llu", (unsigned long long)found,
                 (unsigned long long)expected);
    return false;
}

static void fill(BatchNorm *norm, Without without, Head head, const double *numbers, size_t count)
{
    size_t D = norm->D;
    if (!(without & COUNTS)) {
        norm->batches = (size_t)head.batches;
        norm->examples = (size_t)head.examples;
    }
    if (!(without & SETTINGS)) {
        norm->eps = head.eps;
        norm->momentum = head.momentum;
    }
    double *mean = without & ORDER ? norm->running_var : norm->running_mean;
    double *var = without & ORDER ? norm->running_mean : norm->running_var;
    for (size_t d = 0; d < D && d < count; d++) {
        norm->gamma[d] = (real)numbers[d];
        norm->beta[d] = (real)numbers[D + d];
        mean[d] = numbers[2 * D + d];
        var[d] = numbers[3 * D + d];
    }
}

static bool load_without(Without without, FILE *file, BatchNorm *norm, char error[BN_ERROR])
{
    enum { MOST = 256 };
    Head head = {"", 0, 0, 0, 0, 0, 0};
    double numbers[MOST] = {0};
    size_t count = 4 * norm->D;
    uint64_t stored = 0;
    require(count <= MOST, "%zu numbers", count);
    if (fread(&head, sizeof head, 1, file) != 1 && !(without & LENGTH))
        return refuse(without, error, 0, sizeof head);
    if (!(without & NAME) && memcmp(head.name, "batchnrm", 8) != 0)
        return refuse(without, error, 0, 0);
    if (without & NEWER ? head.version < BN_VERSION
                        : !(without & VERSION) && head.version != BN_VERSION)
        return refuse(without, error, head.version, BN_VERSION);
    if (!(without & FEATURES) && head.D != norm->D)
        return refuse(without, error, head.D, norm->D);
    if (without & FEATURES) /* the numbers of the file's D, as many as fit */
        count = head.D <= norm->D ? 4 * (size_t)head.D : count;
    size_t found = fread(numbers, sizeof *numbers, count, file);
    if (!(without & CHECKSUM_READ))
        found += fread(&stored, sizeof stored, 1, file);
    if (without & PATIENCE)
        fill(norm, without, head, numbers, norm->D);
    uint64_t sum =
        sum_of(14695981039346656037u, &head, without & CHECKSUM_OF_HEAD ? 0 : sizeof head);
    sum = sum_of(sum, numbers, count * sizeof *numbers);
    if (!(without & LENGTH) && found != count + !(without & CHECKSUM_READ))
        return refuse(without, error, found, count + 1);
    if (!(without & CHECKSUM) && !(without & CHECKSUM_OF_HEAD) && stored != sum)
        return refuse(without, error, stored, sum);
    fill(norm, without, head, numbers, norm->D);
    return true;
}

#define WRONG_LOADER(name, without)                                     \
    static bool name(FILE *file, BatchNorm *norm, char error[BN_ERROR]) \
    {                                                                   \
        return load_without(without, file, norm, error);                \
    }

WRONG_LOADER(load_foreign, NAME)
WRONG_LOADER(load_any_version, VERSION)
WRONG_LOADER(load_newer, NEWER)
WRONG_LOADER(load_any_D, FEATURES)
WRONG_LOADER(load_without_checksum, CHECKSUM)
WRONG_LOADER(load_leaves_checksum_unread, CHECKSUM | CHECKSUM_READ)
WRONG_LOADER(load_cut_off, LENGTH | CHECKSUM)
WRONG_LOADER(load_silently, MESSAGE)
WRONG_LOADER(load_without_numbers, NUMBERS_IN_MESSAGE)
WRONG_LOADER(load_forgets_counts, COUNTS)
WRONG_LOADER(load_forgets_settings, SETTINGS)
WRONG_LOADER(load_before_checking, PATIENCE)
WRONG_LOADER(load_in_another_order, ORDER)

/* ---- 6.6 batchnorm_forward ---- */

static void forward_training_always(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    require_features(norm, x);
    forward->mode = mode;
    bn_forward(x, norm->eps, forward->mean, forward->var, forward->rstd, forward->xhat);
    bn_scale_shift(forward->xhat, norm->gamma, norm->beta, forward->y);
    if (mode == TRAINING)
        norm->update(norm, x.rows, forward->mean, forward->var);
}

static void forward_ignores_the_mode(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    require_features(norm, x);
    forward->mode = mode;
    bn_forward(x, norm->eps, forward->mean, forward->var, forward->rstd, forward->xhat);
    bn_scale_shift(forward->xhat, norm->gamma, norm->beta, forward->y);
    norm->update(norm, x.rows, forward->mean, forward->var);
}

static void forward_updates_always(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    batchnorm_forward(norm, x, mode, forward);
    if (mode == TRAINING)
        return;
    bn_mean(x, forward->mean);
    bn_variance(x, forward->mean, forward->var);
    if (x.rows > 1)
        norm->update(norm, x.rows, forward->mean, forward->var);
}

static void no_update(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    (void)norm, (void)N, (void)mean, (void)var;
}

/* With another function in the place of norm->update. */
static void forward_with(BnUpdate update, BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    BatchNorm other = *norm;
    other.update = update;
    batchnorm_forward(&other, x, mode, forward);
    norm->batches = other.batches;
    norm->examples = other.examples;
}

static void forward_never_updates(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    forward_with(no_update, norm, x, mode, forward);
}

static void forward_updates_twice(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    batchnorm_forward(norm, x, mode, forward);
    if (mode == TRAINING)
        norm->update(norm, x.rows, forward->mean, forward->var);
}

static void forward_updates_from_xhat(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    forward_never_updates(norm, x, mode, forward);
    if (mode == EVALUATION)
        return;
    double *mean = calloc(2 * x.cols + 1, sizeof *mean), *var = mean + x.cols;
    bn_mean(forward->xhat, mean);
    bn_variance(forward->xhat, mean, var);
    norm->update(norm, x.rows, mean, var);
    free(mean);
}

static void forward_updates_with(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward,
                                 double power, double factor)
{
    forward_never_updates(norm, x, mode, forward);
    if (mode == EVALUATION)
        return;
    double *other = calloc(x.cols + 1, sizeof *other);
    for (size_t d = 0; d < x.cols; d++)
        other[d] = factor * pow(forward->var[d], power);
    norm->update(norm, x.rows, forward->mean, other);
    free(other);
}

static void forward_updates_with_sd(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    forward_updates_with(norm, x, mode, forward, 0.5, 1);
}

static void forward_corrects_too(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    forward_updates_with(norm, x, mode, forward, 1, x.rows > 1 ? unbiased(x.rows) : 1);
}

static void forward_own_update(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    forward_with(bn_update_running, norm, x, mode, forward);
}

static void forward_running_in_training(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    batchnorm_forward(norm, x, mode, forward);
    if (mode == TRAINING)
        bn_forward_eval(norm, x, forward->rstd, forward->xhat, forward->y);
}

static void forward_evaluates_one(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    batchnorm_forward(norm, x, x.rows < 2 ? EVALUATION : mode, forward);
    forward->mode = mode;
}

static void forward_forgets_the_mode(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    Mode before = forward->mode;
    batchnorm_forward(norm, x, mode, forward);
    forward->mode = before;
}

static void forward_without_gamma_and_beta(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    batchnorm_forward(norm, x, mode, forward);
    if (mode == TRAINING)
        memcpy(forward->y.v, forward->xhat.v, x.rows * x.cols * sizeof(real));
}

static void forward_accepts_any_D(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    BatchNorm narrow = *norm;
    narrow.D = x.cols;
    batchnorm_forward(&narrow, x, mode, forward);
    norm->batches = narrow.batches;
    norm->examples = narrow.examples;
}

/* ---- 6.7 batchnorm_backward ---- */

typedef __typeof__(bn_backward) Formula;

static void backward_through(Formula *formula, BatchNorm *norm, Matrix dy, const BnForward *forward,
                             BnGradients gradients)
{
    formula(dy, forward->xhat, norm->gamma, forward->rstd, gradients);
    for (size_t d = 0; d < norm->D; d++) {
        norm->gamma_gradient[d] += (real)gradients.dgamma[d];
        norm->beta_gradient[d] += (real)gradients.dbeta[d];
    }
}

static void layer_backward_training_always(BatchNorm *norm, Matrix dy, const BnForward *forward,
                                           BnGradients gradients)
{
    backward_through(dy.rows > 1 ? bn_backward : bn_backward_eval, norm, dy, forward, gradients);
}

static void layer_backward_eval_always(BatchNorm *norm, Matrix dy, const BnForward *forward,
                                       BnGradients gradients)
{
    backward_through(bn_backward_eval, norm, dy, forward, gradients);
}

static void layer_backward_modes_swapped(BatchNorm *norm, Matrix dy, const BnForward *forward,
                                         BnGradients gradients)
{
    backward_through(forward->mode == TRAINING || dy.rows < 2 ? bn_backward_eval : bn_backward,
                     norm, dy, forward, gradients);
}

static void add_gradients(BatchNorm *norm, BnGradients gradients, double factor)
{
    for (size_t d = 0; d < norm->D; d++) {
        norm->gamma_gradient[d] += (real)(factor * gradients.dgamma[d]);
        norm->beta_gradient[d] += (real)(factor * gradients.dbeta[d]);
    }
}

static void layer_backward_overwrites(BatchNorm *norm, Matrix dy, const BnForward *forward,
                                      BnGradients gradients)
{
    memset(norm->gamma_gradient, 0, norm->D * sizeof(real));
    memset(norm->beta_gradient, 0, norm->D * sizeof(real));
    batchnorm_backward(norm, dy, forward, gradients);
}

static void layer_backward_does_not_add(BatchNorm *norm, Matrix dy, const BnForward *forward,
                                        BnGradients gradients)
{
    batchnorm_backward(norm, dy, forward, gradients);
    add_gradients(norm, gradients, -1);
}

static void layer_backward_averages(BatchNorm *norm, Matrix dy, const BnForward *forward,
                                    BnGradients gradients)
{
    batchnorm_backward(norm, dy, forward, gradients);
    add_gradients(norm, gradients, 1 / (double)dy.rows - 1);
}

static void layer_backward_gradients_swapped(BatchNorm *norm, Matrix dy, const BnForward *forward,
                                             BnGradients gradients)
{
    BatchNorm swapped = *norm;
    swapped.gamma_gradient = norm->beta_gradient;
    swapped.beta_gradient = norm->gamma_gradient;
    batchnorm_backward(&swapped, dy, forward, gradients);
}

static void layer_backward_steps(BatchNorm *norm, Matrix dy, const BnForward *forward,
                                 BnGradients gradients)
{
    batchnorm_backward(norm, dy, forward, gradients);
    for (size_t d = 0; d < norm->D; d++) {
        norm->gamma[d] -= (real)(0.1 * gradients.dgamma[d]);
        norm->beta[d] -= (real)(0.1 * gradients.dbeta[d]);
    }
}

#define SUSPECT(exercise, function, caught_by, says)                       \
    {                                                                      \
        exercise, #function, caught_by, says, (Function)function, BY_VALUE \
    }

const Suspect suspects[] = {
    SUSPECT("6.1", update_wrong_way_round, "momentum is the weight of the new batch",
            "Your momentum is the wrong way round. It is the weight of the new batch, and "
            "1 - momentum that of the old value. (Keras means the opposite: its 0.99 is 0.01 "
            "here.)"),
    SUSPECT("6.1", update_biased, "stores the unbiased variance",
            "You stored the variance divided by N. What is kept for later examples is the "
            "unbiased one: multiply var[d] by N / (N - 1) on the way in."),
    SUSPECT("6.1", update_wrong_way_and_biased, "momentum is the weight of the new batch",
            "Two things. Your momentum is the wrong way round: it is the weight of the new batch. "
            "And the variance that is kept is the unbiased one: multiply var[d] by N / (N - 1)."),
    SUSPECT("6.1", update_corrected_twice, "stores the unbiased variance",
            "You multiplied by N / (N - 1) twice. var is divided by N; once makes it unbiased."),
    SUSPECT("6.1", update_correction_upside_down, "stores the unbiased variance",
            "Your correction is upside down: (N - 1) / N makes the variance smaller still. "
            "It is N / (N - 1)."),
    SUSPECT("6.1", update_integer_division, "{1, 2, 3, 4} takes 1 to 1.0667",
            "N / (N - 1) of two size_t is a whole number: 1 for every N above 2. Divide as "
            "double."),
    SUSPECT("6.1", update_corrects_all, "{1, 2, 3, 4} takes 1 to 1.0667",
            "You multiplied the whole running variance by N / (N - 1). The old part has its "
            "correction already: multiply only this batch's var[d]."),
    SUSPECT("6.1", update_stores_sd, "{1, 2, 3, 4} takes 1 to 1.0667",
            "You averaged standard deviations. running_var is an average of variances; the root "
            "is taken when it is used."),
    SUSPECT("6.1", update_only_adds, "momentum is the weight of the new batch",
            "You added the new part and kept all of the old. The old value is multiplied by "
            "1 - momentum."),
    SUSPECT("6.1", update_replaces, "momentum is the weight of the new batch",
            "You stored this batch's statistics and forgot the batches before. The old value "
            "keeps the weight 1 - momentum."),
    SUSPECT("6.1", update_own_momentum, "momentum is the weight of the new batch",
            "Your momentum is always 0.1. Use norm->momentum."),
    SUSPECT("6.1", update_not_cumulative, "cumulative: all batches count the same",
            "BN_CUMULATIVE is 0, and with that as the weight nothing moves. There the weight is "
            "1 / batches, this batch counted."),
    SUSPECT("6.1", update_counts_afterwards, "cumulative: all batches count the same",
            "You divided by the number of batches before this one: 1 / 0 at the first. Count "
            "the batch, then divide."),
    SUSPECT("6.1", update_weighs_by_examples, "cumulative: all batches count the same",
            "You weighed with 1 / examples. In the cumulative average each batch counts the "
            "same: 1 / batches."),
    SUSPECT("6.1", update_counts_nothing, "counts batches and examples",
            "batches and examples do not grow. Add 1 and N."),
    SUSPECT("6.1", update_counts_one_example, "counts batches and examples",
            "examples grows by 1. This batch had N of them."),
    SUSPECT("6.1", update_first_feature_only, "any batches, any N and any D",
            "You used mean[0] and var[0] for every feature. Feature d has mean[d] and var[d]."),
    SUSPECT("6.1", update_accepts_one, "refuses a single example",
            "With N = 1 you divide by 0, and one such batch spoils the statistics for good. "
            "Refuse N < 2 with require."),

    SUSPECT("6.2", recalibrate_averages, "sees the distance of the means",
            "You averaged the batches' variances, each batch the same. Sizes count, and so does "
            "the distance between the batches' means: add delta^2 * k * N / total."),
    SUSPECT("6.2", recalibrate_within_only, "sees the distance of the means",
            "You added up the variances within the batches only. When the batches' means differ, "
            "the whole varies more than its parts: add delta^2 * k * N / total."),
    SUSPECT("6.2", recalibrate_distance_unweighted, "sees the distance of the means",
            "You added delta^2 as it is. The distance concerns all examples of both: its weight "
            "is k * N / total."),
    SUSPECT("6.2", recalibrate_delta_too_late, "sees the distance of the means",
            "You took delta from the running mean after you had moved it. Take it before."),
    SUSPECT("6.2", recalibrate_biased, "one batch gives its own statistics",
            "You divided the squares by total. The stored variance is unbiased: total - 1."),
    SUSPECT("6.2", recalibrate_takes_stored_for_biased, "equals one large batch",
            "You multiplied the stored variance by k. It is unbiased, so its sum of squares is "
            "running_var * (k - 1)."),
    SUSPECT("6.2", recalibrate_counts_the_reset, "one batch gives its own statistics",
            "The variance 1 that a reset leaves went in as if it were data. With k = 0 nothing "
            "has been seen: the first term is 0."),
    SUSPECT("6.2", recalibrate_unsigned, "one batch gives its own statistics",
            "One less than a size_t of 0 is 18446744073709551615. Treat k = 0 apart, and compute "
            "in double."),
    SUSPECT("6.2", recalibrate_mean_unweighted, "equals one large batch",
            "You took the middle between the old mean and the new. The mean moves by N / total "
            "of the way."),
    SUSPECT("6.2", recalibrate_with_momentum, "one batch gives its own statistics",
            "You used momentum. Recalibration forgets nothing: all examples count the same."),
    SUSPECT("6.2", recalibrate_counts_nothing, "counts batches and examples",
            "batches and examples do not grow. The next batch needs them: add 1 and N."),
    SUSPECT("6.2", recalibrate_refuses_any_single, "equals one large batch",
            "You refuse a batch of one example. Alone it has no variance, but it has a distance: "
            "only as the first batch is it too few."),

    SUSPECT("6.3", eval_batch_statistics, "uses the running statistics",
            "You computed the mean and the variance of x. In evaluation nothing is computed: use "
            "running_mean and running_var."),
    SUSPECT("6.3", eval_running_only_for_one, "uses the running statistics",
            "You use the running statistics for a single example only. In evaluation they are "
            "used for every x, or an example's result depends on who comes with it."),
    SUSPECT("6.3", eval_updates, "changes nothing",
            "You updated the running statistics in evaluation. They are made of training data; "
            "evaluation only reads them."),
    SUSPECT("6.3", eval_without_eps, "{5, 3, -1}, as by hand",
            "You left eps out. It stands under the root here as in training."),
    SUSPECT("6.3", eval_own_eps, "{5, 3, -1}, as by hand",
            "Your eps is always 1e-5. Use norm->eps, the one that the network was trained with."),
    SUSPECT("6.3", eval_takes_variance_for_sd, "{5, 3, -1}, as by hand",
            "You divided by running_var. It is a variance: take the root of running_var + eps."),
    SUSPECT("6.3", eval_biased_again, "{5, 3, -1}, as by hand",
            "You multiplied running_var by (N - 1) / N. The size of the batch at hand plays no "
            "part in evaluation: use running_var as it is stored."),
    SUSPECT("6.3", eval_refuses_one, "a single example",
            "You refuse a single example. Only training needs two; evaluation has its statistics "
            "already."),
    SUSPECT("6.3", eval_without_gamma_and_beta, "{5, 3, -1}, as by hand",
            "y is xhat. gamma and beta belong to evaluation too: y = gamma * xhat + beta."),
    SUSPECT("6.3", eval_without_beta, "{5, 3, -1}, as by hand",
            "You left beta out: y = gamma * xhat + beta."),
    SUSPECT("6.3", eval_xhat_is_y, "hands out rstd and xhat",
            "xhat holds y. xhat is what stands before gamma and beta; the backward pass needs "
            "it."),
    SUSPECT("6.3", eval_accepts_any_D, "refuses other shapes",
            "You take an x of any number of features. Refuse one that has other than norm->D."),

    SUSPECT("6.4", backward_of_training, "dx is dy times gamma times rstd",
            "You used bn_backward, training's formula. In evaluation mean and variance are "
            "constants, and do not depend on x: dx = dy * gamma * rstd."),
    SUSPECT("6.4", backward_of_training_for_any_N, "dx is dy times gamma times rstd",
            "You subtracted the parts that flow through the mean and the variance. In evaluation "
            "these are constants: dx = dy * gamma * rstd, and no more."),
    SUSPECT("6.4", backward_without_rstd, "dx is dy times gamma times rstd",
            "You stopped at xhat. xhat is x times rstd, so dx = dy * gamma * rstd."),
    SUSPECT("6.4", backward_rstd_squared, "dx is dy times gamma times rstd",
            "You multiplied by rstd twice."),
    SUSPECT("6.4", backward_without_gamma, "dx is dy times gamma times rstd",
            "You left gamma out of dx: dx = dy * gamma * rstd."),
    SUSPECT("6.4", backward_frozen, "dgamma and dbeta are sums",
            "dgamma and dbeta are 0. Only the statistics are constants in evaluation; gamma and "
            "beta still act on y."),
    SUSPECT("6.4", backward_averages, "dgamma and dbeta are sums",
            "You divided dgamma and dbeta by N. They are sums over the batch."),
    SUSPECT("6.4", backward_not_cleared, "dgamma and dbeta are sums",
            "You add to what dgamma and dbeta held before the call. Set them to 0 first."),
    SUSPECT("6.4", backward_swapped, "dgamma and dbeta are sums",
            "dgamma and dbeta are swapped: dgamma is the sum of dy * xhat, dbeta that of dy."),

    SUSPECT("6.5", load_foreign, "refuses a foreign file",
            "You do not look at the first eight bytes. A file that does not begin with "
            "\"batchnrm\" is something else."),
    SUSPECT("6.5", load_any_version, "refuses another version",
            "You do not look at the version. What another version means by its bytes is not "
            "known here."),
    SUSPECT("6.5", load_newer, "refuses another version",
            "You accept a newer version. Refuse every version but BN_VERSION: this program "
            "cannot know what a newer one changed."),
    SUSPECT("6.5", load_any_D, "refuses another number of features",
            "You do not compare the file's D with norm->D. The arrays have norm->D places."),
    SUSPECT("6.5", load_without_checksum, "refuses a file with any byte changed",
            "You read the checksum and do not compare it. Compute it over the bytes that you "
            "read, and refuse a file where the two differ."),
    SUSPECT("6.5", load_leaves_checksum_unread, "reads one after the other",
            "You do not read the checksum. Compare it; and afterwards the file must stand behind "
            "it, where the next batch norm begins."),
    SUSPECT("6.5", load_cut_off, "refuses a file cut off at any length",
            "You do not look at what fread returns. It is the number of items that were there: "
            "with fewer than you asked for, the file ends too early."),
    SUSPECT("6.5", load_silently, "says what it found",
            "You return false and leave error empty. Say in it what you found and what you "
            "expected."),
    SUSPECT("6.5", load_without_numbers, "says what it found",
            "Your message does not say what was found. With the number found and the number "
            "expected in it, somebody can tell what went wrong."),
    SUSPECT("6.5", load_forgets_counts, "gives back exactly what was saved",
            "batches and examples stay as they were. They are in the file: the cumulative "
            "average goes on from them."),
    SUSPECT("6.5", load_forgets_settings, "gives back exactly what was saved",
            "eps and momentum stay as they were. They are in the file: with another eps "
            "evaluation gives other results."),
    SUSPECT("6.5", load_before_checking, "changes nothing when it refuses",
            "You write into norm before all is checked. Read into memory of your own, check, "
            "and only then copy."),
    SUSPECT("6.5", load_in_another_order, "gives back exactly what was saved",
            "running_mean and running_var are swapped. In the file the means come first."),

    SUSPECT("6.6", forward_training_always, "EVALUATION uses the running statistics",
            "You normalize with the batch's statistics in EVALUATION too. There it is "
            "bn_forward_eval."),
    SUSPECT(
        "6.6", forward_ignores_the_mode, "EVALUATION changes nothing",
        "You do the same in both modes. In EVALUATION call bn_forward_eval, and nothing else: no "
        "statistics of the batch, and no update."),
    SUSPECT("6.6", forward_updates_always, "EVALUATION changes nothing",
            "You update the running statistics in EVALUATION. Only TRAINING does: test data must "
            "leave no trace."),
    SUSPECT("6.6", forward_never_updates, "TRAINING updates, once",
            "The running statistics are never updated, so that evaluation will normalize with 0 "
            "and 1. Call norm->update in TRAINING."),
    SUSPECT("6.6", forward_updates_twice, "TRAINING updates, once",
            "You call norm->update twice for one batch. The batch then counts more than its "
            "momentum says."),
    SUSPECT("6.6", forward_updates_from_xhat, "TRAINING updates, once",
            "You gave norm->update the statistics of xhat. These are always 0 and 1; it wants "
            "those of x."),
    SUSPECT("6.6", forward_updates_with_sd, "TRAINING updates, once",
            "You gave norm->update a standard deviation. It wants var, as bn_forward hands it "
            "out."),
    SUSPECT("6.6", forward_corrects_too, "TRAINING updates, once",
            "You multiplied var by N / (N - 1) before norm->update, which does it as well. Hand "
            "var on as it is."),
    SUSPECT("6.6", forward_own_update, "TRAINING updates, once",
            "You call bn_update_running whatever norm->update says. Recalibration points it "
            "elsewhere: call norm->update(norm, ...)."),
    SUSPECT("6.6", forward_running_in_training, "TRAINING uses the batch's statistics",
            "You normalize with the running statistics in TRAINING. There it is bn_forward, with "
            "the batch's own."),
    SUSPECT("6.6", forward_evaluates_one, "only TRAINING refuses one example",
            "You quietly evaluate a single example in TRAINING. bn_forward refuses it, and so "
            "should you: that batch would be of another kind than all others."),
    SUSPECT("6.6", forward_forgets_the_mode, "hands out what backward needs",
            "forward->mode is not set. The backward pass chooses its formula by it."),
    SUSPECT("6.6", forward_without_gamma_and_beta, "TRAINING uses the batch's statistics",
            "In TRAINING y is xhat. bn_scale_shift is missing after bn_forward."),
    SUSPECT("6.6", forward_accepts_any_D, "refuses another number of features",
            "You take an x of any number of features. Refuse one that has other than norm->D."),

    SUSPECT("6.7", layer_backward_training_always, "after EVALUATION, constant statistics",
            "You use training's formula after EVALUATION too. There the statistics were "
            "constants: bn_backward_eval."),
    SUSPECT("6.7", layer_backward_eval_always, "after TRAINING, back through the statistics",
            "You use bn_backward_eval after TRAINING too. There mean and variance came from x, "
            "and the gradient flows through them: bn_backward."),
    SUSPECT("6.7", layer_backward_modes_swapped, "after TRAINING, back through the statistics",
            "The two formulas are swapped: bn_backward belongs to TRAINING."),
    SUSPECT("6.7", layer_backward_overwrites, "adds to the gradients",
            "You overwrite gamma_gradient and beta_gradient. Add to them: two batches may make "
            "one step."),
    SUSPECT("6.7", layer_backward_does_not_add, "adds to the gradients",
            "gamma_gradient and beta_gradient do not change, so gamma and beta will never learn. "
            "Add dgamma and dbeta to them."),
    SUSPECT("6.7", layer_backward_averages, "adds to the gradients",
            "You divided by N before adding. The sums are right as they are: if the loss is a "
            "mean, its 1/N stands in dy already."),
    SUSPECT("6.7", layer_backward_gradients_swapped, "adds to the gradients",
            "dgamma went to beta_gradient, and dbeta to gamma_gradient."),
    SUSPECT("6.7", layer_backward_steps, "changes nothing else",
            "You changed gamma and beta. backward only collects gradients; the optimizer takes "
            "the step."),
    {0},
};
