/*:
Nine functions. The first five are one edge of the graph each, in the order in which the
gradient travels: from $\hat{x}$ back to $x$. The sixth calls them. The seventh does the work
of all six in two passes. The eighth finds out whether the others are right without knowing how
they work, and the ninth puts batch norm between its neighbors. The chapter derives the formulas;
what stands here is what the code adds to them.

As in the forward pass, loops go row by row and sums over the batch are `double`. There is no
division by a standard deviation anywhere: the forward pass has left `rstd`, and everything
that is needed is a product with it.
*/
#include "backprop.h"

#include <math.h>

#include "common/activations.h"
#include "common/linear.h"

/*:
## From xhat to rstd

All $N$ examples used the same `rstd`, here $r$: it receives a part from each, and they add up. The
centered input $c$ is not stored anywhere. `x` and `mean` are, and one subtraction saves another
matrix.
*/
/* 5.1   drstd[d] = sum over n of dxhat[n][d] * (x[n][d] - mean[d]) */
void bn_drstd(Matrix dxhat, Matrix x, const double mean[x.cols], double drstd[x.cols])
{
    require(dxhat.rows == x.rows && dxhat.cols == x.cols, "dxhat is %zu x %zu, x is %zu x %zu",
            dxhat.rows, dxhat.cols, x.rows, x.cols);
    //> solution 5.1
    for (size_t d = 0; d < x.cols; d++)
        drstd[d] = 0;
    for (size_t n = 0; n < x.rows; n++) {
        const real *dxhatn = row(dxhat, n), *xn = row(x, n);
        for (size_t d = 0; d < x.cols; d++)
            drstd[d] += dxhatn[d] * (xn[d] - mean[d]);
    }
    //< solution
}

/*:
## From rstd to var

Neither $\sigma^2$ nor $\varepsilon$ is an argument here: $(\sigma^2 + \varepsilon)^{-3/2}$ is
$r^3$. A function that does not know $\varepsilon$ cannot use another one than the forward pass did.
*/
/* 5.2   dvar[d] = drstd[d] * (-1/2) * rstd[d]^3 */
void bn_dvar(size_t D, const double drstd[D], const double rstd[D], double dvar[D])
{
    //> solution 5.2
    for (size_t d = 0; d < D; d++)
        dvar[d] = drstd[d] * -0.5 * rstd[d] * rstd[d] * rstd[d];
    //< solution
}

/*:
`-0.5` and not `-1 / 2`, which is a division of whole numbers and gives 0. `pow(rstd[d], 3)`
would be right too.

## To the centered input

Two arrows leave $c$ in the forward pass, to $\hat{x}$ and to the variance. So two parts come back
and are added.
*/
/* 5.3   dcentered[n][d] = dxhat[n][d] * rstd[d] + dvar[d] * (2/N) * (x[n][d] - mean[d]) */
void bn_dcentered(Matrix dxhat, Matrix x, const double mean[x.cols], const double rstd[x.cols],
                  const double dvar[x.cols], Matrix dcentered)
{
    require(dxhat.rows == x.rows && dxhat.cols == x.cols, "dxhat is %zu x %zu, x is %zu x %zu",
            dxhat.rows, dxhat.cols, x.rows, x.cols);
    require(dcentered.rows == x.rows && dcentered.cols == x.cols,
            "dcentered is %zu x %zu, x is %zu x %zu", dcentered.rows, dcentered.cols, x.rows,
            x.cols);
    //> solution 5.3
    double N = (double)x.rows;
    for (size_t n = 0; n < x.rows; n++) {
        const real *dxhatn = row(dxhat, n), *xn = row(x, n);
        real *dcenteredn = row(dcentered, n);
        for (size_t d = 0; d < x.cols; d++)
            dcenteredn[d] = (real)(dxhatn[d] * rstd[d] + dvar[d] * 2 / N * (xn[d] - mean[d]));
    }
    //< solution
}

/*:
`N` is a `double` so that `2 / N` cannot become a division of whole numbers, whoever moves the
parentheses later.

## From the centered input to the mean, and to x

This is where the whole batch pulls on its own mean. The sum starts at 0 and every part is
subtracted, so no sign has to be turned at the end.
*/
/* 5.4   dmean[d] = -(sum over n of dcentered[n][d]) */
void bn_dmean(Matrix dcentered, double dmean[dcentered.cols])
{
    //> solution 5.4
    for (size_t d = 0; d < dcentered.cols; d++)
        dmean[d] = 0;
    for (size_t n = 0; n < dcentered.rows; n++) {
        const real *dcenteredn = row(dcentered, n);
        for (size_t d = 0; d < dcentered.cols; d++)
            dmean[d] -= dcenteredn[d];
    }
    //< solution
}

/* 5.5   dx[n][d] = dcentered[n][d] + dmean[d] / N */
void bn_dx(Matrix dcentered, const double dmean[dcentered.cols], Matrix dx)
{
    require(dx.rows == dcentered.rows && dx.cols == dcentered.cols,
            "dx is %zu x %zu, dcentered is %zu x %zu", dx.rows, dx.cols, dcentered.rows,
            dcentered.cols);
    //> solution 5.5
    double N = (double)dcentered.rows;
    for (size_t n = 0; n < dcentered.rows; n++) {
        const real *dcenteredn = row(dcentered, n);
        real *dxn = row(dx, n);
        for (size_t d = 0; d < dcentered.cols; d++)
            dxn[d] = (real)(dcenteredn[d] + dmean[d] / N);
    }
    //< solution
}

