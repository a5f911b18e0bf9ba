/* Exercise 8.7, mode_score: the graded tests. */

#include <math.h>

#include "gan.h"
#include "common/ring.h"
#include "tests/08_gan/oracle.h"
#include "tests/08_gan/shared.h"
#include "tests/harness/harness.h"

SUBJECT(mode_score);

enum { MOST_MODES = 16 };

typedef struct {
    size_t good[MOST_MODES];
    ModeScore score;
} Result;

static Result score_of(Matrix samples, Matrix centers, double sd)
{
    Result result = {.score = {77, NAN, -77}};
    for (size_t k = 0; k < MOST_MODES; k++)
        result.good[k] = 7777;
    subject_mode_score(samples, centers, sd, result.good, &result.score);
    return result;
}

static Matrix corners(void)
{
    return BATCH(4, 2, 0, 0, 8, 0, 0, 8, 8, 8);
}

static void expect_score(const Result *got, size_t modes, double high_quality, double reverse_kl)
{
    expect(got->score.modes == modes, "modes: got %zu   want %zu", got->score.modes, modes);
    expect_number("high_quality", got->score.high_quality, high_quality, rounding_double(8, 1));
    expect_number("reverse_kl", got->score.reverse_kl, reverse_kl, rounding_double(64, 4));
}

/* Good: two at (0, 0), one at (8, 0), one at (8, 8). p = 1/2, 1/4, 1/4 of four modes. */
static void score_by_hand(void)
{
    given_values("centers (0, 0), (8, 0), (0, 8), (8, 8), sd 0.5; samples (0, 0), (1, 1),\n"
                 "     (8, 0.5), (7, 7), (4, 3.5), (20, 20)");
    Result result = score_of(BATCH(6, 2, 0, 0, 1, 1, 8, 0.5, 7, 7, 4, 3.5, 20, 20), corners(), 0.5);
    expect_score(&result, 3, 4.0 / 6, log(2) / 2);
}

static void expect_good(const Result *got, const size_t *want, size_t K)
{
    for (size_t k = 0; k < K; k++)
        expect(got->good[k] == want[k], "good[%zu]: got %zu   want %zu", k, got->good[k], want[k]);
}

static void score_counts_good_samples(void)
{
    static const size_t want[] = {2, 1, 0, 1};
    given_values("centers (0, 0), (8, 0), (0, 8), (8, 8), sd 0.5; samples (0, 0), (1, 1),\n"
                 "     (8, 0.5), (7, 7), (4, 3.5), (20, 20)");
    Result result = score_of(BATCH(6, 2, 0, 0, 1, 1, 8, 0.5, 7, 7, 4, 3.5, 20, 20), corners(), 0.5);
    expect_good(&result, want, 4);
}

/* (2.5, 2.5) is 3.54 away. (3, 0) and (0, -3) are exactly 3 away. */
static void score_within_3_sd(void)
{
    static const size_t want[] = {2, 0, 0, 0}, wider[] = {3, 0, 0, 0};
    Matrix samples = BATCH(4, 2, 3, 0, 0, -3, 2.5, 2.5, 3.01, 0);
    given_values("centers (0, 0), (8, 0), (0, 8), (8, 8), sd 1; samples (3, 0), (0, -3),\n"
                 "     (2.5, 2.5), (3.01, 0)");
    Result result = score_of(samples, corners(), 1);
    expect_good(&result, want, 4);
    given_values("the same samples, sd 1.005");
    result = score_of(samples, corners(), 1.005);
    expect_good(&result, wider, 4);
}

/* 3 sd reach over several centers here. */
static void score_belongs_to_the_nearest(void)
{
    static const size_t want[] = {2, 1, 2}, tie[] = {1, 1, 0};
    given_values("centers 0, 2, 4, sd 1; samples 0.9, -0.5, 1.2, 3.5, 3.2");
    Result result = score_of(BATCH(5, 1, 0.9, -0.5, 1.2, 3.5, 3.2), BATCH(3, 1, 0, 2, 4), 1);
    expect_good(&result, want, 3);
    given_values("centers 0, 2, 4, sd 1; samples 1, 3: as near to two centers");
    result = score_of(BATCH(2, 1, 1, 3), BATCH(3, 1, 0, 2, 4), 1);
    expect_good(&result, tie, 3);
}

static void score_of_even_and_uneven(void)
{
    given_values("one good sample in each of four modes");
    Result result = score_of(BATCH(4, 2, 0, 0, 8, 0, 0, 8, 8, 8), corners(), 1);
    expect_score(&result, 4, 1, 0);
    given_values("three good samples, all in one of four modes");
    result = score_of(BATCH(3, 2, 0, 0, 1, 0, 0, 1), corners(), 1);
    expect_score(&result, 1, 1, log(4));
}

static void score_of_bad_samples(void)
{
    given_values("samples (4, 4), (30, 30): no good one");
    Result result = score_of(BATCH(2, 2, 4, 4, 30, 30), corners(), 0.5);
    expect(result.score.modes == 0, "modes: got %zu   want 0", result.score.modes);
    expect_number("high_quality", result.score.high_quality, 0, 0);
    expect(isnan(result.score.reverse_kl), "reverse_kl: got %g   want NaN",
           result.score.reverse_kl);
}

static void score_of_nan(void)
{
    static const size_t want[] = {1, 0, 0, 0};
    given_values("samples (0, 0), (NaN, 0), (8, NaN)");
    Result result = score_of(BATCH(3, 2, 0, 0, NAN, 0, 8, NAN), corners(), 1);
    expect_good(&result, want, 4);
    expect_number("high_quality", result.score.high_quality, 1.0 / 3, rounding_double(8, 1));
}

