/* Exercise 1.6, descent_steps: the graded tests. */

#include <string.h>

#include "input_normalization.h"
#include "tests/01_input_normalization/oracle.h"
#include "tests/harness/harness.h"

SUBJECT(descent_steps);

/* The gaps before and after the last step are far from LOSS_GAP in all of these, so rounding
   does not decide the number of steps. */
static void expect_descent(size_t P, const double *hessian, double rate, size_t most,
                           const double *start)
{
    double *error = vector(P, start), *want = vector(P, start), *gradient = output_vector(P);
    size_t steps = oracle_steps(P, hessian, rate, most, want);
    size_t got = subject_descent_steps(P, hessian, rate, most, error, gradient);
    expect(got == steps, "got %zu steps   want %zu", got, steps);
    expect_vector("error", error, want, P, 1e-9); /* of 1, after hundreds of steps */
}

static void descent_by_hand(void)
{
    given_values("hessian = {2}, rate = 0.25, error = {1}: each step halves the error");
    expect_descent(1, VECTOR(1, 2), 0.25, 1000, VECTOR(1, 1));
    given_values("hessian = {1}, rate = 1, error = {-4}: the first step is the last");
    expect_descent(1, VECTOR(1, 1), 1, 1000, VECTOR(1, -4));
}

static void descent_already_there(void)
{
    given_values("hessian = {1, 0, 0, 1}, rate = 0.5, error = {0, 0}");
    expect_descent(2, VECTOR(4, 1, 0, 0, 1), 0.5, 1000, VECTOR(2, 0, 0));
    given_values("hessian = {1, 0, 0, 1}, rate = 0.5, error = {0.001, -0.0005}: "
                 "the gap is 6.25e-07");
    expect_descent(2, VECTOR(4, 1, 0, 0, 1), 0.5, 1000, VECTOR(2, 0.001, -0.0005));
    given_values("hessian = {2e-06}, rate = 1000, error = {1}: the gap is LOSS_GAP"); /* exactly */
    expect_descent(1, VECTOR(1, 2 * LOSS_GAP), 1000, 1000, VECTOR(1, 1));
}

static void descent_counts_steps(void)
{
    given_values("hessian = {1, 0, 0, 0.01}, rate = 1, error = {1, 1}: condition number 100");
    expect_descent(2, VECTOR(4, 1, 0, 0, 0.01), 1, 100000, VECTOR(2, 1, 1));
    given_values("four cats, centered: hessian = {1.25, 0, 0, 0, 0.0025, 0, 0, 0, 1}, rate = 0.8, "
                 "error = {0, 1, 0}");
    expect_descent(3, VECTOR(9, 1.25, 0, 0, 0, 0.0025, 0, 0, 0, 1), 0.8, 100000,
                   VECTOR(3, 0, 1, 0)); /* 1781 steps */
    given_values("hessian = {1, 0, 0, 0.25}, rate = 1, error = {3, 4}");
    expect_descent(2, VECTOR(4, 1, 0, 0, 0.25), 1, 100000, VECTOR(2, 3, 4));
}

static void descent_uses_the_whole_matrix(void)
{
    given_values("hessian = {1, 0.9, 0.9, 1}, rate = 0.5, error = {1, -0.5}");
    expect_descent(2, VECTOR(4, 1, 0.9, 0.9, 1), 0.5, 100000, VECTOR(2, 1, -0.5));
    given_values("hessian = {3, 1, 0.5, 1, 2, -0.5, 0.5, -0.5, 1}, rate = 0.25, "
                 "error = {1, -2, 3}");
    expect_descent(3, VECTOR(9, 3, 1, 0.5, 1, 2, -0.5, 0.5, -0.5, 1), 0.25, 100000,
                   VECTOR(3, 1, -2, 3));
}

