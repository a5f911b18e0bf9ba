/* Chapter 5's common mistakes: each is a wrong version of one exercise, and what is to be said
   of it. */

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "backprop.h"
#include "common/activations.h"
#include "common/linear.h"
#include "tests/harness/harness.h"

/* Multiplies the D numbers of v. */
static void scale(double *v, size_t D, double by)
{
    for (size_t d = 0; d < D; d++)
        v[d] *= by;
}

/* ---- 5.1 bn_drstd ---- */

static void drstd_from_x(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    (void)mean;
    for (size_t d = 0; d < x.cols; d++) {
        drstd[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            drstd[d] += (double)row(dxhat, n)[d] * row(x, n)[d];
    }
}

static void drstd_sums_dxhat(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    (void)mean;
    for (size_t d = 0; d < x.cols; d++) {
        drstd[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            drstd[d] += row(dxhat, n)[d];
    }
}

static void drstd_averaged(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    bn_drstd(dxhat, x, mean, drstd);
    scale(drstd, x.cols, 1 / (double)x.rows);
}

static void drstd_sign(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    bn_drstd(dxhat, x, mean, drstd);
    scale(drstd, x.cols, -1);
}

static void drstd_not_cleared(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            drstd[d] += row(dxhat, n)[d] * (row(x, n)[d] - mean[d]);
}

static void drstd_last_example(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            drstd[d] = row(dxhat, n)[d] * (row(x, n)[d] - mean[d]);
}

static void drstd_one_mean(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    for (size_t d = 0; d < x.cols; d++) {
        drstd[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            drstd[d] += row(dxhat, n)[d] * (row(x, n)[d] - mean[0]);
    }
}

static void drstd_centers_x(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    bn_drstd(dxhat, x, mean, drstd);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(x, n)[d] -= (real)mean[d];
}

/* ---- 5.2 bn_dvar ---- */

static void dvar_power(size_t D, const double *drstd, const double *rstd, double *dvar,
                       double factor, double power)
{
    for (size_t d = 0; d < D; d++)
        dvar[d] = drstd[d] * factor * pow(rstd[d], power);
}

static void dvar_exponent_one_half(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    dvar_power(D, drstd, rstd, dvar, -0.5, 1);
}

static void dvar_squared(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    dvar_power(D, drstd, rstd, dvar, -0.5, 2);
}

static void dvar_of_rstd_as_var(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    dvar_power(D, drstd, rstd, dvar, -0.5, -1.5);
}

static void dvar_of_sd(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    dvar_power(D, drstd, rstd, dvar, -0.5, -3);
}

static void dvar_without_half(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    dvar_power(D, drstd, rstd, dvar, -1, 3);
}

static void dvar_sign(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    dvar_power(D, drstd, rstd, dvar, 0.5, 3);
}

static void dvar_three_halves(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    dvar_power(D, drstd, rstd, dvar, -1.5, 3);
}

static void dvar_integer_division(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    dvar_power(D, drstd, rstd, dvar, -1 / 2, 3);
}

static void dvar_without_drstd(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    (void)drstd;
    for (size_t d = 0; d < D; d++)
        dvar[d] = -0.5 * rstd[d] * rstd[d] * rstd[d];
}

/* ---- 5.3 bn_dcentered ---- */

typedef struct {
    double xhat, var; /* factors of the two parts */
} Parts;

static void add_parts(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                      const double *dvar, Matrix dcentered, Parts parts)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(dcentered, n)[d] = (real)(parts.xhat * row(dxhat, n)[d] * rstd[d] +
                                          parts.var * dvar[d] * (row(x, n)[d] - mean[d]));
}

static void dcentered_without_var(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                  const double *dvar, Matrix dcentered)
{
    add_parts(dxhat, x, mean, rstd, dvar, dcentered, (Parts){1, 0});
}

static void dcentered_without_xhat(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                   const double *dvar, Matrix dcentered)
{
    add_parts(dxhat, x, mean, rstd, dvar, dcentered, (Parts){0, 2 / (double)x.rows});
}

static void dcentered_without_2(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                const double *dvar, Matrix dcentered)
{
    add_parts(dxhat, x, mean, rstd, dvar, dcentered, (Parts){1, 1 / (double)x.rows});
}

static void dcentered_not_divided(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                  const double *dvar, Matrix dcentered)
{
    add_parts(dxhat, x, mean, rstd, dvar, dcentered, (Parts){1, 2});
}

static void dcentered_integer_division(Matrix dxhat, Matrix x, const double *mean,
                                       const double *rstd, const double *dvar, Matrix dcentered)
{
    add_parts(dxhat, x, mean, rstd, dvar, dcentered, (Parts){1, (double)(2 / x.rows)});
}

static void dcentered_N_minus_1(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                const double *dvar, Matrix dcentered)
{
    add_parts(dxhat, x, mean, rstd, dvar, dcentered, (Parts){1, 2 / ((double)x.rows - 1)});
}

static void dcentered_sign(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                           const double *dvar, Matrix dcentered)
{
    add_parts(dxhat, x, mean, rstd, dvar, dcentered, (Parts){1, -2 / (double)x.rows});
}

static void dcentered_without_rstd(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                   const double *dvar, Matrix dcentered)
{
    (void)rstd;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(dcentered, n)[d] =
                (real)(row(dxhat, n)[d] + dvar[d] * 2 / (double)x.rows * (row(x, n)[d] - mean[d]));
}

static void dcentered_by_x(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                           const double *dvar, Matrix dcentered)
{
    (void)mean;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(dcentered, n)[d] =
                (real)(row(dxhat, n)[d] * rstd[d] + dvar[d] * 2 / (double)x.rows * row(x, n)[d]);
}

static void dcentered_without_centered(Matrix dxhat, Matrix x, const double *mean,
                                       const double *rstd, const double *dvar, Matrix dcentered)
{
    (void)mean;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(dcentered, n)[d] =
                (real)(row(dxhat, n)[d] * rstd[d] + dvar[d] * 2 / (double)x.rows);
}

static void dcentered_divides_by_rstd(Matrix dxhat, Matrix x, const double *mean,
                                      const double *rstd, const double *dvar, Matrix dcentered)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(dcentered, n)[d] = (real)(row(dxhat, n)[d] / rstd[d] +
                                          dvar[d] * 2 / (double)x.rows * (row(x, n)[d] - mean[d]));
}

static void dcentered_one_dvar(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                               const double *dvar, Matrix dcentered)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(dcentered, n)[d] = (real)(row(dxhat, n)[d] * rstd[d] +
                                          dvar[0] * 2 / (double)x.rows * (row(x, n)[d] - mean[d]));
}

static void dcentered_added_to(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                               const double *dvar, Matrix dcentered)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(dcentered, n)[d] += (real)(row(dxhat, n)[d] * rstd[d] +
                                           dvar[d] * 2 / (double)x.rows * (row(x, n)[d] - mean[d]));
}

/* ---- 5.4 bn_dmean ---- */

