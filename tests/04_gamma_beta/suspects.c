/* Chapter 4's common mistakes: each is a wrong version of one exercise, and what is to be said
   of it. */

#include <math.h>
#include <string.h>

#include "gamma_beta.h"
#include "tests/harness/harness.h"

/* ---- 4.1 bn_scale_shift ---- */

static void scale_shifts_first(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] = gamma[d] * (row(xhat, n)[d] + beta[d]);
}

static void scale_without_beta(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    (void)beta;
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] = gamma[d] * row(xhat, n)[d];
}

static void scale_without_gamma(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    (void)gamma;
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] = row(xhat, n)[d] + beta[d];
}

static void scale_swapped(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    bn_scale_shift(xhat, beta, gamma, y);
}

static void scale_divides(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] = row(xhat, n)[d] / gamma[d] + beta[d];
}

static void scale_subtracts(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] = gamma[d] * row(xhat, n)[d] - beta[d];
}

static void scale_by_one_plus_gamma(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] = (1 + gamma[d]) * row(xhat, n)[d] + beta[d];
}

static void scale_by_absolute_gamma(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] = (gamma[d] < 0 ? -gamma[d] : gamma[d]) * row(xhat, n)[d] + beta[d];
}

static void scale_with_one_gamma(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] = gamma[0] * row(xhat, n)[d] + beta[0];
}

static void scale_by_row(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] = gamma[n % xhat.cols] * row(xhat, n)[d] + beta[n % xhat.cols];
}

static void scale_column_major(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t d = 0; d < xhat.cols; d++)
        for (size_t n = 0; n < xhat.rows; n++)
            y.v[d * xhat.rows + n] = gamma[d] * xhat.v[d * xhat.rows + n] + beta[d];
}

static void scale_adds_to_y(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(y, n)[d] += gamma[d] * row(xhat, n)[d] + beta[d];
}

static void scale_in_place(Matrix xhat, const real *gamma, const real *beta, Matrix y)
{
    bn_scale_shift(xhat, gamma, beta, y);
    memcpy(xhat.v, y.v, xhat.rows * xhat.cols * sizeof(real));
}

/* ---- 4.2 bn_scale_shift_backward ---- */

static void average(double *sum, size_t D, size_t N)
{
    for (size_t d = 0; d < D; d++)
        sum[d] /= (double)N;
}

static void backward_averages(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                              double *dgamma, double *dbeta)
{
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);
    average(dgamma, dy.cols, dy.rows);
    average(dbeta, dy.cols, dy.rows);
}

static void backward_averages_dgamma(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                                     double *dgamma, double *dbeta)
{
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);
    average(dgamma, dy.cols, dy.rows);
}

static void backward_averages_dbeta(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                                    double *dgamma, double *dbeta)
{
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);
    average(dbeta, dy.cols, dy.rows);
}

static void backward_dgamma_without_xhat(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                                         double *dgamma, double *dbeta)
{
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);
    memcpy(dgamma, dbeta, dy.cols * sizeof *dgamma);
}

static void backward_dgamma_without_dy(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                                       double *dgamma, double *dbeta)
{
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);
    memset(dgamma, 0, dy.cols * sizeof *dgamma);
    for (size_t n = 0; n < dy.rows; n++)
        for (size_t d = 0; d < dy.cols; d++)
            dgamma[d] += row(xhat, n)[d];
}

static void backward_dgamma_from_dxhat(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                                       double *dgamma, double *dbeta)
{
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);
    for (size_t d = 0; d < dy.cols; d++)
        dgamma[d] *= gamma[d];
}

static void backward_dbeta_from_dxhat(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                                      double *dgamma, double *dbeta)
{
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);
    for (size_t d = 0; d < dy.cols; d++)
        dbeta[d] *= gamma[d];
}

static void backward_swapped(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                             double *dgamma, double *dbeta)
{
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dbeta, dgamma);
}

