/* Exercise 2.3, importance_weights: its common mistakes, and what is to be said of each. */

#include <math.h>

#include "covariate_shift.h"
#include "tests/harness/harness.h"

static double log_density(double x, size_t d, Normal p)
{
    return -0.5 * log(p.var[d]) - (x - p.mean[d]) * (x - p.mean[d]) / (2 * p.var[d]);
}

static void log_weights(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t n = 0; n < x.rows; n++) {
        ratio[n] = 0;
        for (size_t d = 0; d < x.cols; d++)
            ratio[n] += log_density(row(x, n)[d], d, test) - log_density(row(x, n)[d], d, train);
    }
}

static void weights_upside_down(Matrix x, Normal train, Normal test, double *ratio)
{
    importance_weights(x, test, train, ratio);
}

static void weights_in_logarithms(Matrix x, Normal train, Normal test, double *ratio)
{
    log_weights(x, train, test, ratio);
}

static void weights_with_var_for_sd(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t n = 0; n < x.rows; n++) {
        double sum = 0;
        for (size_t d = 0; d < x.cols; d++) {
            double a = (row(x, n)[d] - train.mean[d]) / train.var[d];
            double b = (row(x, n)[d] - test.mean[d]) / test.var[d];
            sum += log(train.var[d] / test.var[d]) + (a * a - b * b) / 2;
        }
        ratio[n] = exp(sum);
    }
}

static void weights_with_var_for_sd_in_front(Matrix x, Normal train, Normal test, double *ratio)
{
    log_weights(x, train, test, ratio);
    for (size_t n = 0; n < x.rows; n++) {
        for (size_t d = 0; d < x.cols; d++)
            ratio[n] += 0.5 * log(train.var[d] / test.var[d]);
        ratio[n] = exp(ratio[n]);
    }
}

static void weights_without_factor(Matrix x, Normal train, Normal test, double *ratio)
{
    log_weights(x, train, test, ratio);
    for (size_t n = 0; n < x.rows; n++) {
        for (size_t d = 0; d < x.cols; d++)
            ratio[n] -= 0.5 * log(train.var[d] / test.var[d]);
        ratio[n] = exp(ratio[n]);
    }
}

static void weights_factor_upside_down(Matrix x, Normal train, Normal test, double *ratio)
{
    log_weights(x, train, test, ratio);
    for (size_t n = 0; n < x.rows; n++) {
        for (size_t d = 0; d < x.cols; d++)
            ratio[n] -= log(train.var[d] / test.var[d]);
        ratio[n] = exp(ratio[n]);
    }
}

static void weights_without_half(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t n = 0; n < x.rows; n++) {
        double sum = 0;
        for (size_t d = 0; d < x.cols; d++) {
            double a = row(x, n)[d] - train.mean[d], b = row(x, n)[d] - test.mean[d];
            sum +=
                0.5 * log(train.var[d] / test.var[d]) + a * a / train.var[d] - b * b / test.var[d];
        }
        ratio[n] = exp(sum);
    }
}

static void weights_from_products(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t n = 0; n < x.rows; n++) {
        double in_test = 1, in_training = 1;
        for (size_t d = 0; d < x.cols; d++) {
            in_test *= exp(log_density(row(x, n)[d], d, test));
            in_training *= exp(log_density(row(x, n)[d], d, train));
        }
        ratio[n] = in_test / in_training;
    }
}

static void weights_added_up(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t n = 0; n < x.rows; n++) {
        ratio[n] = 0;
        for (size_t d = 0; d < x.cols; d++)
            ratio[n] +=
                exp(log_density(row(x, n)[d], d, test) - log_density(row(x, n)[d], d, train));
    }
}

static void weights_of_first_feature(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t n = 0; n < x.rows; n++)
        ratio[n] = exp(log_density(row(x, n)[0], 0, test) - log_density(row(x, n)[0], 0, train));
}

