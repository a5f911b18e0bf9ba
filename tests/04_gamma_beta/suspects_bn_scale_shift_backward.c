/* Exercise 4.2, bn_scale_shift_backward: its common mistakes, and what is to be said of each. */

#include <string.h>

#include "gamma_beta.h"
#include "tests/harness/harness.h"

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

/* A wrong version with the right sums, and with this as dxhat[n][d]. */
#define DXHAT(name, value)                                                                    \
    static void name(Matrix dy, Matrix xhat, const real *gamma, Matrix dxhat, double *dgamma, \
                     double *dbeta)                                                           \
    {                                                                                         \
        bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta);                       \
        for (size_t n = 0; n < dy.rows; n++)                                                  \
            for (size_t d = 0; d < dy.cols; d++)                                              \
                row(dxhat, n)[d] = (real)(value);                                             \
    }

DXHAT(backward_dxhat_without_gamma, row(dy, n)[d])
DXHAT(backward_dxhat_with_one_gamma, row(dy, n)[d] * gamma[0])
DXHAT(backward_dxhat_divides, row(dy, n)[d] / gamma[d])
DXHAT(backward_dxhat_from_xhat, row(xhat, n)[d] * gamma[d])
DXHAT(backward_dxhat_centered, gamma[d] * (row(dy, n)[d] - dbeta[d] / (double)dy.rows))

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

const Suspect suspects_bn_scale_shift_backward[] = {
    SUSPECT(backward_averages, "dgamma is the sum of dy times xhat",
            "You divided dgamma and dbeta by N. They are sums over the batch. If the loss is a "
            "mean, its 1/N is in dy already."),
    SUSPECT(backward_averages_dgamma, "dgamma is the sum of dy times xhat",
            "You divided dgamma by N. It is a sum over the batch. If the loss is a mean, its 1/N "
            "is in dy already."),
    SUSPECT(backward_averages_dbeta, "dbeta is the sum of dy",
            "You divided dbeta by N. It is a sum over the batch. If the loss is a mean, its 1/N is "
            "in dy already."),
    SUSPECT(backward_dgamma_without_xhat, "dgamma is the sum of dy times xhat",
            "You added up dy for dgamma. That is dbeta. For dgamma, multiply each dy by its xhat "
            "first."),
    SUSPECT(backward_dgamma_without_dy, "dgamma is the sum of dy times xhat",
            "You added up xhat for dgamma. By the chain rule each xhat is multiplied by its dy."),
    SUSPECT(backward_dgamma_from_dxhat, "dgamma is the sum of dy times xhat",
            "Your dgamma is multiplied by gamma: you summed dxhat * xhat. Sum dy * xhat."),
    SUSPECT(backward_dbeta_from_dxhat, "dbeta is the sum of dy",
            "Your dbeta is multiplied by gamma: you summed dxhat. Sum dy. beta is added after the "
            "multiplication, so gamma has no part in its gradient."),
    SUSPECT(backward_swapped, "dbeta is the sum of dy",
            "dgamma and dbeta have changed places. The one with xhat in it is dgamma."),
    SUSPECT(backward_not_cleared, "dbeta is the sum of dy",
            "You add to what dgamma and dbeta held before the call. Set them to 0 first."),
    SUSPECT(backward_keeps_last, "dbeta is the sum of dy",
            "dgamma and dbeta hold the last example's part only. Add the parts up, with +=."),
    SUSPECT_BY(BY_PATTERN, backward_in_float, "sums in double",
               "You sum in float, which keeps seven digits. Sum in double: dgamma and dbeta are "
               "arrays of double."),
    SUSPECT(backward_column_major, "features are kept apart",
            "You read the matrices as if each feature's values stood side by side. Feature d of "
            "example n is row(dy, n)[d]."),
    SUSPECT(backward_dxhat_without_gamma, "dxhat is dy times gamma",
            "You passed dy on as dxhat. On its way back through y = gamma * xhat + beta the "
            "gradient is multiplied by gamma[d]."),
    SUSPECT(backward_dxhat_with_one_gamma, "features are kept apart",
            "You used gamma[0] for every feature. Feature d has gamma[d]."),
    SUSPECT(
        backward_dxhat_divides, "dxhat is dy times gamma",
        "You divided dy by gamma. The forward pass multiplies by gamma, and so does its gradient."),
    SUSPECT(backward_dxhat_from_xhat, "dxhat is dy times gamma",
            "You multiplied xhat by gamma. The gradient that comes in is dy: dxhat = dy * gamma."),
    SUSPECT(backward_dxhat_centered, "dxhat is dy times gamma",
            "You subtracted the mean of dy. That belongs to the way back through the "
            "normalization, chapter 5. Here dxhat = dy * gamma."),
    SUSPECT(backward_changes_dy, "changes nothing else",
            "You changed dy. It is an input: write the product to dxhat only."),
    SUSPECT(backward_accepts_any_shape, "refuses other shapes",
            "You accept a dy or a dxhat of another shape than xhat. Compare rows and cols of both, "
            "with require."),
    {0},
};
