/* Exercise 6.4, bn_backward_eval: its common mistakes, and what is to be said of each. */

#include "running_statistics.h"
#include "gamma_beta.h"
#include "tests/harness/harness.h"

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

const Suspect suspects_bn_backward_eval[] = {
    SUSPECT(backward_of_training, "dx is dy times gamma times rstd",
            "You used bn_backward, training's formula. In evaluation mean and variance are "
            "constants, and do not depend on x: dx = dy * gamma * rstd."),
    SUSPECT(backward_of_training_for_any_N, "dx is dy times gamma times rstd",
            "You subtracted the parts that flow through the mean and the variance. In evaluation "
            "these are constants: dx = dy * gamma * rstd, and no more."),
    SUSPECT(backward_without_rstd, "dx is dy times gamma times rstd",
            "You stopped at xhat. xhat is x times rstd, so dx = dy * gamma * rstd."),
    SUSPECT(backward_rstd_squared, "dx is dy times gamma times rstd",
            "You multiplied by rstd twice."),
    SUSPECT(backward_without_gamma, "dx is dy times gamma times rstd",
            "You left gamma out of dx: dx = dy * gamma * rstd."),
    SUSPECT(backward_frozen, "dgamma and dbeta are sums",
            "dgamma and dbeta are 0. Only the statistics are constants in evaluation; gamma and "
            "beta still act on y."),
    SUSPECT(backward_averages, "dgamma and dbeta are sums",
            "You divided dgamma and dbeta by N. They are sums over the batch."),
    SUSPECT(backward_not_cleared, "dgamma and dbeta are sums",
            "You add to what dgamma and dbeta held before the call. Set them to 0 first."),
    SUSPECT(backward_swapped, "dgamma and dbeta are sums",
            "dgamma and dbeta are swapped: dgamma is the sum of dy * xhat, dbeta that of dy."),
    {0},
};
