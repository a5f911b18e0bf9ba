/* Exercise 2.3, importance_weights: the graded tests. */

#include <math.h>
#include <string.h>

#include "covariate_shift.h"
#include "common/random.h"
#include "tests/02_covariate_shift/oracle.h"
#include "tests/02_covariate_shift/shared.h"
#include "tests/harness/harness.h"

SUBJECT(importance_weights);

static void expect_weights(Matrix x, Normal train, Normal test, double tolerance)
{
    double *ratio = output_vector(x.rows), *want = output_vector(x.rows);
    oracle_weights(x, train, test, want);
    subject_importance_weights(x, train, test, ratio);
    expect_vector("ratio", ratio, want, x.rows, tolerance);
}

static void weights_by_hand(void)
{
    double *ratio = output_vector(4), one = 1;
    double *want = VECTOR(4, 0.60653065971, 1, 1.64872127070, 4.48168907034);
    given_values("x = {0, 0.5, 1, 2}, training N(0, 1), test N(1, 1): ratio = exp(x - 1/2)");
    subject_importance_weights(BATCH(4, 1, 0, 0.5, 1, 2), (Normal){VECTOR(1, 0), &one},
                               (Normal){VECTOR(1, 1), &one}, ratio);
    expect_vector("ratio", ratio, want, 4, 1e-10); /* the last digit above */
}

static void weights_without_a_shift(void)
{
    Normal p = {random_vector(41, 3), positive_vector(42, 3)};
    Matrix x = random_input(43, 6, 3, 0);
    given("x", x);
    expect_weights(x, p, p, rounding_double(4096, 1));
}

/* Where both densities have their peak, the ratio is that of their heights. */
static void weights_of_another_spread(void)
{
    double *ratio = output_vector(2);
    given_values("x = {3, 5}, training N(3, variance 4), test N(3, variance 1)");
    subject_importance_weights(BATCH(2, 1, 3, 5), (Normal){VECTOR(1, 3), VECTOR(1, 4)},
                               (Normal){VECTOR(1, 3), VECTOR(1, 1)}, ratio);
    expect_vector("ratio", ratio, VECTOR(2, 2, 2 * 0.22313016015), 2, 1e-10); /* 2 exp(-3/2) */
}

/* Training: what random_input draws. The test: so many standard deviations off. */
static void small_shift(size_t D, double by, Normal *train, Normal *test)
{
    double *mean = output_vector(D), *var = output_vector(D);
    double *test_mean = output_vector(D), *test_var = output_vector(D);
    for (size_t d = 0; d < D; d++) {
        mean[d] = (double)d;
        var[d] = pow(1 + 0.5 * (double)d, 2);
        test_mean[d] = mean[d] + by * sqrt(var[d]);
        test_var[d] = var[d] * (d % 2 ? 1 + by : 1 - by);
    }
    *train = (Normal){mean, var};
    *test = (Normal){test_mean, test_var};
}

/* The weights are below 100, and their exponents add up some 30 numbers. */
static void weights_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        Normal train, test;
        small_shift(shapes[s].D, 0.2, &train, &test);
        Matrix x = random_input(51 + (unsigned)s, shapes[s].N, shapes[s].D, 0);
        given("x", x);
        expect_weights(x, train, test, rounding_double(4096, 100));
    }
}

/* Densities of exp(-1800): 0 in a double. The exponents' rounding is 1e-13 of the weight. */
static void weights_of_tiny_densities(void)
{
    double *ratio = output_vector(1), one = 1;
    given_values("x = {60}, training N(0, 1), test N(0.125, 1): both densities are below 1e-700");
    subject_importance_weights(BATCH(1, 1, 60), (Normal){VECTOR(1, 0), &one},
                               (Normal){VECTOR(1, 0.125), &one}, ratio);
    expect_number("ratio[0]", ratio[0], 1793.9721168, 1e-6); /* exp(7.5 - 1/128) */
    Normal train, test;
    small_shift(400, 0.02, &train, &test);
    given_values("400 features: each density is a product of 400 small numbers");
    expect_weights(random_input(57, 3, 400, 0), train, test, 1e-9);
}

/* E[ratio] = 1 where training draws the examples; 20,000 of them leave a chance error of 0.004. */
static void weights_average_1(void)
{
    Random random = random_new(60);
    Matrix x = output(20000, 1);
    double *ratio = output_vector(20000), one = 1, sum = 0;
    for (size_t n = 0; n < x.rows; n++)
        x.v[n] = (real)random_normal(&random, 0, 1);
    given_values("x: 20,000 draws of the training distribution N(0, 1); test N(0.5, 1)");
    subject_importance_weights(x, (Normal){VECTOR(1, 0), &one}, (Normal){VECTOR(1, 0.5), &one},
                               ratio);
    for (size_t n = 0; n < x.rows; n++)
        sum += ratio[n] / 20000;
    expect_number("the average ratio", sum, 1, 0.03);
}

static void weights_change_nothing_else(void)
{
    Matrix x = random_input(68, 5, 3, 0), copy = random_input(68, 5, 3, 0);
    Normal train = {random_vector(69, 3), positive_vector(70, 3)},
           test = {random_vector(71, 3), positive_vector(72, 3)};
    double *first = output_vector(5), *second = output_vector(5);
    given("x", copy);
    subject_importance_weights(x, train, test, first);
    subject_importance_weights(x, train, test, second);
    expect_same("x", x.v, copy.v, 15 * sizeof(real));
    expect_same("mean", train.mean, random_vector(69, 3), 3 * sizeof(double));
    expect_same("var", test.var, positive_vector(72, 3), 3 * sizeof(double));
    expect(memcmp(first, second, 5 * sizeof *first) == 0,
           "called twice with the same x, ratio[0] is %.9g, then %.9g", first[0], second[0]);
}

static void probe_importance_weights(void)
{
    static const double means[][3] = {{0, 1, 2}, {0.3, 0.8, 2.5}, {-0.4, 1, 1.2}};
    static const double vars[][3] = {{1, 2.25, 4}, {1, 2.25, 4}, {0.7, 2, 5}};
    for (size_t i = 0; i < COUNT(means); i++)
        for (size_t D = 1; D <= 3; D++) {
            Matrix x = random_input(1 + (unsigned)D, 4 + D, D, 0);
            double *ratio = random_vector(9, x.rows);
            Normal train = {vector(3, means[(i + 1) % 3]), vector(3, vars[(i + 1) % 3])};
            Normal test = {vector(3, means[i]), vector(3, vars[i])};
            subject_importance_weights(x, train, test, ratio);
            observe(ratio, x.rows, 1e-9);
            observe_matrix(x, 0);
        }
    double *ratio = random_vector(9, 2), one = 1;
    subject_importance_weights(BATCH(2, 1, 60, -50), (Normal){VECTOR(1, 0), &one},
                               (Normal){VECTOR(1, 0.125), &one}, ratio);
    observe(ratio, 2, 1e-6);
}

static const Test tests[] = {
    {5, "N(0, 1) to N(1, 1), as by hand", weights_by_hand},
    {1, "without a shift all are 1", weights_without_a_shift},
    {4, "a narrower density is higher", weights_of_another_spread},
    {3, "features multiply, any N and any D", weights_of_any_shape},
    {3, "densities too small for a double", weights_of_tiny_densities},
    {2, "the average is 1 in training", weights_average_1},
    {1, "changes nothing else", weights_change_nothing_else},
    {0},
};

EXERCISE(importance_weights);
