/* Exercise 8.7, mode_score: its common mistakes, and what is to be said of each. */

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "gan.h"
#include "tests/harness/harness.h"

typedef struct {
    bool by_square;    /* compares the squared distance with 3 sd */
    bool box;          /* within 3 sd in each feature */
    bool open;         /* < where <= is meant */
    bool any_center;   /* good for every center within 3 sd */
    bool first_center; /* good for the first center within 3 sd */
    bool all_count;    /* a mode counts its nearest samples, good or not */
    bool nan_is_good;
    double fewer; /* good is within 3 - fewer sd */
    bool last_of_two;
} Judgment;

static void require_score(Matrix samples, Matrix centers, double sd)
{
    require(samples.rows >= 1 && centers.rows >= 1 && samples.cols == centers.cols && sd > 0,
            "%zu samples", samples.rows);
}

static double square_of_distance(const real *a, const real *b, size_t D, bool box)
{
    double sum = 0, most = 0;
    for (size_t d = 0; d < D; d++) {
        double apart = (double)a[d] - (double)b[d];
        sum += apart * apart;
        most = fmax(most, apart * apart);
    }
    return box ? most : sum;
}

static bool is_good(double square, double sd, const Judgment *judgment)
{
    double most = (3 - judgment->fewer) * sd,
           distance = judgment->by_square ? square : sqrt(square);
    if (judgment->nan_is_good)
        return !(distance > most);
    return judgment->open ? distance < most - 1e-12 : distance <= most + 1e-12;
}

/* Fills good, and returns the number of samples that are. */
static size_t count_good(Matrix samples, Matrix centers, double sd, size_t *good,
                         const Judgment *judgment)
{
    size_t all = 0;
    memset(good, 0, centers.rows * sizeof *good);
    for (size_t n = 0; n < samples.rows; n++) {
        size_t nearest = 0;
        double least = INFINITY;
        bool counted = false;
        for (size_t k = 0; k < centers.rows; k++) {
            const real *a = row(samples, n), *b = row(centers, k);
            double square = square_of_distance(a, b, centers.cols, false);
            double measured = square_of_distance(a, b, centers.cols, judgment->box);
            if (judgment->last_of_two ? square <= least : square < least) {
                least = square;
                nearest = k;
            }
            if (is_good(measured, sd, judgment) &&
                (judgment->any_center || (judgment->first_center && !counted))) {
                good[k]++;
                counted = true;
            }
        }
        double measured =
            square_of_distance(row(samples, n), row(centers, nearest), centers.cols, judgment->box);
        bool fine = is_good(measured, sd, judgment);
        if (!judgment->any_center && !judgment->first_center && (fine || judgment->all_count))
            good[nearest]++;
        all += fine || counted;
    }
    return all;
}

static void sum_up(size_t K, size_t N, size_t all, const size_t *good, ModeScore *score)
{
    score->modes = 0;
    score->high_quality = (double)all / (double)N;
    score->reverse_kl = all > 0 ? 0 : NAN;
    for (size_t k = 0; k < K; k++)
        if (good[k] > 0) {
            double p = (double)good[k] / (double)all;
            score->modes++;
            score->reverse_kl += p * log(p * (double)K);
        }
}

#define WRONG_JUDGMENT(name, ...)                                                               \
    static void name(Matrix samples, Matrix centers, double sd, size_t *good, ModeScore *score) \
    {                                                                                           \
        Judgment judgment = {__VA_ARGS__};                                                      \
        require_score(samples, centers, sd);                                                    \
        size_t all = count_good(samples, centers, sd, good, &judgment);                         \
        sum_up(centers.rows, samples.rows, all, good, score);                                   \
    }

WRONG_JUDGMENT(score_by_square, .by_square = true)
WRONG_JUDGMENT(score_in_a_box, .box = true)
WRONG_JUDGMENT(score_open, .open = true)
WRONG_JUDGMENT(score_any_center, .any_center = true)
WRONG_JUDGMENT(score_first_center, .first_center = true)
WRONG_JUDGMENT(score_counts_all, .all_count = true)
WRONG_JUDGMENT(score_nan_is_good, .nan_is_good = true)
WRONG_JUDGMENT(score_within_1_sd, .fewer = 2)
WRONG_JUDGMENT(score_within_2_sd, .fewer = 1)
WRONG_JUDGMENT(score_3_not_squared, .fewer = 3 - sqrt(3))
WRONG_JUDGMENT(score_last_of_two, .last_of_two = true)

/* The right counts, and another reverse_kl: from p[k], and what to do where it is 0. */
typedef double (*Divergence)(double p, double K);

static void score_with(Divergence divergence, Matrix samples, Matrix centers, double sd,
                       size_t *good, ModeScore *score)
{
    mode_score(samples, centers, sd, good, score);
    double all = score->high_quality * (double)samples.rows, K = (double)centers.rows;
    if (all == 0)
        return;
    score->reverse_kl = 0;
    for (size_t k = 0; k < centers.rows; k++)
        score->reverse_kl += divergence((double)good[k] / all, K);
}

