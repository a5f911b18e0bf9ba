/* The graded tests of chapter 2.

   Tolerances: rounding(units, magnitude) allows that many units of rounding at the magnitude
   of the largest number in the computation; rounding_double the same in double's units, for
   what does not pass through a Matrix. */

#include <math.h>
#include <string.h>

#include "covariate_shift.h"
#include "common/random.h"
#include "tests/02_covariate_shift/oracle.h"
#include "tests/02_covariate_shift/probes.h"

#define START(name) __typeof__(name) *subject_##name = student_##name

START(shift_distance);
START(classifier_accuracy);
START(importance_weights);
START(effective_sample_size);
START(weighted_least_squares);
START(track_unit);

/* Shapes that a wrong index or a swapped N and D cannot get right by luck. */
static const struct {
    size_t N, D;
} shapes[] = {{1, 1}, {1, 7}, {7, 1}, {2, 3}, {3, 2}, {4, 4}, {64, 17}};

/* ---- 2.1 shift_distance ---- */

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

/* ---- 2.2 classifier_accuracy ---- */

static void expect_accuracy(Matrix x, const double *label, Classifier c)
{
    expect_number("the accuracy", subject_classifier_accuracy(x, label, c),
                  oracle_accuracy(x, label, c), rounding_double(4, 1));
}

/* The scores are 2, 0.2, -0.2 and -2. */
static void accuracy_by_hand(void)
{
    Matrix x = BATCH(4, 1, 0.9, 0.81, 0.79, 0.7);
    Classifier c = {VECTOR(1, 0.85), VECTOR(1, 0.0025), VECTOR(1, 1), 1};
    given_values("x = {0.9, 0.81, 0.79, 0.7}, mean = {0.85}, var = {0.0025}, w = {1}, b = 1: "
                 "the scores are 2, 0.2, -0.2, -2; the labels +1, -1, -1, -1");
    double got = subject_classifier_accuracy(x, VECTOR(4, 1, -1, -1, -1), c);
    expect_number("the accuracy", got, 0.75, 0);
}

/* The instrument's offset: the same animals, and readings that are 10 lower. */
static void accuracy_uses_the_statistics_given(void)
{
    Matrix x = BATCH(4, 1, -12, -11, -9, -8);
    double *label = VECTOR(4, -1, -1, 1, 1), *var = VECTOR(1, 4), *w = VECTOR(1, 1);
    given_values("x = {-12, -11, -9, -8}, labels -1, -1, +1, +1, var = {4}, w = {1}, b = 0");
    expect_number("with mean 0 in the classifier, the accuracy",
                  subject_classifier_accuracy(x, label, (Classifier){VECTOR(1, 0), var, w, 0}), 0.5,
                  0);
    expect_number("with mean -10 in the classifier, the accuracy",
                  subject_classifier_accuracy(x, label, (Classifier){VECTOR(1, -10), var, w, 0}), 1,
                  0);
}

static void accuracy_keeps_features_apart(void)
{
    Matrix x = BATCH(3, 2, 4, 0.9, 9, 0.8, 3, 0.82);
    Classifier c = {VECTOR(2, 4.5, 0.85), VECTOR(2, 2.25, 0.0025), VECTOR(2, 0.25, 1), 0.5};
    given("x", x);
    for (size_t n = 0; n < 3; n++) {
        double *label = VECTOR(3, -1, -1, -1);
        label[n] = 1;
        expect_accuracy(x, label, c);
    }
}

static void accuracy_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        size_t N = shapes[s].N, D = shapes[s].D;
        Matrix x = random_input(21 + (unsigned)s, N, D, 0);
        Classifier c = {random_vector(22, D), positive_vector(23, D), random_vector(24, D), 0.3};
        given("x", x);
        expect_accuracy(x, random_labels(25, N), c);
    }
}

