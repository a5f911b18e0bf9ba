#include "backprop.h"

#include <math.h>

#include "common/activations.h"
#include "common/linear.h"

/* 5.1   drstd[d] = sum over n of dxhat[n][d] * (x[n][d] - mean[d]) */
void bn_drstd(Matrix dxhat, Matrix x, const double mean[x.cols], double drstd[x.cols])
{
    require(dxhat.rows == x.rows && dxhat.cols == x.cols, "dxhat is %zu x %zu, x is %zu x %zu",
            dxhat.rows, dxhat.cols, x.rows, x.cols);
    TODO("5.1");
}

/* 5.2   dvar[d] = drstd[d] * (-1/2) * rstd[d]^3 */
void bn_dvar(size_t D, const double drstd[D], const double rstd[D], double dvar[D])
{
    TODO("5.2");
}

/* 5.3   dcentered[n][d] = dxhat[n][d] * rstd[d] + dvar[d] * (2/N) * (x[n][d] - mean[d]) */
void bn_dcentered(Matrix dxhat, Matrix x, const double mean[x.cols], const double rstd[x.cols],
                  const double dvar[x.cols], Matrix dcentered)
{
    require(dxhat.rows == x.rows && dxhat.cols == x.cols, "dxhat is %zu x %zu, x is %zu x %zu",
            dxhat.rows, dxhat.cols, x.rows, x.cols);
    require(dcentered.rows == x.rows && dcentered.cols == x.cols,
            "dcentered is %zu x %zu, x is %zu x %zu", dcentered.rows, dcentered.cols, x.rows,
            x.cols);
    TODO("5.3");
}

/* 5.4   dmean[d] = -(sum over n of dcentered[n][d]) */
void bn_dmean(Matrix dcentered, double dmean[dcentered.cols])
{
    TODO("5.4");
}

/* 5.5   dx[n][d] = dcentered[n][d] + dmean[d] / N */
void bn_dx(Matrix dcentered, const double dmean[dcentered.cols], Matrix dx)
{
    require(dx.rows == dcentered.rows && dx.cols == dcentered.cols,
            "dx is %zu x %zu, dcentered is %zu x %zu", dx.rows, dx.cols, dcentered.rows,
            dcentered.cols);
    TODO("5.5");
}

/* 5.6   Exercises 5.1 to 5.5, each into its own place of stages. */
void bn_backward_staged(Matrix dxhat, Matrix x, const double mean[x.cols],
                        const double rstd[x.cols], BnStages stages)
{
    require(x.rows >= 2, "training needs at least 2 examples in a batch, this one has %zu", x.rows);
    TODO("5.6");
}

/* 5.7   dbeta[d]  = sum over n of dy[n][d]
         dgamma[d] = sum over n of dy[n][d] * xhat[n][d]
         dx[n][d]  = gamma[d] * rstd[d] * (dy[n][d] - dbeta[d] / N - xhat[n][d] * dgamma[d] / N) */
void bn_backward(Matrix dy, Matrix xhat, const real gamma[xhat.cols], const double rstd[xhat.cols],
                 BnGradients gradients)
{
    require(dy.rows == xhat.rows && dy.cols == xhat.cols, "dy is %zu x %zu, xhat is %zu x %zu",
            dy.rows, dy.cols, xhat.rows, xhat.cols);
    require(gradients.dx.rows == xhat.rows && gradients.dx.cols == xhat.cols,
            "dx is %zu x %zu, xhat is %zu x %zu", gradients.dx.rows, gradients.dx.cols, xhat.rows,
            xhat.cols);
    require(xhat.rows >= 2, "training needs at least 2 examples in a batch, this one has %zu",
            xhat.rows);
    TODO("5.7");
}

/* 5.8   slope[i] = (loss with parameters[i] + step  -  loss with parameters[i] - step) / (2 step)
         error    = |gradient - slope| / (|gradient| + |slope|),   0 when both are 0
   The lengths are square roots of sums of squares: no array is needed for the slopes. */
double gradient_check(Loss loss, void *context, size_t count, double parameters[count],
                      const double gradient[count], double step)
{
    require(step > 0, "the step is %g, it must be positive", step);
    TODO("5.8");
}

/* 5.9   ReLU gives dy, batch norm dx, dgamma and dbeta, the linear layer dh and dweights. */
void block_backward(Matrix dout, BlockForward forward, BlockGradients gradients)
{
    TODO("5.9");
}
