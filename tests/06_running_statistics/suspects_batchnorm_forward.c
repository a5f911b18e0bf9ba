/* Exercise 6.6, batchnorm_forward: its common mistakes, and what is to be said of each. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "running_statistics.h"
#include "forward_pass.h"
#include "gamma_beta.h"
#include "tests/06_running_statistics/suspects.h"
#include "tests/harness/harness.h"

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

const Suspect suspects_batchnorm_forward[] = {
    SUSPECT(forward_training_always, "EVALUATION uses the running statistics",
            "You normalize with the batch's statistics in EVALUATION too. There it is "
            "bn_forward_eval."),
    SUSPECT(forward_ignores_the_mode, "EVALUATION changes nothing",
            "You do the same in both modes. In EVALUATION call bn_forward_eval, and nothing else: "
            "no statistics of the batch, and no update."),
    SUSPECT(forward_updates_always, "EVALUATION changes nothing",
            "You update the running statistics in EVALUATION. Only TRAINING does: test data must "
            "leave no trace."),
    SUSPECT(forward_never_updates, "TRAINING updates, once",
            "The running statistics are never updated, so that evaluation will normalize with 0 "
            "and 1. Call norm->update in TRAINING."),
    SUSPECT(forward_updates_twice, "TRAINING updates, once",
            "You call norm->update twice for one batch. The batch then counts more than its "
            "momentum says."),
    SUSPECT(forward_updates_from_xhat, "TRAINING updates, once",
            "You gave norm->update the statistics of xhat. These are always 0 and 1; it wants "
            "those of x."),
    SUSPECT(
        forward_updates_with_sd, "TRAINING updates, once",
        "You gave norm->update a standard deviation. It wants var, as bn_forward hands it out."),
    SUSPECT(forward_corrects_too, "TRAINING updates, once",
            "You multiplied var by N / (N - 1) before norm->update, which does it as well. Hand "
            "var on as it is."),
    SUSPECT(forward_own_update, "TRAINING updates, once",
            "You call bn_update_running whatever norm->update says. Recalibration points it "
            "elsewhere: call norm->update(norm, ...)."),
    SUSPECT(forward_running_in_training, "TRAINING uses the batch's statistics",
            "You normalize with the running statistics in TRAINING. There it is bn_forward, with "
            "the batch's own."),
    SUSPECT(forward_evaluates_one, "only TRAINING refuses one example",
            "You quietly evaluate a single example in TRAINING. bn_forward refuses it, and so "
            "should you: that batch would be of another kind than all others."),
    SUSPECT(forward_forgets_the_mode, "hands out what backward needs",
            "forward->mode is not set. The backward pass chooses its formula by it."),
    SUSPECT(forward_without_gamma_and_beta, "TRAINING uses the batch's statistics",
            "In TRAINING y is xhat. bn_scale_shift is missing after bn_forward."),
    SUSPECT(forward_accepts_any_D, "refuses another number of features",
            "You take an x of any number of features. Refuse one that has other than norm->D."),
    {0},
};
