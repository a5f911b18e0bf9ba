/* Exercise 1.1, feature_mean: its common mistakes, and what is to be said of each. */

#include "input_normalization.h"
#include "tests/01_input_normalization/suspects_means.h"
#include "tests/harness/harness.h"

static void scale_mean(Matrix x, double *mean, double by)
{
    feature_mean(x, mean);
    for (size_t d = 0; d < x.cols; d++)
        mean[d] *= by;
}

static void mean_not_divided(Matrix x, double *mean)
{
    scale_mean(x, mean, (double)x.rows);
}

static void mean_divided_by_D(Matrix x, double *mean)
{
    scale_mean(x, mean, (double)x.rows / (double)x.cols);
}

static void mean_divided_by_N_minus_1(Matrix x, double *mean)
{
    scale_mean(x, mean, (double)x.rows / ((double)x.rows - 1));
}

static void mean_integer_division(Matrix x, double *mean)
{
    scale_mean(x, mean, (double)(x.rows * (1 / x.rows))); /* 1 / N in integers: 0 unless N is 1 */
}

const Suspect suspects_feature_mean[] = {
    SUSPECT(mean_not_divided, "the mean of {3, 4, 5, 6} is 4.5",
            "You return the sum. The mean is the sum divided by N, the number of rows of x."),
    SUSPECT(mean_divided_by_D, "features are kept apart",
            "You divided by the number of features. Divide by N, the number of examples (x.rows)."),
    SUSPECT(mean_divided_by_N_minus_1, "the mean of {3, 4, 5, 6} is 4.5",
            "You divided by N-1. A mean is divided by N; the 1 is for a variance."),
    SUSPECT(mean_integer_division, "the mean of {3, 4, 5, 6} is 4.5",
            "All your means are 0. 1 / x.rows divides whole numbers, and its result is 0 for every "
            "N above 1. Divide the sum, which is a double."),
    SUSPECT(mean_not_cleared, "the mean of {3, 4, 5, 6} is 4.5",
            "You add to what the array mean held before the call. Set mean[d] to 0 first."),
    SUSPECT(mean_of_column_major, "features are kept apart",
            "You read x as if each feature's values stood side by side. Rows stand side by side: "
            "feature d of example n is row(x, n)[d], that is x.v[n * x.cols + d]."),
    SUSPECT(mean_over_features, "features are kept apart",
            "You averaged the features of each example: a cat's size with its fur. Average each "
            "feature over the examples: the sum runs over n, and there is one mean for each d."),
    SUSPECT(mean_of_everything, "features are kept apart",
            "You computed one mean of all the numbers. Each feature has a mean of its own."),
    SUSPECT(mean_sum_carried_over, "features are kept apart",
            "The sum of one feature goes on into the next. Start each feature's sum at 0."),
    SUSPECT(mean_without_last_example, "the mean of {3, 4, 5, 6} is 4.5",
            "You left out the last example. n runs from 0 to N-1: n < x.rows."),
    SUSPECT_BY(
        BY_PATTERN, mean_in_float, "near 1e8, 1e-30 and 1e20",
        "You sum in float, which keeps seven digits. Sum in double: mean is an array of double."),
    {0},
};