static void accuracy_at_a_score_of_0(void)
{
    Matrix x = BATCH(2, 1, 3, 3);
    Classifier c = {VECTOR(1, 3), VECTOR(1, 4), VECTOR(1, 0.5), 0};
    given_values("two examples with a score of 0, labels +1 and -1; then both -1");
    expect_number("the accuracy", subject_classifier_accuracy(x, VECTOR(2, 1, -1), c), 0.5, 0);
    expect_number("the accuracy", subject_classifier_accuracy(x, VECTOR(2, -1, -1), c), 1, 0);
}

static void accuracy_changes_nothing(void)
{
    Matrix x = random_input(28, 5, 3, 0), copy = random_input(28, 5, 3, 0);
    double *label = random_labels(29, 5);
    Classifier c = {random_vector(30, 3), positive_vector(31, 3), random_vector(32, 3), 0.1};
    given("x", copy);
    double first = subject_classifier_accuracy(x, label, c);
    double second = subject_classifier_accuracy(x, label, c);
    expect_same("x", x.v, copy.v, 15 * sizeof(real));
    expect_same("label", label, random_labels(29, 5), 5 * sizeof *label);
    expect(first == second, "called twice with the same x, the accuracy is %g, then %g", first,
           second);
}

/* ---- 2.3 importance_weights ---- */

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

/* ---- 2.4 effective_sample_size ---- */

static void size_by_hand(void)
{
    given_values("ratio = {2, 1, 1, 0}");
    expect_number("the effective sample size",
                  subject_effective_sample_size(4, VECTOR(4, 2, 1, 1, 0)), 16.0 / 6,
                  rounding_double(16, 3));
}

static void size_of_equal_weights(void)
{
    double ratio[100];
    for (size_t N = 1; N <= 100; N += 11) {
        for (size_t n = 0; n < N; n++)
            ratio[n] = 0.3 * (double)N;
        given_values("%zu weights of %g", N, ratio[0]);
        expect_number("the effective sample size",
                      subject_effective_sample_size(N, vector(N, ratio)), (double)N,
                      rounding_double(512, 100));
    }
}

static void size_of_one_weight(void)
{
    for (size_t at = 0; at < 3; at++) {
        double *ratio = VECTOR(3, 0, 0, 0);
        ratio[at] = 7;
        given_values("ratio = {%g, %g, %g}", ratio[0], ratio[1], ratio[2]);
        expect_number("the effective sample size", subject_effective_sample_size(3, ratio), 1,
                      rounding_double(8, 1));
    }
}

static void size_has_no_scale(void)
{
    static const double scales[] = {1, 3, 1e-200, 1e200, 1e-300};
    for (size_t i = 0; i < COUNT(scales); i++) {
        double *ratio = positive_vector(81, 6), want = oracle_sample_size(6, ratio);
        for (size_t n = 0; n < 6; n++)
            ratio[n] *= scales[i];
        given_values("six weights near %g", scales[i]);
        expect_number("the effective sample size", subject_effective_sample_size(6, ratio), want,
                      rounding_double(256, 6));
    }
}

static void size_refuses_nothing(void)
{
    given_values("ratio = {0, 0, 0}");
    expect_refusal("a set of weights that are all 0",
                   subject_effective_sample_size(3, VECTOR(3, 0, 0, 0)));
    expect_refusal("an empty set", subject_effective_sample_size(0, VECTOR(1, 1)));
}

static void size_changes_nothing(void)
{
    double *ratio = positive_vector(82, 6);
    given_values("six random weights");
    double first = subject_effective_sample_size(6, ratio);
    double second = subject_effective_sample_size(6, ratio);
    expect_same("ratio", ratio, positive_vector(82, 6), 6 * sizeof *ratio);
    expect(first == second, "called twice with the same weights, it is %g, then %g", first, second);
}

/* ---- 2.5 weighted_least_squares ---- */

