/* Exercise 8.3, bce_logits: the graded tests. */

#include <math.h>

#include "gan.h"
#include "tests/08_gan/oracle.h"
#include "tests/08_gan/shared.h"
#include "tests/harness/harness.h"

SUBJECT(bce_logits);

static double loss_of(Matrix s, double target)
{
    return subject_bce_logits(s, target, output(s.rows, 1));
}

static Matrix gradient_of(Matrix s, double target)
{
    Matrix ds = output(s.rows, 1);
    subject_bce_logits(s, target, ds);
    return ds;
}

/* log 2 = .6931472, log(1 + e^-2) = .1269280, log(1 + e) = 1.3132617 */
static void bce_by_hand(void)
{
    given_values("s = {0, 2, -1}, target 1");
    expect_number("loss", loss_of(BATCH(3, 1, 0, 2, -1), 1),
                  (0.69314718055994531 + 0.12692801104297263 + 1.3132616875182228) / 3,
                  rounding(16, 1));
}

static void bce_gradient_by_hand(void)
{
    static const double p[] = {0.5, 0.88079707797788244, 0.26894142136999512};
    Matrix s = BATCH(3, 1, 0, 2, -1);
    given_values("s = {0, 2, -1}, target 0");
    expect_matrix("ds", gradient_of(s, 0), BATCH(3, 1, p[0] / 3, p[1] / 3, p[2] / 3),
                  rounding(16, 1));
    given_values("s = {0, 2, -1}, target 1");
    expect_matrix("ds", gradient_of(s, 1),
                  BATCH(3, 1, (p[0] - 1) / 3, (p[1] - 1) / 3, (p[2] - 1) / 3), rounding(16, 1));
}

static void bce_of_large_logits(void)
{
    static const double at[] = {20, 60, 100, 750, 10000};
    for (size_t i = 0; i < COUNT(at); i++) {
        Matrix right = BATCH(1, 1, at[i]), wrong = BATCH(1, 1, -at[i]);
        given_values("s = {%g}, target 1", at[i]);
        expect_number("loss", loss_of(right, 1), log1p(exp(-at[i])), rounding_double(16, 1));
        given_values("s = {%g}, target 0", at[i]);
        expect_number("loss", loss_of(right, 0), at[i], rounding(16, at[i]) + 1e-8);
        given_values("s = {%g}, target 1", -at[i]);
        expect_number("loss", loss_of(wrong, 1), at[i], rounding(16, at[i]) + 1e-8);
    }
}

static void bce_gradient_of_large_logits(void)
{
    given_values("s = {10000, -10000}, target 1");
    expect_matrix("ds", gradient_of(BATCH(2, 1, 10000, -10000), 1), BATCH(2, 1, 0, -0.5),
                  rounding(4, 1));
    given_values("s = {10000, -10000}, target 0");
    expect_matrix("ds", gradient_of(BATCH(2, 1, 10000, -10000), 0), BATCH(2, 1, 0.5, 0),
                  rounding(4, 1));
}

/* 1 + 1e-18 is 1 in double, and its logarithm 0. */
static void bce_keeps_small_losses(void)
{
    given_values("s = {40}, target 1");
    double got = loss_of(BATCH(1, 1, 40), 1), want = exp(-40);
    expect(fabs(got / want - 1) <= 1e-5, "loss: got %.6g   want %.6g", got, want);
}

static void bce_between_0_and_1(void)
{
    static const double targets[] = {0.9, 0.1, 0.5};
    for (size_t t = 0; t < COUNT(targets); t++) {
        Matrix s = BATCH(4, 1, 0.5, -1.5, 3, -12);
        Values values = oracle_values(s);
        given_values("s = {0.5, -1.5, 3, -12}, target %g", targets[t]);
        expect_number("loss", loss_of(s, targets[t]), (double)oracle_bce(&values, targets[t]),
                      rounding(16, 10));
        Matrix ds = gradient_of(s, targets[t]);
        for (size_t n = 0; n < 4; n++) {
            double p = 1 / (1 + exp(-(double)s.v[n]));
            expect_number("ds", (double)ds.v[n], (p - targets[t]) / 4, rounding(16, 1));
        }
    }
}

static void bce_is_a_mean(void)
{
    given_values("s = {1.5}, and the same example five times; target 1");
    double one = loss_of(BATCH(1, 1, 1.5), 1),
           five = loss_of(BATCH(5, 1, 1.5, 1.5, 1.5, 1.5, 1.5), 1);
    expect_number("loss of five", five, one, rounding(16, 1));
    expect_number("loss of one", one, log1p(exp(-1.5)), rounding(16, 1));
}