static void descent_stops_at_most(void)
{
    static const size_t most[] = {0, 1, 7};
    for (size_t i = 0; i < COUNT(most); i++) {
        given_values("hessian = {1, 0, 0, 0.01}, rate = 1, most = %zu, error = {1, 1}", most[i]);
        expect_descent(2, VECTOR(4, 1, 0, 0, 0.01), 1, most[i], VECTOR(2, 1, 1));
    }
}

static void descent_with_a_rate_too_large(void)
{
    double *error = VECTOR(2, 1, 1), *gradient = output_vector(2);
    given_values("hessian = {1, 0.5, 0.5, 2}, rate = 3, most = 5000, error = {1, 1}");
    size_t steps = subject_descent_steps(2, VECTOR(4, 1, 0.5, 0.5, 2), 3, 5000, error, gradient);
    expect(steps == 5000,
           "got %zu steps   want 5000: error grows until it is infinite, then NaN, "
           "and never gets to the minimum",
           steps);
}

static void descent_changes_nothing_else(void)
{
    double *hessian = VECTOR(4, 1, 0.5, 0.5, 2), *first = VECTOR(2, 1, 1);
    double *second = VECTOR(2, 1, 1), *gradient = output_vector(2);
    given_values("hessian = {1, 0.5, 0.5, 2}, rate = 0.4, error = {1, 1}");
    size_t a = subject_descent_steps(2, hessian, 0.4, 1000, first, gradient);
    size_t b = subject_descent_steps(2, hessian, 0.4, 1000, second, gradient);
    expect_same("hessian", hessian, VECTOR(4, 1, 0.5, 0.5, 2), 4 * sizeof *hessian);
    expect(a == b && memcmp(first, second, 2 * sizeof *first) == 0,
           "called twice with the same start, %zu steps, then %zu", a, b);
}

static void probe_descent(size_t P, const double *hessian, double rate, size_t most,
                          const double *start)
{
    double *error = vector(P, start), *gradient = random_vector(9, P);
    size_t steps = 0;
    observe_refusal(
        refused(steps = subject_descent_steps(P, hessian, rate, most, error, gradient)));
    double count = (double)steps;
    observe(&count, 1, 0);
    observe(error, P, 1e-9);
    observe(hessian, P * P, 0);
}

static void probe_descent_steps(void)
{
    probe_descent(1, VECTOR(1, 2), 0.25, 1000, VECTOR(1, 1));
    probe_descent(2, VECTOR(4, 1, 0, 0, 1), 0.5, 1000, VECTOR(2, 0.001, -0.0005));
    probe_descent(1, VECTOR(1, 2 * LOSS_GAP), 1000, 1000, VECTOR(1, 1));
    probe_descent(2, VECTOR(4, 1, 0, 0, 0.01), 1, 2000, VECTOR(2, 1, 1));
    probe_descent(2, VECTOR(4, 1, 0.9, 0.9, 1), 0.5, 2000, VECTOR(2, 1, -0.5));
    probe_descent(3, VECTOR(9, 3, 1, 0.5, 1, 2, -0.5, 0.5, -0.5, 1), 0.25, 2000,
                  VECTOR(3, 1, -2, 3));
    probe_descent(2, VECTOR(4, 1, 0, 0, 0.01), 1, 7, VECTOR(2, 1, 1));
    probe_descent(2, VECTOR(4, 1, 0.5, 0.5, 2), 3, 3000, VECTOR(2, 1, 1));
}

static const Test tests[] = {
    {3, "10 steps and 1 step, as by hand", descent_by_hand},
    {2, "0 steps when it is there already", descent_already_there},
    {2, "more steps where the bowl is long", descent_counts_steps},
    {2, "uses the whole matrix", descent_uses_the_whole_matrix},
    {2, "stops after most steps", descent_stops_at_most},
    {2, "a rate too large never gets there", descent_with_a_rate_too_large},
    {1, "changes nothing else", descent_changes_nothing_else},
    {0},
};

EXERCISE(descent_steps);
