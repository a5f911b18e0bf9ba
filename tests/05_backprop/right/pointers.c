/* Right, and written differently: one pointer walks through each matrix. The two that only call
   others are the solution's. */
#include "tests/05_backprop/right/rest.h"

void bn_drstd(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    const real *g = dxhat.v, *p = x.v, *end = x.v + x.rows * x.cols;
    memset(drstd, 0, x.cols * sizeof *drstd);
    while (p < end)
        for (size_t d = 0; d < x.cols; d++, p++, g++)
            drstd[d] += *g * (*p - mean[d]);
}

void bn_dvar(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    for (double *end = dvar + D; dvar < end; dvar++, drstd++, rstd++)
        *dvar = -0.5 * *drstd * (*rstd * *rstd * *rstd);
}

void bn_dcentered(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                  const double *dvar, Matrix dcentered)
{
    const double two_over_N = 2 / (double)x.rows;
    const real *g = dxhat.v, *p = x.v, *end = x.v + x.rows * x.cols;
    real *out = dcentered.v;
    while (p < end)
        for (size_t d = 0; d < x.cols; d++)
            *out++ = (real)(*g++ * rstd[d] + two_over_N * (*p++ - mean[d]) * dvar[d]);
}

void bn_dmean(Matrix dcentered, double *dmean)
{
    const real *p = dcentered.v, *end = p + dcentered.rows * dcentered.cols;
    memset(dmean, 0, dcentered.cols * sizeof *dmean);
    while (p < end)
        for (size_t d = 0; d < dcentered.cols; d++)
            dmean[d] -= *p++;
}

void bn_dx(Matrix dcentered, const double *dmean, Matrix dx)
{
    const real *p = dcentered.v, *end = p + dcentered.rows * dcentered.cols;
    real *out = dx.v;
    while (p < end)
        for (size_t d = 0; d < dcentered.cols; d++)
            *out++ = (real)(*p++ + dmean[d] * (1 / (double)dx.rows));
}

void bn_backward(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                 BnGradients gradients)
{
    size_t D = xhat.cols;
    double N = (double)xhat.rows;
    const real *g = dy.v, *p = xhat.v, *end = xhat.v + xhat.rows * D;
    memset(gradients.dgamma, 0, D * sizeof(double));
    memset(gradients.dbeta, 0, D * sizeof(double));
    while (p < end)
        for (size_t d = 0; d < D; d++, g++, p++) {
            gradients.dgamma[d] += (double)*g * *p;
            gradients.dbeta[d] += *g;
        }
    real *out = gradients.dx.v;
    for (g = dy.v, p = xhat.v; p < end;)
        for (size_t d = 0; d < D; d++, g++, p++)
            *out++ = (real)(gamma[d] * rstd[d] *
                            (*g - (gradients.dbeta[d] + *p * gradients.dgamma[d]) / N));
}

double gradient_check(Loss loss, void *context, size_t count, double *parameters,
                      const double *gradient, double step)
{
    double difference = 0, lengths[2] = {0};
    for (size_t i = count; i-- > 0;) {
        double middle = parameters[i], sides[2];
        parameters[i] += step;
        sides[0] = loss(parameters, context);
        parameters[i] = middle - step;
        sides[1] = loss(parameters, context);
        parameters[i] = middle;
        double slope = sides[0] / (2 * step) - sides[1] / (2 * step);
        difference += (slope - gradient[i]) * (slope - gradient[i]);
        lengths[0] += gradient[i] * gradient[i];
        lengths[1] += slope * slope;
    }
    double sum = sqrt(lengths[0]) + sqrt(lengths[1]);
    return sum == 0 ? 0 : sqrt(difference) / sum;
}
