/* Exercise 6.3, bn_forward_eval: its common mistakes, and what is to be said of each. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "running_statistics.h"
#include "forward_pass.h"
#include "gamma_beta.h"
#include "tests/06_running_statistics/suspects.h"
#include "tests/harness/harness.h"

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

static void eval_gamma_beta_swapped(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat,
                                    Matrix y)
{
    bn_forward_eval(norm, x, rstd, xhat, y);
    bn_scale_shift(xhat, norm->beta, norm->gamma, y);
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

const Suspect suspects_bn_forward_eval[] = {
    SUSPECT(eval_batch_statistics, "uses the running statistics",
            "You computed the mean and the variance of x. In evaluation nothing is computed: use "
            "running_mean and running_var."),
    SUSPECT(eval_running_only_for_one, "uses the running statistics",
            "You use the running statistics for a single example only. In evaluation they are used "
            "for every x, or an example's result depends on who comes with it."),
    SUSPECT(eval_updates, "changes nothing",
            "You updated the running statistics in evaluation. They are made of training data; "
            "evaluation only reads them."),
    SUSPECT(eval_without_eps, "{5, 3, -1}, as by hand",
            "You left eps out. It stands under the root here as in training."),
    SUSPECT(eval_own_eps, "{5, 3, -1}, as by hand",
            "Your eps is always 1e-5. Use norm->eps, the one that the network was trained with."),
    SUSPECT(eval_takes_variance_for_sd, "{5, 3, -1}, as by hand",
            "You divided by running_var. It is a variance: take the root of running_var + eps."),
    SUSPECT(eval_biased_again, "{5, 3, -1}, as by hand",
            "You multiplied running_var by (N - 1) / N. The size of the batch at hand plays no "
            "part in evaluation: use running_var as it is stored."),
    SUSPECT(eval_refuses_one, "a single example",
            "You refuse a single example. Only training needs two; evaluation has its statistics "
            "already."),
    SUSPECT(eval_without_gamma_and_beta, "{5, 3, -1}, as by hand",
            "y is xhat. gamma and beta belong to evaluation too: y = gamma * xhat + beta."),
    SUSPECT(eval_without_beta, "{5, 3, -1}, as by hand",
            "You left beta out: y = gamma * xhat + beta."),
    SUSPECT(eval_gamma_beta_swapped, "{5, 3, -1}, as by hand",
            "gamma and beta have changed places. gamma multiplies, beta is added."),
    SUSPECT(eval_xhat_is_y, "hands out rstd and xhat",
            "xhat holds y. xhat is what stands before gamma and beta; the backward pass needs it."),
    SUSPECT(eval_accepts_any_D, "refuses other shapes",
            "You take an x of any number of features. Refuse one that has other than norm->D."),
    {0},
};
