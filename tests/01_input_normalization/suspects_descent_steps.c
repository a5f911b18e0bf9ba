/* Exercise 1.6, descent_steps: its common mistakes, and what is to be said of each. */

#include <stdbool.h>
#include <string.h>

#include "input_normalization.h"
#include "tests/harness/harness.h"

static double gap_and_gradient(size_t P, const double *hessian, const double *error,
                               double *gradient)
{
    double gap = 0;
    for (size_t i = 0; i < P; i++) {
        gradient[i] = 0;
        for (size_t j = 0; j < P; j++)
            gradient[i] += hessian[i * P + j] * error[j];
        gap += error[i] * gradient[i] / 2;
    }
    return gap;
}

static size_t steps_one_by_one(size_t P, const double *hessian, double rate, size_t most,
                               double *error, double *gradient)
{
    size_t steps = 0;
    while (!(gap_and_gradient(P, hessian, error, gradient) <= LOSS_GAP) && steps < most) {
        for (size_t i = 0; i < P; i++) {
            double slope = 0;
            for (size_t j = 0; j < P; j++)
                slope += hessian[i * P + j] * error[j];
            error[i] -= rate * slope;
        }
        steps++;
    }
    return steps;
}

static size_t steps_uphill(size_t P, const double *hessian, double rate, size_t most, double *error,
                           double *gradient)
{
    size_t steps = 0;
    while (!(gap_and_gradient(P, hessian, error, gradient) <= LOSS_GAP) && steps < most) {
        for (size_t i = 0; i < P; i++)
            error[i] += rate * gradient[i];
        steps++;
    }
    return steps;
}

/* Goes on while this holds; whatever it is, most is the limit. */
static size_t steps_while(size_t P, const double *hessian, double rate, size_t most, double *error,
                          double *gradient,
                          bool (*far)(size_t P, const double *error, const double *gradient))
{
    size_t steps = 0;
    for (; steps < most; steps++) {
        gap_and_gradient(P, hessian, error, gradient);
        if (!far(P, error, gradient))
            break;
        for (size_t i = 0; i < P; i++)
            error[i] -= rate * gradient[i];
    }
    return steps;
}

static double dot(size_t P, const double *a, const double *b)
{
    double sum = 0;
    for (size_t i = 0; i < P; i++)
        sum += a[i] * b[i];
    return sum;
}

static bool far_without_half(size_t P, const double *error, const double *gradient)
{
    return !(dot(P, error, gradient) <= LOSS_GAP);
}

static bool far_by_error(size_t P, const double *error, const double *gradient)
{
    (void)gradient;
    return !(dot(P, error, error) / 2 <= LOSS_GAP);
}

static bool far_by_gradient(size_t P, const double *error, const double *gradient)
{
    (void)error;
    return !(dot(P, gradient, gradient) / 2 <= LOSS_GAP);
}

static bool far_unless_nan(size_t P, const double *error, const double *gradient)
{
    return dot(P, error, gradient) / 2 > LOSS_GAP;
}

static bool far_always(size_t P, const double *error, const double *gradient)
{
    (void)P;
    (void)error;
    (void)gradient;
    return true;
}

#define STEPS_WHILE(name, far)                                                                   \
    static size_t name(size_t P, const double *hessian, double rate, size_t most, double *error, \
                       double *gradient)                                                         \
    {                                                                                            \
        return steps_while(P, hessian, rate, most, error, gradient, far);                        \
    }
STEPS_WHILE(steps_gap_without_half, far_without_half)
STEPS_WHILE(steps_gap_is_distance, far_by_error)
STEPS_WHILE(steps_gap_is_slope, far_by_gradient)
STEPS_WHILE(steps_ended_by_nan, far_unless_nan)
STEPS_WHILE(steps_without_gap, far_always)

static size_t steps_without_limit(size_t P, const double *hessian, double rate, size_t most,
                                  double *error, double *gradient)
{
    (void)most;
    return steps_while(P, hessian, rate, (size_t)-1, error, gradient, far_unless_nan);
}

static size_t steps_one_too_many(size_t P, const double *hessian, double rate, size_t most,
                                 double *error, double *gradient)
{
    size_t steps = 0;
    do {
        gap_and_gradient(P, hessian, error, gradient);
        for (size_t i = 0; i < P; i++)
            error[i] -= rate * gradient[i];
        steps++;
    } while (!(gap_and_gradient(P, hessian, error, gradient) <= LOSS_GAP) && steps < most);
    return steps;
}

static size_t steps_once_more(size_t P, const double *hessian, double rate, size_t most,
                              double *error, double *gradient)
{
    size_t steps = 0;
    bool there = false;
    while (!there && steps < most) {
        there = gap_and_gradient(P, hessian, error, gradient) <= LOSS_GAP;
        for (size_t i = 0; i < P; i++)
            error[i] -= rate * gradient[i];
        steps++;
    }
    return steps;
}

static size_t steps_counted_from_1(size_t P, const double *hessian, double rate, size_t most,
                                   double *error, double *gradient)
{
    size_t steps = descent_steps(P, hessian, rate, most, error, gradient);
    return steps < most ? steps + 1 : most; /* where most ends it, it may be right */
}

