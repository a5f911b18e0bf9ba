/* Right, written another way: sums in long double. */

#include "batch_size_noise.h"

#include <math.h>

#include "forward_pass.h"

void batch_statistic_noise(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    require(N > 0 && var >= 0 && kurtosis >= 1, "N %zu, var %g, kurtosis %g", N, var, kurtosis);
    long double share = sqrtl((kurtosis - 1.0L) / N);
    noise->mean = (double)sqrtl((long double)var / N);
    noise->var = (double)(var * share);
    noise->scale = (double)(0.5L * share);
}

static long double residual2(const double *z, const double *xhat, size_t i, long double slope,
                             long double offset)
{
    long double residual = xhat[i] - slope * z[i] - offset;
    return residual * residual;
}

void probe_noise(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    require(count >= 3, "%zu probes", count);
    long double N = count, sz = 0, szz = 0, sx = 0, szx = 0;
    for (size_t i = 0; i < count; i++) {
        sz += z[i];
        sx += xhat[i];
        szz += (long double)z[i] * z[i];
        szx += (long double)z[i] * xhat[i];
    }
    long double slope = (szx - sz * sx / N) / (szz - sz * sz / N), offset = (sx - slope * sz) / N;
    long double sq = szz, sqq = 0, sr = 0, sqr = 0;
    size_t different = 0;
    for (size_t i = 0; i < count; i++) {
        long double q = (long double)z[i] * z[i], r = residual2(z, xhat, i, slope, offset);
        sr += r;
        sqr += q * r;
        sqq += q * q;
        different += z[i] * z[i] != z[0] * z[0];
    }
    require(different > 0, "the same z^2 in all %zu probes", count);
    long double m = (sqr - sq * sr / N) / (sqq - sq * sq / N), a = (sr - m * sq) / N;
    noise->slope = (double)slope;
    noise->offset = (double)offset;
    noise->multiplicative = m < 0 ? 0 : (double)sqrtl(m);
    noise->additive = a < 0 ? 0 : (double)sqrtl(a);
}

void ghost_forward(Matrix x, size_t ghost, double eps, GhostStatistics statistics, Matrix xhat)
{
    require(xhat.rows == x.rows && xhat.cols == x.cols, "shapes");
    require(ghost >= 2 && ghost <= x.rows && x.rows % ghost == 0, "ghost %zu", ghost);
    const size_t D = x.cols;
    for (size_t g = 0; g * ghost < x.rows; g++)
        for (size_t d = 0; d < D; d++) {
            long double mean = 0, var = 0;
            for (size_t i = 0; i < ghost; i++)
                mean += row(x, g * ghost + i)[d] / (long double)ghost;
            for (size_t i = 0; i < ghost; i++)
                var += powl(row(x, g * ghost + i)[d] - mean, 2) / (long double)ghost;
            statistics.mean[g * D + d] = (double)mean;
            statistics.var[g * D + d] = (double)var;
            statistics.rstd[g * D + d] = (double)(1 / sqrtl(var + eps));
            for (size_t i = 0; i < ghost; i++)
                row(xhat, g * ghost + i)[d] =
                    (real)((row(x, g * ghost + i)[d] - mean) / sqrtl(var + eps));
        }
}

void ghost_backward(Matrix dy, Matrix xhat, size_t ghost, const real *gamma, const double *rstd,
                    BnGradients gradients)
{
    const Matrix dx = gradients.dx;
    const size_t D = xhat.cols;
    require(ghost >= 2 && ghost <= xhat.rows && xhat.rows % ghost == 0, "ghost %zu", ghost);
    require(dy.rows == xhat.rows && dy.cols == D && dx.rows == xhat.rows && dx.cols == D, "shapes");
    for (size_t d = 0; d < D; d++) {
        long double dgamma = 0, dbeta = 0;
        for (size_t first = 0; first < xhat.rows; first += ghost) {
            long double mean = 0, product = 0;
            for (size_t n = first; n < first + ghost; n++) {
                mean += row(dy, n)[d] / (long double)ghost;
                product += (long double)row(dy, n)[d] * row(xhat, n)[d] / ghost;
            }
            for (size_t n = first; n < first + ghost; n++)
                row(dx, n)[d] = (real)((row(dy, n)[d] - mean - row(xhat, n)[d] * product) *
                                       gamma[d] * rstd[first / ghost * D + d]);
            dbeta += mean * ghost;
            dgamma += product * ghost;
        }
        gradients.dgamma[d] = (double)dgamma;
        gradients.dbeta[d] = (double)dbeta;
    }
}

void dropout_forward(Matrix x, double rate, Dropping dropping, Random *random, Matrix mask,
                     Matrix y)
{
    require(!(rate < 0) && rate < 1, "rate %g", rate);
    require(mask.rows == x.rows && mask.cols == x.cols && y.rows == x.rows && y.cols == x.cols,
            "shapes");
    for (size_t i = 0; i < x.rows * x.cols; i++) {
        if (dropping == DROP_SHARED && i >= x.cols)
            mask.v[i] = mask.v[i % x.cols];
        else
            mask.v[i] = (real)(random_uniform(random) < rate ? 0 : 1 / (1 - (long double)rate));
        y.v[i] = (real)((long double)x.v[i] * mask.v[i]);
    }
}

void dropout_backward(Matrix dy, Matrix mask, Matrix dx)
{
    for (size_t i = mask.rows * mask.cols; i-- > 0;)
        dx.v[i] = (real)((long double)dy.v[i] * mask.v[i]);
}
