/* Right, and written differently: sums over the batch by halves, and the backward pass through
   the stages, from gamma * dy to dx, without the closed form. The two that only call others are the
   solution's. */
#include "tests/05_backprop/right/rest.h"

/* The sum over rows first .. first + count - 1 of a[n][d] * (b[n][d] - shift); b may be missing. */
static double sum(Matrix a, const Matrix *b, double shift, size_t d, size_t first, size_t count)
{
    if (count == 0)
        return 0;
    if (count == 1)
        return (double)row(a, first)[d] * (b ? row(*b, first)[d] - shift : 1);
    size_t half = count / 2;
    return sum(a, b, shift, d, first, half) + sum(a, b, shift, d, first + half, count - half);
}

void bn_drstd(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    for (size_t d = 0; d < x.cols; d++)
        drstd[d] = sum(dxhat, &x, mean[d], d, 0, x.rows);
}

void bn_dvar(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    for (size_t d = D; d-- > 0;) {
        double cube = rstd[d] * rstd[d] * rstd[d];
        dvar[d] = -(cube * drstd[d]) / 2;
    }
}

void bn_dcentered(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                  const double *dvar, Matrix dcentered)
{
    for (size_t i = 0; i < x.rows * x.cols; i++) {
        size_t d = i % x.cols;
        double from_xhat = dxhat.v[i] * rstd[d];
        double from_var = dvar[d] * (2.0 / (double)x.rows) * (x.v[i] - mean[d]);
        dcentered.v[i] = (real)(from_xhat + from_var);
    }
}

void bn_dmean(Matrix dcentered, double *dmean)
{
    for (size_t d = 0; d < dcentered.cols; d++)
        dmean[d] = -sum(dcentered, NULL, 0, d, 0, dcentered.rows);
}

void bn_dx(Matrix dcentered, const double *dmean, Matrix dx)
{
    for (size_t d = 0; d < dx.cols; d++)
        for (size_t n = 0; n < dx.rows; n++)
            row(dx, n)[d] = (real)(row(dcentered, n)[d] + dmean[d] / (double)dx.rows);
}

/* xhat is centered already, with mean 0: centered = xhat / rstd. */
void bn_backward(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                 BnGradients gradients)
{
    size_t N = xhat.rows;
    double *dcentered = malloc(N * sizeof *dcentered);
    require(dcentered != NULL, "out of memory for %zu numbers", N);
    for (size_t d = 0; d < xhat.cols; d++) {
        gradients.dbeta[d] = sum(dy, NULL, 0, d, 0, N);
        gradients.dgamma[d] = sum(dy, &xhat, 0, d, 0, N);
        double drstd = gamma[d] * gradients.dgamma[d] / rstd[d], dmean = 0;
        double dvar = -0.5 * drstd * rstd[d] * rstd[d] * rstd[d];
        for (size_t n = 0; n < N; n++) {
            dcentered[n] = (double)dy.v[n * xhat.cols + d] * gamma[d] * rstd[d] +
                           dvar * 2 / (double)N * row(xhat, n)[d] / rstd[d];
            dmean -= (double)row(dy, n)[d] * gamma[d] * rstd[d];
        }
        for (size_t n = 0; n < N; n++)
            row(gradients.dx, n)[d] = (real)(dcentered[n] + dmean / (double)N);
    }
    free(dcentered);
}

double gradient_check(Loss loss, void *context, size_t count, double *parameters,
                      const double *gradient, double step)
{
    double difference = 0, gradients = 0, slopes = 0;
    for (double *p = parameters; p < parameters + count; p++) {
        double middle = *p, slope = 0;
        for (int side = 1; side >= -1; side -= 2) {
            *p = middle + side * step;
            slope += side * loss(parameters, context);
        }
        *p = middle;
        slope /= 2 * step;
        difference = hypot(difference, gradient[p - parameters] - slope);
        gradients = hypot(gradients, gradient[p - parameters]);
        slopes = hypot(slopes, slope);
    }
    return gradients + slopes == 0 ? 0 : difference / (gradients + slopes);
}
