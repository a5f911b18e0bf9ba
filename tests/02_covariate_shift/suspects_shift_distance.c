/* Exercise 2.1, shift_distance: its common mistakes, and what is to be said of each. */

#include <math.h>

#include "covariate_shift.h"
#include "tests/harness/harness.h"

static double distance_of(size_t d, const double *mean, const double *var, const double *new_mean)
{
    require(var[d] > 0, "feature %zu has variance %g", d, var[d]);
    return fabs(new_mean[d] - mean[d]) / sqrt(var[d]);
}

static double shift_signed(size_t D, const double *mean, const double *var, const double *new_mean)
{
    double largest = 0;
    for (size_t d = 0; d < D; d++) {
        distance_of(d, mean, var, new_mean);
        double distance = (new_mean[d] - mean[d]) / sqrt(var[d]);
        if (!(distance <= largest) && !isnan(largest))
            largest = distance;
    }
    return largest;
}

static double shift_over_variance(size_t D, const double *mean, const double *var,
                                  const double *new_mean)
{
    double largest = 0;
    for (size_t d = 0; d < D; d++) {
        double distance = distance_of(d, mean, var, new_mean) / sqrt(var[d]);
        if (!(distance <= largest) && !isnan(largest))
            largest = distance;
    }
    return largest;
}

static double shift_in_raw_units(size_t D, const double *mean, const double *var,
                                 const double *new_mean)
{
    double largest = 0;
    for (size_t d = 0; d < D; d++) {
        double distance = distance_of(d, mean, var, new_mean) * sqrt(var[d]);
        if (!(distance <= largest) && !isnan(largest))
            largest = distance;
    }
    return largest;
}

static double shift_summed(size_t D, const double *mean, const double *var, const double *new_mean)
{
    double sum = 0;
    for (size_t d = 0; d < D; d++)
        sum += distance_of(d, mean, var, new_mean);
    return sum;
}

static double shift_averaged(size_t D, const double *mean, const double *var,
                             const double *new_mean)
{
    return shift_summed(D, mean, var, new_mean) / (double)D;
}

static double shift_euclidean(size_t D, const double *mean, const double *var,
                              const double *new_mean)
{
    double squares = 0;
    for (size_t d = 0; d < D; d++)
        squares += pow(distance_of(d, mean, var, new_mean), 2);
    return sqrt(squares);
}

static double shift_of_last(size_t D, const double *mean, const double *var, const double *new_mean)
{
    double distance = 0;
    for (size_t d = 0; d < D; d++)
        distance = distance_of(d, mean, var, new_mean);
    return distance;
}

static double shift_of_first(size_t D, const double *mean, const double *var,
                             const double *new_mean)
{
    shift_of_last(D, mean, var, new_mean);
    return distance_of(0, mean, var, new_mean);
}

static double shift_smallest(size_t D, const double *mean, const double *var,
                             const double *new_mean)
{
    double smallest = INFINITY;
    for (size_t d = 0; d < D; d++) {
        double distance = distance_of(d, mean, var, new_mean);
        if (!(distance >= smallest) && !isnan(smallest))
            smallest = distance;
    }
    return smallest;
}

static double shift_misses_nan(size_t D, const double *mean, const double *var,
                               const double *new_mean)
{
    double largest = 0;
    for (size_t d = 0; d < D; d++)
        largest = fmax(largest, distance_of(d, mean, var, new_mean));
    return largest;
}

static double shift_accepts_constants(size_t D, const double *mean, const double *var,
                                      const double *new_mean)
{
    double largest = 0;
    for (size_t d = 0; d < D; d++) {
        double distance = fabs(new_mean[d] - mean[d]) / sqrt(var[d]);
        if (!(distance <= largest) && !isnan(largest))
            largest = distance;
    }
    return largest;
}

const Suspect suspects_shift_distance[] = {
    SUSPECT(shift_signed, "up or down",
            "A shift downward counts as none. Take the absolute value of the difference: fabs."),
    SUSPECT(shift_over_variance, "a fur 3.3 standard deviations off",
            "You divided by the variance. The unit is the standard deviation, its square root."),
    SUSPECT(shift_in_raw_units, "a fur 3.3 standard deviations off",
            "You compared the means without dividing. 0.165 is nothing for a size and much for a "
            "fur: divide by sqrt(var[d])."),
    SUSPECT(shift_summed, "the largest distance, whichever feature",
            "You added the features' distances up. The result is the largest of them."),
    SUSPECT(shift_averaged, "the largest distance, whichever feature",
            "You averaged over the features. One feature that has moved far is then hidden by many "
            "that have not; take the largest."),
    SUSPECT(shift_euclidean, "the largest distance, whichever feature",
            "You took the root of the sum of squares, the distance in a straight line. Here it is "
            "the largest of the features' distances."),
    SUSPECT(shift_of_last, "the largest distance, whichever feature",
            "You return the last feature's distance. Keep the largest of all."),
    SUSPECT(shift_of_first, "the largest distance, whichever feature",
            "You return the first feature's distance. Keep the largest of all."),
    SUSPECT(shift_smallest, "the largest distance, whichever feature",
            "You return the smallest distance. The largest is wanted."),
    SUSPECT(
        shift_misses_nan, "a NaN does not hide",
        "A new mean that is not a number is passed over: NaN > largest is false, and fmax drops a "
        "NaN. Write the comparison so that a NaN gets through, or look for it with isnan."),
    SUSPECT(shift_accepts_constants, "refuses a constant feature",
            "You divide by the root of a variance of 0. Refuse it with require(var[d] > 0, ...)."),
    {0},
};
