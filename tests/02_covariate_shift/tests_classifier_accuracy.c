/* Exercise 2.2, classifier_accuracy: the graded tests. */

#include "covariate_shift.h"
#include "common/random.h"
#include "tests/02_covariate_shift/oracle.h"
#include "tests/02_covariate_shift/shared.h"
#include "tests/harness/harness.h"

SUBJECT(classifier_accuracy);

/* Each is +1 or -1. */
static double *random_labels(unsigned seed, size_t n)
{
    double *v = output_vector(n);
    Random random = random_new(seed);
    for (size_t i = 0; i < n; i++)
        v[i] = random_below(&random, 2) ? 1 : -1;
    return v;
}

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

static void probe_classifier_accuracy(void)
{
    for (unsigned seed = 1; seed <= 12; seed++) {
        size_t N = 40 + seed, D = 1 + seed % 4;
        Matrix x = random_input(seed, N, D, seed % 2 ? 0 : 3);
        double *label = random_labels(seed + 50, N), b = seed % 3 ? 0.7 : -0.4;
        Classifier c = {random_vector(seed, D), positive_vector(seed + 9, D),
                        random_vector(seed + 20, D), b};
        double got = subject_classifier_accuracy(x, label, c);
        observe(&got, 1, 1e-9);
        observe_matrix(x, 0);
    }
    Matrix x = BATCH(3, 1, 3, 3, 5);
    Classifier c = {VECTOR(1, 3), VECTOR(1, 4), VECTOR(1, 0.5), 0};
    double got = subject_classifier_accuracy(x, VECTOR(3, 1, 1, -1), c);
    observe(&got, 1, 1e-9);
    got = subject_classifier_accuracy(x, VECTOR(3, -1, -1, 1), c);
    observe(&got, 1, 1e-9);
}

static const Test tests[] = {
    {5, "three of four right, as by hand", accuracy_by_hand},
    {5, "uses the statistics that are given", accuracy_uses_the_statistics_given},
    {3, "features are kept apart", accuracy_keeps_features_apart},
    {2, "any N and any D", accuracy_of_any_shape},
    {1, "a score of 0 is a -1", accuracy_at_a_score_of_0},
    {1, "changes nothing", accuracy_changes_nothing},
    {0},
};

EXERCISE(classifier_accuracy);
