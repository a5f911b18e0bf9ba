/* Exercise 4.4, bn_fold_into_linear: its common mistakes, and what is to be said of each. */

#include <string.h>

#include "gamma_beta.h"
#include "tests/harness/harness.h"

static void fold_without_bias(Matrix weights, real *bias, const double *mean, const double *rstd,
                              const real *gamma, const real *beta)
{
    memset(bias, 0, weights.cols * sizeof *bias);
    bn_fold_into_linear(weights, bias, mean, rstd, gamma, beta);
}

static void fold_without_mean(Matrix weights, real *bias, const double *mean, const double *rstd,
                              const real *gamma, const real *beta)
{
    bn_fold_into_linear(weights, bias, mean, rstd, gamma, beta);
    for (size_t d = 0; d < weights.cols; d++)
        bias[d] += (real)(mean[d] * gamma[d] * rstd[d]);
}

static void fold_adds_mean(Matrix weights, real *bias, const double *mean, const double *rstd,
                           const real *gamma, const real *beta)
{
    bn_fold_into_linear(weights, bias, mean, rstd, gamma, beta);
    for (size_t d = 0; d < weights.cols; d++)
        bias[d] += (real)(2 * mean[d] * gamma[d] * rstd[d]);
}

static void fold_without_beta(Matrix weights, real *bias, const double *mean, const double *rstd,
                              const real *gamma, const real *beta)
{
    bn_fold_into_linear(weights, bias, mean, rstd, gamma, beta);
    for (size_t d = 0; d < weights.cols; d++)
        bias[d] -= beta[d];
}

static void fold_scales_beta(Matrix weights, real *bias, const double *mean, const double *rstd,
                             const real *gamma, const real *beta)
{
    bn_fold_into_linear(weights, bias, mean, rstd, gamma, beta);
    for (size_t d = 0; d < weights.cols; d++)
        bias[d] += (real)(beta[d] * (gamma[d] * rstd[d] - 1));
}

static void fold_keeps_bias(Matrix weights, real *bias, const double *mean, const double *rstd,
                            const real *gamma, const real *beta)
{
    real before[64];
    memcpy(before, bias, weights.cols * sizeof *bias);
    bn_fold_into_linear(weights, bias, mean, rstd, gamma, beta);
    memcpy(bias, before, weights.cols * sizeof *bias);
}

static void fold_bias_not_scaled(Matrix weights, real *bias, const double *mean, const double *rstd,
                                 const real *gamma, const real *beta)
{
    for (size_t d = 0; d < weights.cols; d++)
        bias[d] /= (real)(gamma[d] * rstd[d]);
    bn_fold_into_linear(weights, bias, mean, rstd, gamma, beta);
}

static void fold_mean_not_scaled(Matrix weights, real *bias, const double *mean, const double *rstd,
                                 const real *gamma, const real *beta)
{
    bn_fold_into_linear(weights, bias, mean, rstd, gamma, beta);
    for (size_t d = 0; d < weights.cols; d++)
        bias[d] += (real)(mean[d] * (gamma[d] * rstd[d] - 1));
}

/* With another factor than gamma * rstd, on weights and bias. */
static void fold_by(Matrix weights, real *bias, const double *mean, const double *factor,
                    const real *beta)
{
    for (size_t d = 0; d < weights.cols; d++) {
        for (size_t k = 0; k < weights.rows; k++)
            row(weights, k)[d] = (real)(row(weights, k)[d] * factor[d]);
        bias[d] = (real)((bias[d] - mean[d]) * factor[d] + beta[d]);
    }
}

static void fold_without_rstd(Matrix weights, real *bias, const double *mean, const double *rstd,
                              const real *gamma, const real *beta)
{
    double factor[64];
    for (size_t d = 0; d < weights.cols; d++)
        factor[d] = gamma[d];
    (void)rstd;
    fold_by(weights, bias, mean, factor, beta);
}

static void fold_without_gamma(Matrix weights, real *bias, const double *mean, const double *rstd,
                               const real *gamma, const real *beta)
{
    (void)gamma;
    fold_by(weights, bias, mean, rstd, beta);
}

static void fold_divides_by_rstd(Matrix weights, real *bias, const double *mean, const double *rstd,
                                 const real *gamma, const real *beta)
{
    double factor[64];
    for (size_t d = 0; d < weights.cols; d++)
        factor[d] = gamma[d] / rstd[d];
    fold_by(weights, bias, mean, factor, beta);
}

static void fold_by_first_unit(Matrix weights, real *bias, const double *mean, const double *rstd,
                               const real *gamma, const real *beta)
{
    double factor[64];
    for (size_t d = 0; d < weights.cols; d++)
        factor[d] = gamma[0] * rstd[0];
    fold_by(weights, bias, mean, factor, beta);
}

