/* Right, written another way: with scratch memory from the heap, and the staged backward pass of
   chapter 5. */

#include "batch_size_noise.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forward_pass.h"
#include "gamma_beta.h"

void batch_statistic_noise(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    require(N >= 1, "N is 0");
    require(!(var < 0) && !isnan(var), "var %g", var);
    require(!(kurtosis < 1) && !isnan(kurtosis), "kurtosis %g", kurtosis);
    const double root = sqrt((double)N), heavy = sqrt(kurtosis - 1);
    *noise = (StatisticNoise){sqrt(var) / root, var * heavy / root, heavy / (2 * root)};
}

/* The line by Cramer's rule, around the first point. */
static void line(size_t count, const double *u, const double *v, double *slope, double *offset)
{
    double N = (double)count, su = 0, sv = 0, suu = 0, suv = 0;
    for (size_t i = 0; i < count; i++) {
        double x = u[i] - u[0], y = v[i] - v[0];
        su += x;
        sv += y;
        suu += x * x;
        suv += x * y;
    }
    *slope = (N * suv - su * sv) / (N * suu - su * su);
    *offset = (sv - *slope * su) / N + v[0] - *slope * u[0];
}

void probe_noise(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    require(count > 2, "%zu probes", count);
    double *z2 = malloc(count * sizeof *z2), *r2 = malloc(count * sizeof *r2);
    require(z2 && r2, "out of memory");
    int apart = 0;
    line(count, z, xhat, &noise->slope, &noise->offset);
    for (size_t i = 0; i < count; i++) {
        z2[i] = z[i] * z[i];
        r2[i] = pow(xhat[i] - noise->slope * z[i] - noise->offset, 2);
        apart = apart || z2[i] != z2[0];
    }
    double m = NAN, a = NAN;
    if (apart)
        line(count, z2, r2, &m, &a);
    free(z2);
    free(r2);
    require(apart, "the same z^2 everywhere");
    noise->multiplicative = m <= 0 ? 0 : sqrt(m);
    noise->additive = a <= 0 ? 0 : sqrt(a);
}

static int fits(size_t ghost, size_t N)
{
    return ghost >= 2 && N >= ghost && N % ghost == 0;
}

void ghost_forward(Matrix x, size_t ghost, double eps, GhostStatistics statistics, Matrix xhat)
{
    require(fits(ghost, x.rows), "ghost %zu in %zu", ghost, x.rows);
    require(x.rows == xhat.rows && x.cols == xhat.cols, "shapes");
    const size_t bytes = ghost * x.cols * sizeof(real);
    Matrix in = matrix_new(ghost, x.cols), out = matrix_new(ghost, x.cols);
    for (size_t g = x.rows / ghost; g-- > 0;) {
        memcpy(in.v, row(x, g * ghost), bytes);
        bn_forward(in, eps, &statistics.mean[g * x.cols], &statistics.var[g * x.cols],
                   &statistics.rstd[g * x.cols], out);
        memcpy(row(xhat, g * ghost), out.v, bytes);
    }
    matrix_free(in);
    matrix_free(out);
}

void ghost_backward(Matrix dy, Matrix xhat, size_t ghost, const real *gamma, const double *rstd,
                    BnGradients gradients)
{
    const size_t D = xhat.cols;
    require(fits(ghost, xhat.rows), "ghost %zu in %zu", ghost, xhat.rows);
    require(dy.rows == xhat.rows && dy.cols == D && gradients.dx.rows == xhat.rows &&
                gradients.dx.cols == D,
            "shapes");
    double *sums = malloc(2 * D * sizeof *sums);
    require(sums != NULL, "out of memory");
    for (size_t n = 0; n < xhat.rows; n += ghost) {
        BnGradients part = {sums, sums + D, matrix_rows(gradients.dx, n, ghost)};
        bn_backward(matrix_rows(dy, n, ghost), matrix_rows(xhat, n, ghost), gamma,
                    &rstd[n / ghost * D], part);
        for (size_t d = 0; d < D; d++) {
            gradients.dgamma[d] = (n > 0 ? gradients.dgamma[d] : 0) + sums[d];
            gradients.dbeta[d] = (n > 0 ? gradients.dbeta[d] : 0) + sums[D + d];
        }
    }
    free(sums);
}

void dropout_forward(Matrix x, double rate, Dropping dropping, Random *random, Matrix mask,
                     Matrix y)
{
    require(rate >= 0 && rate < 1, "rate %g", rate);
    require(x.rows == mask.rows && x.cols == mask.cols, "shapes");
    require(x.rows == y.rows && x.cols == y.cols, "shapes");
    const double multipliers[] = {1 / (1 - rate), 0};
    real *shared = malloc((x.cols + 1) * sizeof *shared);
    require(shared != NULL, "out of memory");
    if (dropping == DROP_SHARED)
        for (size_t d = 0; d < x.cols; d++)
            shared[d] = (real)multipliers[random_uniform(random) < rate];
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++) {
            real m = dropping == DROP_SHARED ? shared[d]
                                             : (real)multipliers[random_uniform(random) < rate];
            row(mask, n)[d] = m;
            row(y, n)[d] = m * row(x, n)[d];
        }
    free(shared);
}

void dropout_backward(Matrix dy, Matrix mask, Matrix dx)
{
    for (size_t n = 0; n < dy.rows; n++)
        for (size_t d = 0; d < dy.cols; d++)
            row(dx, n)[d] = row(mask, n)[d] == 0 ? 0 : row(dy, n)[d] * row(mask, n)[d];
}
