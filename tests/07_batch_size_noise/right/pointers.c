/* Right, written another way: pointers that walk through memory, and the means of the second line
   from the first. */

#include "batch_size_noise.h"

#include <math.h>

#include "forward_pass.h"

void batch_statistic_noise(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    require(N != 0, "N is 0");
    require(var >= 0, "var %g", var);
    require(kurtosis >= 1, "kurtosis %g", kurtosis);
    noise->mean = pow(var / (double)N, 0.5);
    noise->scale = 0.5 * pow((kurtosis - 1) / (double)N, 0.5);
    noise->var = 2 * var * noise->scale;
}

void probe_noise(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    const double *end = z + count, *p, *q;
    double N = (double)count, z1 = 0, z2 = 0, x1 = 0, low = INFINITY, high = 0;
    require(count >= 3, "%zu probes", count);
    for (p = z, q = xhat; p < end; p++, q++) {
        z1 += *p / N;
        z2 += *p * *p / N;
        x1 += *q / N;
        low = fmin(low, fabs(*p)), high = fmax(high, fabs(*p));
    }
    require(low < high, "every z^2 is %g", low * low);
    double zz = 0, zx = 0, qq = 0, qr = 0, r1 = 0;
    for (p = z, q = xhat; p < end; p++, q++) {
        zz += (*p - z1) * *p;
        zx += (*p - z1) * *q;
    }
    noise->slope = zx / zz;
    noise->offset = x1 - noise->slope * z1;
    for (p = z, q = xhat; p < end; p++, q++) {
        double r = *q - x1 - noise->slope * (*p - z1);
        r1 += r * r / N;
        qr += r * r * (*p * *p - z2);
        qq += *p * *p * (*p * *p - z2);
    }
    double variances[] = {r1 - qr / qq * z2, qr / qq},
           *parts[] = {&noise->additive, &noise->multiplicative};
    for (int i = 0; i < 2; i++)
        *parts[i] = isnan(variances[i]) ? NAN : sqrt(fmax(variances[i], 0));
}

static void check(size_t ghost, Matrix a, Matrix b)
{
    require(ghost >= 2, "ghost %zu", ghost);
    require(a.rows > 0, "no examples");
    require(a.rows / ghost * ghost == a.rows, "ghost %zu in %zu", ghost, a.rows);
    require(a.rows == b.rows && a.cols == b.cols, "shapes");
}

void ghost_forward(Matrix x, size_t ghost, double eps, GhostStatistics s, Matrix xhat)
{
    check(ghost, x, xhat);
    Matrix in = {ghost, x.cols, x.v}, out = {ghost, x.cols, xhat.v};
    for (const real *end = x.v + x.rows * x.cols; in.v < end; in.v += ghost * x.cols) {
        bn_mean(in, s.mean);
        bn_variance(in, s.mean, s.var);
        bn_rstd(x.cols, s.var, eps, s.rstd);
        bn_normalize(in, s.mean, s.rstd, out);
        s.mean += x.cols, s.var += x.cols, s.rstd += x.cols;
        out.v += ghost * x.cols;
    }
}

void ghost_backward(Matrix dy, Matrix xhat, size_t ghost, const real *gamma, const double *rstd,
                    BnGradients gradients)
{
    check(ghost, xhat, dy);
    check(ghost, xhat, gradients.dx);
    const size_t D = xhat.cols, step = ghost * D;
    BnGradients part = {gradients.dgamma, gradients.dbeta, {ghost, D, gradients.dx.v}};
    for (size_t i = 0; i < xhat.rows * D; i += step, part.dx.v += step, rstd += D)
        bn_backward((Matrix){ghost, D, dy.v + i}, (Matrix){ghost, D, xhat.v + i}, gamma, rstd,
                    part);
    for (size_t d = 0; d < D; d++) {
        const real *up = dy.v + d, *at = xhat.v + d;
        double scale = 0, shift = 0;
        for (size_t n = 0; n < xhat.rows; n++, up += D, at += D) {
            shift += *up;
            scale += (double)*up * *at;
        }
        gradients.dgamma[d] = scale;
        gradients.dbeta[d] = shift;
    }
}

void dropout_forward(Matrix x, double rate, Dropping dropping, Random *random, Matrix mask,
                     Matrix y)
{
    require(rate >= 0 && rate < 1, "rate %g", rate);
    require(mask.rows == x.rows && mask.cols == x.cols && y.rows == x.rows && y.cols == x.cols,
            "shapes");
    real *m = mask.v;
    const real *above = mask.v, *in = x.v;
    for (real *out = y.v, *end = y.v + x.rows * x.cols; out < end; m++) {
        if (dropping == DROP_SHARED && m >= mask.v + x.cols)
            *m = *above++;
        else
            *m = random_uniform(random) < rate ? 0 : 1 / (1 - (real)rate);
        *out++ = *in++ * *m;
    }
}

void dropout_backward(Matrix dy, Matrix mask, Matrix dx)
{
    const real *m = mask.v, *up = dy.v;
    for (real *out = dx.v, *end = dx.v + dy.rows * dy.cols; out < end;)
        *out++ = *up++ * *m++;
}
