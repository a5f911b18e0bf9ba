/*:
Six functions. The first predicts the noise of a batch's statistics, the second measures it on
what comes out. The next two make the noise as large as one likes, whatever the size of the
training step. The last two are dropout, a noise that is made on purpose, to compare with.

The ghost batches need no new mathematics. They are the batch norm of chapters 3 and 5, called on
some rows at a time: `matrix_rows(x, first, count)` is a view of these rows, and nothing is copied.
*/
#include "batch_size_noise.h"

#include <math.h>
#include <stdbool.h>

#include "forward_pass.h"

/*:
## The law

Three formulas and one pattern: everything falls with $1/\sqrt{N}$. The mean of $N$ independent
numbers has the variance $\sigma_*^2/N$. The batch variance is also a mean, of the numbers
$(x - \mu_*)^2$. Their variance is
$\mathbb{E}[(x-\mu_*)^4] - \sigma_*^4 = \sigma_*^4\,(\text{kurt} - 1)$, with the kurtosis, so the
same rule gives the second formula. (It passes over the fact that the batch subtracts its own mean,
and not $\mu_*$. That changes terms of the order $1/N^2$.)

The third follows from the second. For a small change, $(\sigma^2)^{-1/2}$ changes by $-\frac12$
times the relative change of $\sigma^2$. The half stays, the sign does not matter for a standard
deviation, and $\sigma_*^2$ cancels: the scale's relative noise does not depend on the unit of
measurement.
*/
/* 7.1   mean  = sqrt(var / N)
         var   = var * sqrt((kurtosis - 1) / N)
         scale = (1/2) * sqrt((kurtosis - 1) / N)
   First refuse (with require) an N, a var or a kurtosis that cannot be. */
void batch_statistic_noise(size_t N, double var, double kurtosis, StatisticNoise *noise)
{
    //> solution 7.1
    require(N >= 1, "the noise of a batch without examples");
    require(var >= 0, "a variance of %g", var);
    require(kurtosis >= 1, "a kurtosis of %g, it is at least 1", kurtosis);
    double relative = sqrt((kurtosis - 1) / (double)N); /* of the batch variance */
    noise->mean = sqrt(var / (double)N);
    noise->var = var * relative;
    noise->scale = relative / 2;
    //< solution
}

/*:
`kurtosis >= 1` and not `!(kurtosis < 1)`: the first is false for a NaN too, and refuses it. That a
kurtosis cannot be under 1 is no convention: $\mathbb{E}[z^4] \ge (\mathbb{E}[z^2])^2 = 1$.

## The two parts of the noise

Two straight lines. The first goes through the points themselves: what batch norm does to a value
*on average*. What is left is noise. Its two parts cannot be told apart at one value of $z$, but
over many values they can: the additive part is the same everywhere, the multiplicative one grows
with $|z|$. So the second line goes through the *squared* residuals, over $z^2$: its height at 0 is
the variance of the additive part, its slope the variance of the multiplicative one.

Each line takes two passes over the probes: one for the means, one for the products of what is left,
$\sum_i (z_i - \bar z)(\hat{x}_i - \overline{\hat{x}})$. The means of $z$ and of $z^2$ are taken in
one pass, so there are three. The shortcut by sums of products would take
one, and cancels, as it did for the variance in chapter 3.
*/
/* 7.2   A straight line through (z, xhat), then one through (z^2, residual^2). A line's slope is
   sum (u - mean u)(v - mean v) / sum (u - mean u)^2, its offset mean v - slope * mean u.
   First refuse (with require) fewer than three probes, and z^2 that are all the same. */
