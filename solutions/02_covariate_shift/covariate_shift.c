/*:
Six functions. The first asks whether the data have moved. The second measures what the move
costs. The next three are the remedy that the theory of covariate shift offers, importance
weighting, with its price. The last follows a single hidden unit, and leads on to chapter 3.

All sums are kept in `double`, and no function allocates memory.
*/
#include "covariate_shift.h"

#include <math.h>

#include "common/solve.h"

/*:
## Has anything moved?

A difference of two means is large or small compared with something: here with the spread of
the training data. That the fur is lighter by 0.165 says little by itself; beside a standard
deviation of 0.05 it is 3.3 of them. Divided this way, a size from 0 to 9 and a fur from 0 to 1
can be compared with each other, and the largest distance tells where to look.
*/
/* 2.1   the largest over d of |new_mean[d] - mean[d]| / sqrt(var[d])
   Refuse a variance that is not positive (with require, and say which feature). */
double shift_distance(size_t D, const double mean[D], const double var[D], const double new_mean[D])
{
    //> solution 2.1
    double largest = 0;
    for (size_t d = 0; d < D; d++) {
        require(var[d] > 0, "feature %zu has variance %g", d, var[d]);
        double distance = fabs(new_mean[d] - mean[d]) / sqrt(var[d]);
        if (distance > largest || isnan(distance))
            largest = distance;
    }
    return largest;
    //< solution
}

/*:
Without the question about NaN, a broken sensor would pass as one that measures well: `distance >
largest` is false when `distance` is not a number. `fmax` would not help: of a number and a NaN
it returns the number. And once `largest` is a NaN it stays one, since no number is larger: the loop
goes on only to refuse a constant feature that may follow.

## Right or wrong

A classifier that was trained on standardized features does not consist of its weights alone.
The statistics belong to it, which is why they stand in the same struct. To ask what happens
when the *new* data's statistics are used instead, the caller puts those into a copy; this
function does not know the difference.
*/
/* 2.2   the fraction of examples whose label is +1 and score > 0, or -1 and score <= 0 */
double classifier_accuracy(Matrix x, const double label[x.rows], Classifier classifier)
{
    require(x.rows >= 1, "the accuracy on a set without examples");
    //> solution 2.2
    size_t right = 0;
    for (size_t n = 0; n < x.rows; n++) {
        const real *xn = row(x, n);
        double score = classifier.b;
        for (size_t d = 0; d < x.cols; d++) {
            double z = (xn[d] - classifier.mean[d]) / sqrt(classifier.var[d]);
            score += classifier.w[d] * z;
        }
        double said = score > 0 ? 1 : -1;
        right += said == label[n];
    }
    return (double)right / (double)x.rows;
    //< solution
}

/*:
The count is a whole number, so it must become a `double` before the division: in whole
numbers 3 / 4 is 0.

## Importance weights

How much more often does an example like this one come up in the test than in training? The
answer is a quotient of two densities, and each density is a product over the features.
Computed as it is written, that goes wrong: far from the mean, or with many features, both
products fall below the smallest `double`, and 0/0 is not a number. Yet the quotient may be 2.

Turn the products into sums. With a prime for the test, the logarithm of one feature's ratio is

$$
\tfrac12 \log\frac{\sigma_d^2}{\sigma_d'^2}
 + \frac{(x_{nd} - \mu_d)^2}{2\sigma_d^2}
 - \frac{(x_{nd} - \mu'_d)^2}{2\sigma_d'^2} .
$$

The factor $1/\sqrt{2\pi}$ cancels. The variances do not: they stand in front of the
exponential too, and a density that is twice as wide is half as high.
*/
/* 2.3   ratio[n] = p_test(x[n]) / p_train(x[n])
   Add up its logarithm over the features; exp once, at the end. */
void importance_weights(Matrix x, Normal train, Normal test, double ratio[x.rows])
{
    for (size_t d = 0; d < x.cols; d++)
        require(train.var[d] > 0 && test.var[d] > 0,
                "feature %zu has variance %g in training, %g in the test", d, train.var[d],
                test.var[d]);
    //> solution 2.3
    for (size_t n = 0; n < x.rows; n++) {
        const real *xn = row(x, n);
        double log_ratio = 0;
        for (size_t d = 0; d < x.cols; d++) {
            double from_train = xn[d] - train.mean[d], from_test = xn[d] - test.mean[d];
            log_ratio += 0.5 * log(train.var[d] / test.var[d]) +
                         from_train * from_train / (2 * train.var[d]) -
                         from_test * from_test / (2 * test.var[d]);
        }
        ratio[n] = exp(log_ratio);
    }
    //< solution
}