static void backward_not_cleared(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                                 double *dgamma, double *dbeta)
{
    require(dy.rows == xhat.rows && dxhat.rows == xhat.rows, "shapes");
    for (size_t n = 0; n < dy.rows; n++)
        for (size_t d = 0; d < dy.cols; d++) {
            dbeta[d] += row(dy, n)[d];
            dgamma[d] += (double)row(dy, n)[d] * row(xhat, n)[d];
            row(dxhat, n)[d] = row(dy, n)[d] * gamma[d];
        }
}

static void backward_keeps_last(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                                double *dgamma, double *dbeta)
{
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);
    for (size_t d = 0; d < dy.cols; d++) {
        dbeta[d] = row(dy, dy.rows - 1)[d];
        dgamma[d] = (double)row(dy, dy.rows - 1)[d] * row(xhat, dy.rows - 1)[d];
    }
}

static void backward_in_float(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                              double *dgamma, double *dbeta)
{
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);
    for (size_t d = 0; d < dy.cols; d++) {
        float scale = 0, shift = 0;
        for (size_t n = 0; n < dy.rows; n++) {
            shift += (float)row(dy, n)[d];
            scale += (float)row(dy, n)[d] * (float)row(xhat, n)[d];
        }
        dbeta[d] = (double)shift;
        dgamma[d] = (double)scale;
    }
}

static void backward_column_major(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                                  double *dgamma, double *dbeta)
{
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);
    for (size_t d = 0; d < dy.cols; d++) {
        dgamma[d] = dbeta[d] = 0;
        for (size_t n = 0; n < dy.rows; n++) {
            size_t i = d * dy.rows + n;
            dbeta[d] += dy.v[i];
            dgamma[d] += (double)dy.v[i] * xhat.v[i];
            dxhat.v[i] = dy.v[i] * gamma[d];
        }
    }
}

static void backward_remembers(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                               double *dgamma, double *dbeta)
{
    static double before[4096];
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);
    for (size_t d = 0; d < dy.cols; d++) {
        dgamma[d] += before[2 * d];
        dbeta[d] += before[2 * d + 1];
        before[2 * d] = dgamma[d];
        before[2 * d + 1] = dbeta[d];
    }
}

/* dxhat[n][d] = dy[n][d] * by */
static void multiply(Matrix dy, Matrix dxhat, size_t n, size_t d, double by)
{
    row(dxhat, n)[d] = (real)(row(dy, n)[d] * by);
}

static void backward_dxhat_without_gamma(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                                         double *dgamma, double *dbeta)
{
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);
    memcpy(dxhat.v, dy.v, dy.rows * dy.cols * sizeof(real));
}

static void backward_dxhat_with_one_gamma(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                                          double *dgamma, double *dbeta)
{
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);
    for (size_t n = 0; n < dy.rows; n++)
        for (size_t d = 0; d < dy.cols; d++)
            multiply(dy, dxhat, n, d, gamma[0]);
}

static void backward_dxhat_divides(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                                   double *dgamma, double *dbeta)
{
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);
    for (size_t n = 0; n < dy.rows; n++)
        for (size_t d = 0; d < dy.cols; d++)
            multiply(dy, dxhat, n, d, 1 / (double)gamma[d]);
}

static void backward_dxhat_from_xhat(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                                     double *dgamma, double *dbeta)
{
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);
    for (size_t n = 0; n < dy.rows; n++)
        for (size_t d = 0; d < dy.cols; d++)
            row(dxhat, n)[d] = xhat.v[n * dy.cols + d] * gamma[d];
}

static void backward_dxhat_centered(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                                    double *dgamma, double *dbeta)
{
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);
    for (size_t n = 0; n < dy.rows; n++)
        for (size_t d = 0; d < dy.cols; d++)
            row(dxhat, n)[d] = (real)(gamma[d] * (row(dy, n)[d] - dbeta[d] / (double)dy.rows));
}

static void backward_changes_dy(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                                double *dgamma, double *dbeta)
{
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);
    memcpy(dy.v, dxhat.v, dy.rows * dy.cols * sizeof(real));
}

static void backward_accepts_any_shape(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat,
                                       double *dgamma, double *dbeta)
{
    /* the shapes of the tests have as many numbers as xhat: nothing is read past the end */
    dy.rows = dxhat.rows = xhat.rows;
    dy.cols = dxhat.cols = xhat.cols;
    bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);
}

