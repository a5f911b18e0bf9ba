/* Right, and written differently: everything in long double; the linear layer by hand; the
   closed form as the product with the matrix of all derivatives. bn_backward_staged is the
   solution's. */
#define OWN_BLOCK
#include "tests/05_backprop/right/rest.h"

void bn_drstd(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    for (size_t d = 0; d < x.cols; d++) {
        long double sum = 0;
        for (size_t n = 0; n < x.rows; n++)
            sum += (long double)row(dxhat, n)[d] * ((long double)row(x, n)[d] - mean[d]);
        drstd[d] = (double)sum;
    }
}

void bn_dvar(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    for (size_t d = 0; d < D; d++)
        dvar[d] = (double)(drstd[d] * (-1.0L / 2) * rstd[d] * rstd[d] * rstd[d]);
}

void bn_dcentered(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                  const double *dvar, Matrix dcentered)
{
    long double N = (long double)x.rows;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(dcentered, n)[d] =
                (real)((long double)row(dxhat, n)[d] * rstd[d] +
                       dvar[d] * (2 / N) * ((long double)row(x, n)[d] - mean[d]));
}

void bn_dmean(Matrix dcentered, double *dmean)
{
    for (size_t d = 0; d < dcentered.cols; d++) {
        long double sum = 0;
        for (size_t n = 0; n < dcentered.rows; n++)
            sum -= row(dcentered, n)[d];
        dmean[d] = (double)sum;
    }
}

void bn_dx(Matrix dcentered, const double *dmean, Matrix dx)
{
    for (size_t n = 0; n < dx.rows; n++)
        for (size_t d = 0; d < dx.cols; d++)
            row(dx, n)[d] = (real)(row(dcentered, n)[d] + dmean[d] / (long double)dx.rows);
}

void bn_backward(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                 BnGradients gradients)
{
    size_t N = xhat.rows;
    for (size_t d = 0; d < xhat.cols; d++) {
        long double dgamma = 0, dbeta = 0;
        for (size_t n = 0; n < N; n++) {
            long double sum = 0;
            for (size_t m = 0; m < N; m++)
                sum += row(dy, m)[d] *
                       ((m == n ? 1 : 0) - 1.0L / (long double)N -
                        (long double)row(xhat, m)[d] * row(xhat, n)[d] / (long double)N);
            row(gradients.dx, n)[d] = (real)(gamma[d] * rstd[d] * sum);
            dgamma += (long double)row(dy, n)[d] * row(xhat, n)[d];
            dbeta += row(dy, n)[d];
        }
        gradients.dgamma[d] = (double)dgamma;
        gradients.dbeta[d] = (double)dbeta;
    }
}

double gradient_check(Loss loss, void *context, size_t count, double *parameters,
                      const double *gradient, double step)
{
    long double difference = 0, gradients = 0, slopes = 0;
    for (size_t i = 0; i < count; i++) {
        const double middle = parameters[i];
        parameters[i] = middle - step;
        long double slope = -(long double)loss(parameters, context);
        parameters[i] = middle + step;
        slope += loss(parameters, context);
        slope /= 2 * step;
        parameters[i] = middle;
        difference += (gradient[i] - slope) * (gradient[i] - slope);
        gradients += (long double)gradient[i] * gradient[i];
        slopes += slope * slope;
    }
    long double lengths = sqrtl(gradients) + sqrtl(slopes);
    if (lengths == 0)
        return 0;
    return (double)(sqrtl(difference) / lengths);
}

static void linear_by_hand(BlockForward f, BlockGradients g)
{
    size_t N = f.h.rows, K = f.weights.rows, D = f.weights.cols;
    for (size_t k = 0; k < K; k++)
        for (size_t d = 0; d < D; d++) {
            long double sum = 0;
            for (size_t n = 0; n < N; n++)
                sum += (long double)row(f.h, n)[k] * row(g.dx, n)[d];
            row(g.dweights, k)[d] = (real)sum;
        }
    for (size_t n = 0; n < N; n++)
        for (size_t k = 0; k < K; k++) {
            long double sum = 0;
            for (size_t d = 0; d < D; d++)
                sum += (long double)row(g.dx, n)[d] * row(f.weights, k)[d];
            row(g.dh, n)[k] = (real)sum;
        }
}

void block_backward(Matrix dout, BlockForward f, BlockGradients g)
{
    for (size_t n = 0; n < dout.rows; n++)
        for (size_t d = 0; d < dout.cols; d++)
            row(g.dy, n)[d] = row(f.out, n)[d] > 0 ? row(dout, n)[d] : 0;
    bn_backward(g.dy, f.xhat, f.gamma, f.rstd, (BnGradients){g.dgamma, g.dbeta, g.dx});
    linear_by_hand(f, g);
}
