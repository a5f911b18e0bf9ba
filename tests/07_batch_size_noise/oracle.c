#include "tests/07_batch_size_noise/oracle.h"

#include <math.h>

#include "tests/harness/oracle.h"

/* v = slope * u + offset, around u[0] so that the sums stay small. */
typedef struct {
    long double count, u, v, uu, uv, origin;
} Sums;

static void add(Sums *s, long double u, long double v)
{
    if (s->count == 0)
        s->origin = u;
    u -= s->origin;
    s->count++;
    s->u += u;
    s->v += v;
    s->uu += u * u;
    s->uv += u * v;
}

static long double slope_of(Sums s)
{
    return (s.count * s.uv - s.u * s.v) / (s.count * s.uu - s.u * s.u);
}

static long double offset_of(Sums s)
{
    return (s.v - slope_of(s) * s.u) / s.count - slope_of(s) * s.origin;
}

void oracle_probe_noise(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    Sums line = {0}, squared = {0};
    for (size_t i = 0; i < count; i++)
        add(&line, z[i], xhat[i]);
    long double slope = slope_of(line), offset = offset_of(line);
    for (size_t i = 0; i < count; i++) {
        long double residual = xhat[i] - slope * z[i] - offset;
        add(&squared, (long double)z[i] * z[i], residual * residual);
    }
    *noise = (ProbeNoise){(double)slope, (double)offset, (double)offset_of(squared),
                          (double)slope_of(squared)};
}

void oracle_ghost_forward(Matrix x, size_t ghost, double eps, GhostStatistics statistics,
                          Matrix xhat)
{
    for (size_t g = 0; g < x.rows / ghost; g++) {
        Matrix part = {ghost, x.cols, row(x, g * ghost)};
        double *mean = statistics.mean + g * x.cols, *var = statistics.var + g * x.cols;
        double *rstd = statistics.rstd + g * x.cols;
        oracle_mean(part, mean);
        oracle_variance(part, var);
        oracle_rstd(x.cols, var, eps, rstd);
        oracle_normalize(part, mean, rstd, (Matrix){ghost, x.cols, row(xhat, g * ghost)});
    }
}

void oracle_ghost_backward(Matrix dy, Matrix xhat, size_t ghost, const real *gamma,
                           const double *rstd, BnGradients gradients)
{
    for (size_t d = 0; d < xhat.cols; d++) {
        long double dgamma = 0, dbeta = 0;
        for (size_t n = 0; n < xhat.rows; n++) {
            size_t first = n - n % ghost;
            long double sum = 0;
            for (size_t m = first; m < first + ghost; m++)
                sum += (long double)row(dy, m)[d] *
                       ((m == n) - 1.0L / ghost -
                        (long double)row(xhat, m)[d] * row(xhat, n)[d] / ghost);
            row(gradients.dx, n)[d] = (real)(gamma[d] * rstd[n / ghost * xhat.cols + d] * sum);
            dbeta += row(dy, n)[d];
            dgamma += (long double)row(dy, n)[d] * row(xhat, n)[d];
        }
        gradients.dgamma[d] = (double)dgamma;
        gradients.dbeta[d] = (double)dbeta;
    }
}

long double oracle_ghost_loss(Matrix dy, Matrix x, size_t ghost, double eps, const real *gamma)
{
    long double loss = 0;
    for (size_t first = 0; first < x.rows; first += ghost)
        for (size_t d = 0; d < x.cols; d++) {
            long double mean = 0, var = 0;
            for (size_t n = first; n < first + ghost; n++)
                mean += (long double)row(x, n)[d] / ghost;
            for (size_t n = first; n < first + ghost; n++)
                var += (row(x, n)[d] - mean) * (row(x, n)[d] - mean) / ghost;
            for (size_t n = first; n < first + ghost; n++)
                loss += row(dy, n)[d] * gamma[d] * (row(x, n)[d] - mean) / sqrtl(var + eps);
        }
    return loss;
}

void oracle_mask(double rate, Dropping dropping, Random random, Matrix mask)
{
    size_t draws = dropping == DROP_SHARED ? mask.cols : mask.rows * mask.cols;
    for (size_t i = 0; i < draws; i++)
        mask.v[i] = (real)(random_uniform(&random) < rate ? 0 : 1 / (1 - (long double)rate));
    for (size_t i = draws; i < mask.rows * mask.cols; i++)
        mask.v[i] = mask.v[i - mask.cols];
}