/* Of the oracle's loss. */
static void bce_gradient_equals_differences(void)
{
    Matrix s = random_input(301, 6, 1, 0);
    const long double h = 1e-5L;
    given("target 0.3, s", s);
    Matrix ds = gradient_of(s, 0.3);
    for (size_t n = 0; n < s.rows; n++) {
        Values up = oracle_values(s), down = up;
        up.v[n][0] += h;
        down.v[n][0] -= h;
        long double slope = (oracle_bce(&up, 0.3) - oracle_bce(&down, 0.3)) / (2 * h);
        expect_number("ds", (double)ds.v[n], (double)slope, 1e-9 + rounding(16, 1));
    }
}

static void bce_of_nan(void)
{
    given_values("s = {1, NaN}, target 0 and 1");
    for (int target = 0; target < 2; target++) {
        double loss = loss_of(BATCH(2, 1, 1, NAN), target);
        expect(isnan(loss), "loss: got %g   want NaN", loss);
    }
}

static void bce_refuses(void)
{
    Matrix s = BATCH(2, 1, 1, 2);
    given_values("s = {1, 2}");
    expect_refusal("a target of -0.5", loss_of(s, -0.5));
    expect_refusal("a target of 1.5", loss_of(s, 1.5));
    expect_refusal("a target that is NaN", loss_of(s, NAN));
    expect_refusal("a batch without examples", loss_of(examples(1, 0, 1), 1));
    expect_refusal("s of 2 x 2", subject_bce_logits(examples(1, 2, 2), 1, examples(2, 2, 2)));
    expect_refusal("ds of 3 x 1", subject_bce_logits(s, 1, examples(2, 3, 1)));
}

static void probe_bce(Matrix s, double target)
{
    Matrix ds = examples(1, s.rows, 1);
    observe_number(subject_bce_logits(s, target, ds), close_to(1));
    observe_matrix(ds, close_to(1));
    observe_matrix(s, 0);
}

static void probe_bce_logits(void)
{
    static const double targets[] = {0, 1, 0.9, 0.3};
    for (unsigned t = 0; t < COUNT(targets); t++) {
        probe_bce(BATCH(1, 1, 1.25), targets[t]);
        probe_bce(BATCH(5, 1, 0, 2, -1, 0.5, -3), targets[t]);
        probe_bce(BATCH(3, 1, 30, -30, 12), targets[t]);
        probe_bce(BATCH(2, 1, 750, -750), targets[t]);
        probe_bce(BATCH(2, 1, 10000, -10000), targets[t]);
    }
    Matrix ds = examples(1, 1, 1);
    double tiny = subject_bce_logits(BATCH(1, 1, 40), 1, ds);
    observe_number(tiny * 1e17, 1e-3);
    observe_number(subject_bce_logits(BATCH(2, 1, 1, NAN), 0, examples(2, 2, 1)), 1e-9);
    observe_number(subject_bce_logits(BATCH(2, 1, NAN, 1), 1, examples(2, 2, 1)), 1e-9);
    observe_refusal(refused(subject_bce_logits(BATCH(2, 1, 1, 2), -0.5, examples(2, 2, 1))));
    observe_refusal(refused(subject_bce_logits(BATCH(2, 1, 1, 2), 1.5, examples(2, 2, 1))));
    observe_refusal(refused(subject_bce_logits(BATCH(2, 1, 1, 2), NAN, examples(2, 2, 1))));
    observe_refusal(refused(subject_bce_logits(examples(3, 0, 1), 1, examples(2, 0, 1))));
    observe_refusal(refused(subject_bce_logits(examples(3, 2, 2), 1, examples(2, 2, 2))));
    observe_refusal(refused(subject_bce_logits(examples(3, 2, 1), 1, examples(2, 3, 1))));
}

static const Test tests[] = {
    {3, "{0, 2, -1}, as by hand", bce_by_hand},
    {3, "its gradient, as by hand", bce_gradient_by_hand},
    {3, "right for logits up to 10000", bce_of_large_logits},
    {1, "its gradient is right there too", bce_gradient_of_large_logits},
    {1, "keeps the digits of a small loss", bce_keeps_small_losses},
    {1, "targets between 0 and 1", bce_between_0_and_1},
    {1, "a mean over the batch", bce_is_a_mean},
    {1, "equals central differences of the loss", bce_gradient_equals_differences},
    {1, "a NaN stays a NaN", bce_of_nan},
    {1, "refuses bad targets and other shapes", bce_refuses},
    {0},
};

EXERCISE(bce_logits);