/*:
## What weighted examples are worth

Weights matter only up to a common factor: double all of them, and nothing that is fitted with
them changes. The formula agrees, but `double` may not. A weight of $10^{-200}$ (an example that
the test hardly knows) has the square 0. Divided by the largest weight, the squares lie between
0 and 1, and the largest of them is exactly 1.
*/
/* 2.4   (sum of ratio)^2 / (sum of ratio^2), with the weights divided by the largest first
   Refuse weights of which none is positive. */
double effective_sample_size(size_t N, const double ratio[N])
{
    //> solution 2.4
    double largest = 0, sum = 0, squares = 0;
    for (size_t n = 0; n < N; n++)
        largest = fmax(largest, ratio[n]);
    require(largest > 0, "none of the %zu weights is positive", N);
    for (size_t n = 0; n < N; n++) {
        double share = ratio[n] / largest;
        sum += share;
        squares += share * share;
    }
    return sum * sum / squares;
    //< solution
}

/*:
## Weighted least squares

At the minimum the derivative by each weight is 0. With $q_n$ for `ratio[n]` and
$t_n$ for `target[n]`:

$$
\sum_n q_n\, x_{ni} \Bigl(\sum_d w_d x_{nd} - t_n\Bigr) = 0 \quad\text{for each } i .
$$

Sorted, these are $D$ linear equations, $Aw = c$. Each example adds its share to $A$ and $c$,
and after the last one the system is solved. The importance weight stands in *both* sums. Left
out of one of them, the equations are not those of this minimum.

$A$ is symmetric. Filling the half that the solver reads would do; filling all of it costs
nothing that matters here and leaves a matrix that can be printed and looked at.
*/
/* 2.5   A[i][j] = sum of ratio[n] x[n][i] x[n][j],  c[i] = sum of ratio[n] x[n][i] target[n]
   Set both to 0 (c in the place of w), add example after example, solve. */
void weighted_least_squares(Matrix x, const double target[x.rows], const double ratio[x.rows],
                            double A[x.cols * x.cols], double w[x.cols])
{
    //> solution 2.5
    size_t D = x.cols;
    for (size_t i = 0; i < D; i++) {
        w[i] = 0;
        for (size_t j = 0; j < D; j++)
            A[i * D + j] = 0;
    }
    for (size_t n = 0; n < x.rows; n++) {
        const real *xn = row(x, n);
        for (size_t i = 0; i < D; i++) {
            double weighted = ratio[n] * xn[i];
            w[i] += weighted * target[n];
            for (size_t j = 0; j < D; j++)
                A[i * D + j] += weighted * xn[j];
        }
    }
    solve_symmetric(D, A, w);
    //< solution
}

/*:
`w` holds $c$ first and the solution afterwards; no second vector is needed.

## A hidden unit

The last function is a mean and a standard deviation, as in chapter 1. Only the numbers are not
given: they are what a unit computes, and there is no room to keep them. Computing them twice
would do. Welford's update, exercise 1.3, needs each of them once. The difference
$\overline{u^2} - \bar{u}^2$ would need one pass too, and lose the standard deviation beside a
large bias.
*/
/* 2.6   mean and sd of u[n] = b + sum over d of w[d] x[n][d]
   Deviations are from the mean, and the division is by N. */
void track_unit(Matrix x, const real w[x.cols], double b, double *mean, double *sd)
{
    require(x.rows >= 1, "a unit's statistics over a batch without examples");
    //> solution 2.6
    double center = 0, squares = 0;
    for (size_t n = 0; n < x.rows; n++) {
        const real *xn = row(x, n);
        double u = b;
        for (size_t d = 0; d < x.cols; d++)
            u += (double)w[d] * xn[d];
        double deviation = u - center;
        center += deviation / (double)(n + 1);
        squares += deviation * (u - center);
    }
    *mean = center;
    *sd = sqrt(squares / (double)x.rows);
    //< solution
}

/*:
What it returns for one batch says little. Called again and again during training, on the same
batch each time, it draws the figure of the hidden unit.
*/
