#include "experiment.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { STARTS = 100 };

static const char header[] = "inputs,condition,from_0,bound,least,median,most";

/* ---- The steps of a descent ---- */

typedef struct {
    size_t from_0, bound;       /* from weights 0, and what these steps cannot exceed */
    size_t least, median, most; /* from random weights: normal, mean 0, standard deviation 1 */
} Steps;

static int by_size(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

static Steps steps_of(const Cost *cost)
{
    Random random = random_new(2024); /* the same starts for every cost */
    double weights[P] = {0};
    size_t from_0 = cost_steps(cost, weights), from[STARTS];
    for (size_t s = 0; s < STARTS; s++) {
        for (size_t i = 0; i < P; i++)
            weights[i] = random_normal(&random, 0, 1);
        from[s] = cost_steps(cost, weights);
    }
    qsort(from, STARTS, sizeof *from, by_size);
    size_t bound = (size_t)ceil(cost->condition / 2 * log(cost_gap_at_0(cost) / LOSS_GAP));
    return (Steps){from_0, bound, from[0], from[STARTS / 2], from[STARTS - 1]};
}

static Steps write_steps(Csv *csv, const char *inputs, const Cost *cost)
{
    Steps steps = steps_of(cost);
    csv_row(csv, "%s,%.6g,%zu,%zu,%zu,%zu,%zu", inputs, cost->condition, steps.from_0, steps.bound,
            steps.least, steps.median, steps.most);
    return steps;
}

/* ---- A line of the summary for each kind of inputs ---- */

static void show_steps(Experiment *e, Csv *csv, const char *inputs, const Cost *cost)
{
    Steps steps = write_steps(csv, inputs, cost);
    printf("  %-24s %9.*f %11zu %13zu .. %zu\n", inputs, cost->condition < 100 ? 2 : 0,
           cost->condition, steps.from_0, steps.least, steps.most);
    experiment_named_value(e, cost->condition, "condition_%s", inputs);
    experiment_named_value(e, cost->largest, "largest_%s", inputs);
    experiment_named_value(e, cost->largest / cost->condition, "smallest_%s", inputs);
    experiment_named_value(e, (double)steps.from_0, "steps_%s", inputs);
    experiment_named_value(e, (double)steps.bound, "bound_%s", inputs);
    experiment_named_value(e, (double)steps.least, "least_%s", inputs);
    experiment_named_value(e, (double)steps.median, "median_%s", inputs);
    experiment_named_value(e, (double)steps.most, "most_%s", inputs);
}

/* The condition number alone: such a descent can take too long. */
static void show_condition(Experiment *e, const char *name, const char *inputs, const Cost *cost)
{
    printf("  %-24s %9.*f\n", inputs, cost->condition < 100 ? 2 : 0, cost->condition);
    experiment_named_value(e, cost->condition, "condition_%s", name);
}

static void show_cats(Experiment *e, Csv *csv, const Cost costs[TREATMENTS])
{
    show_steps(e, csv, "raw", &costs[RAW]);
    show_steps(e, csv, "centered", &costs[CENTERED]);
    show_steps(e, csv, "standardized", &costs[STANDARDIZED]);
    experiment_value(e, "gap_at_0", cost_gap_at_0(&costs[RAW]));
    experiment_value(e, "gain_centering", costs[RAW].condition / costs[CENTERED].condition);
    experiment_value(e, "gain_scaling", costs[CENTERED].condition / costs[STANDARDIZED].condition);
}

/* ---- Other inputs ---- */

/* Two normal features with correlation 0.9. */
static void draw_correlated(Random *random, Matrix x)
{
    for (size_t n = 0; n < x.rows; n++) {
        double a = random_normal(random, 0, 1), b = random_normal(random, 0, 1);
        row(x, n)[0] = (real)a;
        row(x, n)[1] = (real)(0.9 * a + sqrt(1 - 0.9 * 0.9) * b);
    }
}

/* One feature from 0 to 1, one from 1 to 1000. */
static void draw_ranges(Random *random, Matrix x)
{
    for (size_t n = 0; n < x.rows; n++) {
        row(x, n)[0] = (real)random_uniform(random);
        row(x, n)[1] = (real)(1 + 999 * random_uniform(random));
    }
}

static Cost standardized_cost_of(Matrix x)
{
    Statistics statistics = statistics_of(x);
    return cost_of(x, &statistics);
}

static void show_others(Experiment *e, Csv *csv, Random *random)
{
    Matrix x = matrix_new(CATS, D);
    draw_correlated(random, x);
    Cost cost = standardized_cost_of(x);
    show_steps(e, csv, "correlated", &cost);

    draw_ranges(random, x);
    cost = cost_of(x, &unchanged);
    show_condition(e, "ranges", "0 .. 1 and 1 .. 1000", &cost);
    cost = standardized_cost_of(x);
    show_condition(e, "ranges_standardized", "the same, standardized", &cost);
    matrix_free(x);
}

/* ---- The tables ---- */

void compare_inputs(Experiment *e, Random *random, const Cost costs[TREATMENTS])
{
    Csv csv = csv_open(e->folder, "inputs.csv", header);
    printf("  %-24s %9s %11s %21s\n", "inputs", "condition", "steps", "100 random starts");
    show_cats(e, &csv, costs);
    show_others(e, &csv, random);
    csv_close(&csv);
}

void squeeze_fur(const Experiment *e, Matrix x, const Statistics *statistics)
{
    Csv csv = csv_open(e->folder, "squeezed.csv", header);
    for (int i = 0; i <= 8; i++) {
        Statistics wider = *statistics;
        wider.var[CAT_FUR] *= exp(0.5 * i * log(10));
        Cost cost = cost_of(x, &wider);
        write_steps(&csv, "squeezed", &cost);
    }
    csv_close(&csv);
}
