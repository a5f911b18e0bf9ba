/* Chapter 7's common mistakes: each is a wrong version of one exercise, and what is to be said
   of it. */

#include <math.h>
#include <string.h>

#include "batch_size_noise.h"
#include "forward_pass.h"
#include "tests/harness/harness.h"

/* ---- 7.1 batch_statistic_noise ---- */

static void noise_by_n(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    double root = sqrt((double)N);
    *noise = (StatisticNoise){noise->mean / root, noise->var / root, noise->scale / root};
}

static void noise_as_variances(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    *noise = (StatisticNoise){noise->mean * noise->mean, noise->var * noise->var,
                              noise->scale * noise->scale};
}

static void noise_of_a_normal(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    batch_statistic_noise(N, var, 3, noise);
}

static void noise_excess(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    noise->var = var * sqrt((kurtosis + 2) / (double)N);
    noise->scale = 0.5 * sqrt((kurtosis + 2) / (double)N);
}

static void noise_without_minus_one(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    noise->var = var * sqrt(kurtosis / (double)N);
    noise->scale = 0.5 * sqrt(kurtosis / (double)N);
}

static void noise_of_sd(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    noise->var = sqrt(var) * sqrt((kurtosis - 1) / (double)N);
}

static void noise_mean_without_root(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    noise->mean = var / sqrt((double)N);
}

static void noise_whole_scale(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    noise->scale *= 2;
}

static void noise_scale_absolute(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    noise->scale = noise->var / 2;
}

static void noise_by_n_minus_one(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    batch_statistic_noise(N, var, kurtosis, noise);
    double by = sqrt((double)N / (double)(N - 1));
    *noise = (StatisticNoise){noise->mean * by, noise->var * by, noise->scale * by};
}

static void noise_accepts_all(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    double relative = sqrt((kurtosis - 1) / (double)N);
    *noise = (StatisticNoise){sqrt(var / (double)N), var * relative, relative / 2};
}

/* ---- 7.2 probe_noise ---- */

/* Least squares; through the origin if so wanted. */
static void line_through(size_t count, const double *u, const double *v, int origin, double *slope,
                         double *offset)
{
    double mean_u = 0, mean_v = 0, products = 0, squares = 0;
    for (size_t i = 0; i < count && !origin; i++) {
        mean_u += u[i] / (double)count;
        mean_v += v[i] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        products += (u[i] - mean_u) * (v[i] - mean_v);
        squares += (u[i] - mean_u) * (u[i] - mean_u);
    }
    *slope = products / squares;
    *offset = mean_v - *slope * mean_u;
}

enum { MOST = 1000 };

typedef enum { USUAL, ABSOLUTE, PLAIN_Z, FROM_IDENTITY, ORIGIN, SIGNED } Way;

/* The reference in arrays, and some ways to spoil it. */
static void two_lines(size_t count, const double *z, const double *xhat, Way way, ProbeNoise *noise)
{
    static double u[MOST], v[MOST];
    ProbeNoise refused_too;
    probe_noise(count, z, xhat, &refused_too);
    line_through(count, z, xhat, way == ORIGIN, &noise->slope, &noise->offset);
    if (way == ORIGIN)
        noise->offset = 0;
    for (size_t i = 0; i < count; i++) {
        double residual =
            way == FROM_IDENTITY ? xhat[i] - z[i] : xhat[i] - noise->slope * z[i] - noise->offset;
        u[i] = way == PLAIN_Z ? z[i] : way == ABSOLUTE ? fabs(z[i]) : z[i] * z[i];
        v[i] = way == ABSOLUTE ? fabs(residual) : way == SIGNED ? residual : residual * residual;
    }
    double m, a;
    line_through(count, u, v, 0, &m, &a);
    noise->multiplicative = m < 0 ? 0 : sqrt(m);
    noise->additive = a < 0 ? 0 : sqrt(a);
    if (way == ABSOLUTE) {
        noise->multiplicative = m;
        noise->additive = a;
    }
}

static void probe_absolute(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    two_lines(count, z, xhat, ABSOLUTE, noise);
}

static void probe_over_z(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    two_lines(count, z, xhat, PLAIN_Z, noise);
}

static void probe_from_identity(size_t count, const double *z, const double *xhat,
                                ProbeNoise *noise)
{
    two_lines(count, z, xhat, FROM_IDENTITY, noise);
}

static void probe_through_origin(size_t count, const double *z, const double *xhat,
                                 ProbeNoise *noise)
{
    two_lines(count, z, xhat, ORIGIN, noise);
}

static void probe_signed(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    two_lines(count, z, xhat, SIGNED, noise);
}

