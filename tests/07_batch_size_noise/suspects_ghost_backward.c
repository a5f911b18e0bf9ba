/* Exercise 7.4, ghost_backward: its common mistakes, and what is to be said of each. */

#include "batch_size_noise.h"
#include "tests/07_batch_size_noise/suspects.h"
#include "tests/harness/harness.h"

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

const Suspect suspects_ghost_backward[] = {
    SUSPECT(backward_whole_batch, "dx of each ghost batch by itself",
            "You subtracted the means over the whole batch in dx. A ghost batch's examples depend "
            "on each other only: take the means over the ghost batch."),
    SUSPECT(backward_first_rstd, "dx of each ghost batch by itself",
            "Every ghost batch uses the first one's rstd. That of ghost batch g begins at g * D."),
    SUSPECT(backward_constants, "dx of each ghost batch by itself",
            "You took the ghost batch's mean and variance as constants. They depend on x: call "
            "bn_backward for each ghost batch."),
    SUSPECT(backward_last_ghost, "dgamma and dbeta sum over all ghosts",
            "dgamma and dbeta are those of the last ghost batch. All of them use the same gamma "
            "and beta: add the parts up."),
    SUSPECT(backward_averages_ghosts, "dgamma and dbeta sum over all ghosts",
            "You averaged dgamma and dbeta over the ghost batches. They are sums over all "
            "examples, as in chapter 4."),
    SUSPECT(backward_averages, "dgamma and dbeta sum over all ghosts",
            "You divided dgamma and dbeta by N. They are sums over the batch; if the loss is a "
            "mean, its 1/N is in dy already."),
    SUSPECT(backward_not_cleared, "dgamma and dbeta sum over all ghosts",
            "You add to what dgamma and dbeta held before the call. Set them to 0 first."),
    SUSPECT(backward_without_gamma, "dx of each ghost batch by itself",
            "gamma is missing in dx. bn_backward multiplies by it: pass gamma on."),
    SUSPECT(backward_any_ghost, "refuses a ghost that does not fit",
            "You accept a ghost below 2, or one that does not divide N. Refuse it, as the forward "
            "pass does."),
    SUSPECT(backward_any_shape, "refuses other shapes",
            "You accept a dy or a dx of another shape than xhat. bn_backward cannot see it: it "
            "gets rows. Compare rows and cols yourself."),
    {0},
};
