#include "covariate_shift.h"

#include <math.h>

#include "common/solve.h"

/* 2.1   the largest over d of |new_mean[d] - mean[d]| / sqrt(var[d])
   Refuse a variance that is not positive (with require, and say which feature). */
double shift_distance(size_t D, const double mean[D], const double var[D], const double new_mean[D])
{
    TODO("2.1");
}

/* 2.2   the fraction of examples whose label is +1 and score > 0, or -1 and score <= 0 */
double classifier_accuracy(Matrix x, const double label[x.rows], Classifier classifier)
{
    require(x.rows >= 1, "the accuracy on a set without examples");
    TODO("2.2");
}

/* 2.3   ratio[n] = p_test(x[n]) / p_train(x[n])
   Add up its logarithm over the features; exp once, at the end. */
void importance_weights(Matrix x, Normal train, Normal test, double ratio[x.rows])
{
    for (size_t d = 0; d < x.cols; d++)
        require(train.var[d] > 0 && test.var[d] > 0,
                "feature %zu has variance %g in training, %g in the test", d, train.var[d],
                test.var[d]);
    TODO("2.3");
}

/* 2.4   (sum of ratio)^2 / (sum of ratio^2), with the weights divided by the largest first
   Refuse weights of which none is positive. */
double effective_sample_size(size_t N, const double ratio[N])
{
    TODO("2.4");
}

/* 2.5   A[i][j] = sum of ratio[n] x[n][i] x[n][j],  c[i] = sum of ratio[n] x[n][i] target[n]
   Set both to 0 (c in the place of w), add example after example, solve. */
void weighted_least_squares(Matrix x, const double target[x.rows], const double ratio[x.rows],
                            double A[x.cols * x.cols], double w[x.cols])
{
    TODO("2.5");
}

/* 2.6   mean and sd of u[n] = b + sum over d of w[d] x[n][d]
   Deviations are from the mean, and the division is by N. */
void track_unit(Matrix x, const real w[x.cols], double b, double *mean, double *sd)
{
    require(x.rows >= 1, "a unit's statistics over a batch without examples");
    TODO("2.6");
}