static void probe_turned(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    probe_noise(count, z, xhat, noise);
    line_through(count, xhat, z, 0, &noise->slope, &noise->offset);
}

static void probe_as_variances(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    probe_noise(count, z, xhat, noise);
    noise->additive *= noise->additive;
    noise->multiplicative *= noise->multiplicative;
}

static void probe_swapped(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    probe_noise(count, z, xhat, noise);
    double additive = noise->additive;
    noise->additive = noise->multiplicative;
    noise->multiplicative = additive;
}

static void probe_all_additive(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    probe_noise(count, z, xhat, noise);
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        double residual = xhat[i] - noise->slope * z[i] - noise->offset;
        sum += residual * residual / (double)count;
    }
    noise->additive = sqrt(sum);
}

static void probe_unguarded(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    probe_noise(count, z, xhat, noise);
    static double u[MOST], v[MOST];
    for (size_t i = 0; i < count; i++) {
        double residual = xhat[i] - noise->slope * z[i] - noise->offset;
        u[i] = z[i] * z[i];
        v[i] = residual * residual;
    }
    double m, a;
    line_through(count, u, v, 0, &m, &a);
    /* a little below 0 is rounding, where a right program may fall on either side */
    noise->multiplicative = m < -1e-9 ? NAN : noise->multiplicative;
    noise->additive = a < -1e-9 ? NAN : noise->additive;
}

static void probe_hides_nan(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    probe_noise(count, z, xhat, noise);
    noise->additive = noise->additive > 0 ? noise->additive : 0;
    noise->multiplicative = noise->multiplicative > 0 ? noise->multiplicative : 0;
}

static void probe_accepts_all(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    double same = z[0] * z[0];
    int apart = 0;
    for (size_t i = 0; i < count; i++)
        apart |= z[i] * z[i] != same;
    if (count >= 3 && apart) {
        probe_noise(count, z, xhat, noise);
        return;
    }
    line_through(count, z, xhat, 0, &noise->slope, &noise->offset);
    noise->additive = noise->multiplicative = NAN;
}

/* ---- 7.3 ghost_forward ---- */

static void require_ghost(size_t ghost, size_t N)
{
    require(ghost >= 2 && N >= ghost && N % ghost == 0, "ghost batches of %zu in %zu", ghost, N);
}

static void forward_whole_batch(Matrix x, size_t ghost, double eps, GhostStatistics s, Matrix xhat)
{
    require_ghost(ghost, x.rows);
    for (size_t g = 0; g < x.rows / ghost; g++)
        bn_forward(x, eps, s.mean + g * x.cols, s.var + g * x.cols, s.rstd + g * x.cols, xhat);
}

static void forward_first_statistics(Matrix x, size_t ghost, double eps, GhostStatistics s,
                                     Matrix xhat)
{
    ghost_forward(x, ghost, eps, s, xhat);
    for (size_t g = 0; g < x.rows / ghost; g++)
        bn_normalize(matrix_rows(x, g * ghost, ghost), s.mean, s.rstd,
                     matrix_rows(xhat, g * ghost, ghost));
}

static void forward_overwrites(Matrix x, size_t ghost, double eps, GhostStatistics s, Matrix xhat)
{
    require_ghost(ghost, x.rows);
    require(xhat.rows == x.rows && xhat.cols == x.cols, "shapes");
    for (size_t n = 0; n < x.rows; n += ghost)
        bn_forward(matrix_rows(x, n, ghost), eps, s.mean, s.var, s.rstd,
                   matrix_rows(xhat, n, ghost));
}

/* The rows g, g + G, g + 2 G, ... of x: a ghost batch that is dealt out like cards. */
static void forward_deals(Matrix x, size_t ghost, double eps, GhostStatistics s, Matrix xhat)
{
    ghost_forward(x, ghost, eps, s, xhat);
    const size_t G = x.rows / ghost, D = x.cols;
    for (size_t g = 0; g < G; g++)
        for (size_t d = 0; d < D; d++) {
            double mean = 0, var = 0;
            for (size_t n = g; n < x.rows; n += G)
                mean += row(x, n)[d] / (double)ghost;
            for (size_t n = g; n < x.rows; n += G)
                var += (row(x, n)[d] - mean) * (row(x, n)[d] - mean) / (double)ghost;
            s.mean[g * D + d] = mean;
            s.var[g * D + d] = var;
            s.rstd[g * D + d] = 1 / sqrt(var + eps);
            for (size_t n = g; n < x.rows; n += G)
                row(xhat, n)[d] = (real)((row(x, n)[d] - mean) * s.rstd[g * D + d]);
        }
}

