/* Right, written another way: means and products that are updated probe by probe and example by
   example (Welford 1962), and ghost batches by recursion. */

#include "batch_size_noise.h"

#include <math.h>

#include "gamma_beta.h"

void batch_statistic_noise(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    require(N >= 1, "N is %zu", N);
    require(var >= 0, "var is %g", var);
    require(kurtosis - 1 >= 0, "kurtosis is %g", kurtosis);
    double one = 1 / sqrt((double)N);
    noise->mean = sqrt(var) * one;
    noise->var = var * sqrt(kurtosis - 1) * one;
    noise->scale = sqrt(kurtosis - 1) * one * 0.5;
}

typedef struct {
    double count, u, v, uu, uv;
} Running;

static void take(Running *r, double u, double v)
{
    double before = u - r->u;
    r->count++;
    r->u += before / r->count;
    r->uu += before * (u - r->u);
    r->uv += before * (v - r->v) * (r->count - 1) / r->count;
    r->v += (v - r->v) / r->count;
}

void probe_noise(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    require(count >= 3, "%zu probes", count);
    Running line = {0}, squared = {0};
    size_t other = 0;
    while (other < count && z[other] * z[other] == z[0] * z[0])
        other++;
    require(other < count, "one z^2 for all");
    for (size_t i = 0; i < count; i++)
        take(&line, z[i], xhat[i]);
    noise->slope = line.uv / line.uu;
    noise->offset = line.v - noise->slope * line.u;
    for (size_t i = 0; i < count; i++) {
        double residual = xhat[i] - noise->slope * z[i] - noise->offset;
        take(&squared, z[i] * z[i], residual * residual);
    }
    double m = squared.uv / squared.uu, a = squared.v - m * squared.u;
    if (m < 0)
        m = 0;
    if (a < 0)
        a = 0;
    noise->multiplicative = sqrt(m);
    noise->additive = sqrt(a);
}

static void one_ghost(Matrix x, double eps, GhostStatistics s, Matrix xhat)
{
    for (size_t d = 0; d < x.cols; d++) {
        Running r = {0};
        for (size_t n = 0; n < x.rows; n++)
            take(&r, row(x, n)[d], 0);
        s.mean[d] = r.u;
        s.var[d] = r.uu / r.count;
        s.rstd[d] = 1 / sqrt(s.var[d] + eps);
    }
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)((row(x, n)[d] - s.mean[d]) * s.rstd[d]);
}

void ghost_forward(Matrix x, size_t ghost, double eps, GhostStatistics s, Matrix xhat)
{
    require(ghost >= 2 && x.rows >= ghost && x.rows % ghost == 0, "ghost %zu", ghost);
    require(xhat.rows == x.rows && xhat.cols == x.cols, "shapes");
    one_ghost(matrix_rows(x, 0, ghost), eps, s, matrix_rows(xhat, 0, ghost));
    if (x.rows > ghost)
        ghost_forward(matrix_rows(x, ghost, x.rows - ghost), ghost, eps,
                      (GhostStatistics){s.mean + x.cols, s.var + x.cols, s.rstd + x.cols},
                      matrix_rows(xhat, ghost, x.rows - ghost));
}

void ghost_backward(Matrix dy, Matrix xhat, size_t ghost, const real *gamma, const double *rstd,
                    BnGradients gradients)
{
    const size_t N = xhat.rows, D = xhat.cols;
    require(ghost >= 2 && N >= ghost && N % ghost == 0, "ghost %zu", ghost);
    require(dy.rows == N && dy.cols == D, "dy");
    require(gradients.dx.rows == N && gradients.dx.cols == D, "dx");
    for (size_t first = 0; first < N; first += ghost)
        bn_backward(matrix_rows(dy, first, ghost), matrix_rows(xhat, first, ghost), gamma,
                    rstd + first / ghost * D,
                    (BnGradients){gradients.dgamma, gradients.dbeta,
                                  matrix_rows(gradients.dx, first, ghost)});
    Matrix unused = matrix_new(N, D);
    bn_scale_shift_backward(dy, xhat, gamma, unused, gradients.dgamma, gradients.dbeta);
    matrix_free(unused);
}

void dropout_forward(Matrix x, double rate, Dropping dropping, Random *random, Matrix mask,
                     Matrix y)
{
    require(rate >= 0 && rate < 1, "rate %g", rate);
    require(mask.rows == x.rows && mask.cols == x.cols, "mask");
    require(y.rows == x.rows && y.cols == x.cols, "y");
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++) {
            int drawn = n == 0 || dropping != DROP_SHARED;
            int kept = drawn ? !(random_uniform(random) < rate) : row(mask, 0)[d] != 0;
            row(mask, n)[d] = kept ? (real)(1 / (1 - rate)) : 0;
        }
    dropout_backward(x, mask, y);
}

void dropout_backward(Matrix dy, Matrix mask, Matrix dx)
{
    for (size_t n = 0; n < dy.rows; n++) {
        const real *up = row(dy, n), *multiplier = row(mask, n);
        real *out = row(dx, n);
        for (size_t d = 0; d < dy.cols; d++)
            out[d] = up[d] * multiplier[d];
    }
}