static void dmean_sign(Matrix dcentered, double *dmean)
{
    bn_dmean(dcentered, dmean);
    scale(dmean, dcentered.cols, -1);
}

static void dmean_averaged(Matrix dcentered, double *dmean)
{
    bn_dmean(dcentered, dmean);
    scale(dmean, dcentered.cols, 1 / (double)dcentered.rows);
}

static void dmean_not_cleared(Matrix dcentered, double *dmean)
{
    for (size_t n = 0; n < dcentered.rows; n++)
        for (size_t d = 0; d < dcentered.cols; d++)
            dmean[d] -= row(dcentered, n)[d];
}

static void dmean_over_features(Matrix dcentered, double *dmean)
{
    for (size_t n = 0; n < dcentered.rows && n < dcentered.cols; n++) {
        dmean[n] = 0;
        for (size_t d = 0; d < dcentered.cols; d++)
            dmean[n] -= row(dcentered, n)[d];
    }
}

static void dmean_carried_over(Matrix dcentered, double *dmean)
{
    double sum = 0;
    for (size_t d = 0; d < dcentered.cols; d++) {
        for (size_t n = 0; n < dcentered.rows; n++)
            sum -= row(dcentered, n)[d];
        dmean[d] = sum;
    }
}

/* ---- 5.5 bn_dx ---- */

static void dx_with(Matrix dcentered, const double *dmean, Matrix dx, double by)
{
    for (size_t n = 0; n < dx.rows; n++)
        for (size_t d = 0; d < dx.cols; d++)
            row(dx, n)[d] = (real)(row(dcentered, n)[d] + dmean[d] * by);
}

static void dx_without_mean(Matrix dcentered, const double *dmean, Matrix dx)
{
    dx_with(dcentered, dmean, dx, 0);
}

static void dx_not_divided(Matrix dcentered, const double *dmean, Matrix dx)
{
    dx_with(dcentered, dmean, dx, 1);
}

static void dx_sign(Matrix dcentered, const double *dmean, Matrix dx)
{
    dx_with(dcentered, dmean, dx, -1 / (double)dx.rows);
}

static void dx_divided_by_D(Matrix dcentered, const double *dmean, Matrix dx)
{
    dx_with(dcentered, dmean, dx, 1 / (double)dx.cols);
}

static void dx_integer_division(Matrix dcentered, const double *dmean, Matrix dx)
{
    dx_with(dcentered, dmean, dx, (double)(1 / dx.rows));
}

static void dx_by_row(Matrix dcentered, const double *dmean, Matrix dx)
{
    for (size_t n = 0; n < dx.rows; n++)
        for (size_t d = 0; d < dx.cols; d++)
            row(dx, n)[d] = (real)(row(dcentered, n)[d] + dmean[n % dx.cols] / (double)dx.rows);
}

/* ---- 5.6 bn_backward_staged ---- */

static void staged_forgets_variance(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                    BnStages stages)
{
    bn_drstd(dxhat, x, mean, stages.drstd);
    bn_dvar(x.cols, stages.drstd, rstd, stages.dvar);
    dcentered_without_var(dxhat, x, mean, rstd, stages.dvar, stages.dcentered);
    bn_dmean(stages.dcentered, stages.dmean);
    bn_dx(stages.dcentered, stages.dmean, stages.dx);
}

static void staged_dcentered_before_dvar(Matrix dxhat, Matrix x, const double *mean,
                                         const double *rstd, BnStages stages)
{
    bn_drstd(dxhat, x, mean, stages.drstd);
    bn_dcentered(dxhat, x, mean, rstd, stages.dvar, stages.dcentered);
    bn_dvar(x.cols, stages.drstd, rstd, stages.dvar);
    bn_dmean(stages.dcentered, stages.dmean);
    bn_dx(stages.dcentered, stages.dmean, stages.dx);
}

static void staged_dx_before_dmean(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                   BnStages stages)
{
    bn_drstd(dxhat, x, mean, stages.drstd);
    bn_dvar(x.cols, stages.drstd, rstd, stages.dvar);
    bn_dcentered(dxhat, x, mean, rstd, stages.dvar, stages.dcentered);
    bn_dx(stages.dcentered, stages.dmean, stages.dx);
    bn_dmean(stages.dcentered, stages.dmean);
}

static void staged_drstd_for_dvar(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                  BnStages stages)
{
    bn_backward_staged(dxhat, x, mean, rstd, stages);
    bn_dcentered(dxhat, x, mean, rstd, stages.drstd, stages.dcentered);
    bn_dmean(stages.dcentered, stages.dmean);
    bn_dx(stages.dcentered, stages.dmean, stages.dx);
}

static void staged_dmean_from_dxhat(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                    BnStages stages)
{
    bn_backward_staged(dxhat, x, mean, rstd, stages);
    bn_dmean(dxhat, stages.dmean);
    bn_dx(stages.dcentered, stages.dmean, stages.dx);
}

static void staged_dx_from_dxhat(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                 BnStages stages)
{
    bn_backward_staged(dxhat, x, mean, rstd, stages);
    bn_dx(dxhat, stages.dmean, stages.dx);
}

static void staged_only_dx(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                           BnStages stages)
{
    size_t D = x.cols;
    double *drstd = calloc(D, sizeof *drstd), *dvar = calloc(D, sizeof *dvar);
    double *dmean = calloc(D, sizeof *dmean);
    if (drstd && dvar && dmean)
        bn_backward_staged(dxhat, x, mean, rstd,
                           (BnStages){drstd, dvar, stages.dcentered, dmean, stages.dx});
    free(drstd);
    free(dvar);
    free(dmean);
}

/* ---- 5.7 bn_backward ---- */

/* dx = (gamma rstd) (dy - along_1 dbeta/N - along_xhat xhat dgamma/N), and the right sums. */
static void dx_from_sums(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                         BnGradients g, double along_1, double along_xhat)
{
    double N = (double)xhat.rows;
    bn_backward(dy, xhat, gamma, rstd, g);
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(g.dx, n)[d] = (real)(gamma[d] * rstd[d] *
                                     (row(dy, n)[d] - along_1 * g.dbeta[d] / N -
                                      along_xhat * row(xhat, n)[d] * g.dgamma[d] / N));
}

static void backward_constant_statistics(Matrix dy, Matrix xhat, const real *gamma,
                                         const double *rstd, BnGradients g)
{
    dx_from_sums(dy, xhat, gamma, rstd, g, 0, 0);
}

static void backward_without_mean(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                  BnGradients g)
{
    dx_from_sums(dy, xhat, gamma, rstd, g, 0, 1);
}

static void backward_without_variance(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                      BnGradients g)
{
    dx_from_sums(dy, xhat, gamma, rstd, g, 1, 0);
}

static void backward_mean_sign(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                               BnGradients g)
{
    dx_from_sums(dy, xhat, gamma, rstd, g, -1, 1);
}