static size_t steps_along_the_diagonal(size_t P, const double *hessian, double rate, size_t most,
                                       double *error, double *gradient)
{
    double diagonal[64 * 64] = {0};
    require(P <= 64, "a suspect with %zu parameters", P);
    for (size_t i = 0; i < P; i++)
        diagonal[i * P + i] = hessian[i * P + i];
    return descent_steps(P, diagonal, rate, most, error, gradient);
}

static size_t steps_gradient_not_cleared(size_t P, const double *hessian, double rate, size_t most,
                                         double *error, double *gradient)
{
    size_t steps = 0;
    for (;; steps++) {
        for (size_t i = 0; i < P; i++)
            for (size_t j = 0; j < P; j++)
                gradient[i] += hessian[i * P + j] * error[j];
        if (dot(P, error, gradient) / 2 <= LOSS_GAP || steps == most)
            return steps;
        for (size_t i = 0; i < P; i++)
            error[i] -= rate * gradient[i];
    }
}

static size_t steps_gap_not_cleared(size_t P, const double *hessian, double rate, size_t most,
                                    double *error, double *gradient)
{
    double gap = 0;
    for (size_t steps = 0;; steps++) {
        gap += gap_and_gradient(P, hessian, error, gradient);
        if (gap <= LOSS_GAP || steps == most)
            return steps;
        for (size_t i = 0; i < P; i++)
            error[i] -= rate * gradient[i];
    }
}

static size_t steps_in_the_gradient_loop(size_t P, const double *hessian, double rate, size_t most,
                                         double *error, double *gradient)
{
    for (size_t steps = 0;; steps++) {
        double gap = 0;
        for (size_t i = 0; i < P; i++) {
            gradient[i] = dot(P, hessian + i * P, error);
            gap += error[i] * gradient[i] / 2;
            error[i] -= rate * gradient[i];
        }
        if (gap <= LOSS_GAP || steps == most)
            return steps;
    }
}

static bool far_at_the_limit(size_t P, const double *error, const double *gradient)
{
    return !(dot(P, error, gradient) / 2 < LOSS_GAP);
}
STEPS_WHILE(steps_at_the_limit, far_at_the_limit)

static size_t steps_keep_error(size_t P, const double *hessian, double rate, size_t most,
                               double *error, double *gradient)
{
    double copy[64];
    require(P <= 64, "a suspect with %zu parameters", P);
    memcpy(copy, error, P * sizeof *copy);
    return descent_steps(P, hessian, rate, most, copy, gradient);
}

const Suspect suspects_descent_steps[] = {
    SUSPECT(steps_one_by_one, "uses the whole matrix",
            "You move each weight before the slopes of the others are known. Compute the whole "
            "gradient first, then move all weights."),
    SUSPECT(steps_uphill, "10 steps and 1 step, as by hand",
            "You add the gradient, and climb. Descent subtracts it."),
    SUSPECT(steps_gap_without_half, "uses the whole matrix",
            "Your gap is twice too large. The cost has a factor 1/2, and the gap has it too."),
    SUSPECT(steps_gap_is_distance, "more steps where the bowl is long",
            "You stop by the length of error. The gap weighs it with the Hessian: error times "
            "gradient, not error times error."),
    SUSPECT(steps_gap_is_slope, "more steps where the bowl is long",
            "You stop by the length of the gradient, which is small on the whole floor of a flat "
            "valley. The gap is error times gradient, halved."),
    SUSPECT(steps_ended_by_nan, "a rate too large never gets there",
            "With too large a rate the gap becomes NaN, and your loop takes that for success: gap "
            "> LOSS_GAP is false for a NaN. Stop when gap <= LOSS_GAP, and go on otherwise."),
    SUSPECT(steps_without_gap, "10 steps and 1 step, as by hand",
            "You always make most steps. Stop as soon as gap <= LOSS_GAP."),
    SUSPECT(steps_without_limit, "stops after most steps",
            "You pay no attention to most. Stop after that many steps, and return most."),
    SUSPECT(steps_one_too_many, "0 steps when it is there already",
            "You make a step before you look at the gap. Look first: at the start there may be "
            "nothing left to do."),
    SUSPECT(steps_once_more, "10 steps and 1 step, as by hand",
            "You make one more step when the gap is small already. Look at the gap before error "
            "moves, and return there."),
    SUSPECT(steps_counted_from_1, "10 steps and 1 step, as by hand",
            "Your count is one too high. Count the steps that are made, from 0."),
    SUSPECT(steps_along_the_diagonal, "uses the whole matrix",
            "You used the diagonal of the Hessian only. gradient[i] is a sum over all j."),
    SUSPECT(steps_gradient_not_cleared, "10 steps and 1 step, as by hand",
            "gradient keeps what was in it before. Set gradient[i] to 0 before you add to it."),
    SUSPECT(steps_gap_not_cleared, "10 steps and 1 step, as by hand",
            "gap keeps what was in it, and grows with each step. Set it to 0 before each sum."),
    SUSPECT(steps_in_the_gradient_loop, "10 steps and 1 step, as by hand",
            "error moves in the loop that computes the gradient, before the gap is known. Compute "
            "the whole gradient and the gap, look at the gap, then move all of error."),
    SUSPECT(steps_at_the_limit, "0 steps when it is there already",
            "You go on while gap is LOSS_GAP itself. The header says until gap <= LOSS_GAP."),
    SUSPECT(steps_keep_error, "10 steps and 1 step, as by hand",
            "The count is right, but error is as it was. It is an output too: it tells where the "
            "descent ends."),
    {0},
};