/* Both ways lose up to the condition number of A, a few hundred here, in units of rounding. */
static void expect_least_squares(Matrix x, const double *target, const double *ratio)
{
    size_t D = x.cols;
    double *w = output_vector(D), *want = output_vector(D);
    oracle_least_squares(x, target, ratio, want);
    subject_weighted_least_squares(x, target, ratio, output_vector(D * D), w);
    expect_vector("w", w, want, D, rounding(1e4, 10));
}

static void squares_by_hand(void)
{
    double *w = output_vector(1);
    given_values("x = {1, 1}, target = {1, 5}, ratio = {3, 1}: the weighted mean is "
                 "(3*1 + 1*5) / (3 + 1)");
    subject_weighted_least_squares(BATCH(2, 1, 1, 1), VECTOR(2, 1, 5), VECTOR(2, 3, 1),
                                   output_vector(1), w);
    expect_number("w[0]", w[0], 2, rounding_double(16, 2));
}

static void squares_with_ratio_1(void)
{
    Matrix x = random_input(91, 9, 3, 0);
    given("x", x);
    expect_least_squares(x, random_vector(92, 9), VECTOR(9, 1, 1, 1, 1, 1, 1, 1, 1, 1));
}

/* Targets that a linear model fits without an error: it is found with any weights. */
static void squares_find_what_was_planted(void)
{
    Matrix x = random_input(93, 8, 4, 0);
    double *planted = VECTOR(4, 2, -1, 0.5, 3), *target = output_vector(8), *w = output_vector(4);
    for (size_t n = 0; n < 8; n++) {
        target[n] = 0;
        for (size_t d = 0; d < 4; d++)
            target[n] += planted[d] * row(x, n)[d];
    }
    given_values("8 examples, target = 2 x[0] - x[1] + 0.5 x[2] + 3 x[3] exactly, random weights");
    subject_weighted_least_squares(x, target, positive_vector(94, 8), output_vector(16), w);
    expect_vector("w", w, planted, 4, rounding(1e4, 10));
}

static void squares_count_copies(void)
{
    Matrix x = random_input(95, 6, 2, 0), copies = output(8, 2);
    double *target = random_vector(96, 6), *copied = output_vector(8), *w = output_vector(2);
    static const size_t from[] = {0, 1, 1, 1, 3, 4, 4, 5}; /* 1 three times, 4 twice, 2 never */
    for (size_t n = 0; n < 8; n++) {
        memcpy(row(copies, n), row(x, from[n]), 2 * sizeof(real));
        copied[n] = target[from[n]];
    }
    double *want = output_vector(2), *ones = VECTOR(8, 1, 1, 1, 1, 1, 1, 1, 1);
    oracle_least_squares(copies, copied, ones, want);
    given_values("six examples with ratio = {1, 3, 0, 1, 2, 1}");
    subject_weighted_least_squares(x, target, VECTOR(6, 1, 3, 0, 1, 2, 1), output_vector(4), w);
    expect_vector("w", w, want, 2, rounding(1e4, 10));
}

static void squares_of_any_shape(void)
{
    static const size_t N[] = {1, 7, 6, 5, 64}, D[] = {1, 1, 3, 2, 9};
    for (size_t s = 0; s < COUNT(N); s++) {
        Matrix x = random_input(101 + (unsigned)s, N[s], D[s], 0);
        given("x", x);
        expect_least_squares(x, random_vector(102, N[s]), positive_vector(103, N[s]));
    }
}

static void squares_refuse_a_doubled_feature(void)
{
    Matrix x = random_input(107, 6, 3, 0);
    for (size_t n = 0; n < 6; n++)
        row(x, n)[2] = 2 * row(x, n)[0];
    double *target = random_vector(108, 6), *ratio = positive_vector(109, 6);
    given("x", x);
    expect_refusal(
        "a feature that is twice another one",
        subject_weighted_least_squares(x, target, ratio, output_vector(9), output_vector(3)));
}