static void backward_variance_sign(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                   BnGradients g)
{
    dx_from_sums(dy, xhat, gamma, rstd, g, 1, -1);
}

static void backward_not_divided(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                 BnGradients g)
{
    double N = (double)xhat.rows;
    dx_from_sums(dy, xhat, gamma, rstd, g, N, N);
}

static void backward_N_minus_1(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                               BnGradients g)
{
    double N = (double)xhat.rows;
    dx_from_sums(dy, xhat, gamma, rstd, g, N / (N - 1), N / (N - 1));
}

static void backward_variance_N_minus_1(Matrix dy, Matrix xhat, const real *gamma,
                                        const double *rstd, BnGradients g)
{
    double N = (double)xhat.rows;
    dx_from_sums(dy, xhat, gamma, rstd, g, 1, N / (N - 1));
}

static void backward_factor_2(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                              BnGradients g)
{
    dx_from_sums(dy, xhat, gamma, rstd, g, 1, 2);
}

static void backward_half(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                          BnGradients g)
{
    dx_from_sums(dy, xhat, gamma, rstd, g, 1, 0.5);
}

static void backward_divided_by_D(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                  BnGradients g)
{
    double by = (double)xhat.rows / (double)xhat.cols;
    dx_from_sums(dy, xhat, gamma, rstd, g, by, by);
}

/* Multiplies each feature of dx by a number of its own. */
static void scale_dx(BnGradients g, const real *gamma, const double *rstd, int gammas, int rstds)
{
    for (size_t n = 0; n < g.dx.rows; n++)
        for (size_t d = 0; d < g.dx.cols; d++)
            row(g.dx, n)[d] *= (real)(pow((double)gamma[d], gammas) * pow(rstd[d], rstds));
}

static void backward_without_gamma(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                   BnGradients g)
{
    bn_backward(dy, xhat, gamma, rstd, g);
    scale_dx(g, gamma, rstd, -1, 0);
}

static void backward_gamma_twice(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                 BnGradients g)
{
    bn_backward(dy, xhat, gamma, rstd, g);
    scale_dx(g, gamma, rstd, 1, 0);
}

static void backward_without_rstd(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                  BnGradients g)
{
    bn_backward(dy, xhat, gamma, rstd, g);
    scale_dx(g, gamma, rstd, 0, -1);
}

static void backward_divides_by_rstd(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                     BnGradients g)
{
    bn_backward(dy, xhat, gamma, rstd, g);
    scale_dx(g, gamma, rstd, 0, -2);
}

static void backward_gamma_on_dy_only(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                      BnGradients g)
{
    double N = (double)xhat.rows;
    bn_backward(dy, xhat, gamma, rstd, g);
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(g.dx, n)[d] = (real)(rstd[d] * (gamma[d] * row(dy, n)[d] - g.dbeta[d] / N -
                                                row(xhat, n)[d] * g.dgamma[d] / N));
}

static void backward_without_xhat(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                  BnGradients g)
{
    double N = (double)xhat.rows;
    bn_backward(dy, xhat, gamma, rstd, g);
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(g.dx, n)[d] =
                (real)(gamma[d] * rstd[d] * (row(dy, n)[d] - g.dbeta[d] / N - g.dgamma[d] / N));
}

static void backward_swapped(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                             BnGradients g)
{
    bn_backward(dy, xhat, gamma, rstd, (BnGradients){g.dbeta, g.dgamma, g.dx});
}

static void backward_averaged(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                              BnGradients g)
{
    bn_backward(dy, xhat, gamma, rstd, g);
    scale(g.dgamma, xhat.cols, 1 / (double)xhat.rows);
    scale(g.dbeta, xhat.cols, 1 / (double)xhat.rows);
}

static void backward_dgamma_times_gamma(Matrix dy, Matrix xhat, const real *gamma,
                                        const double *rstd, BnGradients g)
{
    bn_backward(dy, xhat, gamma, rstd, g);
    for (size_t d = 0; d < xhat.cols; d++) {
        g.dgamma[d] *= gamma[d];
        g.dbeta[d] *= gamma[d];
    }
}

/* A part of dx stands in the sums' arrays, and the sums are not handed out. */
static void backward_keeps_the_sums(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                    BnGradients g)
{
    double *sums = calloc(2 * xhat.cols, sizeof *sums);
    if (sums)
        bn_backward(dy, xhat, gamma, rstd, (BnGradients){sums, sums + xhat.cols, g.dx});
    free(sums);
}

static void backward_not_cleared(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                 BnGradients g)
{
    double N = (double)xhat.rows;
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++) {
            g.dbeta[d] += row(dy, n)[d];
            g.dgamma[d] += (double)row(dy, n)[d] * row(xhat, n)[d];
        }
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(g.dx, n)[d] =
                (real)(gamma[d] * rstd[d] *
                       (row(dy, n)[d] - g.dbeta[d] / N - row(xhat, n)[d] * g.dgamma[d] / N));
}

/* The sums of the rows so far, instead of all rows. */
static void backward_in_one_loop(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                 BnGradients g)
{
    double N = (double)xhat.rows;
    memset(g.dbeta, 0, xhat.cols * sizeof(double));
    memset(g.dgamma, 0, xhat.cols * sizeof(double));
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++) {
            g.dbeta[d] += row(dy, n)[d];
            g.dgamma[d] += (double)row(dy, n)[d] * row(xhat, n)[d];
            row(g.dx, n)[d] =
                (real)(gamma[d] * rstd[d] *
                       (row(dy, n)[d] - g.dbeta[d] / N - row(xhat, n)[d] * g.dgamma[d] / N));
        }
}

static void backward_changes_dy(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                                BnGradients g)
{
    bn_backward(dy, xhat, gamma, rstd, g);
    for (size_t n = 0; n < dy.rows; n++)
        for (size_t d = 0; d < dy.cols; d++)
            row(dy, n)[d] *= gamma[d];
}

/* ---- 5.8 gradient_check ---- */

typedef struct {
    double difference, gradients, slopes; /* sums of squares */
} Squares;

/* The slope is (loss at p + above  -  loss at p - below) / over. */
static Squares squares(Loss loss, void *context, size_t count, double *parameters,
                       const double *gradient, const double step[3])
{
    Squares s = {0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        const double middle = parameters[i];
        parameters[i] = middle + step[0];
        double above = loss(parameters, context);
        parameters[i] = middle - step[1];
        double below = loss(parameters, context);
        parameters[i] = middle;
        double slope = (above - below) / step[2];
        s.difference += (gradient[i] - slope) * (gradient[i] - slope);
        s.gradients += gradient[i] * gradient[i];
        s.slopes += slope * slope;
    }
    return s;
}

#define STEPS(...) ((const double[]){__VA_ARGS__})

static double relative(Squares s)
{
    double lengths = sqrt(s.gradients) + sqrt(s.slopes);
    return lengths == 0 ? 0 : sqrt(s.difference) / lengths;
}

