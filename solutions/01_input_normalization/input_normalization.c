/*:
Six short functions. The first four turn a table of numbers into one whose columns are alike:
mean 0, standard deviation 1. The last two ask what that is good for: they look at the cost
that training has to descend, and count the steps of the descent.

Two habits begin here and stay for the whole course. **Loops go row by row**: the outer loop
is over examples, the inner one over features, because that is how the numbers lie in memory.
And **sums over examples are kept in `double`**, also when the data is `float`. That is why
`mean` and `var` are `double *` where `x` is made of `real`.
*/
#include "input_normalization.h"

#include <math.h>
#include <stdbool.h>

/*:
## The mean

The formula sums one *column* of $x$. Read literally, it asks for a loop over features, and
inside it a loop over examples. Turn the two around: all $D$ sums grow at the same time, and
memory is read from front to back. The output array itself holds the growing sums.
*/
/* 1.1   mean[d] = (1/N) * sum over n of x[n][d]
   Set the sums to 0; add row after row; divide. */
void feature_mean(Matrix x, double mean[x.cols])
{
    require(x.rows >= 1, "the mean of no examples");
    //> solution 1.1
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
The array belongs to the caller and may hold anything before the call, so the first loop is
not optional. The cast in the last one is for the reader: `x.rows` would become a `double`
without it, since the other operand is one. Only where *both* are whole numbers does C divide
whole numbers: `1 / x.rows` is 0 for every `x.rows` above 1.

## The variance

The same three loops with a square in the middle. The mean is subtracted *before* the square
is taken. The shortcut $\overline{x^2} - \mu^2$ would subtract two large numbers after their last
digits, which hold the variance, have been rounded away.
*/
/* 1.2   var[d] = 1/(N - ddof) * sum over n of (x[n][d] - mean[d])^2
   Set the sums to 0; add the squared deviations row after row; divide. */
void feature_variance(Matrix x, const double mean[x.cols], size_t ddof, double var[x.cols])
{
    require(x.rows > ddof, "a variance with ddof %zu needs more than %zu examples, x has %zu", ddof,
            ddof, x.rows);
    //> solution 1.2
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
        var[d] /= (double)(x.rows - ddof);
    //< solution
}

/*:
The refusal above the loops has a second reason. `x.rows` and `ddof` are unsigned: for one
example and a `ddof` of 2, the difference would not be $-1$ but the largest number that a
`size_t` can hold, and the variance a plausible 0.

## One example at a time

Mean and variance took two passes: the variance cannot start before the mean is known.
Welford's update needs one pass, and each example only once. It keeps the mean *so far*, and
moves it a little toward each new value.

What has to happen to the sum of squared deviations when the mean moves under it? The text of
the chapter derives it: the sum grows by the product of the deviation from the old mean and
the deviation from the new one. So `delta` is computed before the mean moves, and the other
factor after.
*/
/* 1.3   count = count + 1
         delta   = xn[d] - mean[d]
         mean[d] = mean[d] + delta / count
         m2[d]   = m2[d] + delta * (xn[d] - mean[d])     with the mean that has just moved */
void welford_update(Welford *w, const real xn[w->D])
{
    //> solution 1.3
    w->count++;
    for (size_t d = 0; d < w->D; d++) {
        double delta = xn[d] - w->mean[d];
        w->mean[d] += delta / (double)w->count;
        w->m2[d] += delta * (xn[d] - w->mean[d]);
    }
    //< solution
}

/*:
`count` stands outside the loop: it counts examples, not numbers.

Both factors have the same sign, since the new mean lies between the old one and the value.
So `m2` never falls, and no variance comes out negative. And for a feature that is
constant, `delta` is exactly 0 from the second example on: the mean stays exactly on the
constant, and `m2` is exactly 0. Two passes cannot promise that, as the next function has to
know.

## Standardizing

The function gets its statistics from outside. It is tempting to compute them in here, from
the `x` at hand. Then the training set and the test set would each be measured against itself,
and the same cat would be another point in each.

What of a feature that was constant? There is no spread to divide by, and the feature has told
the training nothing. It becomes 0: for the training examples, and for whatever comes later.
The comparison is not with 0, because a computed variance need not be exactly that. The mean
of a thousand equal numbers may be off in its last digits, and then each "deviation" is that
error, and so is the standard deviation. One divided by the other is 1 or $-1$, and looks right.
*/
/* 1.4   z[n][d] = (x[n][d] - mean[d]) / sqrt(var[d])
         z[n][d] = 0      where sqrt(var[d]) <= 1e-12 * |mean[d]|: constant, up to rounding */
void standardize(Matrix x, const double mean[x.cols], const double var[x.cols], Matrix z)
{
    require(z.rows == x.rows && z.cols == x.cols, "z is %zu x %zu, x is %zu x %zu", z.rows, z.cols,
            x.rows, x.cols);
    //> solution 1.4
    for (size_t n = 0; n < x.rows; n++) {
        const real *xn = row(x, n);
        real *zn = row(z, n);
        for (size_t d = 0; d < x.cols; d++) {
            double sd = sqrt(var[d]);
            bool constant = sd <= 1e-12 * fabs(mean[d]);
            zn[d] = constant ? 0 : (real)((xn[d] - mean[d]) / sd);
        }
    }
    //< solution
}

/*:
The comparison covers `var[d] == 0` with a mean of 0 too, because it is `<=`. And it is false
for a NaN, as every comparison but `!=` is: a feature that holds a NaN comes out as NaN, and is
not passed off as a constant.

A root for each *number*, where one for each feature would do, is a waste: chapter 3 moves it
out of the loop, into a function of its own.

## The curvature of the cost

The model is linear with a bias, $\hat{y}_n = \sum_d w_d\, x_{nd} + b$. A column of ones turns
the bias into one more weight. The column is never stored: `i < x.cols ? xn[i] : 1` is all
there is of it.
*/
/* 1.5   hessian[i][j] = (1/N) * sum over n of x[n][i] * x[n][j]
   where x[n][D], which is not stored, counts as 1. */
void cost_hessian(Matrix x, double hessian[(x.cols + 1) * (x.cols + 1)])
{
    require(x.rows >= 1, "the Hessian of no examples");
    //> solution 1.5
    size_t P = x.cols + 1;
    for (size_t i = 0; i < P * P; i++)
        hessian[i] = 0;
    for (size_t n = 0; n < x.rows; n++) {
        const real *xn = row(x, n);
        for (size_t i = 0; i < P; i++)
            for (size_t j = 0; j < P; j++) {
                double ai = i < x.cols ? (double)xn[i] : 1, aj = j < x.cols ? (double)xn[j] : 1;
                hessian[i * P + j] += ai * aj;
            }
    }
    for (size_t i = 0; i < P * P; i++)
        hessian[i] /= (double)x.rows;
    //< solution
}

/*:
The targets do not occur. Where the lowest point of the cost lies depends on them; how the
ground rises around it depends on the inputs alone. So the inputs alone decide how hard the
descent is, and it pays to treat them before anything is learned.

## The descent

On a quadratic cost the gradient at distance `error` from the minimum is the Hessian times
`error`. The targets, the data and the weights themselves are out of the picture: what is left
is a vector that should become 0.
*/
/* 1.6   gradient[i] = sum over j of hessian[i][j] * error[j]
         gap         = 1/2 * sum over i of error[i] * gradient[i]
   Until gap <= LOSS_GAP, or most steps are made:
         error[i] = error[i] - rate * gradient[i] */
size_t descent_steps(size_t P, const double hessian[P * P], double rate, size_t most,
                     double error[P], double gradient[P])
{
    require(rate > 0, "the rate is %g, it must be positive", rate);
    //> solution 1.6
    for (size_t steps = 0;; steps++) {
        double gap = 0;
        for (size_t i = 0; i < P; i++) {
            gradient[i] = 0;
            for (size_t j = 0; j < P; j++)
                gradient[i] += hessian[i * P + j] * error[j];
            gap += error[i] * gradient[i] / 2;
        }
        if (gap <= LOSS_GAP || steps == most)
            return steps;
        for (size_t i = 0; i < P; i++)
            error[i] -= rate * gradient[i];
    }
    //< solution
}

/*:
The gradient is complete before the first weight moves. If each weight moved as soon as its
own slope was known, the slopes of the others would be taken at another point.

The test is `gap <= LOSS_GAP`, and it stops on success. The other way round, `while (gap >
LOSS_GAP)`, looks the same and is not: when the rate is too large, `error` grows until it is
infinite, infinity minus infinity is NaN, and NaN is not larger than anything. That loop would
end, and report the worst of all descents as a fast one.
*/