static void forward_swaps_count(Matrix x, size_t ghost, double eps, GhostStatistics s, Matrix xhat)
{
    require_ghost(ghost, x.rows);
    require(xhat.rows == x.rows && xhat.cols == x.cols, "shapes");
    size_t size = x.rows / ghost; /* as if ghost were the number of ghost batches */
    for (size_t n = 0; size >= 2 && n < x.rows / size && n < x.rows / ghost; n++)
        bn_forward(matrix_rows(x, n * size, size), eps, s.mean + n * x.cols, s.var + n * x.cols,
                   s.rstd + n * x.cols, matrix_rows(xhat, n * size, size));
}

static void forward_unbiased(Matrix x, size_t ghost, double eps, GhostStatistics s, Matrix xhat)
{
    ghost_forward(x, ghost, eps, s, xhat);
    for (size_t g = 0; g < x.rows / ghost; g++) {
        size_t at = g * x.cols;
        for (size_t d = at; d < at + x.cols; d++)
            s.var[d] *= (double)ghost / (double)(ghost - 1);
        bn_rstd(x.cols, s.var + at, eps, s.rstd + at);
        bn_normalize(matrix_rows(x, g * ghost, ghost), s.mean + at, s.rstd + at,
                     matrix_rows(xhat, g * ghost, ghost));
    }
}

static void forward_own_eps(Matrix x, size_t ghost, double eps, GhostStatistics s, Matrix xhat)
{
    (void)eps;
    ghost_forward(x, ghost, 1e-5, s, xhat);
}

static void forward_drops_rest(Matrix x, size_t ghost, double eps, GhostStatistics s, Matrix xhat)
{
    require(ghost >= 2 && x.rows >= ghost, "ghost batches of %zu in %zu", ghost, x.rows);
    require(xhat.rows == x.rows && xhat.cols == x.cols, "shapes");
    size_t used = x.rows - x.rows % ghost;
    ghost_forward(matrix_rows(x, 0, used), ghost, eps, s, matrix_rows(xhat, 0, used));
}

static void forward_small_last(Matrix x, size_t ghost, double eps, GhostStatistics s, Matrix xhat)
{
    forward_drops_rest(x, ghost, eps, s, xhat);
    size_t rest = x.rows % ghost, used = x.rows - rest, at = x.rows / ghost * x.cols;
    if (rest >= 2)
        bn_forward(matrix_rows(x, used, rest), eps, s.mean + at, s.var + at, s.rstd + at,
                   matrix_rows(xhat, used, rest));
}

static void forward_changes_x(Matrix x, size_t ghost, double eps, GhostStatistics s, Matrix xhat)
{
    ghost_forward(x, ghost, eps, s, xhat);
    memcpy(x.v, xhat.v, x.rows * x.cols * sizeof *x.v);
}

static void forward_any_shape(Matrix x, size_t ghost, double eps, GhostStatistics s, Matrix xhat)
{
    /* the test's shape has as many numbers as x: nothing is written past the end */
    xhat.rows = x.rows;
    xhat.cols = x.cols;
    ghost_forward(x, ghost, eps, s, xhat);
}

/* ---- 7.4 ghost_backward ---- */

static void backward_whole_batch(Matrix dy, Matrix xhat, size_t ghost, const real *gamma,
                                 const double *rstd, BnGradients gradients)
{
    ghost_backward(dy, xhat, ghost, gamma, rstd, gradients);
    double N = (double)xhat.rows;
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(gradients.dx, n)[d] = (real)(gamma[d] * rstd[n / ghost * xhat.cols + d] *
                                             (row(dy, n)[d] - gradients.dbeta[d] / N -
                                              row(xhat, n)[d] * gradients.dgamma[d] / N));
}

static void backward_first_rstd(Matrix dy, Matrix xhat, size_t ghost, const real *gamma,
                                const double *rstd, BnGradients gradients)
{
    ghost_backward(dy, xhat, ghost, gamma, rstd, gradients);
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(gradients.dx, n)[d] =
                (real)(row(gradients.dx, n)[d] * rstd[d] / rstd[n / ghost * xhat.cols + d]);
}

static void backward_constants(Matrix dy, Matrix xhat, size_t ghost, const real *gamma,
                               const double *rstd, BnGradients gradients)
{
    ghost_backward(dy, xhat, ghost, gamma, rstd, gradients);
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(gradients.dx, n)[d] =
                (real)(row(dy, n)[d] * gamma[d] * rstd[n / ghost * xhat.cols + d]);
}