static double check_forward(Loss loss, void *context, size_t count, double *parameters,
                            const double *gradient, double step)
{
    return relative(squares(loss, context, count, parameters, gradient, STEPS(step, 0, step)));
}

static double check_backward(Loss loss, void *context, size_t count, double *parameters,
                             const double *gradient, double step)
{
    return relative(squares(loss, context, count, parameters, gradient, STEPS(0, step, step)));
}

static double check_over_one_step(Loss loss, void *context, size_t count, double *parameters,
                                  const double *gradient, double step)
{
    return relative(squares(loss, context, count, parameters, gradient, STEPS(step, step, step)));
}

static double check_not_divided(Loss loss, void *context, size_t count, double *parameters,
                                const double *gradient, double step)
{
    return relative(squares(loss, context, count, parameters, gradient, STEPS(step, step, 1)));
}

static double check_own_step(Loss loss, void *context, size_t count, double *parameters,
                             const double *gradient, double step)
{
    (void)step;
    return relative(squares(loss, context, count, parameters, gradient, STEPS(1e-5, 1e-5, 2e-5)));
}

static double check_sign(Loss loss, void *context, size_t count, double *parameters,
                         const double *gradient, double step)
{
    return relative(
        squares(loss, context, count, parameters, gradient, STEPS(step, step, -2 * step)));
}

static double check_absolute(Loss loss, void *context, size_t count, double *parameters,
                             const double *gradient, double step)
{
    return sqrt(squares(loss, context, count, parameters, gradient, STEPS(step, step, 2 * step))
                    .difference);
}

static double check_by_slope(Loss loss, void *context, size_t count, double *parameters,
                             const double *gradient, double step)
{
    Squares s = squares(loss, context, count, parameters, gradient, STEPS(step, step, 2 * step));
    return s.slopes == 0 && s.difference == 0 ? 0 : sqrt(s.difference / s.slopes);
}

static double check_by_gradient(Loss loss, void *context, size_t count, double *parameters,
                                const double *gradient, double step)
{
    Squares s = squares(loss, context, count, parameters, gradient, STEPS(step, step, 2 * step));
    return s.gradients == 0 && s.difference == 0 ? 0 : sqrt(s.difference / s.gradients);
}

static double check_by_larger(Loss loss, void *context, size_t count, double *parameters,
                              const double *gradient, double step)
{
    Squares s = squares(loss, context, count, parameters, gradient, STEPS(step, step, 2 * step));
    double larger = s.gradients > s.slopes ? s.gradients : s.slopes;
    return larger == 0 ? 0 : sqrt(s.difference / larger);
}

static double check_without_root(Loss loss, void *context, size_t count, double *parameters,
                                 const double *gradient, double step)
{
    Squares s = squares(loss, context, count, parameters, gradient, STEPS(step, step, 2 * step));
    double sum = s.gradients + s.slopes;
    return sum == 0 ? 0 : s.difference / sum;
}

static double check_unguarded(Loss loss, void *context, size_t count, double *parameters,
                              const double *gradient, double step)
{
    Squares s = squares(loss, context, count, parameters, gradient, STEPS(step, step, 2 * step));
    return sqrt(s.difference) / (sqrt(s.gradients) + sqrt(s.slopes));
}

static double check_padded(Loss loss, void *context, size_t count, double *parameters,
                           const double *gradient, double step)
{
    Squares s = squares(loss, context, count, parameters, gradient, STEPS(step, step, 2 * step));
    return sqrt(s.difference) / (sqrt(s.gradients) + sqrt(s.slopes) + 1e-8);
}

static double check_hides_a_nan(Loss loss, void *context, size_t count, double *parameters,
                                const double *gradient, double step)
{
    double error =
        relative(squares(loss, context, count, parameters, gradient, STEPS(step, step, 2 * step)));
    return error > 0 ? error : 0;
}

/* The worst number on its own. */
static double check_number_by_number(Loss loss, void *context, size_t count, double *parameters,
                                     const double *gradient, double step)
{
    double worst = 0;
    for (size_t i = 0; i < count; i++) {
        const double middle = parameters[i];
        parameters[i] = middle + step;
        double above = loss(parameters, context);
        parameters[i] = middle - step;
        double below = loss(parameters, context), slope = (above - below) / (2 * step);
        parameters[i] = middle;
        double error = fabs(gradient[i] - slope) / (fabs(gradient[i]) + fabs(slope));
        if (error > worst)
            worst = error;
    }
    return worst;
}

/* Differences with their signs, which cancel. */
static double check_signed(Loss loss, void *context, size_t count, double *parameters,
                           const double *gradient, double step)
{
    double difference = 0, gradients = 0, slopes = 0;
    for (size_t i = 0; i < count; i++) {
        const double middle = parameters[i];
        parameters[i] = middle + step;
        double above = loss(parameters, context);
        parameters[i] = middle - step;
        double below = loss(parameters, context), slope = (above - below) / (2 * step);
        parameters[i] = middle;
        difference += gradient[i] - slope;
        gradients += gradient[i];
        slopes += slope;
    }
    double lengths = fabs(gradients) + fabs(slopes);
    return lengths == 0 ? 0 : fabs(difference) / lengths;
}

static double check_in_float(Loss loss, void *context, size_t count, double *parameters,
                             const double *gradient, double step)
{
    Squares s = {0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        const double middle = parameters[i];
        parameters[i] = (float)middle + (float)step;
        float above = (float)loss(parameters, context);
        parameters[i] = (float)middle - (float)step;
        float below = (float)loss(parameters, context), slope = (above - below) / (2 * (float)step);
        parameters[i] = middle;
        s.difference += (gradient[i] - (double)slope) * (gradient[i] - (double)slope);
        s.gradients += gradient[i] * gradient[i];
        s.slopes += (double)slope * (double)slope;
    }
    return relative(s);
}

/* Leaves each parameter below where it was. */
static double check_not_put_back(Loss loss, void *context, size_t count, double *parameters,
                                 const double *gradient, double step)
{
    Squares s = {0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        parameters[i] += step;
        double above = loss(parameters, context);
        parameters[i] -= 2 * step;
        double below = loss(parameters, context), slope = (above - below) / (2 * step);
        s.difference += (gradient[i] - slope) * (gradient[i] - slope);
        s.gradients += gradient[i] * gradient[i];
        s.slopes += slope * slope;
    }
    return relative(s);
}

static double check_put_back_by_adding(Loss loss, void *context, size_t count, double *parameters,
                                       const double *gradient, double step)
{
    Squares s = {0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        parameters[i] += step;
        double above = loss(parameters, context);
        parameters[i] -= 2 * step;
        double below = loss(parameters, context), slope = (above - below) / (2 * step);
        parameters[i] += step;
        s.difference += (gradient[i] - slope) * (gradient[i] - slope);
        s.gradients += gradient[i] * gradient[i];
        s.slopes += slope * slope;
    }
    return relative(s);
}

/* ---- 5.9 block_backward ---- */

