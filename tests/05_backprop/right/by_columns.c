/* Right, and written differently: feature by feature, the sums in plain variables. */
#include "backprop.h"

#include <math.h>

#include "common/activations.h"
#include "common/linear.h"

void bn_drstd(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    for (size_t d = 0; d < x.cols; d++) {
        double sum = 0;
        for (size_t n = x.rows; n-- > 0;)
            sum += ((double)row(x, n)[d] - mean[d]) * row(dxhat, n)[d];
        drstd[d] = sum;
    }
}

void bn_dvar(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    for (size_t d = 0; d < D; d++)
        dvar[d] = -drstd[d] * pow(rstd[d], 3) / 2;
}

void bn_dcentered(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                  const double *dvar, Matrix dcentered)
{
    for (size_t d = 0; d < x.cols; d++) {
        double share = 2 * dvar[d] / (double)x.rows;
        for (size_t n = 0; n < x.rows; n++)
            row(dcentered, n)[d] =
                (real)(share * (row(x, n)[d] - mean[d]) + rstd[d] * row(dxhat, n)[d]);
    }
}

void bn_dmean(Matrix dcentered, double *dmean)
{
    for (size_t d = 0; d < dcentered.cols; d++) {
        double sum = 0;
        for (size_t n = 0; n < dcentered.rows; n++)
            sum += row(dcentered, n)[d];
        dmean[d] = -sum;
    }
}

void bn_dx(Matrix dcentered, const double *dmean, Matrix dx)
{
    for (size_t d = 0; d < dx.cols; d++) {
        double share = dmean[d] / (double)dx.rows;
        for (size_t n = 0; n < dx.rows; n++)
            row(dx, n)[d] = (real)(row(dcentered, n)[d] + share);
    }
}

/* Each feature on its own, through all edges. */
void bn_backward_staged(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                        BnStages stages)
{
    double N = (double)x.rows;
    for (size_t d = 0; d < x.cols; d++) {
        double drstd = 0, dmean = 0;
        for (size_t n = 0; n < x.rows; n++)
            drstd += row(dxhat, n)[d] * (row(x, n)[d] - mean[d]);
        double dvar = -0.5 * drstd * rstd[d] * rstd[d] * rstd[d];
        for (size_t n = 0; n < x.rows; n++) {
            double dcentered = row(dxhat, n)[d] * rstd[d] + 2 / N * dvar * (row(x, n)[d] - mean[d]);
            row(stages.dcentered, n)[d] = (real)dcentered;
            dmean -= dcentered;
        }
        for (size_t n = 0; n < x.rows; n++)
            row(stages.dx, n)[d] = (real)(row(stages.dcentered, n)[d] + dmean / N);
        stages.drstd[d] = drstd;
        stages.dvar[d] = dvar;
        stages.dmean[d] = dmean;
    }
}

void bn_backward(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                 BnGradients gradients)
{
    size_t N = xhat.rows;
    for (size_t d = 0; d < xhat.cols; d++) {
        double dgamma = 0, dbeta = 0;
        for (size_t n = 0; n < N; n++) {
            dgamma += (double)row(xhat, n)[d] * row(dy, n)[d];
            dbeta += row(dy, n)[d];
        }
        for (size_t n = 0; n < N; n++)
            row(gradients.dx, n)[d] =
                (real)(gamma[d] * rstd[d] / (double)N *
                       ((double)N * row(dy, n)[d] - dbeta - row(xhat, n)[d] * dgamma));
        gradients.dgamma[d] = dgamma;
        gradients.dbeta[d] = dbeta;
    }
}

static double slope(Loss loss, void *context, double *parameter, double *all, double step)
{
    double before = *parameter;
    *parameter = before - step;
    double below = loss(all, context);
    *parameter = before + step;
    double above = loss(all, context);
    *parameter = before;
    return (above - below) / step / 2;
}

double gradient_check(Loss loss, void *context, size_t count, double *parameters,
                      const double *gradient, double step)
{
    double difference = 0, left = 0, right = 0;
    for (size_t i = 0; i < count; i++) {
        double s = slope(loss, context, &parameters[i], parameters, step);
        difference += pow(gradient[i] - s, 2);
        left += pow(gradient[i], 2);
        right += pow(s, 2);
    }
    if (difference == 0 && left == 0 && right == 0)
        return 0;
    return sqrt(difference) / (sqrt(left) + sqrt(right));
}

void block_backward(Matrix dout, BlockForward forward, BlockGradients gradients)
{
    BnGradients batch_norm = {
        .dx = gradients.dx, .dgamma = gradients.dgamma, .dbeta = gradients.dbeta};
    relu_backward(forward.out, dout, gradients.dy);
    bn_backward(gradients.dy, forward.xhat, forward.gamma, forward.rstd, batch_norm);
    linear_backward(forward.h, forward.weights, gradients.dx, gradients.dweights, NULL,
                    gradients.dh);
}
