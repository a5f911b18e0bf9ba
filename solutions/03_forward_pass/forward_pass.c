/*:
The whole forward pass is five short functions. Four of them state one formula each. The
fifth calls them in order. None allocates memory, none keeps anything from the call before.

The two habits of chapter 1 stay. **Loops go row by row**: the outer loop is over examples, the
inner one over features. **Sums over examples are kept in `double`**, in the float build too.
That is why `mean`, `var` and `rstd` are `double *` where `x` is made of `real`. Both matter more
now, because these functions run for each layer at each step.
*/
#include "forward_pass.h"

#include <math.h>

/*:
## The mean

This is `feature_mean` of chapter 1, for a batch. The formula sums one *column* of $x$, and yet
the loops read $x$ from front to back: all $D$ sums grow at the same time, in the output array
itself. Down the columns it would be the same additions, several times slower: the chapter
measures it.
*/
/* 3.1   mean[d] = (1/N) * sum over n of x[n][d]
   Set the sums to 0; add row after row; divide. */
void bn_mean(Matrix x, double mean[x.cols])
{
    require(x.rows >= 1, "the mean of a batch without examples");
    //> solution 3.1
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = 0;
    for (size_t n = 0; n < x.rows; n++) {
        const real *xn = row(x, n);
        for (size_t d = 0; d < x.cols; d++)
            mean[d] += xn[d];
    }
    for (size_t d = 0; d < x.cols; d++)
        mean[d] /= (double)x.rows;
    //< solution
}

/*:
The caller's array may hold anything before the call, so the first loop is not optional.

## The variance

This is `feature_variance` with a ddof of 0. The mean is subtracted *before* the square is
taken. The shortcut $\overline{x^2} - \mu^2$ reads the batch once less, and for data in float it
is lost as soon as the mean is some thousand standard deviations away from 0: the variance may
come out negative, and the next function takes its root.
*/
/* 3.2   var[d] = (1/N) * sum over n of (x[n][d] - mean[d])^2
   Set the sums to 0; add the squared deviations row after row; divide. */
void bn_variance(Matrix x, const double mean[x.cols], double var[x.cols])
{
    require(x.rows >= 1, "the variance of a batch without examples");
    //> solution 3.2
    for (size_t d = 0; d < x.cols; d++)
        var[d] = 0;
    for (size_t n = 0; n < x.rows; n++) {
        const real *xn = row(x, n);
        for (size_t d = 0; d < x.cols; d++) {
            double deviation = xn[d] - mean[d];
            var[d] += deviation * deviation;
        }
    }
    for (size_t d = 0; d < x.cols; d++)
        var[d] /= (double)x.rows;
    //< solution
}

/*:
The division is by $N$. Batch norm wants the spread of *this* batch, so that after dividing by
it this batch has variance 1. (The $N - 1$ comes back in chapter 6, where a variance is stored
for examples that are yet to come.)

## One over the standard deviation

$\varepsilon$ goes under the root, next to the variance. A feature that is constant over the
batch has variance 0, and then `rstd` is $1/\sqrt{\varepsilon}$: large, but finite. This takes
the place of the rule about constant features in chapter 1.
*/
/* 3.3   rstd[d] = 1 / sqrt(var[d] + eps) */
void bn_rstd(size_t D, const double var[D], double eps, double rstd[D])
{
    require(eps > 0, "eps is %g, it must be positive", eps);
    //> solution 3.3
    for (size_t d = 0; d < D; d++)
        rstd[d] = 1 / sqrt(var[d] + eps);
    //< solution
}

/*:
A square root and a division cost several times what a multiplication costs. Here they are paid
once for each feature. What is left for each of the $N \times D$ numbers is a subtraction and a
multiplication.

## Normalizing

As with `standardize`, the statistics come from outside. Computed in here, they would be those of
this batch, and the function could serve only training. As it stands it serves a trained network
too, whose statistics come from earlier batches.
*/
/* 3.4   xhat[n][d] = (x[n][d] - mean[d]) * rstd[d] */
void bn_normalize(Matrix x, const double mean[x.cols], const double rstd[x.cols], Matrix xhat)
{
    require(xhat.rows == x.rows && xhat.cols == x.cols, "xhat is %zu x %zu, x is %zu x %zu",
            xhat.rows, xhat.cols, x.rows, x.cols);
    //> solution 3.4
    for (size_t n = 0; n < x.rows; n++) {
        const real *xn = row(x, n);
        real *xhatn = row(xhat, n);
        for (size_t d = 0; d < x.cols; d++)
            xhatn[d] = (real)((xn[d] - mean[d]) * rstd[d]);
    }
    //< solution
}

/*:
## The forward pass

With the four parts at hand the forward pass is four calls. What it adds is a refusal. One
example is its own mean: every feature would become exactly 0, the network would see the
same input whatever the example, and nothing would crash. A stop with a message is better than a
silent 0. The other refusals, a bad `eps` or an `xhat` of the wrong shape, are already those of
the parts.
*/
/* 3.5   Refuse fewer than two examples (with require, and say how many there were);
   then mean, var, rstd and xhat, by the functions above. */
void bn_forward(Matrix x, double eps, double mean[x.cols], double var[x.cols], double rstd[x.cols],
                Matrix xhat)
{
    //> solution 3.5
    require(x.rows >= 2, "training needs at least 2 examples in a batch, this one has %zu", x.rows);
    bn_mean(x, mean);
    bn_variance(x, mean, var);
    bn_rstd(x.cols, var, eps, rstd);
    bn_normalize(x, mean, rstd, xhat);
    //< solution
}

/*:
Count what is read and written: $x$ is read three times and $\hat{x}$ written once. For a batch
that fits in a cache this hardly matters. For a large one it may be most of the cost, since a
number takes longer to arrive from memory than to be used.
*/
