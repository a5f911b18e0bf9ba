/*:
Five short functions. The first is the forward pass of $\gamma$ and $\beta$, the second its
gradient. The other three are for what one does with $\gamma$ and $\beta$: undo the normalization,
let a batch norm disappear into a linear layer, make a step of training.

What belongs to an example, and what is learned, is `real`. What is summed over the batch is
`double`. So $\gamma$ and $\beta$ are `real *`, and their gradients are `double *`.
*/
#include "gamma_beta.h"

#include <math.h>

/*:
## Scale and shift

The loops are those of `bn_normalize`: rows outside, features inside. $\gamma$ and $\beta$
are found by the feature's index, so all examples share them.
*/
/* 4.1   y[n][d] = gamma[d] * xhat[n][d] + beta[d] */
void bn_scale_shift(Matrix xhat, const real gamma[xhat.cols], const real beta[xhat.cols], Matrix y)
{
    require(y.rows == xhat.rows && y.cols == xhat.cols, "y is %zu x %zu, xhat is %zu x %zu", y.rows,
            y.cols, xhat.rows, xhat.cols);
    //> solution 4.1
    for (size_t n = 0; n < xhat.rows; n++) {
        const real *xhatn = row(xhat, n);
        real *yn = row(y, n);
        for (size_t d = 0; d < xhat.cols; d++)
            yn[d] = gamma[d] * xhatn[d] + beta[d];
    }
    //< solution
}

/*:
`bn_normalize` could have done this in the same pass: one multiplication and one addition
more for each number, and no second trip through memory. But then $\hat{x}$ would not be kept,
and the next function needs it: whoever fuses the two must compute it again for the gradient.
Here each formula keeps its own function.

## The gradients

Each of the three outputs follows from one use of the chain rule on
$y_{nd} = \gamma_d \hat{x}_{nd} + \beta_d$. The derivative of $y_{nd}$ by $\beta_d$ is 1, by
$\gamma_d$ it is $\hat{x}_{nd}$, by $\hat{x}_{nd}$ it is $\gamma_d$. Multiply each by
`dy[n][d]`.

The difference is in what happens then. $\hat{x}_{nd}$ has a part in a single number of the
output, so `dxhat` is done. $\gamma_d$ and $\beta_d$ have a part in a whole column, and the
parts add up. That is why two of the outputs are cleared first and grow row by row.
*/
/* 4.2   dbeta[d]    = sum over n of dy[n][d]
         dgamma[d]   = sum over n of dy[n][d] * xhat[n][d]
         dxhat[n][d] = dy[n][d] * gamma[d]
   Refuse a dy or a dxhat of another shape than xhat. Set the sums to 0; add row by row. */
void bn_scale_shift_backward(Matrix dy, Matrix xhat, const real gamma[xhat.cols], Matrix dxhat,
                             double dgamma[xhat.cols], double dbeta[xhat.cols])
{
    //> solution 4.2
    require(dy.rows == xhat.rows && dy.cols == xhat.cols, "dy is %zu x %zu, xhat is %zu x %zu",
            dy.rows, dy.cols, xhat.rows, xhat.cols);
    require(dxhat.rows == xhat.rows && dxhat.cols == xhat.cols,
            "dxhat is %zu x %zu, xhat is %zu x %zu", dxhat.rows, dxhat.cols, xhat.rows, xhat.cols);
    for (size_t d = 0; d < xhat.cols; d++)
        dgamma[d] = dbeta[d] = 0;
    for (size_t n = 0; n < xhat.rows; n++) {
        const real *dyn = row(dy, n), *xhatn = row(xhat, n);
        real *dxhatn = row(dxhat, n);
        for (size_t d = 0; d < xhat.cols; d++) {
            dbeta[d] += dyn[d];
            dgamma[d] += (double)dyn[d] * xhatn[d];
            dxhatn[d] = dyn[d] * gamma[d];
        }
    }
    //< solution
}

