/* Exercise 5.8, gradient_check: the graded tests.

   Parameters, weights and steps are such that every difference is exact, or nearly. */

#include <math.h>

#include "backprop.h"
#include "tests/harness/harness.h"

SUBJECT(gradient_check);

typedef struct {
    size_t count;
    double weights[3];
} Weights;

/* The sum of weights[i] * p[i]^power: its slopes are those of the loss for a power of 1 and 2. */
static double weighted(const double *p, const Weights *w, int power)
{
    double sum = 0;
    for (size_t i = 0; i < w->count; i++)
        sum += w->weights[i] * pow(p[i], power);
    return sum;
}

static double linear(const double *p, void *context)
{
    return weighted(p, context, 1);
}

static double quadratic(const double *p, void *context)
{
    return weighted(p, context, 2);
}

static double cubic(const double *p, void *context)
{
    return weighted(p, context, 3);
}

static double product(const double *p, void *context)
{
    (void)context;
    return p[0] * p[1] * p[2];
}

static double nothing(const double *p, void *context)
{
    (void)p;
    (void)context;
    return 5;
}

static double not_a_number(const double *p, void *context)
{
    (void)context;
    return p[1] > 2 ? NAN : p[0];
}

static double check_of(Loss loss, Weights weights, const double *parameters, const double *gradient,
                       double step)
{
    return subject_gradient_check(loss, &weights, weights.count, vector(weights.count, parameters),
                                  vector(weights.count, gradient), step);
}

#define NUMBERS(...) ((const double[]){__VA_ARGS__})

static void check_of_a_right_gradient(void)
{
    given_values("loss = 3 p0 - p1 + 4 p2, p = {1, 2, -3}, gradient = {3, -1, 4}, step = 0.25");
    expect_number(
        "the error",
        check_of(linear, (Weights){3, {3, -1, 4}}, NUMBERS(1, 2, -3), NUMBERS(3, -1, 4), 0.25), 0,
        rounding_double(16, 1));
}

static void check_to_both_sides(void)
{
    given_values("loss = 3 p0^2 - p1^2 + 4 p2^2, p = {1, 2, -3}, gradient = {6, -4, -24}, "
                 "step = 0.25");
    expect_number(
        "the error",
        check_of(quadratic, (Weights){3, {3, -1, 4}}, NUMBERS(1, 2, -3), NUMBERS(6, -4, -24), 0.25),
        0, rounding_double(64, 1));
}

/* ((1 + h)^3 - (1 - h)^3) / 2h = 3 + h^2: which step was taken can be seen. */
static void check_uses_the_step(void)
{
    given_values("loss = p0^3, p = {1}, gradient = {3.25}, step = 0.5: the slope over that step");
    expect_number("the error", check_of(cubic, (Weights){1, {1}}, NUMBERS(1), NUMBERS(3.25), 0.5),
                  0, rounding_double(16, 1));
    given_values("loss = p0^3, p = {1}, gradient = {4}, step = 1: the slope over that step");
    expect_number("the error", check_of(cubic, (Weights){1, {1}}, NUMBERS(1), NUMBERS(4), 1), 0,
                  rounding_double(16, 1));
}

static void check_is_relative(void)
{
    static const double sizes[] = {1, 1e6, 1e-12};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        double u = sizes[i];
        Weights w = {2, {3 * u, 4 * u}};
        given_values("the slope is {%g, %g}, gradient = {%g, %g}", 3 * u, 4 * u, 6 * u, 8 * u);
        expect_number("the error", check_of(linear, w, NUMBERS(1, 2), NUMBERS(6 * u, 8 * u), 0.25),
                      1.0 / 3, rounding_double(64, 1));
        given_values("the slope is {%g, %g}, gradient = {%g, %g}", 3 * u, 4 * u, 4 * u, 3 * u);
        expect_number("the error", check_of(linear, w, NUMBERS(1, 2), NUMBERS(4 * u, 3 * u), 0.25),
                      sqrt(2) / 10, rounding_double(64, 1));
        given_values("the slope is {%g, %g}, gradient = {%g, %g}", 3 * u, 4 * u, -3 * u, -4 * u);
        expect_number("the error",
                      check_of(linear, w, NUMBERS(1, 2), NUMBERS(-3 * u, -4 * u), 0.25), 1,
                      rounding_double(64, 1));
    }
}

static void check_moves_one_at_a_time(void)
{
    given_values("loss = p0 p1 p2, p = {1, 2, -3}, gradient = {-6, -3, 2}, step = 0.5");
    expect_number("the error",
                  check_of(product, (Weights){3, {0}}, NUMBERS(1, 2, -3), NUMBERS(-6, -3, 2), 0.5),
                  0, rounding_double(16, 1));
}

