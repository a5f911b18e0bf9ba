/* Exercise 7.3, ghost_forward: its common mistakes, and what is to be said of each. */

#include <math.h>
#include <string.h>

#include "batch_size_noise.h"
#include "forward_pass.h"
#include "tests/07_batch_size_noise/suspects.h"
#include "tests/harness/harness.h"

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

const Suspect suspects_ghost_forward[] = {
    SUSPECT(
        forward_whole_batch, "two ghost batches, as by hand",
        "You took the statistics of the whole batch. Each ghost batch is normalized with its own."),
    SUSPECT(forward_first_statistics, "two ghost batches, as by hand",
            "Every ghost batch is normalized with the statistics of the first. Ghost batch g has "
            "those that begin at g * D."),
    SUSPECT(forward_overwrites, "two ghost batches, as by hand",
            "Each ghost batch writes its statistics over those of the one before. Those of ghost "
            "batch g begin at g * D."),
    SUSPECT(
        forward_deals, "two ghost batches, as by hand",
        "You deal the rows out in turn. A ghost batch is made of rows that follow one another."),
    SUSPECT(forward_swaps_count, "two ghost batches, as by hand",
            "You made `ghost` batches. ghost is how many examples each has; there are N / ghost of "
            "them."),
    SUSPECT(forward_unbiased, "two ghost batches, as by hand",
            "You divided by ghost - 1. A ghost batch is a batch: its variance divides by the "
            "number of its examples."),
    SUSPECT(forward_own_eps, "uses the eps that is given",
            "Your eps is always 1e-5. Use the argument."),
    SUSPECT(
        forward_drops_rest, "refuses a ghost that does not fit",
        "You leave examples out when ghost does not divide N: their xhat is never set. Refuse."),
    SUSPECT(forward_small_last, "refuses a ghost that does not fit",
            "You made a smaller last ghost batch. Its examples would get more noise than the "
            "others. Refuse a ghost that does not divide N."),
    SUSPECT(forward_changes_x, "changes nothing else",
            "You changed x. It is an input: write to xhat and the statistics only."),
    SUSPECT(forward_any_shape, "refuses other shapes",
            "You accept an xhat of another shape than x. bn_forward cannot see it: it gets rows of "
            "the right shape. Compare rows and cols yourself."),
    {0},
};