static void squares_change_nothing_else(void)
{
    Matrix x = random_input(98, 7, 3, 0), copy = random_input(98, 7, 3, 0);
    double *target = random_vector(99, 7), *ratio = positive_vector(100, 7);
    double *A = output_vector(9), *first = output_vector(3), *second = output_vector(3);
    given("x", copy);
    subject_weighted_least_squares(x, target, ratio, A, first);
    subject_weighted_least_squares(x, target, ratio, A, second);
    expect_same("x", x.v, copy.v, 21 * sizeof(real));
    expect_same("target", target, random_vector(99, 7), 7 * sizeof *target);
    expect_same("ratio", ratio, positive_vector(100, 7), 7 * sizeof *ratio);
    expect(memcmp(first, second, 3 * sizeof *first) == 0,
           "called twice with the same x, w[0] is %.9g, then %.9g", first[0], second[0]);
}

/* ---- 2.6 track_unit ---- */

static void expect_unit(Matrix x, const real *w, double b, double tolerance)
{
    double *mean = output_vector(1), *sd = output_vector(1), want[2];
    oracle_unit(x, w, b, &want[0], &want[1]);
    subject_track_unit(x, w, b, mean, sd);
    expect_number("mean", *mean, want[0], tolerance);
    expect_number("sd", *sd, want[1], tolerance);
}

static void unit_by_hand(void)
{
    double *mean = output_vector(1), *sd = output_vector(1);
    given_values("x = {{1, 2}, {3, 4}, {5, 6}}, w = {0.5, -1}, b = 2: the unit computes 0.5, -0.5, "
                 "-1.5");
    subject_track_unit(BATCH(3, 2, 1, 2, 3, 4, 5, 6), BATCH(1, 2, 0.5, -1).v, 2, mean, sd);
    expect_number("mean", *mean, -0.5, rounding(8, 2));
    expect_number("sd", *sd, 0.81649658093, 1e-10 + rounding(8, 2)); /* sqrt(2/3) */
}

static void unit_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        Matrix x = random_input(111 + (unsigned)s, shapes[s].N, shapes[s].D, 0);
        Matrix w = random_input(112, 1, shapes[s].D, -3);
        given("x", x);
        expect_unit(x, w.v, 0.7, rounding(256, 100));
    }
}

static void unit_on_one_example(void)
{
    Matrix x = BATCH(1, 2, 3, 4);
    given("x", x);
    expect_unit(x, BATCH(1, 2, 0.5, -0.25).v, 1, rounding(8, 4));
}

static void unit_with_a_zero_weight(void)
{
    Matrix x = random_input(121, 10, 3, 1e4);
    given("x", x);
    expect_unit(x, BATCH(1, 3, 0, 0, 0).v, -3, 0);
    expect_unit(x, BATCH(1, 3, 0, 1, 0).v, -3, rounding(64, 1e4));
}

/* Numbers near 1e8 are 1.5e-8 apart, their squares 1 or 2. */
static void unit_beside_a_large_bias(void)
{
    Matrix x = random_input(122, 50, 3, 0);
    given_values("50 examples, b = 1e8");
    expect_unit(x, random_input(123, 1, 3, 0).v, 1e8, 1e-6 + rounding(64, 10));
}

static void unit_changes_nothing_else(void)
{
    Matrix x = random_input(128, 5, 3, 0), copy = random_input(128, 5, 3, 0);
    Matrix w = random_input(129, 1, 3, 0);
    double *first = output_vector(2), *second = output_vector(2);
    given("x", copy);
    subject_track_unit(x, w.v, 0.5, &first[0], &first[1]);
    subject_track_unit(x, w.v, 0.5, &second[0], &second[1]);
    expect_same("x", x.v, copy.v, 15 * sizeof(real));
    expect_same("w", w.v, random_input(129, 1, 3, 0).v, 3 * sizeof(real));
    expect(memcmp(first, second, 2 * sizeof *first) == 0,
           "called twice with the same x, mean and sd are %.9g and %.9g, then %.9g and %.9g",
           first[0], first[1], second[0], second[1]);
}