static void check_puts_the_parameters_back(void)
{
    double *p = VECTOR(3, 0.1, -0.3, 123456.7), *gradient = VECTOR(3, 1, 2, 3);
    Weights w = {3, {1, 2, 3}};
    given_values("p = {0.1, -0.3, 123456.7}, step = 1e-05");
    double error = subject_gradient_check(linear, &w, 3, p, gradient, 1e-5);
    expect_number("the error", error, 0, 1e-5); /* 123456.7 has 1e-11 of rounding, over 1e-5 */
    for (size_t i = 0; i < 3; i++)
        expect(p[i] == NUMBERS(0.1, -0.3, 123456.7)[i],
               "parameters[%zu] was %.17g and is now %.17g", i, NUMBERS(0.1, -0.3, 123456.7)[i],
               p[i]);
}

static void check_of_zeros(void)
{
    given_values("loss = 5, gradient = {0, 0}");
    expect_number("the error",
                  check_of(nothing, (Weights){2, {0}}, NUMBERS(1, 2), NUMBERS(0, 0), 0.25), 0, 0);
    given_values("loss = 3 p0, p = {1, 2}, gradient = {3, 1e-12}: the second slope is 0");
    expect_number("the error",
                  check_of(linear, (Weights){2, {3, 0}}, NUMBERS(1, 2), NUMBERS(3, 1e-12), 0.25), 0,
                  1e-11);
}

static void check_shows_a_nan(void)
{
    given_values("gradient = {3, nan, 4}");
    double error =
        check_of(linear, (Weights){3, {3, -1, 4}}, NUMBERS(1, 2, -3), NUMBERS(3, NAN, 4), 0.25);
    expect(isnan(error), "the error is %g: a gradient with a NaN must not look right", error);
    given_values("a loss that is NaN for p1 > 2, p = {1, 2}, gradient = {1, 0}");
    error = check_of(not_a_number, (Weights){2, {0}}, NUMBERS(1, 2), NUMBERS(1, 0), 0.25);
    expect(isnan(error), "the error is %g: where the loss is NaN, nothing is right", error);
}

static void observe_check(Loss loss, Weights weights, const double *parameters,
                          const double *gradient, double step)
{
    double *p = vector(weights.count, parameters), *g = vector(weights.count, gradient), error = 9;
    observe_refusal(
        refused(error = subject_gradient_check(loss, &weights, weights.count, p, g, step)));
    observe(&error, 1, 1e-12);
    observe(p, weights.count, 0);
}

static void probe_gradient_check(void)
{
    Weights w = {3, {3, -1, 4}}, zero = {3, {3, 0, 4}}, none = {3, {0}};
    const double p[] = {1, 2, -3}, right[] = {3, -1, 4}, twice[] = {6, -2, 8};
    const double other[] = {4, 3, -1}, one[] = {3, 0, 0};
    double *large = VECTOR(3, 0.1, -0.3, 123456.7); /* these come back a little off by adding */
    observe_check(linear, w, p, right, 0.25);
    observe_check(linear, w, p, twice, 0.25);
    observe_check(linear, w, p, other, 0.5);
    observe_check(linear, w, p, one, 0.5);
    observe_check(linear, w, NUMBERS(0.1, 0.2, -0.3), other, 1e-3); /* not exact in float */
    observe_check(linear, (Weights){2, {3e-12, 4e-12}}, p, NUMBERS(4e-12, 3e-12), 0.25);
    observe_check(linear, zero, p, NUMBERS(3, 1e-13, 4), 0.25);
    observe_check(quadratic, w, p, NUMBERS(6, -4, -24), 0.25);
    observe_check(cubic, w, p, right, 0.5);
    observe_check(product, w, p, NUMBERS(-6, -3, 2), 0.5);
    observe_check(nothing, none, p, NUMBERS(0, 0, 0), 0.25);
    observe_check(linear, w, p, NUMBERS(3, NAN, 4), 0.25);
    observe_check(not_a_number, none, p, NUMBERS(1, 0, 0), 0.25);
    observe_refusal(refused(subject_gradient_check(linear, &w, 3, large, right, 1e-5)));
    observe(large, 3, 0);
}

static const Test tests[] = {
    {2, "a right gradient has error 0", check_of_a_right_gradient},
    {3, "the difference goes to both sides", check_to_both_sides},
    {2, "uses the step that is given", check_uses_the_step},
    {3, "the error is relative to both lengths", check_is_relative},
    {1, "moves one parameter at a time", check_moves_one_at_a_time},
    {1, "puts the parameters back exactly", check_puts_the_parameters_back},
    {1, "slopes that are 0 do no harm", check_of_zeros},
    {2, "a NaN does not look right", check_shows_a_nan},
    {0},
};

EXERCISE(gradient_check);