static void backward_last_ghost(Matrix dy, Matrix xhat, size_t ghost, const real *gamma,
                                const double *rstd, BnGradients gradients)
{
    require_ghost(ghost, xhat.rows);
    require(dy.rows == xhat.rows && gradients.dx.rows == xhat.rows, "shapes");
    for (size_t n = 0; n < xhat.rows; n += ghost)
        bn_backward(
            matrix_rows(dy, n, ghost), matrix_rows(xhat, n, ghost), gamma,
            rstd + n / ghost * xhat.cols,
            (BnGradients){gradients.dgamma, gradients.dbeta, matrix_rows(gradients.dx, n, ghost)});
}

static void divide(BnGradients gradients, size_t D, double by)
{
    for (size_t d = 0; d < D; d++) {
        gradients.dgamma[d] /= by;
        gradients.dbeta[d] /= by;
    }
}

static void backward_averages_ghosts(Matrix dy, Matrix xhat, size_t ghost, const real *gamma,
                                     const double *rstd, BnGradients gradients)
{
    ghost_backward(dy, xhat, ghost, gamma, rstd, gradients);
    divide(gradients, xhat.cols, (double)(xhat.rows / ghost));
}

static void backward_averages(Matrix dy, Matrix xhat, size_t ghost, const real *gamma,
                              const double *rstd, BnGradients gradients)
{
    ghost_backward(dy, xhat, ghost, gamma, rstd, gradients);
    divide(gradients, xhat.cols, (double)xhat.rows);
}

static void backward_not_cleared(Matrix dy, Matrix xhat, size_t ghost, const real *gamma,
                                 const double *rstd, BnGradients gradients)
{
    enum { FEATURES = 64 };
    double before[2 * FEATURES];
    for (size_t d = 0; d < xhat.cols; d++) {
        before[2 * d] = gradients.dgamma[d];
        before[2 * d + 1] = gradients.dbeta[d];
    }
    ghost_backward(dy, xhat, ghost, gamma, rstd, gradients);
    for (size_t d = 0; d < xhat.cols; d++) {
        gradients.dgamma[d] += before[2 * d];
        gradients.dbeta[d] += before[2 * d + 1];
    }
}

static void backward_without_gamma(Matrix dy, Matrix xhat, size_t ghost, const real *gamma,
                                   const double *rstd, BnGradients gradients)
{
    ghost_backward(dy, xhat, ghost, gamma, rstd, gradients);
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < xhat.cols; d++)
            row(gradients.dx, n)[d] /= gamma[d];
}

static void backward_any_ghost(Matrix dy, Matrix xhat, size_t ghost, const real *gamma,
                               const double *rstd, BnGradients gradients)
{
    if (ghost >= 2 && ghost <= xhat.rows && xhat.rows % ghost == 0)
        ghost_backward(dy, xhat, ghost, gamma, rstd, gradients);
}

static void backward_any_shape(Matrix dy, Matrix xhat, size_t ghost, const real *gamma,
                               const double *rstd, BnGradients gradients)
{
    dy.rows = gradients.dx.rows = xhat.rows;
    dy.cols = gradients.dx.cols = xhat.cols;
    ghost_backward(dy, xhat, ghost, gamma, rstd, gradients);
}

/* ---- 7.5 dropout_forward ---- */

/* y from x and mask. */
static void multiply(Matrix x, Matrix mask, Matrix y)
{
    for (size_t i = 0; i < x.rows * x.cols; i++)
        y.v[i] = x.v[i] * mask.v[i];
}

static void dropout_not_inverted(Matrix x, double rate, Dropping dropping, Random *random,
                                 Matrix mask, Matrix y)
{
    dropout_forward(x, rate, dropping, random, mask, y);
    for (size_t i = 0; i < x.rows * x.cols; i++)
        mask.v[i] = mask.v[i] == 0 ? 0 : 1;
    multiply(x, mask, y);
}

static void dropout_by_rate(Matrix x, double rate, Dropping dropping, Random *random, Matrix mask,
                            Matrix y)
{
    dropout_forward(x, rate, dropping, random, mask, y);
    for (size_t i = 0; i < x.rows * x.cols; i++)
        mask.v[i] = mask.v[i] == 0 ? 0 : (real)(1 / rate);
    multiply(x, mask, y);
}

static void dropout_times_kept(Matrix x, double rate, Dropping dropping, Random *random,
                               Matrix mask, Matrix y)
{
    dropout_forward(x, rate, dropping, random, mask, y);
    for (size_t i = 0; i < x.rows * x.cols; i++)
        mask.v[i] = mask.v[i] == 0 ? 0 : (real)(1 - rate);
    multiply(x, mask, y);
}

static void dropout_scales_y_only(Matrix x, double rate, Dropping dropping, Random *random,
                                  Matrix mask, Matrix y)
{
    dropout_forward(x, rate, dropping, random, mask, y);
    for (size_t i = 0; i < x.rows * x.cols; i++)
        mask.v[i] = mask.v[i] == 0 ? 0 : 1;
}

