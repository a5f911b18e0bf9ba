/* Exercise 8.3, bce_logits: its common mistakes, and what is to be said of each. */

#include <math.h>

#include "gan.h"
#include "tests/08_gan/suspects.h"
#include "tests/harness/harness.h"

static void require_logits(Matrix s, double target, Matrix ds)
{
    require(target >= 0 && target <= 1, "a target of %g", target);
    require(s.rows >= 1 && s.cols == 1 && ds.rows == s.rows && ds.cols == 1, "s is %zu x %zu",
            s.rows, s.cols);
}

static double sigmoid(double s)
{
    return 1 / (1 + exp(-s));
}

/* The right gradient, and a loss by another formula. */
typedef double (*LossOfOne)(double s, double t);

static double bce_with(LossOfOne loss, Matrix s, double target, Matrix ds)
{
    double sum = 0;
    bce_logits(s, target, ds);
    for (size_t n = 0; n < s.rows; n++)
        sum += loss((double)s.v[n], target);
    return sum / (double)s.rows;
}

#define WRONG_LOSS(name, formula)                          \
    static double name##_of_one(double s, double t)        \
    {                                                      \
        return formula;                                    \
    }                                                      \
    static double name(Matrix s, double target, Matrix ds) \
    {                                                      \
        return bce_with(name##_of_one, s, target, ds);     \
    }

static double positive(double s)
{
    return s > 0 ? s : 0;
}

WRONG_LOSS(bce_of_probabilities, -t *log(sigmoid(s)) - (1 - t) * log(1 - sigmoid(s)))
WRONG_LOSS(bce_exp_overflows, t *log1p(exp(-s)) + (1 - t) * log1p(exp(s)))
WRONG_LOSS(bce_half_stable, s - s * t + log1p(exp(-s)))
WRONG_LOSS(bce_clamped,
           -t *log(fmax(sigmoid(s), 1e-12)) - (1 - t) * log(fmax(1 - sigmoid(s), 1e-12)))
WRONG_LOSS(bce_log_of_one_plus, positive(s) - s * t + log(1 + exp(-fabs(s))))
WRONG_LOSS(bce_takes_target_for_one, positive(s) - s + log1p(exp(-fabs(s))) + 0 * t)
WRONG_LOSS(bce_hides_nan, isnan(s) ? 0 : positive(s) - s * t + log1p(exp(-fabs(s))))
WRONG_LOSS(bce_forgets_target, positive(s) + log1p(exp(-fabs(s))) + 0 * t)
WRONG_LOSS(bce_forgets_the_log, positive(s) - s * t)

static double bce_labels_swapped(Matrix s, double target, Matrix ds)
{
    require_logits(s, target, ds);
    return bce_logits(s, 1 - target, ds);
}

static double bce_rounds_target(Matrix s, double target, Matrix ds)
{
    require_logits(s, target, ds);
    return bce_logits(s, target > 0.5 ? 1 : 0, ds);
}

static double bce_sum(Matrix s, double target, Matrix ds)
{
    double loss = bce_logits(s, target, ds), N = (double)s.rows;
    scale(ds, N);
    return loss * N;
}

static double bce_sum_of_losses(Matrix s, double target, Matrix ds)
{
    return bce_logits(s, target, ds) * (double)s.rows;
}

static double bce_gradient_of_sum(Matrix s, double target, Matrix ds)
{
    double loss = bce_logits(s, target, ds);
    scale(ds, (double)s.rows);
    return loss;
}

static double bce_gradient_sign(Matrix s, double target, Matrix ds)
{
    double loss = bce_logits(s, target, ds);
    scale(ds, -1);
    return loss;
}

/* By the probability: (p - t) / (p (1 - p)). */
static double bce_gradient_by_probability(Matrix s, double target, Matrix ds)
{
    double loss = bce_logits(s, target, ds);
    for (size_t n = 0; n < s.rows; n++) {
        double p = sigmoid((double)s.v[n]);
        ds.v[n] = (real)((p - target) / (p * (1 - p)) / (double)s.rows);
    }
    return loss;
}

static double bce_squared_gradient(Matrix s, double target, Matrix ds)
{
    double loss = bce_logits(s, target, ds);
    for (size_t n = 0; n < s.rows; n++) {
        double p = sigmoid((double)s.v[n]);
        ds.v[n] = (real)((p - target) * p * (1 - p) / (double)s.rows);
    }
    return loss;
}

static double bce_gradient_overflows(Matrix s, double target, Matrix ds)
{
    double loss = bce_logits(s, target, ds);
    for (size_t n = 0; n < s.rows; n++) {
        double e = exp((double)s.v[n]);
        ds.v[n] = (real)((e / (1 + e) - target) / (double)s.rows);
    }
    return loss;
}

static double bce_accepts_any_target(Matrix s, double target, Matrix ds)
{
    if (target >= 0 && target <= 1)
        return bce_logits(s, target, ds);
    return bce_logits(s, 0, ds);
}

const Suspect suspects_bce_logits[] = {
    SUSPECT(bce_of_probabilities, "right for logits up to 10000",
            "You take the logarithm of a probability. For a large logit 1 - p is exactly 0, and "
            "its logarithm minus infinity. Use max(s, 0) - s t + log1p(exp(-|s|))."),
    SUSPECT(bce_exp_overflows, "right for logits up to 10000",
            "exp overflows: its argument can be large and positive. Take the large part out, "
            "max(s, 0), and only exp(-|s|) is left, which is at most 1."),
    SUSPECT(bce_half_stable, "right for logits up to 10000",
            "This is right for positive logits only: for s far below 0, exp(-s) overflows. The "
            "formula has max(s, 0) and |s|, not s."),
    SUSPECT(bce_clamped, "right for logits up to 10000",
            "You keep the probability away from 0 and 1. Then the loss is capped near 27.6, and no "
            "longer says how wrong a logit is. The formula with logits needs no clamp."),
    SUSPECT(bce_log_of_one_plus, "keeps the digits of a small loss",
            "A small loss comes out as 0: 1 + 1e-18 is 1, and its logarithm 0. log1p keeps the "
            "digits. Add it to the difference max(s, 0) - s t, which is exact."),
    SUSPECT(bce_takes_target_for_one, "targets between 0 and 1",
            "The target plays no part in the loss: it is always that of target 1."),
    SUSPECT(bce_hides_nan, "a NaN stays a NaN",
            "A NaN among the logits disappears from the loss. Then nobody notices that a network "
            "has broken down."),
    SUSPECT(bce_forgets_target, "{0, 2, -1}, as by hand",
            "The term - s t is missing: the target plays no part in the loss."),
    SUSPECT(bce_forgets_the_log, "{0, 2, -1}, as by hand",
            "The term log1p(exp(-|s|)) is missing. What is left is the loss for very large logits "
            "only."),
    SUSPECT(bce_labels_swapped, "{0, 2, -1}, as by hand",
            "The labels are swapped: this is the loss for the target 1 - t. A high logit means "
            "real, and the target of real examples is 1."),
    SUSPECT(bce_rounds_target, "targets between 0 and 1",
            "You round the target to 0 or 1. Targets between are good too: 0.9 for real examples "
            "is a known trick."),
    SUSPECT(bce_sum, "a mean over the batch",
            "Loss and gradient are sums over the batch. Both are means: divide by N."),
    SUSPECT(bce_sum_of_losses, "a mean over the batch",
            "The loss is a sum over the batch. It is a mean: divide by N, as you did with the "
            "gradient."),
    SUSPECT(bce_gradient_of_sum, "its gradient, as by hand",
            "The gradient is not divided by N. The loss is a mean over the batch, so each example "
            "has 1/N of it."),
    SUSPECT(bce_gradient_sign, "its gradient, as by hand",
            "The gradient has the wrong sign: sigmoid(s) - t. The steps go against it."),
    SUSPECT(bce_gradient_by_probability, "its gradient, as by hand",
            "This is the gradient by the probability. By the logit, the factor p (1 - p) of the "
            "sigmoid cancels, and p - t is left."),
    SUSPECT(bce_squared_gradient, "its gradient, as by hand",
            "There is a factor p (1 - p) too many in the gradient: that is the squared error's. "
            "With the cross-entropy it cancels, and p - t is left."),
    SUSPECT(bce_gradient_overflows, "its gradient is right there too",
            "exp(s) / (1 + exp(s)) is infinity over infinity for a large logit. 1 / (1 + exp(-s)) "
            "is right everywhere: 1 over infinity is 0."),
    SUSPECT(bce_accepts_any_target, "refuses bad targets and other shapes",
            "A target outside 0 .. 1 is not refused. A NaN is such a target too: target >= 0 && "
            "target <= 1 is false for it."),
    {0},
};