/* ---- 4.3 bn_identity ---- */

static void identity_without_eps(size_t D, const double *mean, const double *var, double eps,
                                 real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, gamma, beta);
    for (size_t d = 0; d < D; d++)
        gamma[d] = (real)sqrt(var[d]);
}

static void identity_own_eps(size_t D, const double *mean, const double *var, double eps,
                             real *gamma, real *beta)
{
    (void)eps;
    bn_identity(D, mean, var, 1e-5, gamma, beta);
}

static void identity_eps_outside(size_t D, const double *mean, const double *var, double eps,
                                 real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, gamma, beta);
    for (size_t d = 0; d < D; d++)
        gamma[d] = (real)(sqrt(var[d]) + eps);
}

static void identity_normalizes(size_t D, const double *mean, const double *var, double eps,
                                real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, gamma, beta);
    for (size_t d = 0; d < D; d++)
        gamma[d] = (real)(1 / sqrt(var[d] + eps));
}

static void identity_without_root(size_t D, const double *mean, const double *var, double eps,
                                  real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, gamma, beta);
    for (size_t d = 0; d < D; d++)
        gamma[d] = (real)(var[d] + eps);
}

static void identity_subtracts_mean(size_t D, const double *mean, const double *var, double eps,
                                    real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, gamma, beta);
    for (size_t d = 0; d < D; d++)
        beta[d] = -beta[d];
}

static void identity_scales_mean(size_t D, const double *mean, const double *var, double eps,
                                 real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, gamma, beta);
    for (size_t d = 0; d < D; d++)
        beta[d] = (real)(mean[d] / sqrt(var[d] + eps));
}

static void identity_only_scale(size_t D, const double *mean, const double *var, double eps,
                                real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, gamma, beta);
    for (size_t d = 0; d < D; d++)
        beta[d] = 0;
}

static void identity_starting_values(size_t D, const double *mean, const double *var, double eps,
                                     real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, gamma, beta);
    for (size_t d = 0; d < D; d++) {
        gamma[d] = 1;
        beta[d] = 0;
    }
}

static void identity_swapped(size_t D, const double *mean, const double *var, double eps,
                             real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, beta, gamma);
}

static void identity_of_first_feature(size_t D, const double *mean, const double *var, double eps,
                                      real *gamma, real *beta)
{
    bn_identity(D, mean, var, eps, gamma, beta);
    for (size_t d = 0; d < D; d++) {
        gamma[d] = gamma[0];
        beta[d] = beta[0];
    }
}

/* ---- 4.4 bn_fold_into_linear ---- */

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

/* ---- 4.5 bn_sgd_step ---- */

static void step_uphill(size_t D, const double *dgamma, const double *dbeta, double rate,
                        real *gamma, real *beta)
{
    require(rate >= 0, "rate %g", rate);
    for (size_t d = 0; d < D; d++) {
        gamma[d] += (real)(rate * dgamma[d]);
        beta[d] += (real)(rate * dbeta[d]);
    }
}

static void step_without_rate(size_t D, const double *dgamma, const double *dbeta, double rate,
                              real *gamma, real *beta)
{
    require(rate >= 0, "rate %g", rate);
    bn_sgd_step(D, dgamma, dbeta, 1, gamma, beta);
}

static void step_swapped(size_t D, const double *dgamma, const double *dbeta, double rate,
                         real *gamma, real *beta)
{
    bn_sgd_step(D, dbeta, dgamma, rate, gamma, beta);
}

static void step_gamma_only(size_t D, const double *dgamma, const double *dbeta, double rate,
                            real *gamma, real *beta)
{
    (void)dbeta;
    (void)beta;
    require(rate >= 0, "rate %g", rate);
    for (size_t d = 0; d < D; d++)
        gamma[d] = (real)(gamma[d] - rate * dgamma[d]);
}

static void step_beta_only(size_t D, const double *dgamma, const double *dbeta, double rate,
                           real *gamma, real *beta)
{
    (void)dgamma;
    (void)gamma;
    require(rate >= 0, "rate %g", rate);
    for (size_t d = 0; d < D; d++)
        beta[d] = (real)(beta[d] - rate * dbeta[d]);
}

