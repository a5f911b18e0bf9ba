/* Right, and written differently: batch norm's backward pass calls chapter 4's, and then goes
   edge by edge or takes two means away; scratch on the heap; slopes are stored. */
#include "backprop.h"

#include <math.h>
#include <stdlib.h>

#include "common/activations.h"
#include "common/linear.h"
#include "gamma_beta.h"

static double *numbers(size_t count)
{
    double *v = calloc(count > 0 ? count : 1, sizeof *v);
    require(v != NULL, "out of memory for %zu numbers", count);
    return v;
}

void bn_drstd(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    double *sum = numbers(x.cols);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            sum[d] += row(dxhat, n)[d] * (row(x, n)[d] - mean[d]);
    for (size_t d = 0; d < x.cols; d++)
        drstd[d] = sum[d];
    free(sum);
}

void bn_dvar(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    for (size_t d = 0; d < D; d++) {
        double var_and_eps = 1 / (rstd[d] * rstd[d]);
        dvar[d] = -0.5 * drstd[d] * rstd[d] / var_and_eps;
    }
}

/* The two parts in two loops. */
void bn_dcentered(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                  const double *dvar, Matrix dcentered)
{
    double *parts = numbers(x.rows * x.cols);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            parts[n * x.cols + d] = dxhat.v[n * x.cols + d] * rstd[d];
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            parts[n * x.cols + d] += dvar[d] * 2.0 * (row(x, n)[d] - mean[d]) / (double)x.rows;
    for (size_t i = 0; i < x.rows * x.cols; i++)
        dcentered.v[i] = (real)parts[i];
    free(parts);
}

void bn_dmean(Matrix dcentered, double *dmean)
{
    double *sum = numbers(dcentered.cols);
    for (size_t n = 0; n < dcentered.rows; n++)
        for (size_t d = 0; d < dcentered.cols; d++)
            sum[d] += row(dcentered, n)[d];
    for (size_t d = 0; d < dcentered.cols; d++)
        dmean[d] = -1 * sum[d];
    free(sum);
}

void bn_dx(Matrix dcentered, const double *dmean, Matrix dx)
{
    for (size_t i = 0; i < dx.rows * dx.cols; i++)
        dx.v[i] = (real)(dcentered.v[i] + dmean[i % dx.cols] / (double)dx.rows);
}

/* dmean from dxhat alone: the variance's part of dcentered adds up to 0 over the batch. */
void bn_backward_staged(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                        BnStages stages)
{
    bn_drstd(dxhat, x, mean, stages.drstd);
    bn_dvar(x.cols, stages.drstd, rstd, stages.dvar);
    bn_dcentered(dxhat, x, mean, rstd, stages.dvar, stages.dcentered);
    for (size_t d = 0; d < x.cols; d++) {
        stages.dmean[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            stages.dmean[d] -= row(dxhat, n)[d] * rstd[d];
    }
    bn_dx(stages.dcentered, stages.dmean, stages.dx);
}

/* gradients.dx holds dxhat for the moment. */
void bn_backward(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                 BnGradients gradients)
{
    Matrix dx = gradients.dx;
    double N = (double)xhat.rows;
    bn_scale_shift_backward(dy, xhat, gamma, dx, gradients.dgamma, gradients.dbeta);
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++) {
            double means = (gradients.dbeta[d] + row(xhat, n)[d] * gradients.dgamma[d]) / N;
            row(dx, n)[d] = (real)(rstd[d] * (row(dx, n)[d] - gamma[d] * means));
        }
}

static double length(size_t count, const double *v)
{
    double squares = 0;
    for (size_t i = 0; i < count; i++)
        squares += v[i] * v[i];
    return sqrt(squares);
}

double gradient_check(Loss loss, void *context, size_t count, double *parameters,
                      const double *gradient, double step)
{
    double *slope = numbers(count), *difference = numbers(count);
    for (size_t i = 0; i < count; i++) {
        double kept = parameters[i];
        parameters[i] = kept + step;
        slope[i] = loss(parameters, context);
        parameters[i] = kept - step;
        slope[i] = (slope[i] - loss(parameters, context)) * (0.5 / step);
        parameters[i] = kept;
        difference[i] = slope[i] - gradient[i];
    }
    double sum = length(count, gradient) + length(count, slope);
    double error = sum == 0 ? 0 : length(count, difference) / sum;
    free(slope);
    free(difference);
    return error;
}

void block_backward(Matrix dout, BlockForward forward, BlockGradients gradients)
{
    for (size_t i = 0; i < dout.rows * dout.cols; i++)
        gradients.dy.v[i] = forward.out.v[i] > 0 ? dout.v[i] : 0;
    BnGradients through = {gradients.dgamma, gradients.dbeta, gradients.dx};
    bn_backward(gradients.dy, forward.xhat, forward.gamma, forward.rstd, through);
    linear_backward(forward.h, forward.weights, gradients.dx, gradients.dweights, NULL,
                    gradients.dh);
}