static void weights_of_test_alone(Matrix x, Normal train, Normal test, double *ratio)
{
    const double two_pi = 6.283185307179586;
    (void)train;
    for (size_t n = 0; n < x.rows; n++) {
        ratio[n] = 1;
        for (size_t d = 0; d < x.cols; d++)
            ratio[n] *= exp(log_density(row(x, n)[d], d, test)) / sqrt(two_pi);
    }
}

static void weights_made_to_average_1(Matrix x, Normal train, Normal test, double *ratio)
{
    double sum = 0;
    importance_weights(x, train, test, ratio);
    for (size_t n = 0; n < x.rows; n++)
        sum += ratio[n];
    for (size_t n = 0; n < x.rows; n++)
        ratio[n] *= (double)x.rows / sum;
}

static void weights_not_cleared(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t n = 0; n < x.rows; n++) {
        for (size_t d = 0; d < x.cols; d++)
            ratio[n] += log_density(row(x, n)[d], d, test) - log_density(row(x, n)[d], d, train);
        ratio[n] = exp(ratio[n]);
    }
}

static void weights_carried_over(Matrix x, Normal train, Normal test, double *ratio)
{
    double sum = 0;
    for (size_t n = 0; n < x.rows; n++) {
        for (size_t d = 0; d < x.cols; d++)
            sum += log_density(row(x, n)[d], d, test) - log_density(row(x, n)[d], d, train);
        ratio[n] = exp(sum);
    }
}

const Suspect suspects_importance_weights[] = {
    SUSPECT(weights_upside_down, "N(0, 1) to N(1, 1), as by hand",
            "Your ratio is upside down. What is frequent in the test must weigh more: the test's "
            "density over the training's."),
    SUSPECT(weights_in_logarithms, "N(0, 1) to N(1, 1), as by hand",
            "You return the logarithm of the ratio. Take exp of the sum, at the end."),
    SUSPECT(weights_with_var_for_sd, "a narrower density is higher",
            "You took the variance for the standard deviation. The square of x - mean is divided "
            "by 2 var, and the factor in front is 1 / sqrt(var)."),
    SUSPECT(weights_with_var_for_sd_in_front, "a narrower density is higher",
            "The factor in front of your density is 1 / var. It is 1 / sqrt(var): in the "
            "logarithm, -0.5 log(var)."),
    SUSPECT(weights_without_factor, "a narrower density is higher",
            "You left out the factor 1 / sqrt(var) in front of exp. It cancels only when training "
            "and test have the same variance."),
    SUSPECT(weights_factor_upside_down, "a narrower density is higher",
            "The factors in front of exp are the wrong way round. The narrower density is the "
            "higher one: the ratio holds sqrt(var of training / var of test)."),
    SUSPECT(weights_without_half, "N(0, 1) to N(1, 1), as by hand",
            "The 2 below the square is missing: (x - mean)^2 / (2 var)."),
    SUSPECT_BY(BY_PATTERN, weights_from_products, "densities too small for a double",
               "You computed both densities and divided them. Far out, both are 0 in a double, and "
               "0/0 is not a number. Subtract their logarithms, and take exp at the end."),
    SUSPECT(weights_added_up, "features multiply, any N and any D",
            "You added the features' ratios up. The density of independent features is a product: "
            "add their logarithms, and take exp of the sum."),
    SUSPECT(weights_of_first_feature, "features multiply, any N and any D",
            "Only feature 0 counts in your weights. Each feature multiplies the ratio by its own."),
    SUSPECT(weights_of_test_alone, "N(0, 1) to N(1, 1), as by hand",
            "You return the density in the test. Divide by the density in training: what was drawn "
            "often need not weigh much."),
    SUSPECT(weights_made_to_average_1, "N(0, 1) to N(1, 1), as by hand",
            "You scaled the weights so that they average 1 over these examples. They do so only on "
            "average over all that training could draw; return the ratio as it is."),
    SUSPECT(weights_not_cleared, "N(0, 1) to N(1, 1), as by hand",
            "You add to what the array ratio held before the call. Start each example's sum at 0."),
    SUSPECT(weights_carried_over, "N(0, 1) to N(1, 1), as by hand",
            "The sum of one example goes on into the next. Start each example's sum at 0."),
    {0},
};
