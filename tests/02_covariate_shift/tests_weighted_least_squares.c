/* Exercise 2.5, weighted_least_squares: the graded tests. */

#include <string.h>

#include "covariate_shift.h"
#include "tests/02_covariate_shift/oracle.h"
#include "tests/02_covariate_shift/shared.h"
#include "tests/harness/harness.h"

SUBJECT(weighted_least_squares);

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

static void probe_weighted_least_squares(void)
{
    for (unsigned seed = 1; seed <= 6; seed++) {
        size_t D = 1 + seed % 3, N = 5 + seed;
        Matrix x = random_input(seed, N, D, seed == 2 ? 3 : 0);
        double *target = random_vector(seed + 10, N), *ratio = positive_vector(seed + 20, N);
        double *A = positive_vector(7, D * D), *w = positive_vector(8, D);
        for (size_t d = 0; d < D; d++) /* what adds to the old numbers can be solved, and shows */
            A[d * D + d] += 100;
        observe_refusal(refused(subject_weighted_least_squares(x, target, ratio, A, w)));
        observe(w, D, 1e-8 + rounding(1e4, 10));
        observe_matrix(x, 0);
        observe(ratio, N, 0);
    }
}

static const Test tests[] = {
    {4, "a weighted mean, as by hand", squares_by_hand},
    {3, "with ratio 1, ordinary least squares", squares_with_ratio_1},
    {3, "finds what was planted", squares_find_what_was_planted},
    {4, "a ratio of 2 counts as two copies", squares_count_copies},
    {3, "any N and any D", squares_of_any_shape},
    {1, "refuses a doubled feature", squares_refuse_a_doubled_feature},
    {2, "changes nothing else", squares_change_nothing_else},
    {0},
};

EXERCISE(weighted_least_squares);
