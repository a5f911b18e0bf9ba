/* Exercise 1.3, welford_update: its common mistakes, and what is to be said of each. */

#include <stdbool.h>
#include <string.h>

#include "input_normalization.h"
#include "tests/harness/harness.h"

static void welford_counts_numbers(Welford *w, const real *xn)
{
    for (size_t d = 0; d < w->D; d++) {
        w->count++;
        double delta = xn[d] - w->mean[d];
        w->mean[d] += delta / (double)w->count;
        w->m2[d] += delta * (xn[d] - w->mean[d]);
    }
}

/* What all of these have in common: the mean's divisor, the two factors of m2's growth. */
static void welford_with(Welford *w, const real *xn, double divisor, bool old_twice, bool new_twice)
{
    for (size_t d = 0; d < w->D; d++) {
        double before = xn[d] - w->mean[d];
        w->mean[d] += before / divisor;
        double after = xn[d] - w->mean[d];
        w->m2[d] += old_twice ? before * before : new_twice ? after * after : before * after;
    }
    w->count++;
}

static void welford_counts_too_late(Welford *w, const real *xn)
{
    welford_with(w, xn, (double)w->count, false, false); /* the first time, by 0 */
}

static void welford_counts_twice(Welford *w, const real *xn)
{
    welford_with(w, xn, (double)w->count + 2, false, false);
}

static void welford_old_mean_twice(Welford *w, const real *xn)
{
    welford_with(w, xn, (double)w->count + 1, true, false);
}

static void welford_new_mean_twice(Welford *w, const real *xn)
{
    welford_with(w, xn, (double)w->count + 1, false, true);
}

static void welford_half_and_half(Welford *w, const real *xn)
{
    welford_with(w, xn, w->count == 0 ? 1 : 2, false, false);
}

static void welford_does_not_count(Welford *w, const real *xn)
{
    welford_with(w, xn, 1, false, false);
    w->count--;
}

static void welford_mean_is_sum(Welford *w, const real *xn)
{
    welford_with(w, xn, 1, false, false);
    for (size_t d = 0; d < w->D; d++)
        w->mean[d] = w->count == 1 ? xn[d] : w->mean[d] + xn[d];
}

static void welford_m2_is_variance(Welford *w, const real *xn)
{
    for (size_t d = 0; d < w->D; d++)
        w->m2[d] *= (double)w->count;
    welford_update(w, xn);
    for (size_t d = 0; d < w->D; d++)
        w->m2[d] /= (double)w->count;
}

static void welford_m2_not_added(Welford *w, const real *xn)
{
    memset(w->m2, 0, w->D * sizeof *w->m2);
    welford_update(w, xn);
}

static void welford_m2_of_raw_squares(Welford *w, const real *xn)
{
    double *m2 = w->m2, ignored[4096] = {0};
    w->m2 = ignored;
    welford_update(w, xn);
    w->m2 = m2;
    for (size_t d = 0; d < w->D; d++)
        m2[d] += (double)xn[d] * xn[d];
}

static void welford_first_feature_only(Welford *w, const real *xn)
{
    Welford one = {1, w->count, w->mean, w->m2};
    welford_update(&one, xn);
    w->count = one.count;
}

const Suspect suspects_welford_update[] = {
    SUSPECT(
        welford_counts_numbers, "features are kept apart",
        "count grows once for each feature. It counts examples: add 1 before the loop, not in it."),
    SUSPECT(welford_counts_too_late, "one example: its own mean, no spread",
            "You divided by count before this example was counted: by 0, for the first one. Add 1 "
            "to count first."),
    SUSPECT(welford_counts_twice, "one example: its own mean, no spread",
            "You divided by count + 1, but this example is in count already. Divide by count."),
    SUSPECT(welford_old_mean_twice, "one example: its own mean, no spread",
            "m2 grows by delta * delta: both deviations are from the old mean. The second one is "
            "from the new mean, after it has moved."),
    SUSPECT(welford_new_mean_twice, "{3, 4, 5, 6}, as by hand",
            "m2 grows by the square of the deviation from the new mean. One factor is from the old "
            "mean: compute delta before the mean moves, and keep it."),
    SUSPECT(welford_half_and_half, "{3, 4, 5, 6}, as by hand",
            "You averaged the old mean and the new value. The old mean stands for count - 1 "
            "examples: move it by delta / count only."),
    SUSPECT(welford_does_not_count, "one example: its own mean, no spread",
            "count stays as it was. Add 1 to w->count for each example."),
    SUSPECT(welford_mean_is_sum, "{3, 4, 5, 6}, as by hand",
            "w->mean holds the sum of the values. It must hold their mean after each example."),
    SUSPECT(welford_m2_is_variance, "{3, 4, 5, 6}, as by hand",
            "m2 holds the variance. It is the sum of squared deviations, not yet divided; whoever "
            "reads it divides."),
    SUSPECT(welford_m2_not_added, "{3, 4, 5, 6}, as by hand",
            "You set m2 to this example's share. Add it to what is there: m2[d] += ..."),
    SUSPECT(welford_m2_of_raw_squares, "one example: its own mean, no spread",
            "m2 adds up the squares of the values. It adds up squared deviations from the mean; "
            "after one example it is 0."),
    SUSPECT(welford_first_feature_only, "one example: its own mean, no spread",
            "Only feature 0 is updated. d runs from 0 to w->D - 1."),
    {0},
};
