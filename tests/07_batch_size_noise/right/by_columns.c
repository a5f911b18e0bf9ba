/* Right, written another way: feature by feature, and each ghost batch from its definition,
   without the functions of chapters 3 and 5. */

#include "batch_size_noise.h"

#include <math.h>

void batch_statistic_noise(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    require(N > 0 && var >= 0 && kurtosis >= 1, "N %zu, var %g, kurtosis %g", N, var, kurtosis);
    noise->mean = sqrt(var) / sqrt((double)N);
    noise->var = sqrt(var * var * (kurtosis - 1) / (double)N);
    noise->scale = sqrt((kurtosis - 1) / 4 / (double)N);
}

static void line(size_t count, const double *u, const double *v, double *slope, double *offset)
{
    double mean_u = 0, mean_v = 0, uv = 0, uu = 0;
    for (size_t i = 0; i < count; i++) {
        mean_u += u[i];
        mean_v += v[i];
    }
    mean_u /= (double)count;
    mean_v /= (double)count;
    for (size_t i = 0; i < count; i++) {
        uv += (u[i] - mean_u) * (v[i] - mean_v);
        uu += (u[i] - mean_u) * (u[i] - mean_u);
    }
    *slope = uv / uu;
    *offset = mean_v - *slope * mean_u;
}

enum { MOST = 4096 };

void probe_noise(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    static double u[MOST], v[MOST];
    size_t same = 0;
    require(count >= 3 && count <= MOST, "%zu probes", count);
    for (size_t i = 0; i < count; i++)
        same += fabs(z[i]) == fabs(z[0]);
    require(same < count, "all z^2 are the same");
    line(count, z, xhat, &noise->slope, &noise->offset);
    for (size_t i = 0; i < count; i++) {
        double residual = xhat[i] - (noise->offset + noise->slope * z[i]);
        u[i] = z[i] * z[i];
        v[i] = residual * residual;
    }
    double m, a;
    line(count, u, v, &m, &a);
    noise->multiplicative = sqrt(m < 0 ? 0 : m);
    noise->additive = sqrt(a < 0 ? 0 : a);
}

void ghost_forward(Matrix x, size_t ghost, double eps, GhostStatistics statistics, Matrix xhat)
{
    require(ghost > 1, "ghost %zu", ghost);
    require(x.rows > 0 && x.rows % ghost == 0, "ghost %zu in %zu", ghost, x.rows);
    require(xhat.rows == x.rows && xhat.cols == x.cols, "shapes");
    require(eps > 0, "eps %g", eps);
    for (size_t d = 0; d < x.cols; d++)
        for (size_t first = 0; first < x.rows; first += ghost) {
            size_t at = first / ghost * x.cols + d;
            double mean = 0, var = 0;
            for (size_t n = first; n < first + ghost; n++)
                mean += row(x, n)[d];
            mean /= (double)ghost;
            for (size_t n = first; n < first + ghost; n++)
                var += (row(x, n)[d] - mean) * (row(x, n)[d] - mean);
            var /= (double)ghost;
            statistics.mean[at] = mean;
            statistics.var[at] = var;
            statistics.rstd[at] = pow(var + eps, -0.5);
            for (size_t n = first; n < first + ghost; n++)
                row(xhat, n)[d] = (real)((row(x, n)[d] - mean) / sqrt(var + eps));
        }
}

void ghost_backward(Matrix dy, Matrix xhat, size_t ghost, const real *gamma, const double *rstd,
                    BnGradients gradients)
{
    Matrix dx = gradients.dx;
    require(ghost > 1 && xhat.rows > 0 && xhat.rows % ghost == 0, "ghost %zu in %zu", ghost,
            xhat.rows);
    require(dy.rows == xhat.rows && dy.cols == xhat.cols, "shapes");
    require(dx.rows == xhat.rows && dx.cols == xhat.cols, "shapes");
    for (size_t d = 0; d < xhat.cols; d++) {
        gradients.dgamma[d] = gradients.dbeta[d] = 0;
        for (size_t first = 0; first < xhat.rows; first += ghost) {
            double scale = 0, shift = 0;
            for (size_t n = first; n < first + ghost; n++) {
                shift += row(dy, n)[d];
                scale += (double)row(dy, n)[d] * row(xhat, n)[d];
            }
            gradients.dgamma[d] += scale;
            gradients.dbeta[d] += shift;
            double r = rstd[first / ghost * xhat.cols + d], size = (double)ghost;
            for (size_t n = first; n < first + ghost; n++)
                row(dx, n)[d] = (real)(gamma[d] * r / size *
                                       (size * row(dy, n)[d] - shift - row(xhat, n)[d] * scale));
        }
    }
}

void dropout_forward(Matrix x, double rate, Dropping dropping, Random *random, Matrix mask,
                     Matrix y)
{
    require(rate >= 0 && rate < 1, "rate %g", rate);
    require(mask.rows == x.rows && mask.cols == x.cols, "shapes");
    require(y.rows == x.rows && y.cols == x.cols, "shapes");
    size_t draws = dropping == DROP_EACH ? x.rows : 1;
    for (size_t n = 0; n < draws && n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(mask, n)[d] = (real)((random_uniform(random) >= rate) / (1 - rate));
    for (size_t d = 0; d < x.cols; d++)
        for (size_t n = 0; n < x.rows; n++) {
            if (n >= draws)
                row(mask, n)[d] = row(mask, n - 1)[d];
            row(y, n)[d] = row(mask, n)[d] * row(x, n)[d];
        }
}

void dropout_backward(Matrix dy, Matrix mask, Matrix dx)
{
    for (size_t d = 0; d < dy.cols; d++)
        for (size_t n = 0; n < dy.rows; n++)
            row(dx, n)[d] = row(mask, n)[d] * row(dy, n)[d];
}
