#include "tests/05_backprop/oracle.h"

#include <math.h>

/* ---- Edges ---- */

void oracle_drstd(Matrix dxhat, Matrix x, const double *mean, double *drstd)
{
    for (size_t d = 0; d < x.cols; d++) {
        long double sum = 0;
        for (size_t n = 0; n < x.rows; n++)
            sum += row(dxhat, n)[d] * ((long double)row(x, n)[d] - mean[d]);
        drstd[d] = (double)sum;
    }
}

void oracle_dvar(size_t D, const double *drstd, const double *rstd, double *dvar)
{
    for (size_t d = 0; d < D; d++)
        dvar[d] = (double)(-drstd[d] * powl(rstd[d], 3) / 2);
}

void oracle_dcentered(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                      const double *dvar, Matrix dcentered)
{
    for (size_t d = 0; d < x.cols; d++)
        for (size_t n = 0; n < x.rows; n++) {
            long double centered = (long double)row(x, n)[d] - mean[d];
            row(dcentered, n)[d] =
                (real)(row(dxhat, n)[d] * (long double)rstd[d] + 2 * dvar[d] * centered / x.rows);
        }
}

void oracle_dmean(Matrix dcentered, double *dmean)
{
    for (size_t d = 0; d < dcentered.cols; d++) {
        long double sum = 0;
        for (size_t n = 0; n < dcentered.rows; n++)
            sum += row(dcentered, n)[d];
        dmean[d] = (double)-sum;
    }
}

void oracle_dx(Matrix dcentered, const double *dmean, Matrix dx)
{
    for (size_t d = 0; d < dcentered.cols; d++)
        for (size_t n = 0; n < dcentered.rows; n++)
            row(dx, n)[d] = (real)(row(dcentered, n)[d] + (long double)dmean[d] / dx.rows);
}

/* ---- The whole ---- */

void oracle_backward(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                     BnGradients gradients)
{
    size_t N = xhat.rows;
    for (size_t d = 0; d < xhat.cols; d++) {
        long double dgamma = 0, dbeta = 0;
        for (size_t n = 0; n < N; n++) {
            long double dx = 0;
            for (size_t m = 0; m < N; m++) {
                long double both = (long double)row(xhat, m)[d] * row(xhat, n)[d];
                dx += gamma[d] * (long double)row(dy, m)[d] * rstd[d] * ((m == n) - (1 + both) / N);
            }
            row(gradients.dx, n)[d] = (real)dx;
            dgamma += (long double)row(dy, n)[d] * row(xhat, n)[d];
            dbeta += row(dy, n)[d];
        }
        gradients.dgamma[d] = (double)dgamma;
        gradients.dbeta[d] = (double)dbeta;
    }
}

void oracle_linear_backward(Matrix h, Matrix weights, Matrix dx, Matrix dweights, Matrix dh)
{
    for (size_t k = 0; k < weights.rows; k++)
        for (size_t d = 0; d < weights.cols; d++) {
            long double sum = 0;
            for (size_t n = 0; n < h.rows; n++)
                sum += (long double)row(h, n)[k] * row(dx, n)[d];
            row(dweights, k)[d] = (real)sum;
        }
    for (size_t n = 0; n < h.rows; n++)
        for (size_t k = 0; k < weights.rows; k++) {
            long double sum = 0;
            for (size_t d = 0; d < weights.cols; d++)
                sum += (long double)row(dx, n)[d] * row(weights, k)[d];
            row(dh, n)[k] = (real)sum;
        }
}

/* ---- Forward, with one number moved ---- */

typedef struct {
    const real *number;
    long double by;
} Moved;

static long double value(const real *number, Moved moved)
{
    return *number + (number == moved.number ? moved.by : 0);
}

/* What goes into batch norm: feature d of example n. */
static long double before(Matrix x, Matrix weights, size_t n, size_t d, Moved moved)
{
    if (!weights.v)
        return value(&row(x, n)[d], moved);
    long double sum = 0;
    for (size_t k = 0; k < weights.rows; k++)
        sum += value(&row(x, n)[k], moved) * value(&row(weights, k)[d], moved);
    return sum;
}

typedef struct {
    long double mean, rstd;
} Statistics;

static Statistics statistics(Matrix x, Matrix weights, double eps, size_t d, Moved moved)
{
    long double mean = 0, var = 0;
    for (size_t n = 0; n < x.rows; n++)
        mean += before(x, weights, n, d, moved) / x.rows;
    for (size_t n = 0; n < x.rows; n++) {
        long double centered = before(x, weights, n, d, moved) - mean;
        var += centered * centered / x.rows;
    }
    return (Statistics){mean, 1 / sqrtl(var + eps)};
}

static long double loss(const OracleLoss *of, Moved moved)
{
    long double sum = 0;
    for (size_t d = 0; d < of->dy.cols; d++) {
        Statistics s = statistics(of->x, of->weights, of->eps, d, moved);
        for (size_t n = 0; n < of->x.rows; n++) {
            long double xhat = (before(of->x, of->weights, n, d, moved) - s.mean) * s.rstd;
            long double y = of->gamma[d] * xhat + of->beta[d];
            if (!of->weights.v || y > 0)
                sum += row(of->dy, n)[d] * y;
        }
    }
    return sum;
}

/* Five points: the error is of the order h^4, here about 1e-12. */
double oracle_slope(const OracleLoss *of, const real *number)
{
    const long double h = 1.0L / 1024;
    long double near = loss(of, (Moved){number, h}) - loss(of, (Moved){number, -h});
    long double far = loss(of, (Moved){number, 2 * h}) - loss(of, (Moved){number, -2 * h});
    return (double)((8 * near - far) / (12 * h));
}

void oracle_block(BlockForward forward, const real *beta, double eps, double *rstd)
{
    const Moved none = {0};
    for (size_t d = 0; d < forward.weights.cols; d++) {
        Statistics s = statistics(forward.h, forward.weights, eps, d, none);
        rstd[d] = (double)s.rstd;
        for (size_t n = 0; n < forward.h.rows; n++) {
            long double x = before(forward.h, forward.weights, n, d, none);
            long double xhat = (x - s.mean) * s.rstd, y = forward.gamma[d] * xhat + beta[d];
            row(forward.xhat, n)[d] = (real)xhat;
            row(forward.out, n)[d] = y > 0 ? (real)y : 0;
        }
    }
}