/*:
## All edges

`dcentered` needs `dvar`, and `dx` needs `dmean`: a gradient may be used only when it is complete.
*/
/* 5.6   Exercises 5.1 to 5.5, each into its own place of stages. */
void bn_backward_staged(Matrix dxhat, Matrix x, const double mean[x.cols],
                        const double rstd[x.cols], BnStages stages)
{
    require(x.rows >= 2, "training needs at least 2 examples in a batch, this one has %zu", x.rows);
    //> solution 5.6
    bn_drstd(dxhat, x, mean, stages.drstd);
    bn_dvar(x.cols, stages.drstd, rstd, stages.dvar);
    bn_dcentered(dxhat, x, mean, rstd, stages.dvar, stages.dcentered);
    bn_dmean(stages.dcentered, stages.dmean);
    bn_dx(stages.dcentered, stages.dmean, stages.dx);
    //< solution
}

/*:
## The same in one formula

The two sums over the batch that @eq:bp-backward needs are the gradients of $\beta$ and $\gamma$,
which are wanted anyway. So one pass gathers them, a second one writes the result, and no scratch
space is needed.
*/
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
    //> solution 5.7
    double share = 1 / (double)xhat.rows, *dgamma = gradients.dgamma, *dbeta = gradients.dbeta;
    for (size_t d = 0; d < xhat.cols; d++)
        dgamma[d] = dbeta[d] = 0;
    for (size_t n = 0; n < xhat.rows; n++) {
        const real *dyn = row(dy, n), *xhatn = row(xhat, n);
        for (size_t d = 0; d < xhat.cols; d++) {
            dbeta[d] += dyn[d];
            dgamma[d] += (double)dyn[d] * xhatn[d];
        }
    }
    for (size_t n = 0; n < xhat.rows; n++) {
        const real *dyn = row(dy, n), *xhatn = row(xhat, n);
        real *dxn = row(gradients.dx, n);
        for (size_t d = 0; d < xhat.cols; d++)
            dxn[d] =
                (real)(gamma[d] * rstd[d] * (dyn[d] - (dbeta[d] + xhatn[d] * dgamma[d]) * share));
    }
    //< solution
}

/*:
`(double)dyn[d] * xhatn[d]`: in the float build the product of two floats would be rounded to a
float before it is added. And `share` is $1/N$: one division for the whole batch, not two for each
number.

## The gradient check

The definition of a derivative, without the limit: two forward passes for one number. That is far
too slow for training, and it has no idea of graphs and edges. So it makes other mistakes than a
backward pass does, which is all that is asked of a check.

The parameter is put back from a copy: `p + h - 2h + h` is not always `p`.
*/
/* 5.8   slope[i] = (loss with parameters[i] + step  -  loss with parameters[i] - step) / (2 step)
         error    = |gradient - slope| / (|gradient| + |slope|),   0 when both are 0
   The lengths are square roots of sums of squares: no array is needed for the slopes. */
double gradient_check(Loss loss, void *context, size_t count, double parameters[count],
                      const double gradient[count], double step)
{
    require(step > 0, "the step is %g, it must be positive", step);
    //> solution 5.8
    double difference = 0, gradients = 0, slopes = 0; /* sums of squares */
    for (size_t i = 0; i < count; i++) {
        const double middle = parameters[i];
        parameters[i] = middle + step;
        double above = loss(parameters, context);
        parameters[i] = middle - step;
        double below = loss(parameters, context);
        parameters[i] = middle;
        double slope = (above - below) / (2 * step);
        difference += (gradient[i] - slope) * (gradient[i] - slope);
        gradients += gradient[i] * gradient[i];
        slopes += slope * slope;
    }
    double scale = sqrt(gradients) + sqrt(slopes);
    return scale == 0 ? 0 : sqrt(difference) / scale;
    //< solution
}

/*:
`scale == 0` and not `scale > 0`: when something was not a number, `scale` is not a number
either, every comparison with it is false, and the error must come out as NaN. The other way
round a backward pass full of NaN would be reported as perfect.

The error is taken relative to the size of both vectors, not number by number. A single
derivative may be exactly 0 and its slope 1e-12, which is as good as it gets, and relative to
each other the two could not be further apart.

## A block

Three backward passes, each handing its result to the one before it in the network.
*/
/* 5.9   ReLU gives dy, batch norm dx, dgamma and dbeta, the linear layer dh and dweights. */
void block_backward(Matrix dout, BlockForward forward, BlockGradients gradients)
{
    //> solution 5.9
    relu_backward(forward.out, dout, gradients.dy);
    bn_backward(gradients.dy, forward.xhat, forward.gamma, forward.rstd,
                (BnGradients){gradients.dgamma, gradients.dbeta, gradients.dx});
    linear_backward(forward.h, forward.weights, gradients.dx, gradients.dweights, NULL,
                    gradients.dh);
    //< solution
}

/*:
There is no bias: the mean that batch norm subtracts would take it away again, and its gradient
is the sum of a column of `dx`, which is 0.

Compare the two ways through batch norm once more. The staged one goes through the batch four times
and keeps an intermediate matrix; the closed one goes through it twice and keeps none. They agree
up to rounding. The long way is how you find the short one, and how you find out where it is
wrong.
*/