static void rest_of_block(BlockForward f, BlockGradients g)
{
    bn_backward(g.dy, f.xhat, f.gamma, f.rstd, (BnGradients){g.dgamma, g.dbeta, g.dx});
    linear_backward(f.h, f.weights, g.dx, g.dweights, NULL, g.dh);
}

static void block_without_relu(Matrix dout, BlockForward f, BlockGradients g)
{
    memcpy(g.dy.v, dout.v, dout.rows * dout.cols * sizeof(real));
    rest_of_block(f, g);
}

static void block_mask_from_xhat(Matrix dout, BlockForward f, BlockGradients g)
{
    relu_backward(f.xhat, dout, g.dy);
    rest_of_block(f, g);
}

static void block_mask_from_dout(Matrix dout, BlockForward f, BlockGradients g)
{
    relu_backward(dout, dout, g.dy);
    rest_of_block(f, g);
}

static void block_relu_swapped(Matrix dout, BlockForward f, BlockGradients g)
{
    relu_backward(dout, f.out, g.dy);
    rest_of_block(f, g);
}

static void block_batch_norm_from_dout(Matrix dout, BlockForward f, BlockGradients g)
{
    relu_backward(f.out, dout, g.dy);
    bn_backward(dout, f.xhat, f.gamma, f.rstd, (BnGradients){g.dgamma, g.dbeta, g.dx});
    linear_backward(f.h, f.weights, g.dx, g.dweights, NULL, g.dh);
}

static void block_sums_swapped(Matrix dout, BlockForward f, BlockGradients g)
{
    relu_backward(f.out, dout, g.dy);
    bn_backward(g.dy, f.xhat, f.gamma, f.rstd, (BnGradients){g.dbeta, g.dgamma, g.dx});
    linear_backward(f.h, f.weights, g.dx, g.dweights, NULL, g.dh);
}

static void block_out_for_xhat(Matrix dout, BlockForward f, BlockGradients g)
{
    relu_backward(f.out, dout, g.dy);
    bn_backward(g.dy, f.out, f.gamma, f.rstd, (BnGradients){g.dgamma, g.dbeta, g.dx});
    linear_backward(f.h, f.weights, g.dx, g.dweights, NULL, g.dh);
}

static void block_around_batch_norm(Matrix dout, BlockForward f, BlockGradients g)
{
    block_backward(dout, f, g);
    linear_backward(f.h, f.weights, g.dy, g.dweights, NULL, g.dh);
}

static void block_constant_statistics(Matrix dout, BlockForward f, BlockGradients g)
{
    block_backward(dout, f, g);
    for (size_t n = 0; n < dout.rows; n++)
        for (size_t d = 0; d < dout.cols; d++)
            row(g.dx, n)[d] = (real)(f.gamma[d] * f.rstd[d] * row(g.dy, n)[d]);
    linear_backward(f.h, f.weights, g.dx, g.dweights, NULL, g.dh);
}

static void block_dweights_averaged(Matrix dout, BlockForward f, BlockGradients g)
{
    block_backward(dout, f, g);
    for (size_t i = 0; i < g.dweights.rows * g.dweights.cols; i++)
        g.dweights.v[i] /= (real)dout.rows;
}

/* dx' h, D x K, written into the place of h' dx, K x D. */
static void block_dweights_transposed(Matrix dout, BlockForward f, BlockGradients g)
{
    size_t K = f.weights.rows, D = f.weights.cols;
    block_backward(dout, f, g);
    for (size_t d = 0; d < D; d++)
        for (size_t k = 0; k < K; k++) {
            double sum = 0;
            for (size_t n = 0; n < dout.rows; n++)
                sum += (double)row(g.dx, n)[d] * row(f.h, n)[k];
            g.dweights.v[d * K + k] = (real)sum;
        }
}

static void block_dx_transposed(Matrix dout, BlockForward f, BlockGradients g)
{
    size_t K = f.weights.rows, D = f.weights.cols;
    block_backward(dout, f, g);
    for (size_t n = 0; n < dout.rows; n++)
        for (size_t k = 0; k < K; k++) {
            double sum = 0;
            for (size_t d = 0; d < D; d++)
                sum += (double)row(g.dx, n)[d] * f.weights.v[d * K + k];
            row(g.dh, n)[k] = (real)sum;
        }
}

/* ---- The catalogue ---- */

#define HAND "{1, 2, 3, 4}, as by hand"