static void step_gamma_with_dbeta(size_t D, const double *dgamma, const double *dbeta, double rate,
                                  real *gamma, real *beta)
{
    (void)dgamma;
    bn_sgd_step(D, dbeta, dbeta, rate, gamma, beta);
}

static void step_beta_with_dgamma(size_t D, const double *dgamma, const double *dbeta, double rate,
                                  real *gamma, real *beta)
{
    (void)dbeta;
    bn_sgd_step(D, dgamma, dgamma, rate, gamma, beta);
}

static void step_averages(size_t D, const double *dgamma, const double *dbeta, double rate,
                          real *gamma, real *beta)
{
    bn_sgd_step(D, dgamma, dbeta, rate / (double)(D > 0 ? D : 1), gamma, beta);
}

static void step_forgets_the_place(size_t D, const double *dgamma, const double *dbeta, double rate,
                                   real *gamma, real *beta)
{
    require(rate >= 0, "rate %g", rate);
    for (size_t d = 0; d < D; d++)
        gamma[d] = beta[d] = 0;
    bn_sgd_step(D, dgamma, dbeta, rate, gamma, beta);
}

static void step_multiplies(size_t D, const double *dgamma, const double *dbeta, double rate,
                            real *gamma, real *beta)
{
    require(rate >= 0, "rate %g", rate);
    for (size_t d = 0; d < D; d++) {
        gamma[d] *= (real)(1 - rate * dgamma[d]);
        beta[d] *= (real)(1 - rate * dbeta[d]);
    }
}

static void step_of_first_feature(size_t D, const double *dgamma, const double *dbeta, double rate,
                                  real *gamma, real *beta)
{
    for (size_t d = 0; d < D; d++)
        bn_sgd_step(1, dgamma, dbeta, rate, gamma + d, beta + d);
}

static void step_remembers(size_t D, const double *dgamma, const double *dbeta, double rate,
                           real *gamma, real *beta)
{
    static double before[4096];
    require(rate >= 0, "rate %g", rate);
    for (size_t d = 0; d < D; d++) {
        before[2 * d] = 0.9 * before[2 * d] + dgamma[d];
        before[2 * d + 1] = 0.9 * before[2 * d + 1] + dbeta[d];
        bn_sgd_step(1, &before[2 * d], &before[2 * d + 1], rate, gamma + d, beta + d);
    }
}

static void step_accepts_any_rate(size_t D, const double *dgamma, const double *dbeta, double rate,
                                  real *gamma, real *beta)
{
    for (size_t d = 0; d < D; d++) {
        gamma[d] = (real)(gamma[d] - rate * dgamma[d]);
        beta[d] = (real)(beta[d] - rate * dbeta[d]);
    }
}

static void step_accepts_nan(size_t D, const double *dgamma, const double *dbeta, double rate,
                             real *gamma, real *beta)
{
    require(!(rate < 0), "rate %g", rate);
    step_accepts_any_rate(D, dgamma, dbeta, rate, gamma, beta);
}

static void step_refuses_zero(size_t D, const double *dgamma, const double *dbeta, double rate,
                              real *gamma, real *beta)
{
    require(rate > 0, "rate %g", rate);
    step_accepts_any_rate(D, dgamma, dbeta, rate, gamma, beta);
}

