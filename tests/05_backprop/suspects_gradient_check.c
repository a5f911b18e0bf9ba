/* Exercise 5.8, gradient_check: its common mistakes, and what is to be said of each. */

#include <math.h>

#include "backprop.h"
#include "tests/harness/harness.h"

typedef struct {
    double difference, gradients, slopes; /* sums of squares */
} Squares;

static void add(Squares *s, double gradient, double slope)
{
    s->difference += (gradient - slope) * (gradient - slope);
    s->gradients += gradient * gradient;
    s->slopes += slope * slope;
}

static double relative(Squares s)
{
    double lengths = sqrt(s.gradients) + sqrt(s.slopes);
    return lengths == 0 ? 0 : sqrt(s.difference) / lengths;
}

/* How a slope is taken: (loss at p + above  -  loss at p - below) / over. */
typedef struct {
    double above, below, over;
} Steps;

static Steps right_steps(double step)
{
    return (Steps){step, step, 2 * step};
}

static double slope_of(Loss loss, void *context, double *parameters, size_t i, Steps steps)
{
    const double middle = parameters[i];
    parameters[i] = middle + steps.above;
    double above = loss(parameters, context);
    parameters[i] = middle - steps.below;
    double below = loss(parameters, context);
    parameters[i] = middle;
    return (above - below) / steps.over;
}

static Squares squares(Loss loss, void *context, size_t count, double *parameters,
                       const double *gradient, Steps steps)
{
    Squares s = {0, 0, 0};
    for (size_t i = 0; i < count; i++)
        add(&s, gradient[i], slope_of(loss, context, parameters, i, steps));
    return s;
}

/* Wrong versions: the right error of slopes taken so; another error of s, from right slopes. */
#define SLOPES_BY(name, ...)                                                         \
    static double name(Loss loss, void *context, size_t count, double *parameters,   \
                       const double *gradient, double step)                          \
    {                                                                                \
        const Steps steps = {__VA_ARGS__};                                           \
        return relative(squares(loss, context, count, parameters, gradient, steps)); \
    }
#define ERROR_BY(name, error)                                                         \
    static double name(Loss loss, void *context, size_t count, double *parameters,    \
                       const double *gradient, double step)                           \
    {                                                                                 \
        const Steps steps = right_steps(step);                                        \
        const Squares s = squares(loss, context, count, parameters, gradient, steps); \
        return error;                                                                 \
    }

SLOPES_BY(check_forward, step, 0, step)
SLOPES_BY(check_backward, 0, step, step)
SLOPES_BY(check_over_one_step, step, step, step)
SLOPES_BY(check_not_divided, step, step, 1)
SLOPES_BY(check_own_step, 1e-5, 1e-5, 2e-5)
SLOPES_BY(check_sign, step, step, -2 * step)

ERROR_BY(check_absolute, sqrt(s.difference))
ERROR_BY(check_by_slope, s.slopes == 0 && s.difference == 0 ? 0 : sqrt(s.difference / s.slopes))
ERROR_BY(check_by_gradient,
         s.gradients == 0 && s.difference == 0 ? 0 : sqrt(s.difference / s.gradients))
ERROR_BY(check_by_larger,
         s.gradients + s.slopes == 0 ? 0 : sqrt(s.difference / fmax(s.gradients, s.slopes)))
ERROR_BY(check_without_root,
         s.gradients + s.slopes == 0 ? 0 : s.difference / (s.gradients + s.slopes))
ERROR_BY(check_unguarded, sqrt(s.difference) / (sqrt(s.gradients) + sqrt(s.slopes)))
ERROR_BY(check_padded, sqrt(s.difference) / (sqrt(s.gradients) + sqrt(s.slopes) + 1e-8))
ERROR_BY(check_clamped, sqrt(s.difference) / fmax(sqrt(s.gradients) + sqrt(s.slopes), 1e-8))
ERROR_BY(check_hides_a_nan, relative(s) > 0 ? relative(s) : 0)

/* The worst number on its own. */
static double check_number_by_number(Loss loss, void *context, size_t count, double *parameters,
                                     const double *gradient, double step)
{
    double worst = 0;
    for (size_t i = 0; i < count; i++) {
        double slope = slope_of(loss, context, parameters, i, right_steps(step));
        double error = fabs(gradient[i] - slope) / (fabs(gradient[i]) + fabs(slope));
        if (error > worst)
            worst = error;
    }
    return worst;
}

/* Differences with their signs, which cancel. */
static double check_signed(Loss loss, void *context, size_t count, double *parameters,
                           const double *gradient, double step)
{
    double difference = 0, gradients = 0, slopes = 0;
    for (size_t i = 0; i < count; i++) {
        double slope = slope_of(loss, context, parameters, i, right_steps(step));
        difference += gradient[i] - slope;
        gradients += gradient[i];
        slopes += slope;
    }
    double lengths = fabs(gradients) + fabs(slopes);
    return lengths == 0 ? 0 : fabs(difference) / lengths;
}

static double check_in_float(Loss loss, void *context, size_t count, double *parameters,
                             const double *gradient, double step)
{
    Squares s = {0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        const double middle = parameters[i];
        parameters[i] = (float)middle + (float)step;
        float above = (float)loss(parameters, context);
        parameters[i] = (float)middle - (float)step;
        float below = (float)loss(parameters, context), slope = (above - below) / (2 * (float)step);
        parameters[i] = middle;
        add(&s, gradient[i], (double)slope);
    }
    return relative(s);
}