const Suspect suspects[] = {
    {"5.1", "drstd_from_x", HAND,
     "You multiplied dxhat by x. The forward pass multiplied rstd by x - mean, so that is the "
     "factor.",
     (Function)drstd_from_x, BY_VALUE},
    {"5.1", "drstd_sums_dxhat", HAND,
     "You added up dxhat alone. xhat = centered * rstd: the derivative by rstd is centered, so "
     "multiply each dxhat by x - mean before you add it.",
     (Function)drstd_sums_dxhat, BY_VALUE},
    {"5.1", "drstd_averaged", HAND,
     "You divided by N. rstd has a part in every xhat, and the parts add up: it is a sum.",
     (Function)drstd_averaged, BY_VALUE},
    {"5.1", "drstd_sign", HAND,
     "Your sign is wrong. Multiply by x - mean, not by mean - x; the minus of this path comes with "
     "dvar.",
     (Function)drstd_sign, BY_VALUE},
    {"5.1", "drstd_not_cleared", HAND,
     "You add to what the array drstd held before the call. Set drstd[d] to 0 first.",
     (Function)drstd_not_cleared, BY_VALUE},
    {"5.1", "drstd_last_example", HAND,
     "You kept the last example's part only: = where += is meant. All N parts add up.",
     (Function)drstd_last_example, BY_VALUE},
    {"5.1", "drstd_one_mean", "features are kept apart",
     "You subtracted mean[0] from every feature. Feature d has mean[d].", (Function)drstd_one_mean,
     BY_VALUE},
    {"5.1", "drstd_centers_x", "changes nothing else",
     "You subtracted the mean from x itself. x is an input: keep the difference in a variable.",
     (Function)drstd_centers_x, BY_VALUE},

    {"5.2", "dvar_exponent_one_half", "the exponent is -3/2: rstd to the third",
     "You multiplied by rstd once. The derivative of (var + eps)^(-1/2) has the exponent -3/2, "
     "one less: that is rstd * rstd * rstd.",
     (Function)dvar_exponent_one_half, BY_VALUE},
    {"5.2", "dvar_squared", "the exponent is -3/2: rstd to the third",
     "You multiplied by rstd twice. The derivative of (var + eps)^(-1/2) has the exponent -3/2: "
     "that is rstd three times.",
     (Function)dvar_squared, BY_VALUE},
    {"5.2", "dvar_of_rstd_as_var", "the exponent is -3/2: rstd to the third",
     "You raised rstd to the power -3/2. That power belongs to var + eps; rstd is "
     "(var + eps)^(-1/2) already, so take rstd^3.",
     (Function)dvar_of_rstd_as_var, BY_VALUE},
    {"5.2", "dvar_of_sd", "the exponent is -3/2: rstd to the third",
     "You divided by rstd^3. rstd is one over the standard deviation already: multiply.",
     (Function)dvar_of_sd, BY_VALUE},
    {"5.2", "dvar_without_half", HAND,
     "The factor 1/2 is missing: the exponent of (var + eps)^(-1/2) comes down in front.",
     (Function)dvar_without_half, BY_VALUE},
    {"5.2", "dvar_sign", HAND,
     "The minus is missing. A larger variance makes rstd smaller: the derivative is negative.",
     (Function)dvar_sign, BY_VALUE},
    {"5.2", "dvar_three_halves", HAND,
     "You put the new exponent, -3/2, in front. It is the old one, -1/2, that comes down.",
     (Function)dvar_three_halves, BY_VALUE},
    {"5.2", "dvar_integer_division", HAND,
     "All your dvar are 0. -1 / 2 divides whole numbers, and its result is 0. Write -0.5.",
     (Function)dvar_integer_division, BY_VALUE},
    {"5.2", "dvar_without_drstd", HAND,
     "You computed the derivative of rstd by var, and stopped. The chain rule multiplies it by "
     "what arrives from above: drstd[d].",
     (Function)dvar_without_drstd, BY_VALUE},

    {"5.3", "dcentered_without_var", "the part that comes from var",
     "You left out the path through the variance. centered is used twice in the forward pass, for "
     "xhat and for var, so two parts arrive and are added.",
     (Function)dcentered_without_var, BY_VALUE},
    {"5.3", "dcentered_without_xhat", "the part that comes from xhat",
     "You left out the path from xhat. centered is used twice in the forward pass, for xhat and "
     "for var, so two parts arrive and are added.",
     (Function)dcentered_without_xhat, BY_VALUE},
    {"5.3", "dcentered_without_2", "the part that comes from var",
     "The factor 2 is lost: the derivative of centered^2 is 2 centered.",
     (Function)dcentered_without_2, BY_VALUE},
    {"5.3", "dcentered_not_divided", "the part that comes from var",
     "You did not divide the variance's part by N. var is an average: each example has a share "
     "of 1/N in it.",
     (Function)dcentered_not_divided, BY_VALUE},
    {"5.3", "dcentered_integer_division", "the part that comes from var",
     "2 / x.rows divides whole numbers, and its result is 0 for every N above 2. Make N a double "
     "first.",
     (Function)dcentered_integer_division, BY_VALUE},
    {"5.3", "dcentered_N_minus_1", "the part that comes from var",
     "You divided by N-1. The forward pass divided the variance by N, and so does its derivative.",
     (Function)dcentered_N_minus_1, BY_VALUE},
    {"5.3", "dcentered_sign", "the part that comes from var",
     "You subtracted the variance's part. It is added: the minus of this path is in dvar already.",
     (Function)dcentered_sign, BY_VALUE},
    {"5.3", "dcentered_without_rstd", "the part that comes from xhat",
     "You passed dxhat on as it is. xhat = centered * rstd: multiply it by rstd[d].",
     (Function)dcentered_without_rstd, BY_VALUE},
    {"5.3", "dcentered_by_x", "the part that comes from var",
     "You multiplied dvar by x. The variance is made of (x - mean)^2: multiply by x - mean.",
     (Function)dcentered_by_x, BY_VALUE},
    {"5.3", "dcentered_without_centered", "the part that comes from var",
     "The variance's part is the same for all your examples. The derivative of (x - mean)^2 is "
     "2 (x - mean): an example far from the mean gets more.",
     (Function)dcentered_without_centered, BY_VALUE},
    {"5.3", "dcentered_divides_by_rstd", "the part that comes from xhat",
     "You divided dxhat by rstd. The forward pass multiplied by it, and so does the derivative.",
     (Function)dcentered_divides_by_rstd, BY_VALUE},
    {"5.3", "dcentered_one_dvar", "features are kept apart",
     "You used dvar[0] for every feature. Feature d has dvar[d].", (Function)dcentered_one_dvar,
     BY_VALUE},
    {"5.3", "dcentered_added_to", HAND,
     "You add to what the matrix dcentered held before the call. Both parts go into one "
     "assignment with =.",
     (Function)dcentered_added_to, BY_VALUE},

    {"5.4", "dmean_sign", "minus the sum over the batch",
     "The minus is missing: the mean is subtracted, so its derivative is -1.", (Function)dmean_sign,
     BY_VALUE},
    {"5.4", "dmean_averaged", "minus the sum over the batch",
     "You divided by N. Every example subtracts the whole mean, and the N parts add up. The 1/N "
     "belongs to the next edge, in bn_dx.",
     (Function)dmean_averaged, BY_VALUE},
    {"5.4", "dmean_not_cleared", "minus the sum over the batch",
     "You add to what the array dmean held before the call. Set dmean[d] to 0 first.",
     (Function)dmean_not_cleared, BY_VALUE},
    {"5.4", "dmean_over_features", "features are kept apart",
     "You summed the features of each example. Each feature has one mean: sum over the examples.",
     (Function)dmean_over_features, BY_VALUE},
    {"5.4", "dmean_carried_over", "features are kept apart",
     "The sum of one feature goes on into the next. Start each feature's sum at 0.",
     (Function)dmean_carried_over, BY_VALUE},

    {"5.5", "dx_without_mean", HAND,
     "You left out the path through the mean. x is used twice in the forward pass, for centered "
     "and for the mean, so two parts arrive and are added.",
     (Function)dx_without_mean, BY_VALUE},
    {"5.5", "dx_not_divided", HAND,
     "You added the whole dmean to every example. The mean is an average: each example has a "
     "share of 1/N in it.",
     (Function)dx_not_divided, BY_VALUE},
    {"5.5", "dx_sign", HAND,
     "You subtracted the mean's part. It is added: the minus of this path is in dmean already.",
     (Function)dx_sign, BY_VALUE},
    {"5.5", "dx_divided_by_D", HAND,
     "You divided by the number of features. Divide by N, the number of examples "
     "(dcentered.rows).",
     (Function)dx_divided_by_D, BY_VALUE},
    {"5.5", "dx_integer_division", HAND,
     "The mean's part is 0 in your dx. 1 / dcentered.rows divides whole numbers, and its result is "
     "0 for every N above 1. Divide dmean[d], which is a double.",
     (Function)dx_integer_division, BY_VALUE},
    {"5.5", "dx_by_row", "features are kept apart",
     "You took dmean by the example's number. It belongs to features: dmean[d].",
     (Function)dx_by_row, BY_VALUE},

    {"5.6", "staged_forgets_variance", "dcentered, from your dvar",
     "You computed dvar and then did not use it. Pass stages.dvar to bn_dcentered, which adds the "
     "variance's part.",
     (Function)staged_forgets_variance, BY_VALUE},
    {"5.6", "staged_dcentered_before_dvar", "dcentered, from your dvar",
     "You computed dcentered before the dvar that it needs. Call bn_dvar first: a gradient is "
     "complete only when every arrow that leaves its node has sent its part.",
     (Function)staged_dcentered_before_dvar, BY_VALUE},
    {"5.6", "staged_dx_before_dmean", "dx, from your dcentered and dmean",
     "You computed dx before the dmean that it needs. Call bn_dmean first.",
     (Function)staged_dx_before_dmean, BY_VALUE},
    {"5.6", "staged_drstd_for_dvar", "dcentered, from your dvar",
     "You passed drstd to bn_dcentered. It wants dvar: between rstd and var there is an edge of "
     "its own, exercise 5.2.",
     (Function)staged_drstd_for_dvar, BY_VALUE},
    {"5.6", "staged_dmean_from_dxhat", "dmean, from your dcentered",
     "You passed dxhat to bn_dmean. It wants dcentered: the mean is subtracted before the "
     "multiplication by rstd.",
     (Function)staged_dmean_from_dxhat, BY_VALUE},
    {"5.6", "staged_dx_from_dxhat", "dx, from your dcentered and dmean",
     "You passed dxhat to bn_dx. It wants dcentered.", (Function)staged_dx_from_dxhat, BY_VALUE},
    {"5.6", "staged_only_dx", "drstd",
     "dx is right, but drstd, dvar and dmean were not handed out. Write them into stages.",
     (Function)staged_only_dx, BY_VALUE},

    {"5.7", "backward_constant_statistics", HAND,
     "You took the statistics as constants: dx = gamma rstd dy. Each x also moves its batch's mean "
     "and variance, and through them every xhat of the batch.",
     (Function)backward_constant_statistics, BY_VALUE},
    {"5.7", "backward_without_mean", HAND,
     "The path through the mean is missing: subtract dbeta / N, the mean of dy.",
     (Function)backward_without_mean, BY_VALUE},
    {"5.7", "backward_without_variance", HAND,
     "The path through the variance is missing: subtract xhat * dgamma / N.",
     (Function)backward_without_variance, BY_VALUE},
    {"5.7", "backward_mean_sign", HAND, "You added dbeta / N. It is subtracted.",
     (Function)backward_mean_sign, BY_VALUE},
    {"5.7", "backward_variance_sign", HAND, "You added xhat * dgamma / N. It is subtracted.",
     (Function)backward_variance_sign, BY_VALUE},
    {"5.7", "backward_not_divided", HAND,
     "You subtracted the sums dbeta and xhat * dgamma. Divide both by N: means are subtracted.",
     (Function)backward_not_divided, BY_VALUE},
    {"5.7", "backward_N_minus_1", HAND,
     "You divided the sums by N-1. The forward pass divided by N, and so does its derivative.",
     (Function)backward_N_minus_1, BY_VALUE},
    {"5.7", "backward_variance_N_minus_1", HAND,
     "There is a stray N/(N-1) in the variance's path. The forward pass divided the variance by N, "
     "and so does its derivative.",
     (Function)backward_variance_N_minus_1, BY_VALUE},
    {"5.7", "backward_factor_2", HAND,
     "You subtracted 2 xhat dgamma / N. The 2 of the square and the 1/2 of the root cancel.",
     (Function)backward_factor_2, BY_VALUE},
    {"5.7", "backward_half", HAND,
     "You subtracted half of xhat dgamma / N. The 1/2 of the root and the 2 of the square cancel.",
     (Function)backward_half, BY_VALUE},
    {"5.7", "backward_divided_by_D", HAND,
     "You divided the sums by the number of features. Divide by N, the number of examples "
     "(xhat.rows).",
     (Function)backward_divided_by_D, BY_VALUE},
    {"5.7", "backward_without_gamma", "gamma of any size and sign",
     "gamma is missing from dx. y = gamma xhat + beta: everything that comes back through xhat is "
     "multiplied by gamma[d].",
     (Function)backward_without_gamma, BY_VALUE},
    {"5.7", "backward_gamma_twice", "gamma of any size and sign",
     "gamma is in your dx twice: once in dxhat, and once more in front.",
     (Function)backward_gamma_twice, BY_VALUE},
    {"5.7", "backward_gamma_on_dy_only", "gamma of any size and sign",
     "You multiplied only dy by gamma. The two parts that are subtracted carry it too: it stands "
     "in front of the parentheses.",
     (Function)backward_gamma_on_dy_only, BY_VALUE},
    {"5.7", "backward_without_rstd", HAND,
     "rstd is missing from dx. The forward pass multiplied by it, and so does the derivative.",
     (Function)backward_without_rstd, BY_VALUE},
    {"5.7", "backward_divides_by_rstd", HAND,
     "You divided by rstd. It is one over the standard deviation already: multiply.",
     (Function)backward_divides_by_rstd, BY_VALUE},
    {"5.7", "backward_without_xhat", HAND,
     "You subtracted dgamma / N from every example alike. Multiply it by that example's xhat.",
     (Function)backward_without_xhat, BY_VALUE},
    {"5.7", "backward_swapped", "dbeta is a sum",
     "dgamma and dbeta are exchanged. beta is added, so dbeta is the sum of dy alone.",
     (Function)backward_swapped, BY_VALUE},
    {"5.7", "backward_averaged", "dbeta is a sum",
     "You handed out dgamma / N and dbeta / N. dx needs these means, but the gradients of gamma "
     "and beta are the sums.",
     (Function)backward_averaged, BY_VALUE},
    {"5.7", "backward_dgamma_times_gamma", "dbeta is a sum",
     "You made dgamma and dbeta from gamma * dy, the gradient of xhat. They are made from dy.",
     (Function)backward_dgamma_times_gamma, BY_VALUE},
    {"5.7", "backward_keeps_the_sums", "dbeta is a sum",
     "dx is right, but dgamma and dbeta were not handed out. Write them into gradients.",
     (Function)backward_keeps_the_sums, BY_VALUE},
    {"5.7", "backward_not_cleared", HAND,
     "You add to what dgamma and dbeta held before the call. Set them to 0 first.",
     (Function)backward_not_cleared, BY_VALUE},
    {"5.7", "backward_in_one_loop", "gamma of any size and sign",
     "You used the sums while they were still growing. dx needs the sums of the whole batch: two "
     "loops over n, one after the other.",
     (Function)backward_in_one_loop, BY_VALUE},
    {"5.7", "backward_changes_dy", "changes nothing else",
     "You changed dy. It is an input: the caller may still need it.", (Function)backward_changes_dy,
     BY_VALUE},

    {"5.8", "check_forward", "the difference goes to both sides",
     "You took the difference to one side: loss(p + step) - loss(p). Its error is of the order of "
     "the step. To both sides, over 2 step, it is of the order of the step squared.",
     (Function)check_forward, BY_VALUE},
    {"5.8", "check_backward", "the difference goes to both sides",
     "You took the difference to one side: loss(p) - loss(p - step). Its error is of the order of "
     "the step. To both sides, over 2 step, it is of the order of the step squared.",
     (Function)check_backward, BY_VALUE},
    {"5.8", "check_over_one_step", "a right gradient has error 0",
     "You divided by the step. From p - step to p + step are two steps: divide by 2 * step.",
     (Function)check_over_one_step, BY_VALUE},
    {"5.8", "check_not_divided", "a right gradient has error 0",
     "You did not divide the difference of the losses. The slope is that difference over 2 * step.",
     (Function)check_not_divided, BY_VALUE},
    {"5.8", "check_own_step", "uses the step that is given",
     "Your step is always 1e-5. Use the argument.", (Function)check_own_step, BY_PATTERN},
    {"5.8", "check_sign", "a right gradient has error 0",
     "Your slope has the wrong sign: the loss above minus the loss below.", (Function)check_sign,
     BY_VALUE},
    {"5.8", "check_absolute", "the error is relative to both lengths",
     "You return the length of the difference. Divide it by |gradient| + |slope|: whether 1e-6 is "
     "good depends on the size of the gradient.",
     (Function)check_absolute, BY_VALUE},
    {"5.8", "check_by_slope", "the error is relative to both lengths",
     "You divided by |slope| alone. Divide by |gradient| + |slope|: then the error is between 0 "
     "and 1 and treats both alike.",
     (Function)check_by_slope, BY_VALUE},
    {"5.8", "check_by_gradient", "the error is relative to both lengths",
     "You divided by |gradient| alone. Divide by |gradient| + |slope|: then the error is between "
     "0 and 1 and treats both alike.",
     (Function)check_by_gradient, BY_VALUE},
    {"5.8", "check_by_larger", "the error is relative to both lengths",
     "You divided by the larger of |gradient| and |slope|. Divide by their sum.",
     (Function)check_by_larger, BY_VALUE},
    {"5.8", "check_without_root", "the error is relative to both lengths",
     "You divided sums of squares. A length is the square root of a sum of squares: one root for "
     "the difference, one for gradient, one for slope.",
     (Function)check_without_root, BY_VALUE},
    {"5.8", "check_unguarded", "slopes that are 0 do no harm",
     "You divided 0 by 0. When the gradient and all slopes are 0 they agree: return 0.",
     (Function)check_unguarded, BY_VALUE},
    {"5.8", "check_padded", "the error is relative to both lengths",
     "You added a small number to the lengths. For a small gradient that hides the error. Ask "
     "whether the sum is exactly 0 instead.",
     (Function)check_padded, BY_VALUE},
    {"5.8", "check_hides_a_nan", "a NaN does not look right",
     "A NaN becomes 0: every comparison with it is false. Ask whether the lengths' sum == 0, not "
     "whether it is > 0.",
     (Function)check_hides_a_nan, BY_VALUE},
    {"5.8", "check_number_by_number", "slopes that are 0 do no harm",
     "You compared number by number and kept the worst. Where a derivative is 0, any rounding is "
     "an error of 1, and a NaN is never the larger. Compare the lengths of whole vectors.",
     (Function)check_number_by_number, BY_VALUE},
    {"5.8", "check_signed", "the error is relative to both lengths",
     "You added the differences with their signs, and these cancel. Add squares.",
     (Function)check_signed, BY_VALUE},
    {"5.8", "check_in_float", "puts the parameters back exactly",
     "You computed in float. A difference of two nearly equal losses keeps almost none of its "
     "seven digits.",
     (Function)check_in_float, BY_PATTERN},
    {"5.8", "check_not_put_back", "moves one parameter at a time",
     "You left each parameter where the last step took it. Put it back before the next one moves.",
     (Function)check_not_put_back, BY_VALUE},
    {"5.8", "check_put_back_by_adding", "puts the parameters back exactly",
     "p + step - 2 step + step is not always p: each addition rounds. Keep a copy of the "
     "parameter and put that back.",
     (Function)check_put_back_by_adding, BY_VALUE},

    {"5.9", "block_without_relu", "dy: ReLU lets through where out > 0",
     "You let the whole gradient through ReLU. Where out is 0, ReLU was flat: dy is 0 there.",
     (Function)block_without_relu, BY_VALUE},
    {"5.9", "block_mask_from_xhat", "dy: ReLU lets through where out > 0",
     "You asked where xhat is positive. ReLU saw y = gamma xhat + beta: ask where out is.",
     (Function)block_mask_from_xhat, BY_VALUE},
    {"5.9", "block_mask_from_dout", "dy: ReLU lets through where out > 0",
     "You let the gradient through where it is positive itself. ReLU lets it through where the "
     "forward pass gave out > 0, whatever its sign.",
     (Function)block_mask_from_dout, BY_VALUE},
    {"5.9", "block_relu_swapped", "dy: ReLU lets through where out > 0",
     "The first two arguments of relu_backward are exchanged: first out, then dout.",
     (Function)block_relu_swapped, BY_VALUE},
    {"5.9", "block_batch_norm_from_dout", "dx, dgamma and dbeta, from your dy",
     "You passed dout to bn_backward, and so what ReLU has stopped goes on. It wants dy.",
     (Function)block_batch_norm_from_dout, BY_VALUE},
    {"5.9", "block_sums_swapped", "dx, dgamma and dbeta, from your dy",
     "dgamma and dbeta are exchanged. A BnGradients is {dgamma, dbeta, dx}, in this order.",
     (Function)block_sums_swapped, BY_VALUE},
    {"5.9", "block_out_for_xhat", "dx, dgamma and dbeta, from your dy",
     "You passed out to bn_backward. It wants xhat, the normalized input from before gamma and "
     "beta.",
     (Function)block_out_for_xhat, BY_VALUE},
    {"5.9", "block_around_batch_norm", "dweights and dh, from your dx",
     "You passed dy to linear_backward: the gradient went around batch norm. It wants dx.",
     (Function)block_around_batch_norm, BY_VALUE},
    {"5.9", "block_constant_statistics", "dx, dgamma and dbeta, from your dy",
     "You took the statistics as constants: dx = gamma rstd dy. Call bn_backward.",
     (Function)block_constant_statistics, BY_VALUE},
    {"5.9", "block_dweights_averaged", "dweights and dh, from your dx",
     "You divided dweights by N. A weight has a part in every example, and the parts add up. If "
     "the loss is a mean, its 1/N is in dout already.",
     (Function)block_dweights_averaged, BY_VALUE},
    {"5.9", "block_dweights_transposed", "dweights and dh, from your dx",
     "dweights is transposed. dweights[k][d] belongs to weights[k][d]: sum h[n][k] * dx[n][d].",
     (Function)block_dweights_transposed, BY_VALUE},
    {"5.9", "block_dx_transposed", "dweights and dh, from your dx",
     "You read weights as D x K. weights[k][d] leads from input k to unit d: sum "
     "dx[n][d] * weights[k][d] over d.",
     (Function)block_dx_transposed, BY_VALUE},
    {0},
};