/* The bias is right; the weights are multiplied by the factor that this chooses. */
static void fold_weights_by_row(Matrix weights, real *bias, const double *mean, const double *rstd,
                                const real *gamma, const real *beta)
{
    for (size_t k = 0; k < weights.rows; k++) {
        size_t unit = k % weights.cols;
        for (size_t d = 0; d < weights.cols; d++)
            row(weights, k)[d] = (real)(row(weights, k)[d] * gamma[unit] * rstd[unit]);
    }
    bn_fold_into_linear((Matrix){0, weights.cols, weights.v}, bias, mean, rstd, gamma, beta);
}

static void fold_keeps_weights(Matrix weights, real *bias, const double *mean, const double *rstd,
                               const real *gamma, const real *beta)
{
    bn_fold_into_linear((Matrix){0, weights.cols, weights.v}, bias, mean, rstd, gamma, beta);
}

static void fold_first_input_only(Matrix weights, real *bias, const double *mean,
                                  const double *rstd, const real *gamma, const real *beta)
{
    bn_fold_into_linear((Matrix){1, weights.cols, weights.v}, bias, mean, rstd, gamma, beta);
}

static void fold_transposed(Matrix weights, real *bias, const double *mean, const double *rstd,
                            const real *gamma, const real *beta)
{
    for (size_t d = 0; d < weights.cols; d++)
        for (size_t k = 0; k < weights.rows; k++) {
            real *weight = &weights.v[d * weights.rows + k];
            *weight = (real)(*weight * gamma[d] * rstd[d]);
        }
    bn_fold_into_linear((Matrix){0, weights.cols, weights.v}, bias, mean, rstd, gamma, beta);
}

const Suspect suspects_bn_fold_into_linear[] = {
    SUSPECT(fold_without_bias, "the bias, as by hand",
            "You forgot the layer's own bias. It goes through the normalization too: (bias - mean) "
            "* gamma * rstd + beta."),
    SUSPECT(fold_without_mean, "the bias, as by hand",
            "You forgot the mean. Subtract mean[d] from the bias before you scale it."),
    SUSPECT(fold_adds_mean, "the bias, as by hand",
            "You added the mean. Batch norm subtracts it: (bias - mean)."),
    SUSPECT(fold_without_beta, "the bias, as by hand",
            "You forgot beta. It is added to the scaled bias."),
    SUSPECT(fold_scales_beta, "the bias, as by hand",
            "You multiplied beta by gamma * rstd. beta comes last, after the scaling."),
    SUSPECT(fold_keeps_bias, "the bias, as by hand",
            "You changed the weights only. The new bias is (bias - mean) * gamma * rstd + beta."),
    SUSPECT(
        fold_bias_not_scaled, "the bias, as by hand",
        "You scaled the mean, but not the bias. Both are scaled: (bias - mean) * gamma * rstd."),
    SUSPECT(fold_mean_not_scaled, "the bias, as by hand",
            "You scaled the bias, but not the mean. Parentheses are missing: (bias - mean) * gamma "
            "* rstd."),
    SUSPECT(fold_without_rstd, "the weights, as by hand",
            "You scaled by gamma alone. Batch norm divides by the standard deviation too: gamma * "
            "rstd."),
    SUSPECT(fold_without_gamma, "the weights, as by hand",
            "You scaled by rstd alone. gamma belongs to the factor: gamma * rstd."),
    SUSPECT(fold_divides_by_rstd, "the weights, as by hand",
            "You divided by rstd. It is one over the standard deviation already: multiply."),
    SUSPECT(fold_by_first_unit, "units are kept apart",
            "You used gamma[0] * rstd[0] for every unit. Unit d has gamma[d] and rstd[d]."),
    SUSPECT(fold_weights_by_row, "units are kept apart",
            "You scaled row k of the weights by unit k's factor. A row belongs to an input, a "
            "column to a unit: weights[k][d] is scaled by gamma[d] * rstd[d]."),
    SUSPECT(fold_keeps_weights, "the weights, as by hand",
            "You changed the bias only. Each weight is multiplied by gamma[d] * rstd[d]."),
    SUSPECT(
        fold_first_input_only, "the weights, as by hand",
        "You scaled the first row of the weights only. All inputs' weights of unit d are scaled."),
    SUSPECT(fold_transposed, "units are kept apart",
            "You read the weights as units x inputs. They are inputs x units: the weight from "
            "input k to unit d is row(weights, k)[d]."),
    {0},
};
