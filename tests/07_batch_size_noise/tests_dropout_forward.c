/* Exercise 7.5, dropout_forward: the graded tests. */

#include <math.h>

#include "batch_size_noise.h"
#include "tests/07_batch_size_noise/oracle.h"
#include "tests/harness/harness.h"

SUBJECT(dropout_forward);

typedef struct {
    Matrix mask, y;
    Random random;
} Dropped;

static Dropped drop(Matrix x, double rate, Dropping dropping, unsigned seed)
{
    Dropped got = {output(x.rows, x.cols), output(x.rows, x.cols), random_new(seed)};
    subject_dropout_forward(x, rate, dropping, &got.random, got.mask, got.y);
    return got;
}

static void dropped_or_scaled(void)
{
    static const double rates[] = {0.5, 0.2, 0.75};
    for (unsigned i = 0; i < COUNT(rates); i++) {
        Matrix x = random_input(251 + i, 20, 3, 1);
        given_values("20 x 3 random numbers, rate = %g", rates[i]);
        Dropped got = drop(x, rates[i], i == 1 ? DROP_SHARED : DROP_EACH, 7 + i);
        for (size_t j = 0; j < 60; j++) {
            double mask = (double)got.mask.v[j], kept = 1 / (1 - rates[i]);
            expect(mask == 0 || fabs(mask - kept) <= rounding(4, kept),
                   "mask[%zu][%zu] is %g; it can be 0 or 1/(1 - rate) = %g", j / 3, j % 3, mask,
                   kept);
            expect_number("y", (double)got.y.v[j], (double)x.v[j] * mask, rounding(4, 100));
        }
    }
}

static void expect_mask(size_t N, size_t D, double rate, Dropping dropping, unsigned seed)
{
    Matrix want = output(N, D);
    oracle_mask(rate, dropping, random_new(seed), want);
    given_values("%zu x %zu numbers, rate = %g, %s, random_new(%u)", N, D, rate,
                 dropping == DROP_EACH ? "DROP_EACH" : "DROP_SHARED", seed);
    Dropped got = drop(random_input(seed, N, D, 1), rate, dropping, seed);
    expect_matrix("mask", got.mask, want, rounding(4, 10));
    Random expected = random_new(seed);
    for (size_t i = 0; i < (dropping == DROP_EACH ? N * D : D); i++)
        random_uniform(&expected);
    expect(got.random.state == expected.state,
           "after the call the generator does not stand behind %zu draws", /* as it should */
           dropping == DROP_EACH ? N * D : D);
}

static void each_draws_for_itself(void)
{
    expect_mask(4, 3, 0.5, DROP_EACH, 1);
    expect_mask(7, 1, 0.3, DROP_EACH, 2);
    expect_mask(1, 9, 0.8, DROP_EACH, 3);
    expect_mask(5, 5, 0, DROP_EACH, 4);
}

static void shared_draws_once(void)
{
    expect_mask(4, 6, 0.5, DROP_SHARED, 1);
    expect_mask(7, 1, 0.3, DROP_SHARED, 2);
    expect_mask(1, 9, 0.8, DROP_SHARED, 3);
}

/* The mean of 4000 multipliers scatters by sqrt(rate / (1 - rate) / 4000): 0.032 at most here. */
static void dropout_keeps_the_mean(void)
{
    static const double rates[] = {0.1, 0.5, 0.8};
    for (unsigned i = 0; i < COUNT(rates); i++) {
        Matrix x = output(4000, 1);
        double sum = 0;
        for (size_t n = 0; n < 4000; n++)
            x.v[n] = 1;
        given_values("4000 ones, rate = %g", rates[i]);
        Matrix y = drop(x, rates[i], DROP_EACH, 11 + i).y;
        for (size_t n = 0; n < 4000; n++)
            sum += (double)y.v[n] / 4000;
        expect_number("the mean of y", sum, 1, 0.15);
    }
}

static void dropout_at_rate_zero(void)
{
    Matrix x = random_input(261, 5, 3, 1);
    given("x", x);
    Dropped got = drop(x, 0, DROP_EACH, 12);
    expect_matrix("y", got.y, random_input(261, 5, 3, 1), 0);
    expect_same("x", x.v, random_input(261, 5, 3, 1).v, 15 * sizeof(real));
}

static void dropout_refuses_rates(void)
{
    static const double bad[] = {1, -0.1, 1.5, NAN};
    Matrix x = random_input(262, 3, 2, 1), mask = output(3, 2), y = output(3, 2);
    Random random = random_new(1);
    given_values("a rate of 1, -0.1, 1.5 or NaN");
    for (size_t i = 0; i < COUNT(bad); i++)
        expect(refused(subject_dropout_forward(x, bad[i], DROP_EACH, &random, mask, y)),
               "a rate of %g was not refused", bad[i]);
}

static void dropout_refuses_other_shapes(void)
{
    Matrix x = random_input(263, 4, 3, 1), good = output(4, 3), turned = random_input(264, 3, 4, 0);
    Random random = random_new(1);
    given_values("x is 4 x 3");
    expect_refusal("a mask of 3 x 4",
                   subject_dropout_forward(x, 0.5, DROP_EACH, &random, turned, good));
    expect_refusal("a y of 3 x 4",
                   subject_dropout_forward(x, 0.5, DROP_EACH, &random, good, turned));
    Matrix wider = random_input(265, 4, 4, 0), longer = random_input(266, 5, 3, 0);
    expect_refusal("a mask of 4 x 4",
                   subject_dropout_forward(x, 0.5, DROP_EACH, &random, wider, good));
    expect_refusal("a y of 5 x 3",
                   subject_dropout_forward(x, 0.5, DROP_EACH, &random, good, longer));
}

static void observe_dropout(Matrix x, double rate, Dropping dropping, Matrix mask, Matrix y)
{
    Random random = random_new(99);
    observe_refusal(refused(subject_dropout_forward(x, rate, dropping, &random, mask, y)));
    observe_matrix(mask, 1e-9 + rounding(4, 10));
    observe_matrix(y, 1e-9 + rounding(4, 1000));
    observe_matrix(x, 0);
    double next = random_uniform(&random);
    observe(&next, 1, 0);
}

static void probe_dropout_forward(void)
{
    static const double rates[] = {0.5, 0.2, 0.75, 0, 1, -0.1, NAN};
    for (unsigned i = 0; i < 2 * COUNT(rates); i++) {
        size_t N = 5 + i % 2, D = 3 + i % 3;
        observe_dropout(random_input(10 + i, N, D, 1), rates[i / 2],
                        i % 2 ? DROP_SHARED : DROP_EACH, random_input(4, N, D, 0),
                        random_input(5, N, D, 0));
    }
    Matrix x = random_input(40, 4, 3, 0);
    observe_dropout(x, 0.5, DROP_EACH, random_input(41, 3, 4, 0), random_input(42, 4, 3, 0));
    observe_dropout(x, 0.5, DROP_EACH, random_input(41, 4, 3, 0), random_input(42, 3, 4, 0));
}

static const Test tests[] = {
    {4, "0 or 1/(1 - rate)", dropped_or_scaled},
    {4, "each number draws for itself, in order", each_draws_for_itself},
    {3, "shared: one draw for each feature", shared_draws_once},
    {2, "the mean is kept", dropout_keeps_the_mean},
    {1, "a rate of 0 changes nothing", dropout_at_rate_zero},
    {1, "refuses a bad rate", dropout_refuses_rates},
    {1, "refuses other shapes", dropout_refuses_other_shapes},
    {0},
};

EXERCISE(dropout_forward);