static void dropout_keeps_at_rate(Matrix x, double rate, Dropping dropping, Random *random,
                                  Matrix mask, Matrix y)
{
    Random before = *random;
    dropout_forward(x, rate, dropping, random, mask, y);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(mask, n)[d] = dropping == DROP_SHARED && n > 0 ? row(mask, 0)[d]
                              : random_uniform(&before) < rate ? (real)(1 / (1 - rate))
                                                               : 0;
    multiply(x, mask, y);
}

static void dropout_always_each(Matrix x, double rate, Dropping dropping, Random *random,
                                Matrix mask, Matrix y)
{
    (void)dropping;
    dropout_forward(x, rate, DROP_EACH, random, mask, y);
}

static void dropout_always_shared(Matrix x, double rate, Dropping dropping, Random *random,
                                  Matrix mask, Matrix y)
{
    (void)dropping;
    dropout_forward(x, rate, DROP_SHARED, random, mask, y);
}

static void dropout_by_example(Matrix x, double rate, Dropping dropping, Random *random,
                               Matrix mask, Matrix y)
{
    Random copy = *random;
    dropout_forward(x, rate, dropping, random, mask, y);
    if (dropping == DROP_EACH)
        return;
    *random = copy;
    for (size_t n = 0; n < x.rows; n++) {
        real kept = random_uniform(random) < rate ? 0 : (real)(1 / (1 - rate));
        for (size_t d = 0; d < x.cols; d++)
            row(mask, n)[d] = kept;
    }
    multiply(x, mask, y);
}

static void dropout_same_seed(Matrix x, double rate, Dropping dropping, Random *random, Matrix mask,
                              Matrix y)
{
    Random copy = *random;
    dropout_forward(x, rate, dropping, &copy, mask, y);
}

static void dropout_by_columns(Matrix x, double rate, Dropping dropping, Random *random,
                               Matrix mask, Matrix y)
{
    Random before = *random;
    dropout_forward(x, rate, dropping, random, mask, y);
    if (dropping == DROP_SHARED)
        return;
    for (size_t d = 0; d < x.cols; d++)
        for (size_t n = 0; n < x.rows; n++)
            row(mask, n)[d] = random_uniform(&before) < rate ? 0 : (real)(1 / (1 - rate));
    multiply(x, mask, y);
}

static void dropout_accepts_any_rate(Matrix x, double rate, Dropping dropping, Random *random,
                                     Matrix mask, Matrix y)
{
    dropout_forward(x, rate >= 0 && rate < 1 ? rate : 0.5, dropping, random, mask, y);
}

static void dropout_any_shape(Matrix x, double rate, Dropping dropping, Random *random, Matrix mask,
                              Matrix y)
{
    mask.rows = y.rows = x.rows;
    mask.cols = y.cols = x.cols;
    dropout_forward(x, rate, dropping, random, mask, y);
}

/* ---- 7.6 dropout_backward ---- */

static void gradient_passes(Matrix dy, Matrix mask, Matrix dx)
{
    dropout_backward(dy, mask, dx);
    memcpy(dx.v, dy.v, dy.rows * dy.cols * sizeof *dx.v);
}

static void gradient_not_scaled(Matrix dy, Matrix mask, Matrix dx)
{
    dropout_backward(dy, mask, dx);
    for (size_t i = 0; i < dy.rows * dy.cols; i++)
        dx.v[i] = mask.v[i] == 0 ? 0 : dy.v[i];
}

static void gradient_divides(Matrix dy, Matrix mask, Matrix dx)
{
    dropout_backward(dy, mask, dx);
    for (size_t i = 0; i < dy.rows * dy.cols; i++)
        dx.v[i] = mask.v[i] == 0 ? 0 : dy.v[i] / mask.v[i];
}

static void gradient_first_mask(Matrix dy, Matrix mask, Matrix dx)
{
    dropout_backward(dy, mask, dx);
    for (size_t n = 0; n < dy.rows; n++)
        for (size_t d = 0; d < dy.cols; d++)
            row(dx, n)[d] = row(dy, n)[d] * row(mask, 0)[d];
}

static void gradient_added(Matrix dy, Matrix mask, Matrix dx)
{
    for (size_t i = 0; i < dy.rows * dy.cols; i++)
        dx.v[i] += dy.v[i] * mask.v[i];
}