/* ---- The tables ---- */

static Exercise exercises[] = {
    EXERCISE("2.1", shift_distance),         EXERCISE("2.2", classifier_accuracy),
    EXERCISE("2.3", importance_weights),     EXERCISE("2.4", effective_sample_size),
    EXERCISE("2.5", weighted_least_squares), EXERCISE("2.6", track_unit),
};

static const Test tests[] = {
    {"2.1", 4, "a fur 3.3 standard deviations off", shift_by_hand},
    {"2.1", 4, "the largest distance, whichever feature", shift_is_the_largest},
    {"2.1", 2, "up or down", shift_up_or_down},
    {"2.1", 1, "no shift is 0", shift_without_a_shift},
    {"2.1", 2, "a NaN does not hide", shift_of_a_broken_sensor},
    {"2.1", 2, "refuses a constant feature", shift_refuses_a_constant},

    {"2.2", 5, "three of four right, as by hand", accuracy_by_hand},
    {"2.2", 5, "uses the statistics that are given", accuracy_uses_the_statistics_given},
    {"2.2", 3, "features are kept apart", accuracy_keeps_features_apart},
    {"2.2", 2, "any N and any D", accuracy_of_any_shape},
    {"2.2", 1, "a score of 0 is a -1", accuracy_at_a_score_of_0},
    {"2.2", 1, "changes nothing", accuracy_changes_nothing},

    {"2.3", 5, "N(0, 1) to N(1, 1), as by hand", weights_by_hand},
    {"2.3", 1, "without a shift all are 1", weights_without_a_shift},
    {"2.3", 4, "a narrower density is higher", weights_of_another_spread},
    {"2.3", 3, "features multiply, any N and any D", weights_of_any_shape},
    {"2.3", 3, "densities too small for a double", weights_of_tiny_densities},
    {"2.3", 2, "the average is 1 in training", weights_average_1},
    {"2.3", 1, "changes nothing else", weights_change_nothing_else},

    {"2.4", 4, "{2, 1, 1, 0} are worth 8/3", size_by_hand},
    {"2.4", 3, "N equal weights are worth N", size_of_equal_weights},
    {"2.4", 2, "one weight alone is worth 1", size_of_one_weight},
    {"2.4", 3, "the scale does not matter, 1e-200 or 1e200", size_has_no_scale},
    {"2.4", 1, "refuses weights that are all 0", size_refuses_nothing},
    {"2.4", 1, "changes nothing", size_changes_nothing},

    {"2.5", 4, "a weighted mean, as by hand", squares_by_hand},
    {"2.5", 3, "with ratio 1, ordinary least squares", squares_with_ratio_1},
    {"2.5", 3, "finds what was planted", squares_find_what_was_planted},
    {"2.5", 4, "a ratio of 2 counts as two copies", squares_count_copies},
    {"2.5", 3, "any N and any D", squares_of_any_shape},
    {"2.5", 1, "refuses a doubled feature", squares_refuse_a_doubled_feature},
    {"2.5", 2, "changes nothing else", squares_change_nothing_else},

    {"2.6", 4, "three examples, as by hand", unit_by_hand},
    {"2.6", 3, "any N and any D", unit_of_any_shape},
    {"2.6", 1, "one example has sd 0", unit_on_one_example},
    {"2.6", 2, "a weight of 0 leaves a feature out", unit_with_a_zero_weight},
    {"2.6", 3, "survives b = 1e8", unit_beside_a_large_bias},
    {"2.6", 2, "changes nothing else", unit_changes_nothing_else},
};

const Chapter chapter = {
    "2", "Covariate shift", exercises, COUNT(exercises), tests, COUNT(tests), suspects,
};
