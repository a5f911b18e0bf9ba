/* Exercise 2.1, shift_distance: the graded tests. */

#include <math.h>

#include "covariate_shift.h"
#include "tests/02_covariate_shift/oracle.h"
#include "tests/02_covariate_shift/shared.h"
#include "tests/harness/harness.h"

SUBJECT(shift_distance);

static void shift_by_hand(void)
{
    given_values("mean = {4.5, 0.85}, var = {2.25, 0.0025}, new_mean = {4.8, 0.685}");
    double got = subject_shift_distance(2, VECTOR(2, 4.5, 0.85), VECTOR(2, 2.25, 0.0025),
                                        VECTOR(2, 4.8, 0.685));
    expect_number("the distance", got, 3.3, rounding_double(32, 3.3));
}

static void shift_is_the_largest(void)
{
    for (size_t at = 0; at < 4; at++) {
        double *mean = VECTOR(4, 1, 20, -3, 0.5), *var = VECTOR(4, 4, 25, 0.25, 1e-4);
        double *new_mean = VECTOR(4, 1.5, 18, -3.1, 0.503);
        new_mean[at] = mean[at] + 6 * sqrt(var[at]);
        given_values("four features; number %zu is 6 standard deviations off", at);
        expect_number("the distance", subject_shift_distance(4, mean, var, new_mean),
                      oracle_shift(4, mean, var, new_mean), rounding_double(1024, 6));
    }
}

static void shift_up_or_down(void)
{
    given_values("mean = {2}, var = {4}, new_mean = {-1}; then new_mean = {5}");
    double down = subject_shift_distance(1, VECTOR(1, 2), VECTOR(1, 4), VECTOR(1, -1));
    double up = subject_shift_distance(1, VECTOR(1, 2), VECTOR(1, 4), VECTOR(1, 5));
    expect_number("downward, the distance", down, 1.5, rounding_double(8, 1.5));
    expect_number("upward, the distance", up, 1.5, rounding_double(8, 1.5));
}

static void shift_without_a_shift(void)
{
    double *mean = random_vector(11, 5), *var = positive_vector(12, 5);
    given_values("five features, new_mean = mean");
    expect_number("the distance", subject_shift_distance(5, mean, var, random_vector(11, 5)), 0, 0);
    expect_same("mean", mean, random_vector(11, 5), 5 * sizeof *mean);
    expect_same("var", var, positive_vector(12, 5), 5 * sizeof *var);
}

static void shift_of_a_broken_sensor(void)
{
    for (size_t at = 0; at < 3; at++) {
        double *new_mean = VECTOR(3, 1, 2, 9);
        new_mean[at] = NAN;
        given_values("new_mean = {%g, %g, %g}", new_mean[0], new_mean[1], new_mean[2]);
        double got = subject_shift_distance(3, VECTOR(3, 1, 2, 3), VECTOR(3, 1, 1, 1), new_mean);
        expect(isnan(got),
               "the distance is %g: new_mean[%zu] is not a number, so nothing is "
               "known of the shift",
               got, at);
    }
}

static void shift_refuses_a_constant(void)
{
    double *mean = VECTOR(2, 1, 2), *new_mean = VECTOR(2, 3, 4);
    given_values("var = {1, 0}, then {-1, 1}, then {1, NaN}");
    expect_refusal("a variance of 0", subject_shift_distance(2, mean, VECTOR(2, 1, 0), new_mean));
    expect_refusal("a variance of -1", subject_shift_distance(2, mean, VECTOR(2, -1, 1), new_mean));
    expect_refusal("a variance of NaN",
                   subject_shift_distance(2, mean, VECTOR(2, 1, NAN), new_mean));
}

static void probe_shift_distance(void)
{
    static const double values[][4] = {
        {1, 20, -3, 0.5},   {13, 18, -3.1, 0.503}, {-5, 18, -3.1, 0.503}, {1.5, 25, -8, 0.53},
        {1.2, 20, -4, 0.2}, {NAN, 20, -3, 0.6},    {1, 22, -3, NAN}};
    for (size_t i = 0; i < COUNT(values); i++) {
        double *mean = VECTOR(4, 1, 20, -3, 0.5), *var = VECTOR(4, 4, 25, 0.25, 1e-4);
        double got = -1;
        observe_refusal(refused(got = subject_shift_distance(4, mean, var, vector(4, values[i]))));
        observe(&got, 1, 1e-9);
        observe(mean, 4, 0);
    }
    double got = -1, *mean = VECTOR(2, 1, 2), *new_mean = VECTOR(2, 1, 2.5);
    observe_refusal(refused(got = subject_shift_distance(2, mean, VECTOR(2, 0, 4), new_mean)));
    got = subject_shift_distance(2, mean, VECTOR(2, 0.5, 4), new_mean);
    observe(&got, 1, 1e-9);
}

static const Test tests[] = {
    {4, "a fur 3.3 standard deviations off", shift_by_hand},
    {4, "the largest distance, whichever feature", shift_is_the_largest},
    {2, "up or down", shift_up_or_down},
    {1, "no shift is 0", shift_without_a_shift},
    {2, "a NaN does not hide", shift_of_a_broken_sensor},
    {2, "refuses a constant feature", shift_refuses_a_constant},
    {0},
};

EXERCISE(shift_distance);