/* p + step - 2 step + back: not put back, or put back by adding. */
static double moved(Loss loss, void *context, size_t count, double *parameters,
                    const double *gradient, double step, double back)
{
    Squares s = {0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        parameters[i] += step;
        double above = loss(parameters, context);
        parameters[i] -= 2 * step;
        double below = loss(parameters, context);
        parameters[i] += back;
        add(&s, gradient[i], (above - below) / (2 * step));
    }
    return relative(s);
}

static double check_not_put_back(Loss loss, void *context, size_t count, double *parameters,
                                 const double *gradient, double step)
{
    return moved(loss, context, count, parameters, gradient, step, 0);
}

static double check_put_back_by_adding(Loss loss, void *context, size_t count, double *parameters,
                                       const double *gradient, double step)
{
    return moved(loss, context, count, parameters, gradient, step, step);
}

/* Each is put back before the next one moves, and after the last one nothing moves. */
static double check_last_not_put_back(Loss loss, void *context, size_t count, double *parameters,
                                      const double *gradient, double step)
{
    double error = relative(squares(loss, context, count, parameters, gradient, right_steps(step)));
    if (count > 0)
        parameters[count - 1] -= step;
    return error;
}

const Suspect suspects_gradient_check[] = {
    SUSPECT(
        check_forward, "the difference goes to both sides",
        "You took the difference to one side: loss(p + step) - loss(p). Its error is of the order "
        "of the step. To both sides, over 2 step, it is of the order of the step squared."),
    SUSPECT(
        check_backward, "the difference goes to both sides",
        "You took the difference to one side: loss(p) - loss(p - step). Its error is of the order "
        "of the step. To both sides, over 2 step, it is of the order of the step squared."),
    SUSPECT(
        check_over_one_step, "a right gradient has error 0",
        "You divided by the step. From p - step to p + step are two steps: divide by 2 * step."),
    SUSPECT(check_not_divided, "a right gradient has error 0",
            "You did not divide the difference of the losses. The slope is that difference over 2 "
            "* step."),
    SUSPECT_BY(BY_PATTERN, check_own_step, "uses the step that is given",
               "Your step is always 1e-5. Use the argument."),
    SUSPECT(check_sign, "a right gradient has error 0",
            "Your slope has the wrong sign: the loss above minus the loss below."),
    SUSPECT(check_absolute, "the error is relative to both lengths",
            "You return the length of the difference. Divide it by |gradient| + |slope|: whether "
            "1e-6 is good depends on the size of the gradient."),
    SUSPECT(check_by_slope, "the error is relative to both lengths",
            "You divided by |slope| alone. Divide by |gradient| + |slope|: then the error is "
            "between 0 and 1 and treats both alike."),
    SUSPECT(check_by_gradient, "the error is relative to both lengths",
            "You divided by |gradient| alone. Divide by |gradient| + |slope|: then the error is "
            "between 0 and 1 and treats both alike."),
    SUSPECT(check_by_larger, "the error is relative to both lengths",
            "You divided by the larger of |gradient| and |slope|. Divide by their sum."),
    SUSPECT(check_without_root, "the error is relative to both lengths",
            "You divided sums of squares. A length is the square root of a sum of squares: one "
            "root for the difference, one for gradient, one for slope."),
    SUSPECT(check_unguarded, "slopes that are 0 do no harm",
            "You divided 0 by 0. When the gradient and all slopes are 0 they agree: return 0."),
    SUSPECT(check_padded, "the error is relative to both lengths",
            "You added a small number to the lengths. For a small gradient that hides the error. "
            "Ask whether the sum is exactly 0 instead."),
    SUSPECT(check_clamped, "the error is relative to both lengths",
            "You divide by a small number at least. For a gradient that is smaller still, that "
            "hides the error. Ask whether the sum is exactly 0 instead."),
    SUSPECT(check_hides_a_nan, "a NaN does not look right",
            "A NaN becomes 0: every comparison with it is false. Ask whether the lengths' sum == "
            "0, not whether it is > 0."),
    SUSPECT(
        check_number_by_number, "slopes that are 0 do no harm",
        "You compared number by number and kept the worst. Where a derivative is 0, any rounding "
        "is an error of 1, and a NaN is never the larger. Compare the lengths of whole vectors."),
    SUSPECT(check_signed, "the error is relative to both lengths",
            "You added the differences with their signs, and these cancel. Add squares."),
    SUSPECT_BY(BY_PATTERN, check_in_float, "puts the parameters back exactly",
               "You computed in float. A difference of two nearly equal losses keeps almost none "
               "of its seven digits."),
    SUSPECT(check_not_put_back, "moves one parameter at a time",
            "You left each parameter where the last step took it. Put it back before the next one "
            "moves."),
    SUSPECT(check_last_not_put_back, "puts the parameters back exactly",
            "The last parameter stays where its last step took it. Put each one back in the same "
            "round of the loop in which it moves."),
    SUSPECT(check_put_back_by_adding, "puts the parameters back exactly",
            "p + step - 2 step + step is not always p: each addition rounds. Keep a copy of the "
            "parameter and put that back."),
    {0},
};