static void score_of_any_shape(void)
{
    static const struct {
        size_t N, K, D;
    } sizes[] = {{50, 3, 1}, {200, 4, 2}, {80, 5, 3}, {1, 2, 4}, {40, 1, 2}};
    for (unsigned s = 0; s < COUNT(sizes); s++) {
        Matrix samples = random_input(901 + s, sizes[s].N, sizes[s].D, 0);
        Matrix centers = random_input(911 + s, sizes[s].K, sizes[s].D, 0);
        size_t good[MOST_MODES];
        ModeScore want = oracle_score(samples, centers, 0.6, good);
        given_values("%zu random samples, %zu centers, %zu features, sd 0.6", sizes[s].N,
                     sizes[s].K, sizes[s].D);
        Result result = score_of(samples, centers, 0.6);
        expect_good(&result, good, sizes[s].K);
        if (want.modes > 0)
            expect_score(&result, want.modes, want.high_quality, want.reverse_kl);
    }
}

/* 1 - exp(-9/2) = .98889 of a normal cloud is within 3 sd. With 4000 draws the share has a
   standard deviation of .0017. */
static void score_of_the_ring_itself(void)
{
    Random random = random_new(931);
    Matrix x = examples(1, 4000, RING_FEATURES), centers = examples(2, RING_MODES, RING_FEATURES);
    ring_draw(&random, x);
    ring_centers(centers);
    given_values("4000 points of the ring itself");
    Result result = score_of(x, centers, RING_SD);
    expect(result.score.modes == RING_MODES, "modes: got %zu   want %d", result.score.modes,
           RING_MODES);
    expect_number("high_quality", result.score.high_quality, 1 - exp(-4.5), 0.007);
    expect_number("reverse_kl", result.score.reverse_kl, 0, 0.01);
}

static void score_refuses(void)
{
    Matrix samples = BATCH(1, 2, 0, 0);
    given_values("one sample, four centers");
    expect_refusal("no samples", score_of(examples(1, 0, 2), corners(), 1));
    expect_refusal("no centers", score_of(samples, examples(1, 0, 2), 1));
    expect_refusal("samples of 1 feature", score_of(BATCH(1, 1, 0), corners(), 1));
    expect_refusal("sd = 0", score_of(samples, corners(), 0));
    expect_refusal("sd = -1", score_of(samples, corners(), -1));
    expect_refusal("sd = NaN", score_of(samples, corners(), NAN));
}

static void probe_score(Matrix samples, Matrix centers, double sd)
{
    size_t good[16];
    ModeScore score = {99, 99, 99};
    require(centers.rows <= COUNT(good), "%zu modes", centers.rows);
    for (size_t k = 0; k < centers.rows; k++)
        good[k] = 77;
    observe_refusal(refused(subject_mode_score(samples, centers, sd, good, &score)));
    for (size_t k = 0; k < centers.rows; k++)
        observe_number((double)good[k], 0);
    observe_number((double)score.modes, 0);
    observe_number(score.high_quality, 1e-9);
    observe_number(score.reverse_kl, 1e-9);
    observe_matrix(samples, 0);
    observe_matrix(centers, 0);
}

static void probe_mode_score(void)
{
    Matrix corners = BATCH(4, 2, 0, 0, 8, 0, 0, 8, 8, 8), line = BATCH(3, 1, 0, 2, 4);
    probe_score(BATCH(6, 2, 0, 0, 1, 1, 8, 0.5, 7, 7, 4, 3.5, 20, 20), corners, 0.5);
    probe_score(BATCH(3, 2, 2, 2, 6, 1, 0, 3), corners, 1);        /* a box is not a circle */
    probe_score(BATCH(3, 2, 2.5, 0, 8, 3.5, 2.75, 0), corners, 1); /* 2.5 and more sd away */
    probe_score(BATCH(2, 2, 3, 0, 8, 5), corners, 1);              /* exactly 3 sd */
    probe_score(BATCH(4, 1, 0.9, 1.2, 3.5, 2.5), line, 1);         /* within 3 sd of several */
    probe_score(BATCH(2, 1, 1, 3), line, 0.5);                     /* as near to two */
    probe_score(BATCH(3, 2, 0, 0, NAN, 0, 8, NAN), corners, 1);
    probe_score(BATCH(2, 2, 4, 4, 30, 30), corners, 0.5); /* no good one */
    probe_score(BATCH(1, 2, 8, 8), corners, 0.5);
    probe_score(random_input(1, 200, 2, 2), corners, 0.7);
    probe_score(random_input(2, 100, 3, 0), random_input(3, 5, 3, 0), 0.5);
    probe_score(examples(4, 0, 2), corners, 1);
    probe_score(BATCH(1, 2, 0, 0), examples(4, 0, 2), 1);
    probe_score(BATCH(1, 1, 0), corners, 1);
    probe_score(BATCH(1, 2, 0, 0), corners, 0);
    probe_score(BATCH(1, 2, 0, 0), corners, -1);
    probe_score(BATCH(1, 2, 0, 0), corners, NAN);
}

static const Test tests[] = {
    {2, "six samples, as by hand", score_by_hand},
    {1, "counts the good samples of each mode", score_counts_good_samples},
    {1, "good is within 3 sd, in a circle", score_within_3_sd},
    {1, "a sample belongs to the nearest mode", score_belongs_to_the_nearest},
    {1, "reverse KL: 0 if even, log K if all in one", score_of_even_and_uneven},
    {1, "no good sample: NaN", score_of_bad_samples},
    {1, "a NaN is not good", score_of_nan},
    {1, "any N, K and D", score_of_any_shape},
    {1, "the ring itself scores 98.9%", score_of_the_ring_itself},
    {1, "refuses what has no score", score_refuses},
    {0},
};

EXERCISE(mode_score);