#define WRONG_DIVERGENCE(name, formula)                                                         \
    static double name##_term(double p, double K)                                               \
    {                                                                                           \
        return formula;                                                                         \
    }                                                                                           \
    static void name(Matrix samples, Matrix centers, double sd, size_t *good, ModeScore *score) \
    {                                                                                           \
        score_with(name##_term, samples, centers, sd, good, score);                             \
    }

WRONG_DIVERGENCE(score_forward_kl, log(1 / (K * p)) / K)
WRONG_DIVERGENCE(score_zero_times_log, p *log(p *K))
WRONG_DIVERGENCE(score_entropy, p > 0 ? -p * log(p) + 0 * K : 0)
WRONG_DIVERGENCE(score_bits, p > 0 ? p * log2(p * K) : 0)
WRONG_DIVERGENCE(score_forgets_K, p > 0 ? p * log(p) + 0 * K : 0)

static void score_share_of_all(Matrix samples, Matrix centers, double sd, size_t *good,
                               ModeScore *score)
{
    mode_score(samples, centers, sd, good, score);
    if (score->modes == 0)
        return;
    score->reverse_kl = 0;
    for (size_t k = 0; k < centers.rows; k++) {
        double p = (double)good[k] / (double)samples.rows;
        score->reverse_kl += p > 0 ? p * log(p * (double)centers.rows) : 0;
    }
}

static void score_zero_without_good(Matrix samples, Matrix centers, double sd, size_t *good,
                                    ModeScore *score)
{
    mode_score(samples, centers, sd, good, score);
    if (score->modes == 0)
        score->reverse_kl = 0;
}

static void score_integer_division(Matrix samples, Matrix centers, double sd, size_t *good,
                                   ModeScore *score)
{
    mode_score(samples, centers, sd, good, score);
    score->high_quality = score->high_quality >= 1;
}

static void score_keeps_counts(Matrix samples, Matrix centers, double sd, size_t *good,
                               ModeScore *score)
{
    size_t K = centers.rows, *before = calloc(K + 1, sizeof *before);
    memcpy(before, good, K * sizeof *good);
    require_score(samples, centers, sd);
    mode_score(samples, centers, sd, good, score);
    for (size_t k = 0; k < K; k++)
        good[k] += before[k];
    free(before);
}

const Suspect suspects_mode_score[] = {
    SUSPECT(score_by_square, "good is within 3 sd, in a circle",
            "You compare the square of the distance with 3 sd. Compare the distance, or the square "
            "with 9 sd^2."),
    SUSPECT(score_in_a_box, "good is within 3 sd, in a circle",
            "You ask for 3 sd in each feature: a box. The distance is meant, over all features: a "
            "circle, or a ball."),
    SUSPECT(score_open, "good is within 3 sd, in a circle",
            "A sample at exactly 3 sd is good: \"at most\" is <=."),
    SUSPECT(score_any_center, "a sample belongs to the nearest mode",
            "A sample counts for every center within 3 sd. It belongs to one mode, the nearest."),
    SUSPECT(score_first_center, "a sample belongs to the nearest mode",
            "A sample counts for the first center within 3 sd. Look at all centers: it belongs to "
            "the nearest."),
    SUSPECT(score_counts_all, "six samples, as by hand",
            "A mode counts all samples that are nearest to it, good or not. Then even noise covers "
            "all modes. Count the good ones."),
    SUSPECT(score_nan_is_good, "a NaN is not good",
            "A sample that holds a NaN is counted as good. distance > 3 sd is false for a NaN: ask "
            "distance <= 3 sd."),
    SUSPECT(score_within_1_sd, "good is within 3 sd, in a circle",
            "Good is within 1 sd here. The header says 3 sd."),
    SUSPECT(score_within_2_sd, "good is within 3 sd, in a circle",
            "Good is within 2 sd here. The header says 3 sd."),
    SUSPECT(score_3_not_squared, "good is within 3 sd, in a circle",
            "You compare the square of the distance with 3 sd^2. The 3 is squared too: 9 sd^2."),
    SUSPECT(score_last_of_two, "a sample belongs to the nearest mode",
            "Of two centers that are equally near you take the last. The header says the first: "
            "replace the nearest only where the distance is smaller."),
    SUSPECT(score_forward_kl, "reverse KL: 0 if even, log K if all in one",
            "This is the other divergence, of the even share from p: it is infinite as soon as a "
            "mode is missing. Reverse KL weighs with p: p log(p K)."),
    SUSPECT(score_zero_times_log, "reverse KL: 0 if even, log K if all in one",
            "For a mode without good samples you compute 0 * log(0), which is NaN. Leave it out of "
            "the sum."),
    SUSPECT(
        score_entropy, "reverse KL: 0 if even, log K if all in one",
        "This is the entropy of p. Reverse KL is log K minus the entropy: 0 for an even share."),
    SUSPECT(score_bits, "six samples, as by hand",
            "The logarithm has base 2. The header's log is the natural one."),
    SUSPECT(score_forgets_K, "reverse KL: 0 if even, log K if all in one",
            "The K is missing: p is compared with 1, and not with an even share of 1 / K."),
    SUSPECT(score_share_of_all, "six samples, as by hand",
            "You divide by the number of all samples. p[k] is a share of the good ones."),
    SUSPECT(score_zero_without_good, "no good sample: NaN",
            "Without a good sample reverse_kl is 0 here, which would be the best of all. It is not "
            "defined: NaN."),
    SUSPECT(score_integer_division, "six samples, as by hand",
            "high_quality is a division of whole numbers: 0, unless all are good. Convert to "
            "double first."),
    SUSPECT(score_keeps_counts, "counts the good samples of each mode",
            "good[k] is not set to 0 before you count."),
    {0},
};