const Suspect suspects[] = {
    {"4.1", "scale_shifts_first", "3 xhat + 7, as by hand",
     "You computed gamma * (xhat + beta). beta is added after the multiplication: "
     "gamma * xhat + beta.",
     (Function)scale_shifts_first, BY_VALUE},
    {"4.1", "scale_without_beta", "3 xhat + 7, as by hand",
     "You left beta out. Add beta[d] after the multiplication.", (Function)scale_without_beta,
     BY_VALUE},
    {"4.1", "scale_without_gamma", "3 xhat + 7, as by hand",
     "You left gamma out. Multiply xhat by gamma[d] before you add beta[d].",
     (Function)scale_without_gamma, BY_VALUE},
    {"4.1", "scale_swapped", "3 xhat + 7, as by hand",
     "gamma and beta have changed places. gamma multiplies, beta is added.",
     (Function)scale_swapped, BY_VALUE},
    {"4.1", "scale_divides", "3 xhat + 7, as by hand",
     "You divided by gamma. gamma is a scale: multiply by it. The division was in the "
     "normalization.",
     (Function)scale_divides, BY_VALUE},
    {"4.1", "scale_subtracts", "3 xhat + 7, as by hand",
     "You subtracted beta. It is added; a negative beta shifts down.", (Function)scale_subtracts,
     BY_VALUE},
    {"4.1", "scale_by_one_plus_gamma", "3 xhat + 7, as by hand",
     "You multiplied by 1 + gamma. Here gamma itself is the scale, and it starts at 1.",
     (Function)scale_by_one_plus_gamma, BY_VALUE},
    {"4.1", "scale_by_absolute_gamma", "gamma may be 0 or negative",
     "You took gamma without its sign. A negative gamma is allowed, and mirrors the feature.",
     (Function)scale_by_absolute_gamma, BY_VALUE},
    {"4.1", "scale_with_one_gamma", "features are kept apart",
     "You used gamma[0] and beta[0] for every feature. Feature d has gamma[d] and beta[d].",
     (Function)scale_with_one_gamma, BY_VALUE},
    {"4.1", "scale_by_row", "features are kept apart",
     "You took gamma and beta by the example's number. They belong to features: gamma[d].",
     (Function)scale_by_row, BY_VALUE},
    {"4.1", "scale_column_major", "features are kept apart",
     "You read xhat as if each feature's values stood side by side. Feature d of example n is "
     "row(xhat, n)[d].",
     (Function)scale_column_major, BY_VALUE},
    {"4.1", "scale_adds_to_y", "3 xhat + 7, as by hand",
     "You add to what y held before the call. Set y, with = and not with +=.",
     (Function)scale_adds_to_y, BY_VALUE},
    {"4.1", "scale_in_place", "changes nothing else",
     "You changed xhat. The backward pass needs it as it was: write to y only.",
     (Function)scale_in_place, BY_VALUE},

    {"4.2", "backward_averages", "dgamma is the sum of dy times xhat",
     "You divided dgamma and dbeta by N. They are sums over the batch. If the loss is a mean, "
     "its 1/N is in dy already.",
     (Function)backward_averages, BY_VALUE},
    {"4.2", "backward_averages_dgamma", "dgamma is the sum of dy times xhat",
     "You divided dgamma by N. It is a sum over the batch. If the loss is a mean, its 1/N is in "
     "dy already.",
     (Function)backward_averages_dgamma, BY_VALUE},
    {"4.2", "backward_averages_dbeta", "dbeta is the sum of dy",
     "You divided dbeta by N. It is a sum over the batch. If the loss is a mean, its 1/N is in "
     "dy already.",
     (Function)backward_averages_dbeta, BY_VALUE},
    {"4.2", "backward_dgamma_without_xhat", "dgamma is the sum of dy times xhat",
     "You added up dy for dgamma. That is dbeta. For dgamma, multiply each dy by its xhat first.",
     (Function)backward_dgamma_without_xhat, BY_VALUE},
    {"4.2", "backward_dgamma_without_dy", "dgamma is the sum of dy times xhat",
     "You added up xhat for dgamma. By the chain rule each xhat is multiplied by its dy.",
     (Function)backward_dgamma_without_dy, BY_VALUE},
    {"4.2", "backward_dgamma_from_dxhat", "dgamma is the sum of dy times xhat",
     "Your dgamma is multiplied by gamma: you summed dxhat * xhat. Sum dy * xhat.",
     (Function)backward_dgamma_from_dxhat, BY_VALUE},
    {"4.2", "backward_dbeta_from_dxhat", "dbeta is the sum of dy",
     "Your dbeta is multiplied by gamma: you summed dxhat. Sum dy. beta is added after the "
     "multiplication, so gamma has no part in its gradient.",
     (Function)backward_dbeta_from_dxhat, BY_VALUE},
    {"4.2", "backward_swapped", "dbeta is the sum of dy",
     "dgamma and dbeta have changed places. The one with xhat in it is dgamma.",
     (Function)backward_swapped, BY_VALUE},
    {"4.2", "backward_not_cleared", "dbeta is the sum of dy",
     "You add to what dgamma and dbeta held before the call. Set them to 0 first.",
     (Function)backward_not_cleared, BY_VALUE},
    {"4.2", "backward_keeps_last", "dbeta is the sum of dy",
     "dgamma and dbeta hold the last example's part only. Add the parts up, with +=.",
     (Function)backward_keeps_last, BY_VALUE},
    {"4.2", "backward_in_float", "sums in double",
     "You sum in float, which keeps seven digits. Sum in double: dgamma and dbeta are arrays of "
     "double.",
     (Function)backward_in_float, BY_PATTERN},
    {"4.2", "backward_column_major", "features are kept apart",
     "You read the matrices as if each feature's values stood side by side. Feature d of "
     "example n is row(dy, n)[d].",
     (Function)backward_column_major, BY_VALUE},
    {"4.2", "backward_remembers", "changes nothing else",
     "Something is kept from the calls before. The gradients may depend on this batch only: no "
     "static variables.",
     (Function)backward_remembers, BY_VALUE},
    {"4.2", "backward_dxhat_without_gamma", "dxhat is dy times gamma",
     "You passed dy on as dxhat. On its way back through y = gamma * xhat + beta the gradient "
     "is multiplied by gamma[d].",
     (Function)backward_dxhat_without_gamma, BY_VALUE},
    {"4.2", "backward_dxhat_with_one_gamma", "features are kept apart",
     "You used gamma[0] for every feature. Feature d has gamma[d].",
     (Function)backward_dxhat_with_one_gamma, BY_VALUE},
    {"4.2", "backward_dxhat_divides", "dxhat is dy times gamma",
     "You divided dy by gamma. The forward pass multiplies by gamma, and so does its gradient.",
     (Function)backward_dxhat_divides, BY_VALUE},
    {"4.2", "backward_dxhat_from_xhat", "dxhat is dy times gamma",
     "You multiplied xhat by gamma. The gradient that comes in is dy: dxhat = dy * gamma.",
     (Function)backward_dxhat_from_xhat, BY_VALUE},
    {"4.2", "backward_dxhat_centered", "dxhat is dy times gamma",
     "You subtracted the mean of dy. That belongs to the way back through the normalization, "
     "chapter 5. Here dxhat = dy * gamma.",
     (Function)backward_dxhat_centered, BY_VALUE},
    {"4.2", "backward_changes_dy", "changes nothing else",
     "You changed dy. It is an input: write the product to dxhat only.",
     (Function)backward_changes_dy, BY_VALUE},
    {"4.2", "backward_accepts_any_shape", "refuses other shapes",
     "You accept a dy or a dxhat of another shape than xhat. Compare rows and cols of both, "
     "with require.",
     (Function)backward_accepts_any_shape, BY_VALUE},

    {"4.3", "identity_without_eps", "gamma is sqrt(var + eps)",
     "You left eps out. The normalization divided by sqrt(var + eps), so multiply by the same.",
     (Function)identity_without_eps, BY_VALUE},
    {"4.3", "identity_own_eps", "gamma is sqrt(var + eps)",
     "Your eps is always 1e-5. Use the argument.", (Function)identity_own_eps, BY_VALUE},
    {"4.3", "identity_eps_outside", "gamma is sqrt(var + eps)",
     "You added eps to the standard deviation. It belongs under the root: sqrt(var + eps).",
     (Function)identity_eps_outside, BY_VALUE},
    {"4.3", "identity_normalizes", "gamma is sqrt(var + eps)",
     "Your gamma is one over the standard deviation: that normalizes a second time. To undo "
     "the division, multiply: gamma = sqrt(var + eps).",
     (Function)identity_normalizes, BY_VALUE},
    {"4.3", "identity_without_root", "gamma is sqrt(var + eps)",
     "Your gamma is var + eps. The root is missing: xhat was divided by sqrt(var + eps).",
     (Function)identity_without_root, BY_VALUE},
    {"4.3", "identity_subtracts_mean", "beta is the mean",
     "Your beta has the wrong sign. The normalization subtracted the mean; beta adds it again.",
     (Function)identity_subtracts_mean, BY_VALUE},
    {"4.3", "identity_scales_mean", "beta is the mean",
     "You divided the mean by the standard deviation. beta is added after the multiplication by "
     "gamma, in the units of x: beta = mean.",
     (Function)identity_scales_mean, BY_VALUE},
    {"4.3", "identity_only_scale", "beta is the mean",
     "Your beta is 0. The normalization subtracted the mean: add it again, beta = mean.",
     (Function)identity_only_scale, BY_VALUE},
    {"4.3", "identity_starting_values", "gamma is sqrt(var + eps)",
     "You set gamma to 1 and beta to 0. These make y equal to xhat. To get x back, gamma is "
     "sqrt(var + eps) and beta is the mean.",
     (Function)identity_starting_values, BY_VALUE},
    {"4.3", "identity_swapped", "gamma is sqrt(var + eps)",
     "gamma and beta have changed places. gamma is the standard deviation, beta the mean.",
     (Function)identity_swapped, BY_VALUE},
    {"4.3", "identity_of_first_feature", "each feature has its own",
     "You used the statistics of feature 0 for all. Feature d has mean[d] and var[d].",
     (Function)identity_of_first_feature, BY_VALUE},

    {"4.4", "fold_without_bias", "the bias, as by hand",
     "You forgot the layer's own bias. It goes through the normalization too: "
     "(bias - mean) * gamma * rstd + beta.",
     (Function)fold_without_bias, BY_VALUE},
    {"4.4", "fold_without_mean", "the bias, as by hand",
     "You forgot the mean. Subtract mean[d] from the bias before you scale it.",
     (Function)fold_without_mean, BY_VALUE},
    {"4.4", "fold_adds_mean", "the bias, as by hand",
     "You added the mean. Batch norm subtracts it: (bias - mean).", (Function)fold_adds_mean,
     BY_VALUE},
    {"4.4", "fold_without_beta", "the bias, as by hand",
     "You forgot beta. It is added to the scaled bias.", (Function)fold_without_beta, BY_VALUE},
    {"4.4", "fold_scales_beta", "the bias, as by hand",
     "You multiplied beta by gamma * rstd. beta comes last, after the scaling.",
     (Function)fold_scales_beta, BY_VALUE},
    {"4.4", "fold_keeps_bias", "the bias, as by hand",
     "You changed the weights only. The new bias is (bias - mean) * gamma * rstd + beta.",
     (Function)fold_keeps_bias, BY_VALUE},
    {"4.4", "fold_bias_not_scaled", "the bias, as by hand",
     "You scaled the mean, but not the bias. Both are scaled: (bias - mean) * gamma * rstd.",
     (Function)fold_bias_not_scaled, BY_VALUE},
    {"4.4", "fold_mean_not_scaled", "the bias, as by hand",
     "You scaled the bias, but not the mean. Parentheses are missing: "
     "(bias - mean) * gamma * rstd.",
     (Function)fold_mean_not_scaled, BY_VALUE},
    {"4.4", "fold_without_rstd", "the weights, as by hand",
     "You scaled by gamma alone. Batch norm divides by the standard deviation too: "
     "gamma * rstd.",
     (Function)fold_without_rstd, BY_VALUE},
    {"4.4", "fold_without_gamma", "the weights, as by hand",
     "You scaled by rstd alone. gamma belongs to the factor: gamma * rstd.",
     (Function)fold_without_gamma, BY_VALUE},
    {"4.4", "fold_divides_by_rstd", "the weights, as by hand",
     "You divided by rstd. It is one over the standard deviation already: multiply.",
     (Function)fold_divides_by_rstd, BY_VALUE},
    {"4.4", "fold_by_first_unit", "units are kept apart",
     "You used gamma[0] * rstd[0] for every unit. Unit d has gamma[d] and rstd[d].",
     (Function)fold_by_first_unit, BY_VALUE},
    {"4.4", "fold_weights_by_row", "units are kept apart",
     "You scaled row k of the weights by unit k's factor. A row belongs to an input, a column "
     "to a unit: weights[k][d] is scaled by gamma[d] * rstd[d].",
     (Function)fold_weights_by_row, BY_VALUE},
    {"4.4", "fold_keeps_weights", "the weights, as by hand",
     "You changed the bias only. Each weight is multiplied by gamma[d] * rstd[d].",
     (Function)fold_keeps_weights, BY_VALUE},
    {"4.4", "fold_first_input_only", "the weights, as by hand",
     "You scaled the first row of the weights only. All inputs' weights of unit d are scaled.",
     (Function)fold_first_input_only, BY_VALUE},
    {"4.4", "fold_transposed", "units are kept apart",
     "You read the weights as units x inputs. They are inputs x units: the weight from input k "
     "to unit d is row(weights, k)[d].",
     (Function)fold_transposed, BY_VALUE},

    {"4.5", "step_uphill", "goes downhill",
     "You added the gradient. It points uphill, where the loss grows: subtract it.",
     (Function)step_uphill, BY_VALUE},
    {"4.5", "step_without_rate", "goes downhill",
     "You left the rate out. The step is rate * gradient.", (Function)step_without_rate, BY_VALUE},
    {"4.5", "step_swapped", "goes downhill",
     "The gradients have changed places. gamma moves by dgamma, beta by dbeta.",
     (Function)step_swapped, BY_VALUE},
    {"4.5", "step_gamma_only", "goes downhill",
     "beta stays where it is. It takes a step too, by dbeta.", (Function)step_gamma_only, BY_VALUE},
    {"4.5", "step_beta_only", "goes downhill",
     "gamma stays where it is. It takes a step too, by dgamma.", (Function)step_beta_only,
     BY_VALUE},
    {"4.5", "step_gamma_with_dbeta", "goes downhill",
     "You moved gamma by dbeta. Its own gradient is dgamma.", (Function)step_gamma_with_dbeta,
     BY_VALUE},
    {"4.5", "step_beta_with_dgamma", "goes downhill",
     "You moved beta by dgamma. Its own gradient is dbeta.", (Function)step_beta_with_dgamma,
     BY_VALUE},
    {"4.5", "step_averages", "each feature its own",
     "You divided the step by the number of features. Each parameter takes its full step.",
     (Function)step_averages, BY_VALUE},
    {"4.5", "step_forgets_the_place", "goes downhill",
     "You set the parameters to -rate * gradient. The step starts where they are: subtract it "
     "from gamma[d] and beta[d].",
     (Function)step_forgets_the_place, BY_VALUE},
    {"4.5", "step_multiplies", "goes downhill",
     "You multiplied the parameter by 1 - rate * gradient. Subtract rate * gradient from it.",
     (Function)step_multiplies, BY_VALUE},
    {"4.5", "step_of_first_feature", "each feature its own",
     "You used dgamma[0] and dbeta[0] for every feature. Feature d has dgamma[d] and dbeta[d].",
     (Function)step_of_first_feature, BY_VALUE},
    {"4.5", "step_remembers", "changes nothing else",
     "Something is kept from the steps before. Plain gradient descent has no memory: no static "
     "variables.",
     (Function)step_remembers, BY_VALUE},
    {"4.5", "step_accepts_any_rate", "refuses a bad rate",
     "You accept a negative rate. It would climb the loss: refuse it with require.",
     (Function)step_accepts_any_rate, BY_VALUE},
    {"4.5", "step_accepts_nan", "refuses a bad rate",
     "You accept a rate that is not a number. Write the condition as rate >= 0, which is false "
     "for a NaN.",
     (Function)step_accepts_nan, BY_VALUE},
    {"4.5", "step_refuses_zero", "refuses a bad rate",
     "You refuse a rate of 0. It is allowed: it leaves gamma and beta as they are.",
     (Function)step_refuses_zero, BY_VALUE},
    {0},
};
