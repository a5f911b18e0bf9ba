/* Exercise 2.4, effective_sample_size: its common mistakes, and what is to be said of each. */

#include <math.h>

#include "covariate_shift.h"
#include "tests/harness/harness.h"

typedef struct {
    double N, positive, largest, sum, squares; /* of the weights over the largest */
} Sums;

static Sums sums_of(size_t N, const double *ratio)
{
    Sums s = {.N = (double)N};
    for (size_t n = 0; n < N; n++)
        s.largest = fmax(s.largest, ratio[n]);
    require(s.largest > 0, "%zu weights", N);
    for (size_t n = 0; n < N; n++) {
        s.positive += ratio[n] > 0;
        s.sum += ratio[n] / s.largest;
        s.squares += pow(ratio[n] / s.largest, 2);
    }
    return s;
}

static double size_upside_down(size_t N, const double *ratio)
{
    Sums s = sums_of(N, ratio);
    return s.squares / (s.sum * s.sum);
}

static double size_sum_not_squared(size_t N, const double *ratio)
{
    Sums s = sums_of(N, ratio);
    return s.sum / s.squares / s.largest;
}

static double size_sum_not_squared_scaled(size_t N, const double *ratio)
{
    Sums s = sums_of(N, ratio);
    return s.sum / s.squares;
}

static double size_squares_not_squared(size_t N, const double *ratio)
{
    Sums s = sums_of(N, ratio);
    return s.sum * s.largest;
}

static double size_over_squares_alone(size_t N, const double *ratio)
{
    Sums s = sums_of(N, ratio);
    return 1 / s.squares / s.largest / s.largest;
}

static double size_over_the_largest(size_t N, const double *ratio)
{
    return sums_of(N, ratio).sum;
}

static double size_counts_positive(size_t N, const double *ratio)
{
    return sums_of(N, ratio).positive;
}

static double size_as_a_fraction(size_t N, const double *ratio)
{
    Sums s = sums_of(N, ratio);
    return s.sum * s.sum / s.squares / s.N;
}

static double size_as_a_root(size_t N, const double *ratio)
{
    Sums s = sums_of(N, ratio);
    return s.sum / sqrt(s.squares);
}

static double size_overflows(size_t N, const double *ratio)
{
    double sum = 0, squares = 0;
    sums_of(N, ratio);
    for (size_t n = 0; n < N; n++) {
        sum += ratio[n];
        squares += ratio[n] * ratio[n];
    }
    return sum * sum / squares;
}

static double size_of_nothing(size_t N, const double *ratio)
{
    for (size_t n = 0; n < N; n++)
        if (ratio[n] > 0)
            return effective_sample_size(N, ratio);
    return 0;
}

const Suspect suspects_effective_sample_size[] = {
    SUSPECT(size_upside_down, "{2, 1, 1, 0} are worth 8/3",
            "Your fraction is upside down. The square of the sum stands above, the sum of the "
            "squares below."),
    SUSPECT(size_sum_not_squared, "{2, 1, 1, 0} are worth 8/3",
            "The sum above is not squared. Without that the result depends on the weights' scale."),
    SUSPECT(size_sum_not_squared_scaled, "{2, 1, 1, 0} are worth 8/3",
            "You divided the sum by the sum of the squares. Square the sum first."),
    SUSPECT(size_squares_not_squared, "{2, 1, 1, 0} are worth 8/3",
            "Your result is the sum of the weights. Divide the square of the sum by the sum of the "
            "squares: each weight is squared before it is added."),
    SUSPECT(size_over_squares_alone, "{2, 1, 1, 0} are worth 8/3",
            "1 / (sum of the squares) is right only for weights that add up to 1. Put the square "
            "of the sum above."),
    SUSPECT(size_over_the_largest, "{2, 1, 1, 0} are worth 8/3",
            "You return the sum over the largest weight. Dividing by the largest is the first step "
            "only; then comes (sum)^2 / (sum of squares)."),
    SUSPECT(size_counts_positive, "{2, 1, 1, 0} are worth 8/3",
            "You counted the weights that are not 0. A small weight is worth less than an example: "
            "divide the square of the sum by the sum of the squares."),
    SUSPECT(size_as_a_fraction, "{2, 1, 1, 0} are worth 8/3",
            "You divided by N. The result is a number of examples, between 1 and N."),
    SUSPECT(size_as_a_root, "{2, 1, 1, 0} are worth 8/3",
            "You took the root of the sum of squares. Leave it, and square the sum above instead."),
    SUSPECT_BY(BY_PATTERN, size_overflows, "the scale does not matter, 1e-200 or 1e200",
               "The squares of your weights leave the range of a double. Divide the weights by the "
               "largest first: the result does not depend on their scale."),
    SUSPECT(size_of_nothing, "refuses weights that are all 0",
            "You return 0 for weights that are all 0. No set of examples is worth 0: refuse it "
            "with require."),
    {0},
};