const Suspect suspects[] = {
    {"7.1", "noise_by_n", "the mean: sqrt(var / N)",
     "Your noise falls with 1/N. It falls with 1/sqrt(N): N stands under the root.",
     (Function)noise_by_n, BY_VALUE},
    {"7.1", "noise_as_variances", "the mean: sqrt(var / N)",
     "You gave variances of the statistics. Wanted are standard deviations: take the roots.",
     (Function)noise_as_variances, BY_VALUE},
    {"7.1", "noise_of_a_normal", "the variance: from the kurtosis",
     "You took a kurtosis of 3, that of a normal feature. Use the argument: heavy tails make the "
     "variance noisier.",
     (Function)noise_of_a_normal, BY_VALUE},
    {"7.1", "noise_excess", "the variance: from the kurtosis",
     "You computed with kurtosis + 2, as for an excess kurtosis. Here a normal feature has 3, and "
     "the formula has kurtosis - 1.",
     (Function)noise_excess, BY_VALUE},
    {"7.1", "noise_without_minus_one", "the variance: from the kurtosis",
     "You took sqrt(kurtosis / N). It is kurtosis - 1: the mean of the fourth powers, minus the "
     "square of the variance.",
     (Function)noise_without_minus_one, BY_VALUE},
    {"7.1", "noise_of_sd", "the variance: from the kurtosis",
     "You multiplied by the standard deviation. The noise of a variance is in the variance's "
     "units: var * sqrt((kurtosis - 1) / N).",
     (Function)noise_of_sd, BY_VALUE},
    {"7.1", "noise_mean_without_root", "the mean: sqrt(var / N)",
     "You divided var by sqrt(N). The standard deviation is needed: sqrt(var / N).",
     (Function)noise_mean_without_root, BY_VALUE},
    {"7.1", "noise_whole_scale", "the scale: half of the relative one",
     "Your scale is twice too noisy. 1 / sqrt(var) changes by half of the relative change of var.",
     (Function)noise_whole_scale, BY_VALUE},
    {"7.1", "noise_scale_absolute", "the scale: half of the relative one",
     "Your scale depends on var. It is a share: divide the noise of the variance by the variance "
     "before you halve it.",
     (Function)noise_scale_absolute, BY_VALUE},
    {"7.1", "noise_by_n_minus_one", "the mean: sqrt(var / N)",
     "You divided by N - 1. var is known here, not estimated: the law divides by N.",
     (Function)noise_by_n_minus_one, BY_VALUE},
    {"7.1", "noise_accepts_all", "refuses what cannot be",
     "You accept an N of 0, a negative variance, a kurtosis under 1 or a NaN. Refuse them with "
     "require, in a form that is false for a NaN: var >= 0.",
     (Function)noise_accepts_all, BY_VALUE},

    {"7.2", "probe_absolute", "both at once",
     "You fitted |residual| over |z|. Variances add, not standard deviations: fit the squared "
     "residual over z^2, and take the roots at the end.",
     (Function)probe_absolute, BY_VALUE},
    {"7.2", "probe_over_z", "multiplicative noise alone",
     "Your second line goes over z. The multiplicative part's variance grows with z^2: square z "
     "as well.",
     (Function)probe_over_z, BY_VALUE},
    {"7.2", "probe_from_identity", "both at once",
     "Your residual is xhat - z. Subtract the fitted line, slope * z + offset: a constant stretch "
     "is no noise.",
     (Function)probe_from_identity, BY_VALUE},
    {"7.2", "probe_through_origin", "slope and offset, as by hand",
     "Your line goes through the origin. It has an offset: subtract the means of z and xhat "
     "before you multiply.",
     (Function)probe_through_origin, BY_VALUE},
    {"7.2", "probe_signed", "additive noise alone",
     "You fitted the residuals, which have mean 0 at every z. Square them: the noise is in their "
     "size.",
     (Function)probe_signed, BY_VALUE},
    {"7.2", "probe_turned", "slope and offset, as by hand",
     "You fitted z over xhat. The line predicts xhat from z: divide by the spread of z.",
     (Function)probe_turned, BY_VALUE},
    {"7.2", "probe_as_variances", "additive noise alone",
     "additive and multiplicative are variances in your program. Take the roots.",
     (Function)probe_as_variances, BY_VALUE},
    {"7.2", "probe_swapped", "additive noise alone",
     "The two parts have changed places. The additive one is there at z = 0: the offset of the "
     "second line. The slope is the multiplicative one.",
     (Function)probe_swapped, BY_VALUE},
    {"7.2", "probe_all_additive", "multiplicative noise alone",
     "Your additive part is the mean of the squared residuals, under a root. That is all of the "
     "noise. Take the second line's value at z = 0.",
     (Function)probe_all_additive, BY_VALUE},
    {"7.2", "probe_unguarded", "a variance below 0 becomes 0",
     "You took the root of a negative estimate. With few probes the second line may fall; the "
     "part is then 0.",
     (Function)probe_unguarded, BY_VALUE},
    {"7.2", "probe_hides_nan", "a NaN stays a NaN",
     "A NaN becomes 0. m > 0 is false for it; ask whether m < 0 instead.",
     (Function)probe_hides_nan, BY_VALUE},
    {"7.2", "probe_accepts_all", "refuses what has no answer",
     "You accept two probes, or probes with the same z^2. The second line then has no slope: "
     "refuse them with require.",
     (Function)probe_accepts_all, BY_VALUE},

    {"7.3", "forward_whole_batch", "two ghost batches, as by hand",
     "You took the statistics of the whole batch. Each ghost batch is normalized with its own.",
     (Function)forward_whole_batch, BY_VALUE},
    {"7.3", "forward_first_statistics", "two ghost batches, as by hand",
     "Every ghost batch is normalized with the statistics of the first. Ghost batch g has those "
     "that begin at g * D.",
     (Function)forward_first_statistics, BY_VALUE},
    {"7.3", "forward_overwrites", "two ghost batches, as by hand",
     "Each ghost batch writes its statistics over those of the one before. Those of ghost batch "
     "g begin at g * D.",
     (Function)forward_overwrites, BY_VALUE},
    {"7.3", "forward_deals", "two ghost batches, as by hand",
     "You deal the rows out in turn. A ghost batch is made of rows that follow one another.",
     (Function)forward_deals, BY_VALUE},
    {"7.3", "forward_swaps_count", "two ghost batches, as by hand",
     "You made `ghost` batches. ghost is how many examples each has; there are N / ghost of them.",
     (Function)forward_swaps_count, BY_VALUE},
    {"7.3", "forward_unbiased", "two ghost batches, as by hand",
     "You divided by ghost - 1. A ghost batch is a batch: its variance divides by the number of "
     "its examples.",
     (Function)forward_unbiased, BY_VALUE},
    {"7.3", "forward_own_eps", "uses the eps that is given",
     "Your eps is always 1e-5. Use the argument.", (Function)forward_own_eps, BY_VALUE},
    {"7.3", "forward_drops_rest", "refuses a ghost that does not fit",
     "You leave examples out when ghost does not divide N: their xhat is never set. Refuse.",
     (Function)forward_drops_rest, BY_VALUE},
    {"7.3", "forward_small_last", "refuses a ghost that does not fit",
     "You made a smaller last ghost batch. Its examples would get more noise than the others. "
     "Refuse a ghost that does not divide N.",
     (Function)forward_small_last, BY_VALUE},
    {"7.3", "forward_changes_x", "changes nothing else",
     "You changed x. It is an input: write to xhat and the statistics only.",
     (Function)forward_changes_x, BY_VALUE},
    {"7.3", "forward_any_shape", "refuses other shapes",
     "You accept an xhat of another shape than x. bn_forward cannot see it: it gets rows of the "
     "right shape. Compare rows and cols yourself.",
     (Function)forward_any_shape, BY_VALUE},

    {"7.4", "backward_whole_batch", "dx of each ghost batch by itself",
     "You subtracted the means over the whole batch in dx. A ghost batch's examples depend on "
     "each other only: take the means over the ghost batch.",
     (Function)backward_whole_batch, BY_VALUE},
    {"7.4", "backward_first_rstd", "dx of each ghost batch by itself",
     "Every ghost batch uses the first one's rstd. That of ghost batch g begins at g * D.",
     (Function)backward_first_rstd, BY_VALUE},
    {"7.4", "backward_constants", "dx of each ghost batch by itself",
     "You took the ghost batch's mean and variance as constants. They depend on x: call "
     "bn_backward for each ghost batch.",
     (Function)backward_constants, BY_VALUE},
    {"7.4", "backward_last_ghost", "dgamma and dbeta sum over all ghosts",
     "dgamma and dbeta are those of the last ghost batch. All of them use the same gamma and "
     "beta: add the parts up.",
     (Function)backward_last_ghost, BY_VALUE},
    {"7.4", "backward_averages_ghosts", "dgamma and dbeta sum over all ghosts",
     "You averaged dgamma and dbeta over the ghost batches. They are sums over all examples, as "
     "in chapter 4.",
     (Function)backward_averages_ghosts, BY_VALUE},
    {"7.4", "backward_averages", "dgamma and dbeta sum over all ghosts",
     "You divided dgamma and dbeta by N. They are sums over the batch; if the loss is a mean, its "
     "1/N is in dy already.",
     (Function)backward_averages, BY_VALUE},
    {"7.4", "backward_not_cleared", "dgamma and dbeta sum over all ghosts",
     "You add to what dgamma and dbeta held before the call. Set them to 0 first.",
     (Function)backward_not_cleared, BY_VALUE},
    {"7.4", "backward_without_gamma", "dx of each ghost batch by itself",
     "gamma is missing in dx. bn_backward multiplies by it: pass gamma on.",
     (Function)backward_without_gamma, BY_VALUE},
    {"7.4", "backward_any_ghost", "refuses a ghost that does not fit",
     "You accept a ghost below 2, or one that does not divide N. Refuse it, as the forward pass "
     "does.",
     (Function)backward_any_ghost, BY_VALUE},
    {"7.4", "backward_any_shape", "refuses other shapes",
     "You accept a dy or a dx of another shape than xhat. bn_backward cannot see it: it gets "
     "rows. Compare rows and cols yourself.",
     (Function)backward_any_shape, BY_VALUE},

    {"7.5", "dropout_not_inverted", "0 or 1/(1 - rate)",
     "Your multipliers are 0 or 1: the mean shrinks to 1 - rate of what it was. Divide what is "
     "kept by 1 - rate.",
     (Function)dropout_not_inverted, BY_VALUE},
    {"7.5", "dropout_by_rate", "0 or 1/(1 - rate)",
     "You divided by rate. What is kept has the share 1 - rate, so divide by that.",
     (Function)dropout_by_rate, BY_VALUE},
    {"7.5", "dropout_times_kept", "0 or 1/(1 - rate)",
     "You multiplied by 1 - rate. Divide by it: what is kept must make up for what is dropped.",
     (Function)dropout_times_kept, BY_VALUE},
    {"7.5", "dropout_scales_y_only", "0 or 1/(1 - rate)",
     "The mask holds 0 and 1, and y is scaled apart from it. Write the multiplier itself to the "
     "mask: the backward pass needs it.",
     (Function)dropout_scales_y_only, BY_VALUE},
    {"7.5", "dropout_keeps_at_rate", "each number draws for itself, in order",
     "You keep where the draw is below rate. rate is the share that is dropped.",
     (Function)dropout_keeps_at_rate, BY_VALUE},
    {"7.5", "dropout_always_each", "shared: one draw for each feature",
     "You draw for each number with DROP_SHARED too. There a feature is drawn once, and all rows "
     "use it.",
     (Function)dropout_always_each, BY_VALUE},
    {"7.5", "dropout_always_shared", "each number draws for itself, in order",
     "You draw once for each feature with DROP_EACH too. There every number has its own draw.",
     (Function)dropout_always_shared, BY_VALUE},
    {"7.5", "dropout_by_example", "shared: one draw for each feature",
     "With DROP_SHARED you drop whole examples. It is features that are dropped, for the batch.",
     (Function)dropout_by_example, BY_VALUE},
    {"7.5", "dropout_same_seed", "each number draws for itself, in order",
     "You draw from a copy of the generator. The next call would drop the same numbers again: "
     "use the pointer.",
     (Function)dropout_same_seed, BY_VALUE},
    {"7.5", "dropout_by_columns", "each number draws for itself, in order",
     "You draw feature after feature. Draw row after row, as the numbers lie in memory.",
     (Function)dropout_by_columns, BY_VALUE},
    {"7.5", "dropout_accepts_any_rate", "refuses a bad rate",
     "You accept a rate outside 0 <= rate < 1. At 1 nothing is left to be scaled up: refuse it.",
     (Function)dropout_accepts_any_rate, BY_VALUE},
    {"7.5", "dropout_any_shape", "refuses other shapes",
     "You accept a mask or a y of another shape than x. Compare rows and cols, with require.",
     (Function)dropout_any_shape, BY_VALUE},

    {"7.6", "gradient_passes", "dy times the mask, as by hand",
     "You passed dy on. What was dropped had no part in y, and gets no gradient: multiply by the "
     "mask.",
     (Function)gradient_passes, BY_VALUE},
    {"7.6", "gradient_not_scaled", "dy times the mask, as by hand",
     "You left the factor 1/(1 - rate) out. It is in the mask: multiply by the mask's number.",
     (Function)gradient_not_scaled, BY_VALUE},
    {"7.6", "gradient_divides", "dy times the mask, as by hand",
     "You divided by the mask. The forward pass multiplied by it, and so does its gradient.",
     (Function)gradient_divides, BY_VALUE},
    {"7.6", "gradient_first_mask", "dy times the mask, as by hand",
     "You used the first row's mask for all rows. Each row has its own.",
     (Function)gradient_first_mask, BY_VALUE},
    {"7.6", "gradient_added", "dy times the mask, as by hand",
     "You add to what dx held before the call. Set dx, with = and not with +=.",
     (Function)gradient_added, BY_VALUE},

    {0},
};
