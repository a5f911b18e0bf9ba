/* Exercise 5.7, bn_backward: its common mistakes, and what is to be said of each. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "backprop.h"
#include "tests/05_backprop/suspects.h"
#include "tests/harness/harness.h"

/* From the sums in g:
   dx = gamma rstd (dy - along_1 dbeta / N - along_xhat xhat dgamma / N). Right is 1, 1. */
static void dx_from_sums(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                         BnGradients g, double along_1, double along_xhat)
{
    double N = (double)xhat.rows;
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(g.dx, n)[d] = (real)(gamma[d] * rstd[d] *
                                     (row(dy, n)[d] - along_1 * g.dbeta[d] / N -
                                      along_xhat * row(xhat, n)[d] * g.dgamma[d] / N));
}

/* A wrong version with the right sums, and dx with these two factors; N and D are the shape's. */
#define DX_WITH(name, along_1, along_xhat)                                                         \
    static void name(Matrix dy, Matrix xhat, const real *gamma, const double *rstd, BnGradients g) \
    {                                                                                              \
        const double N = (double)xhat.rows, D = (double)xhat.cols;                                 \
        (void)N, (void)D;                                                                          \
        bn_backward(dy, xhat, gamma, rstd, g);                                                     \
        dx_from_sums(dy, xhat, gamma, rstd, g, along_1, along_xhat);                               \
    }

DX_WITH(backward_constant_statistics, 0, 0)
DX_WITH(backward_without_mean, 0, 1)
DX_WITH(backward_without_variance, 1, 0)
DX_WITH(backward_mean_sign, -1, 1)
DX_WITH(backward_variance_sign, 1, -1)
DX_WITH(backward_not_divided, N, N)
DX_WITH(backward_N_minus_1, N / (N - 1), N / (N - 1))
DX_WITH(backward_variance_N_minus_1, 1, N / (N - 1))
DX_WITH(backward_factor_2, 1, 2)
DX_WITH(backward_half, 1, 0.5)
DX_WITH(backward_divided_by_D, N / D, N / D)

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

/* dxhat is taken for dy in the means, and gamma stands in front all the same. */
static void backward_gamma_twice_in_means(Matrix dy, Matrix xhat, const real *gamma,
                                          const double *rstd, BnGradients g)
{
    double N = (double)xhat.rows;
    bn_backward(dy, xhat, gamma, rstd, g);
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++) {
            double means = gamma[d] * (g.dbeta[d] + row(xhat, n)[d] * g.dgamma[d]) / N;
            row(g.dx, n)[d] = (real)(gamma[d] * rstd[d] * (row(dy, n)[d] - means));
        }
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
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++) {
            g.dbeta[d] += row(dy, n)[d];
            g.dgamma[d] += (double)row(dy, n)[d] * row(xhat, n)[d];
        }
    dx_from_sums(dy, xhat, gamma, rstd, g, 1, 1);
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

const Suspect suspects_bn_backward[] = {
    SUSPECT(backward_constant_statistics, HAND,
            "You took the statistics as constants: dx = gamma rstd dy. Each x also moves its "
            "batch's mean and variance, and through them every xhat of the batch."),
    SUSPECT(backward_without_mean, HAND,
            "The path through the mean is missing: subtract dbeta / N, the mean of dy."),
    SUSPECT(backward_without_variance, HAND,
            "The path through the variance is missing: subtract xhat * dgamma / N."),
    SUSPECT(backward_mean_sign, HAND, "You added dbeta / N. It is subtracted."),
    SUSPECT(backward_variance_sign, HAND, "You added xhat * dgamma / N. It is subtracted."),
    SUSPECT(
        backward_not_divided, HAND,
        "You subtracted the sums dbeta and xhat * dgamma. Divide both by N: means are subtracted."),
    SUSPECT(
        backward_N_minus_1, HAND,
        "You divided the sums by N-1. The forward pass divided by N, and so does its derivative."),
    SUSPECT(backward_variance_N_minus_1, HAND,
            "There is a stray N/(N-1) in the variance's path. The forward pass divided the "
            "variance by N, and so does its derivative."),
    SUSPECT(
        backward_factor_2, HAND,
        "You subtracted 2 xhat dgamma / N. The 2 of the square and the 1/2 of the root cancel."),
    SUSPECT(backward_half, HAND,
            "You subtracted half of xhat dgamma / N. The 1/2 of the root and the 2 of the square "
            "cancel."),
    SUSPECT(backward_divided_by_D, HAND,
            "You divided the sums by the number of features. Divide by N, the number of examples "
            "(xhat.rows)."),
    SUSPECT(backward_without_gamma, "gamma of any size and sign",
            "gamma is missing from dx. y = gamma xhat + beta: everything that comes back through "
            "xhat is multiplied by gamma[d]."),
    SUSPECT(backward_gamma_twice, "gamma of any size and sign",
            "gamma is in your dx twice: once in dxhat, and once more in front."),
    SUSPECT(backward_gamma_on_dy_only, "gamma of any size and sign",
            "You multiplied only dy by gamma. The two parts that are subtracted carry it too: it "
            "stands in front of the parentheses."),
    SUSPECT(backward_gamma_twice_in_means, "gamma of any size and sign",
            "gamma is twice in the two parts that are subtracted: in their means, and once more in "
            "front of the parentheses. In the means stand dy and xhat alone."),
    SUSPECT(
        backward_without_rstd, HAND,
        "rstd is missing from dx. The forward pass multiplied by it, and so does the derivative."),
    SUSPECT(backward_divides_by_rstd, HAND,
            "You divided by rstd. It is one over the standard deviation already: multiply."),
    SUSPECT(
        backward_without_xhat, HAND,
        "You subtracted dgamma / N from every example alike. Multiply it by that example's xhat."),
    SUSPECT(backward_swapped, "dbeta is a sum",
            "dgamma and dbeta are exchanged. beta is added, so dbeta is the sum of dy alone."),
    SUSPECT(backward_averaged, "dbeta is a sum",
            "You handed out dgamma / N and dbeta / N. dx needs these means, but the gradients of "
            "gamma and beta are the sums."),
    SUSPECT(
        backward_dgamma_times_gamma, "dbeta is a sum",
        "You made dgamma and dbeta from gamma * dy, the gradient of xhat. They are made from dy."),
    SUSPECT(backward_keeps_the_sums, "dbeta is a sum",
            "dx is right, but dgamma and dbeta were not handed out. Write them into gradients."),
    SUSPECT(backward_not_cleared, HAND,
            "You add to what dgamma and dbeta held before the call. Set them to 0 first."),
    SUSPECT(backward_in_one_loop, "gamma of any size and sign",
            "You used the sums while they were still growing. dx needs the sums of the whole "
            "batch: two loops over n, one after the other."),
    SUSPECT(backward_changes_dy, "changes nothing else",
            "You changed dy. It is an input: the caller may still need it."),
    {0},
};