void probe_noise(size_t count, const double z[count], const double xhat[count], ProbeNoise *noise)
{
    //> solution 7.2
    double mean_z = 0, mean_xhat = 0, mean_z2 = 0;
    bool apart = false;
    for (size_t i = 0; i < count; i++) {
        mean_z += z[i] / (double)count;
        mean_xhat += xhat[i] / (double)count;
        mean_z2 += z[i] * z[i] / (double)count;
        apart |= z[i] * z[i] != z[0] * z[0];
    }
    require(count >= 3, "two lines need at least 3 probes, there are %zu", count);
    require(apart, "all %zu probes have the same z^2: %g", count, z[0] * z[0]);

    double products = 0, squares = 0;
    for (size_t i = 0; i < count; i++) {
        products += (z[i] - mean_z) * (xhat[i] - mean_xhat);
        squares += (z[i] - mean_z) * (z[i] - mean_z);
    }
    noise->slope = products / squares;
    noise->offset = mean_xhat - noise->slope * mean_z;

    double mean_residual2 = 0;
    products = squares = 0;
    for (size_t i = 0; i < count; i++) {
        double residual = xhat[i] - noise->slope * z[i] - noise->offset;
        mean_residual2 += residual * residual / (double)count;
        products += (z[i] * z[i] - mean_z2) * residual * residual;
        squares += (z[i] * z[i] - mean_z2) * (z[i] * z[i] - mean_z2);
    }
    double m = products / squares, a = mean_residual2 - m * mean_z2;
    noise->multiplicative = m < 0 ? 0 : sqrt(m);
    noise->additive = a < 0 ? 0 : sqrt(a);
    //< solution
}

/*:
In the third loop the mean of the squared residuals is not subtracted: deviations from a mean add up
to 0, also when each is multiplied by the same constant, so the sum of products comes out the same.
That saves a pass.

A variance that was *estimated* may come out below 0, when there are few probes or little noise. The
estimate is then 0. But a NaN must stay one: `m < 0 ? 0 : sqrt(m)` keeps it, `m > 0 ? sqrt(m) : 0`
would turn it into a clean bill of health.
*/

/*:
## Ghost batches

A batch of 512 examples, normalized in ghost batches of 16, is 32 batch norms side by side. Each
has its own row of statistics.

The refusal comes first. What should become of 10 examples in ghost batches of 4? The last two could
make a batch of their own, but then these two get much more noise than the others; at 9 examples it
would be a single one, which cannot be normalized at all. They could join the last ghost batch, or
stay out of the step. Each is sensible in some program, none is what the caller asked for. So the
function refuses.
*/
/* 7.3   Refuse (with require) a ghost that does not fit; then bn_forward for each ghost batch.
   matrix_rows(x, g * ghost, ghost) is ghost batch g. Its statistics begin at g * D. */
void ghost_forward(Matrix x, size_t ghost, double eps, GhostStatistics statistics, Matrix xhat)
{
    //> solution 7.3
    require(ghost >= 2 && x.rows >= ghost && x.rows % ghost == 0,
            "ghost batches of %zu, in a batch of %zu", ghost, x.rows);
    require(xhat.rows == x.rows && xhat.cols == x.cols, "xhat is %zu x %zu, x is %zu x %zu",
            xhat.rows, xhat.cols, x.rows, x.cols);
    for (size_t g = 0; g < x.rows / ghost; g++) {
        const size_t n = g * ghost, s = g * x.cols;
        bn_forward(matrix_rows(x, n, ghost), eps, statistics.mean + s, statistics.var + s,
                   statistics.rstd + s, matrix_rows(xhat, n, ghost));
    }
    //< solution
}

/*:
The shape of `xhat` is checked here and not left to `bn_forward`, which sees views only: a view of
too short a matrix has the right shape, and lies past its end.

## Back through the ghosts

The loss depends on $x$ through each ghost batch separately: no arrow leads from one to another. So
`dx` is `bn_backward`, ghost by ghost. $\gamma$ and $\beta$ are shared, and a parameter that is used
in many places gets the *sum* of what comes back from all of them.

`bn_backward` wants a place for the sums of its batch, and there is no scratch space. But there is a
place that is not needed yet: the caller's `dgamma` and `dbeta`. The ghosts write over each other
there, and the sums over the whole batch come last.
*/
/* 7.4   Refuse (with require) a ghost that does not fit, and other shapes; then bn_backward for
   each ghost batch; then dgamma and dbeta of all examples. */