/*:
There is no division by $N$. If the loss is a mean over the batch, its $1/N$ already stands
in every `dy[n][d]`. If the loss is a sum, there is none. This function cannot know, and need
not.

The cast matters in the float build only: with it the product is a double, and not only the sum.

## The identity

Solve $\gamma \hat{x} + \beta = x$ for any $x$: with
$\hat{x} = (x - \mu)/\sqrt{\sigma^2 + \varepsilon}$ the factor of $x$ must be 1, so
$\gamma = \sqrt{\sigma^2 + \varepsilon}$, and what is left must be 0, so $\beta = \mu$.
*/
/* 4.3   gamma[d] = sqrt(var[d] + eps)
         beta[d]  = mean[d] */
void bn_identity(size_t D, const double mean[D], const double var[D], double eps, real gamma[D],
                 real beta[D])
{
    require(eps > 0, "eps is %g, it must be positive", eps);
    //> solution 4.3
    for (size_t d = 0; d < D; d++) {
        gamma[d] = (real)sqrt(var[d] + eps);
        beta[d] = (real)mean[d];
    }
    //< solution
}

/*:
It must be the $\varepsilon$ of the normalization. With a smaller one, the result is a little
narrower than $x$. This function has no place in training: nobody sets $\gamma$ and $\beta$ this
way. It shows that with them the layer can still do what it could do without a batch norm.

## Folding

While the statistics stand still, batch norm is a multiplication and an addition for each unit,
and the linear layer before it consists of these too. Two multiplications in a row are one.
Write the whole chain for unit $d$,

$$
\gamma_d \, \frac{\left(\sum_k h_{nk} W_{kd} + b_d\right) - \mu_d}{\sqrt{\sigma_d^2 + \varepsilon}}
+ \beta_d,
$$

give the common factor $\gamma_d / \sqrt{\sigma_d^2 + \varepsilon}$ a name, `scale`, and
collect: what multiplies $h_{nk}$ is the new weight, what stands alone is the new bias.
*/
/* 4.4   weights[k][d] = weights[k][d] * gamma[d] * rstd[d]
         bias[d]       = (bias[d] - mean[d]) * gamma[d] * rstd[d] + beta[d] */
void bn_fold_into_linear(Matrix weights, real bias[weights.cols], const double mean[weights.cols],
                         const double rstd[weights.cols], const real gamma[weights.cols],
                         const real beta[weights.cols])
{
    //> solution 4.4
    for (size_t k = 0; k < weights.rows; k++) {
        real *weightsk = row(weights, k);
        for (size_t d = 0; d < weights.cols; d++)
            weightsk[d] = (real)(weightsk[d] * (gamma[d] * rstd[d]));
    }
    for (size_t d = 0; d < weights.cols; d++) {
        double scale = gamma[d] * rstd[d];
        bias[d] = (real)((bias[d] - mean[d]) * scale + beta[d]);
    }
    //< solution
}

/*:
The mean is subtracted from the bias before anything is multiplied. For the numbers it makes
little difference; for the reader it says that the bias moves into the normalization first,
and only then through $\gamma$ and $\beta$, just as the data does.

The layer is changed in place. After the call the batch norm must be taken out of the
network. Applied twice, it would be wrong, and nothing would report it.

## A step

Gradient descent, with the two gradients that 4.2 hands out. A wrong rate is refused here,
where it would first do harm: a negative rate climbs.
*/
/* 4.5   gamma[d] = gamma[d] - rate * dgamma[d]
         beta[d]  = beta[d]  - rate * dbeta[d]
   Refuse a rate that is negative or not a number (with require, and say what it was). */
void bn_sgd_step(size_t D, const double dgamma[D], const double dbeta[D], double rate,
                 real gamma[D], real beta[D])
{
    //> solution 4.5
    require(rate >= 0, "the learning rate is %g, it must not be negative", rate);
    for (size_t d = 0; d < D; d++) {
        gamma[d] = (real)(gamma[d] - rate * dgamma[d]);
        beta[d] = (real)(beta[d] - rate * dbeta[d]);
    }
    //< solution
}

/*:
`rate >= 0` is false for a NaN, so the one comparison refuses both. `!(rate < 0)` would let
the NaN in, and after one step every parameter would be one.
*/
