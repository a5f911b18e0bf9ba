#include "experiment.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "common/progress.h"
#include "forward_pass.h"
#include "gamma_beta.h"

/* ---- The versions ------------------------------------------------------------------------ */

/* The forward pass as the formulas read: feature after feature, down the columns. */
static void forward_by_columns(Batch *b)
{
    for (size_t d = 0; d < b->x.cols; d++) {
        double mean = 0, var = 0, N = (double)b->x.rows;
        for (size_t n = 0; n < b->x.rows; n++)
            mean += row(b->x, n)[d];
        mean /= N;
        for (size_t n = 0; n < b->x.rows; n++)
            var += (row(b->x, n)[d] - mean) * (row(b->x, n)[d] - mean);
        double rstd = 1 / sqrt(var / N + EPS);
        for (size_t n = 0; n < b->x.rows; n++)
            row(b->y, n)[d] = (real)((row(b->x, n)[d] - mean) * rstd * b->gamma[d] + b->beta[d]);
    }
}

static void forward_of_chapters(Batch *b)
{
    bn_forward(b->x, EPS, b->mean, b->var, b->rstd, b->xhat);
    bn_scale_shift(b->xhat, b->gamma, b->beta, b->y);
}

static void backward_of_chapters(Batch *b)
{
    bn_backward(b->dy, b->xhat, b->gamma, b->rstd, (BnGradients){b->dgamma, b->dbeta, b->dx});
}

static FastForward forward_of(Batch *b)
{
    return (FastForward){b->mean, b->var, b->rstd, b->y};
}

static void your_forward(Batch *b)
{
    fast_forward(1, b->x, b->gamma, b->beta, EPS, forward_of(b));
}

static void your_backward(Batch *b)
{
    fast_backward(1, b->dy, b->x, b->gamma, forward_of(b),
                  (BnGradients){b->dgamma, b->dbeta, b->dx});
}

/* ---- The machine -------------------------------------------------------------------------- */

static volatile uint64_t seen;

/* Reads x once. Whole numbers may be added in any order, so the compiler takes many at a time. */
static void read_x(Batch *b)
{
    const uint64_t *words = (const uint64_t *)(const void *)b->x.v;
    uint64_t sum = 0;
    for (size_t i = 0; i < b->x.rows * b->x.cols * sizeof(real) / sizeof *words; i++)
        sum += words[i];
    seen = sum;
}

/* The least that a forward pass can do: x read twice, y written once. */
static void least(Batch *b)
{
    read_x(b);
    memcpy(b->y.v, b->x.v, b->x.rows * b->x.cols * sizeof(real));
}

enum { AT_ONCE = 128, TIMES = 10000 };

/* Multiplies and adds in registers: so many numbers at a time that none waits for another. */
static void arithmetic(Batch *b)
{
    real v[AT_ONCE];
    for (size_t i = 0; i < AT_ONCE; i++)
        v[i] = b->x.v[i];
    for (size_t t = 0; t < TIMES; t++)
        for (size_t i = 0; i < AT_ONCE; i++)
            v[i] = v[i] * (real)0.999 + (real)0.001;
    memcpy(b->y.v, v, sizeof v);
}

/* ---- The roofline ------------------------------------------------------------------------- */

/* Steps of arithmetic and matrices moved (read or written), for each number of x. */
typedef struct {
    const char *name;
    Work work;
    double steps, matrices;
} Version;

/* mean 1, variance 3, normalizing 2, scale and shift 2; the backward pass 3 and 6. By columns the
   cache lines come again and again: the matrices are what the formulas name. */
static const Version all[] = {
    {"columns", forward_by_columns, 8, 4},   {"first_forward", forward_of_chapters, 8, 6},
    {"your_forward", your_forward, 8, 3},    {"first_backward", backward_of_chapters, 10, 5},
    {"your_backward", your_backward, 14, 5},
};
enum { VERSIONS = COUNT_OF(all) };

typedef struct {
    const char *name;
    size_t N, D;
} Size;

static void measure(Experiment *e, Size size, Batch *b, Csv *csv)
{
    double numbers = (double)(size.N * size.D), took[VERSIONS];
    for (size_t v = 0; v < VERSIONS; v++) {
        if (v == 0 && size.N > 1024) { /* by columns: a second, for a point far off the figure */
            took[v] = NAN;
            continue;
        }
        took[v] = microseconds(all[v].work, b);
        experiment_named_value(e, 1e3 * took[v] / numbers, "time_%s_%s", all[v].name, size.name);
        csv_row(csv, "%s,%s,%g,%g,%g", size.name, all[v].name,
                all[v].steps / (all[v].matrices * sizeof(real)),
                1e-3 * all[v].steps * numbers / took[v], 1e3 * took[v] / numbers);
    }
    double limit = microseconds(least, b);
    experiment_named_value(e, 1e3 * limit / numbers, "time_least_%s", size.name);
    experiment_named_value(e, took[2] / limit, "time_over_least_%s", size.name);
    experiment_named_value(e, took[1] / took[2], "time_ratio_forward_%s", size.name);
    experiment_named_value(e, took[3] / took[4], "time_ratio_backward_%s", size.name);
    if (!isnan(took[0]))
        experiment_named_value(e, took[0] / took[1], "time_ratio_columns_%s", size.name);
    printf("%4zu x %zu, us: by columns %.0f, chapters 3 and 4 %.0f, yours %.0f, the least %.0f; "
           "backward %.0f, yours %.0f\n",
           size.N, size.D, took[0], took[1], took[2], limit, took[3], took[4]);
}

/* Three sizes: in the second cache, in the third, in memory. Gigabytes a second for each. */
void versions(Experiment *e, Random random)
{
    static const Size sizes[] = {{"small", 64, 512}, {"middle", 1024, 512}, {"large", 8192, 1024}};
    Csv machine = csv_open(e->folder, "time_machine.csv", "place,gigabytes,gigasteps");
    Csv csv =
        csv_open(e->folder, "time_roofline.csv", "size,version,intensity,gigasteps,nanoseconds");
    for (size_t s = 0; s < 3; s++) {
        progress("timing the versions", s, 3);
        Batch b = batch_new(&random, sizes[s].N, sizes[s].D, 1);
        double bytes = (double)(sizes[s].N * sizes[s].D * sizeof(real));
        double gigabytes = 1e-3 * bytes / microseconds(read_x, &b);
        double steps = 1e-3 * 2 * AT_ONCE * TIMES / microseconds(arithmetic, &b);
        csv_row(&machine, "%s,%g,%g", sizes[s].name, gigabytes, steps);
        experiment_named_value(e, gigabytes, "time_gigabytes_%s", sizes[s].name);
        if (s == 0) {
            experiment_value(e, "time_gigasteps", steps);
            experiment_value(e, "time_eight_steps", 8 / steps);
        }
        if (s == 2)
            experiment_value(e, "time_six_matrices", 6 * sizeof(real) / gigabytes);
        measure(e, sizes[s], &b, &csv);
        batch_free(b);
    }
    csv_close(&csv);
    csv_close(&machine);
}
