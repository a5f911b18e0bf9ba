#include "experiment.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/progress.h"

enum { PLAIN_NARROW, PLAIN, NORM_NARROW, NORM, NORM_SLOW, DRIFT, KINDS };

static const Kind kinds[KINDS] = {{"plain_narrow", 1, false, 0, 1}, {"plain", 4, false, 0, 1},
                                  {"norm_narrow", 1, true, 0, 2},   {"norm", 4, true, 0, 2},
                                  {"norm_slow", 4, true, 0, 1},     {"drift", 4, true, 0.5, 2}};

static const char *const result_names[RESULTS] = {"steps",  "moves",    "turn",
                                                  "change", "length_1", "length_6"};

enum { MOST_SEEDS = 5 };

/* NaN comes last. */
static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    if (isnan(x) || isnan(y))
        return isnan(x) - isnan(y);
    return (x > y) - (x < y);
}

/* Writes the median, the lowest and the highest of a result over the seeds; returns the median.
   A NaN does not count: there was no look. Of nothing else, nothing is written. */
static double over_seeds(Experiment *e, const char *what, Kind kind, double result[MOST_SEEDS],
                         size_t seeds)
{
    qsort(result, seeds, sizeof *result, by_size);
    while (seeds > 0 && isnan(result[seeds - 1]))
        seeds--;
    if (seeds == 0)
        return NAN;
    double median = result[(seeds - 1) / 2];
    experiment_named_value(e, median, "%s_%s_median", what, kind.name);
    experiment_named_value(e, result[0], "%s_%s_low", what, kind.name);
    experiment_named_value(e, result[seeds - 1], "%s_%s_high", what, kind.name);
    return median;
}

static void write_ratios(Experiment *e, double median[KINDS][RESULTS])
{
    experiment_value(e, "steps_ratio", median[PLAIN][STEPS_TO] / median[NORM][STEPS_TO]);
    experiment_value(e, "moves_ratio_norm", median[PLAIN][MOVES] / median[NORM][MOVES]);
    experiment_value(e, "moves_ratio_drift", median[DRIFT][MOVES] / median[PLAIN][MOVES]);
}

static void write_results(Experiment *e, double result[KINDS][RESULTS][MOST_SEEDS], size_t seeds)
{
    double median[KINDS][RESULTS];
    printf("\nFive layers of sigmoids and the output, medians over %zu seed%s:\n%-14s", seeds,
           seeds == 1 ? "" : "s", "");
    for (Result r = STEPS_TO; r < RESULTS; r++)
        printf("%10s", result_names[r]);
    for (size_t k = 0; k < KINDS; k++) {
        printf("\n%-14s", kinds[k].name);
        for (Result r = STEPS_TO; r < RESULTS; r++) {
            double m = over_seeds(e, result_names[r], kinds[k], result[k][r], seeds);
            isnan(m) ? printf("%10s", "-") : printf("%10.3g", m);
            median[k][r] = m;
        }
    }
    printf("\n");
    write_ratios(e, median);
}

void networks(Experiment *e, size_t seeds)
{
    static double result[KINDS][RESULTS][MOST_SEEDS];
    require(seeds <= MOST_SEEDS, "%zu seeds, there is room for %d", seeds, MOST_SEEDS);
    Csv csv = csv_open(e->folder, "training.csv", "net,step,loss,moves,turn,change");
    for (size_t i = 0; i < KINDS * seeds; i++) {
        double one[RESULTS];
        progress("training networks", i, KINDS * seeds);
        train(kinds[i % KINDS], e->seed + i / KINDS, &csv, one);
        csv_row(&csv, "\n"); /* the next curve */
        for (Result r = STEPS_TO; r < RESULTS; r++)
            result[i % KINDS][r][i / KINDS] = one[r];
    }
    progress("training networks", 1, 1);
    csv_close(&csv);
    experiment_value(e, "most_steps", MOST_STEPS);
    experiment_value(e, "seeds", (double)seeds);
    write_results(e, result, seeds);
}

/* ---- Each kind has the rate that suits it best of these ------------------------------ */

enum { RATES = 3, COMPARED = 3 };

static const double rates[RATES] = {0.5, 1, 2};
static const char *const rate_names[RATES] = {"steps_rate_half", "steps_rate_one",
                                              "steps_rate_two"};
static const int compared[COMPARED] = {PLAIN, NORM, DRIFT};

void other_rates(Experiment *e, size_t seeds)
{
    double steps[MOST_SEEDS];
    printf("\nSteps with another rate, medians: %10s%10s%10s", "0.5", "1", "2");
    for (size_t i = 0; i < COMPARED * RATES; i++) {
        Kind kind = kinds[compared[i / RATES]];
        kind.rate = rates[i % RATES];
        for (size_t s = 0; s < seeds; s++) {
            progress("other rates", i * seeds + s, COMPARED * RATES * seeds);
            steps[s] = train(kind, e->seed + s, NULL, NULL);
        }
        if (i % RATES == 0)
            printf("\n  %-31s", kind.name);
        printf("%10.0f", over_seeds(e, rate_names[i % RATES], kind, steps, seeds));
    }
    progress("other rates", 1, 1);
    printf("\n");
}