void ghost_backward(Matrix dy, Matrix xhat, size_t ghost, const real gamma[xhat.cols],
                    const double *rstd, BnGradients gradients)
{
    //> solution 7.4
    const Matrix dx = gradients.dx;
    const size_t D = xhat.cols;
    require(ghost >= 2 && xhat.rows >= ghost && xhat.rows % ghost == 0,
            "ghost batches of %zu, in a batch of %zu", ghost, xhat.rows);
    require(dy.rows == xhat.rows && dy.cols == D && dx.rows == xhat.rows && dx.cols == D,
            "dy is %zu x %zu, xhat %zu x %zu, dx %zu x %zu", dy.rows, dy.cols, xhat.rows, D,
            dx.rows, dx.cols);
    for (size_t n = 0; n < xhat.rows; n += ghost)
        bn_backward(matrix_rows(dy, n, ghost), matrix_rows(xhat, n, ghost), gamma,
                    rstd + n / ghost * D,
                    (BnGradients){gradients.dgamma, gradients.dbeta, matrix_rows(dx, n, ghost)});
    for (size_t d = 0; d < D; d++)
        gradients.dgamma[d] = gradients.dbeta[d] = 0;
    for (size_t n = 0; n < xhat.rows; n++)
        for (size_t d = 0; d < D; d++) {
            gradients.dbeta[d] += row(dy, n)[d];
            gradients.dgamma[d] += (double)row(dy, n)[d] * row(xhat, n)[d];
        }
    //< solution
}

/*:
## Dropout

The division by $1 - p$ is what makes it *inverted* dropout: it is paid in training, so that
evaluation is the layer left out. The mask is stored as the multipliers themselves, 0 or
$1/(1-p)$, and the way back is one multiplication.

The mask is drawn in a fixed order, one draw for each number, even where the rate is 0. Then a
program gives the same numbers on every machine, and a run with another rate sees the same draws.
*/
/* 7.5   Refuse (with require) a bad rate and other shapes. Then for each row and each feature:
   the multiplier, a new one or that of the first row; and the product. */
void dropout_forward(Matrix x, double rate, Dropping dropping, Random *random, Matrix mask,
                     Matrix y)
{
    //> solution 7.5
    require(rate >= 0 && rate < 1, "a dropout rate of %g, it must be 0 <= rate < 1", rate);
    require(mask.rows == x.rows && mask.cols == x.cols && y.rows == x.rows && y.cols == x.cols,
            "x is %zu x %zu, mask %zu x %zu, y %zu x %zu", x.rows, x.cols, mask.rows, mask.cols,
            y.rows, y.cols);
    const real kept = (real)(1 / (1 - rate));
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++) {
            if (dropping == DROP_EACH || n == 0)
                row(mask, n)[d] = random_uniform(random) < rate ? 0 : kept;
            else
                row(mask, n)[d] = row(mask, 0)[d];
            row(y, n)[d] = row(x, n)[d] * row(mask, n)[d];
        }
    //< solution
}

/*:
`random_uniform` gives numbers in $[0, 1)$. So `< rate` drops nothing at a rate of 0, as it should;
`<= rate` would drop a number now and then, once in $2^{53}$ draws.

What was dropped had no part in the output, so it gets no gradient. What was kept was multiplied, so
its gradient is multiplied by the same number. Nothing is drawn here: the mask *is* the memory of
the forward pass.
*/
/* 7.6   dx[n][d] = dy[n][d] * mask[n][d] */
void dropout_backward(Matrix dy, Matrix mask, Matrix dx)
{
    require(dy.rows == mask.rows && dy.cols == mask.cols && dx.rows == mask.rows &&
                dx.cols == mask.cols,
            "dy is %zu x %zu, mask %zu x %zu, dx %zu x %zu", dy.rows, dy.cols, mask.rows, mask.cols,
            dx.rows, dx.cols);
    //> solution 7.6
    for (size_t i = 0; i < mask.rows * mask.cols; i++)
        dx.v[i] = dy.v[i] * mask.v[i];
    //< solution
}

/*:
Compare the two ways to be random. Batch norm draws no random number: the noise is in the choice of
the batch, comes with the data, and cannot be turned off except by the size of the batch or by
evaluation. Dropout's noise is made, and its size is a knob. The ghost batch is the knob that batch
norm lacks.
*/
