#include "batch_size_noise.h"

#include <math.h>
#include <stdbool.h>

#include "forward_pass.h"

/* 7.1   mean  = sqrt(var / N)
         var   = var * sqrt((kurtosis - 1) / N)
         scale = (1/2) * sqrt((kurtosis - 1) / N)
   First refuse (with require) an N, a var or a kurtosis that cannot be. */
void batch_statistic_noise(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    TODO("7.1");
}

/* 7.2   A straight line through (z, xhat), then one through (z^2, residual^2). A line's slope is
   sum (u - mean u)(v - mean v) / sum (u - mean u)^2, its offset mean v - slope * mean u.
   First refuse (with require) fewer than three probes, and z^2 that are all the same. */
void probe_noise(size_t count, const double z[count], const double xhat[count], ProbeNoise *noise)
{
    TODO("7.2");
}

/* 7.3   Refuse (with require) a ghost that does not fit; then bn_forward for each ghost batch.
   matrix_rows(x, g * ghost, ghost) is ghost batch g. Its statistics begin at g * D. */
void ghost_forward(Matrix x, size_t ghost, double eps, GhostStatistics statistics, Matrix xhat)
{
    TODO("7.3");
}

/* 7.4   Refuse (with require) a ghost that does not fit, and other shapes; then bn_backward for
   each ghost batch; then dgamma and dbeta of all examples. */
void ghost_backward(Matrix dy, Matrix xhat, size_t ghost, const real gamma[xhat.cols],
                    const double *rstd, BnGradients gradients)
{
    TODO("7.4");
}

/* 7.5   Refuse (with require) a bad rate and other shapes. Then for each row and each feature:
   the multiplier, a new one or that of the first row; and the product. */
void dropout_forward(Matrix x, double rate, Dropping dropping, Random *random, Matrix mask,
                     Matrix y)
{
    TODO("7.5");
}

/* 7.6   dx[n][d] = dy[n][d] * mask[n][d] */
void dropout_backward(Matrix dy, Matrix mask, Matrix dx)
{
    require(dy.rows == mask.rows && dy.cols == mask.cols && dx.rows == mask.rows &&
                dx.cols == mask.cols,
            "dy is %zu x %zu, mask %zu x %zu, dx %zu x %zu", dy.rows, dy.cols, mask.rows, mask.cols,
            dx.rows, dx.cols);
    TODO("7.6");
}
