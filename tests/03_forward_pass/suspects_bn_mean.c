/* Exercise 3.1, bn_mean: its common mistakes, and what is to be said of each. */

#include <string.h>

#include "forward_pass.h"
#include "tests/01_input_normalization/suspects_means.h"
#include "tests/harness/harness.h"

static void mean_not_divided(Matrix x, double *mean)
{
    bn_mean(x, mean);
    for (size_t d = 0; d < x.cols; d++)
        mean[d] *= (double)x.rows;
}

static void mean_divided_by_D(Matrix x, double *mean)
{
    bn_mean(x, mean);
    for (size_t d = 0; d < x.cols; d++)
        mean[d] *= (double)x.rows / (double)x.cols;
}

static void mean_divided_by_N_minus_1(Matrix x, double *mean)
{
    bn_mean(x, mean);
    for (size_t d = 0; d < x.cols; d++)
        mean[d] *= (double)x.rows / ((double)x.rows - 1);
}

static void mean_integer_division(Matrix x, double *mean)
{
    bn_mean(x, mean);
    for (size_t d = 0; d < x.cols; d++)
        mean[d] *= (double)(x.rows * (1 / x.rows)); /* 1 / N in integers: 0 unless N is 1 */
}

static void mean_stays_zero(Matrix x, double *mean)
{
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = 0;
}

/* = where += is meant: the last example alone. */
static void mean_assigned(Matrix x, double *mean)
{
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = row(x, x.rows - 1)[d] / (double)x.rows;
}

/* x.v[d] where row n is meant: the first example, N times. */
static void mean_of_first_row(Matrix x, double *mean)
{
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = row(x, 0)[d];
}

static void mean_without_first_example(Matrix x, double *mean)
{
    memset(mean, 0, x.cols * sizeof *mean);
    for (size_t n = 1; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            mean[d] += row(x, n)[d] / (double)x.rows;
}

static void mean_centers_x(Matrix x, double *mean)
{
    bn_mean(x, mean);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(x, n)[d] -= (real)mean[d];
}

static void mean_remembers(Matrix x, double *mean)
{
    static double sum[4096], count;
    count += (double)x.rows;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            sum[d] += row(x, n)[d];
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = sum[d] / count;
}

const Suspect suspects_bn_mean[] = {
    SUSPECT(mean_not_divided, "the mean of {1, 2, 3, 4} is 2.5",
            "You return the sum. The mean is the sum divided by N, the number of rows of x."),
    SUSPECT(mean_divided_by_D, "features are kept apart",
            "You divided by the number of features. Divide by N, the number of examples (x.rows)."),
    SUSPECT(mean_divided_by_N_minus_1, "the mean of {1, 2, 3, 4} is 2.5",
            "You divided by N-1. A mean is divided by N."),
    SUSPECT(mean_integer_division, "the mean of {1, 2, 3, 4} is 2.5",
            "All your means are 0. 1 / x.rows divides whole numbers, and its result is 0 for every "
            "N above 1. Divide the sum, which is a double."),
    SUSPECT(mean_stays_zero, "the mean of {1, 2, 3, 4} is 2.5",
            "All your means are 0, of a single example too: nothing is added to them, or they are "
            "set to 0 again after it."),
    SUSPECT(mean_assigned, "the mean of {1, 2, 3, 4} is 2.5",
            "Only the last example is left. Add each one: mean[d] += ..., not mean[d] = ..."),
    SUSPECT(mean_of_first_row, "the mean of {1, 2, 3, 4} is 2.5",
            "Your means are the first example's values: row 0 is added each time. Example n's are "
            "in row(x, n)."),
    SUSPECT(mean_not_cleared, "the mean of {1, 2, 3, 4} is 2.5",
            "You add to what the array mean held before the call. Set mean[d] to 0 first."),
    SUSPECT(mean_of_column_major, "features are kept apart",
            "You read x as if each feature's values stood side by side. Rows stand side by side: "
            "feature d of example n is row(x, n)[d], that is x.v[n * x.cols + d]."),
    SUSPECT(mean_over_features, "features are kept apart",
            "You averaged the features of each example. Batch norm averages each feature over the "
            "examples: the sum runs over n, and there is one mean for each d."),
    SUSPECT(mean_of_everything, "features are kept apart",
            "You computed one mean of all the numbers. Each feature has a mean of its own."),
    SUSPECT(mean_sum_carried_over, "features are kept apart",
            "The sum of one feature goes on into the next. Start each feature's sum at 0."),
    SUSPECT(mean_without_last_example, "the mean of {1, 2, 3, 4} is 2.5",
            "You left out the last example. n runs from 0 to N-1: n < x.rows."),
    SUSPECT(mean_without_first_example, "the mean of {1, 2, 3, 4} is 2.5",
            "You left out the first example. n starts at 0."),
    SUSPECT_BY(
        BY_ROUNDING, mean_in_float, "survives an offset of 1e8",
        "You sum in float, which keeps seven digits. Sum in double: mean is an array of double."),
    SUSPECT(mean_centers_x, "changes nothing else",
            "You subtracted the mean from x itself. x is an input: write to mean only."),
    SUSPECT(mean_remembers, "changes nothing else",
            "Something is kept from the calls before. The result may depend on this batch only: no "
            "static variables."),
    {0},
};
