/* Cats go through two random layers. At each step the first layer's weights move a little, and
   the next batch finds another distribution in the second. */

#include "experiment.h"

#include <math.h>
#include <stdio.h>

#include "common/elementary.h"

enum { ALL_CATS = 4096, BATCH = 256, HIDDEN = 8, UNITS = 16, STEPS = 51 };

/* ---- The two layers ---- */

typedef struct {
    Matrix first, push; /* HIDDEN x 3: two weights and a bias, and how these move at each step */
    Matrix second;      /* UNITS x HIDDEN */
} Net;

static Net net_new(Random *random)
{
    Net net;
    net.first = normal_matrix(random, HIDDEN, CAT_FEATURES + 1, 1);
    net.push = normal_matrix(random, HIDDEN, CAT_FEATURES + 1, 0.03);
    net.second = normal_matrix(random, UNITS, HIDDEN, sqrt(2.0 / HIDDEN));
    return net;
}

static void net_free(Net net)
{
    matrix_free(net.first);
    matrix_free(net.push);
    matrix_free(net.second);
}

static void net_move(Net net)
{
    for (size_t i = 0; i < net.first.rows * net.first.cols; i++)
        net.first.v[i] += net.push.v[i];
}

/* z: what the second layer's units compute for a batch, before their own activation. */
static void net_run(Net net, Matrix cats, Matrix z)
{
    for (size_t n = 0; n < cats.rows; n++) {
        const real *cat = row(cats, n);
        double hidden[HIDDEN];
        for (size_t h = 0; h < HIDDEN; h++) {
            const real *w = row(net.first, h);
            hidden[h] = fmax(0, w[0] * cat[0] + w[1] * cat[1] + w[2]);
        }
        for (size_t d = 0; d < UNITS; d++) {
            double sum = 0;
            for (size_t h = 0; h < HIDDEN; h++)
                sum += row(net.second, d)[h] * hidden[h];
            row(z, n)[d] = (real)sum;
        }
    }
}

/* ---- A unit's distribution ---- */

typedef struct {
    double mean, sd, skewness, kurtosis;
} Moments;

static Moments moments_of(Matrix z, size_t d)
{
    double N = (double)z.rows, mean = 0, power[5] = {0};
    for (size_t n = 0; n < z.rows; n++)
        mean += row(z, n)[d] / N;
    for (size_t n = 0; n < z.rows; n++)
        for (unsigned k = 2; k <= 4; k++)
            power[k] += integer_power(row(z, n)[d] - mean, k) / N;
    return (Moments){mean, sqrt(power[2]), power[3] / (power[2] * sqrt(power[2])),
                     power[4] / (power[2] * power[2])};
}

static size_t most_skewed(Matrix z)
{
    size_t most = 0;
    for (size_t d = 1; d < z.cols; d++)
        if (fabs(moments_of(z, d).skewness) > fabs(moments_of(z, most).skewness))
            most = d;
    return most;
}

/* The density of unit d's values at `at`: a little normal bump on each value. */
static double density(Matrix z, size_t d, double at, double sd)
{
    double width = sd / 4, sum = 0;
    for (size_t n = 0; n < z.rows; n++) {
        double deviation = (at - row(z, n)[d]) / width;
        sum += exp(-deviation * deviation / 2);
    }
    return sum / ((double)z.rows * width * sqrt(2 * acos(-1)));
}

static void write_density(Csv *csv, size_t step, Matrix z, Matrix xhat, size_t d)
{
    enum { POINTS = 181 };
    Moments before = moments_of(z, d), after = moments_of(xhat, d);
    for (int i = 0; i < POINTS; i++) {
        double u = -4 + 9.0 * i / (POINTS - 1); /* in standard deviations from the mean */
        double at = before.mean + u * before.sd, then = after.mean + u * after.sd;
        csv_row(csv, "%zu,%g,%g,%g,%g", step, at, density(z, d, at, before.sd), then,
                density(xhat, d, then, after.sd));
    }
}

/* ---- What a batch norm makes of it, over the steps ---- */

typedef struct {
    Moments before[STEPS], after[STEPS];
} History;

/* From the lowest to the highest of a number over the steps. */
typedef struct {
    double low, high;
} Range;

static Range range_of(double number_of(Moments before, Moments after), const History *history)
{
    Range range = {INFINITY, -INFINITY};
    for (size_t step = 0; step < STEPS; step++) {
        double number = number_of(history->before[step], history->after[step]);
        range = (Range){fmin(range.low, number), fmax(range.high, number)};
    }
    return range;
}

static double mean_before(Moments before, Moments after)
{
    return before.mean;
}

static double sd_before(Moments before, Moments after)
{
    return before.sd;
}

static double mean_off(Moments before, Moments after)
{
    return fabs(after.mean);
}

static double sd_off(Moments before, Moments after)
{
    return fabs(after.sd - before.sd / sqrt(before.sd * before.sd + EPS));
}

static double shape_off(Moments before, Moments after)
{
    return fmax(fabs(after.skewness - before.skewness), fabs(after.kurtosis - before.kurtosis));
}

static void write_history(const Experiment *e, const History *history)
{
    Csv csv = csv_open(e->folder, "unit.csv", "step,mean,sd,skewness,kurtosis,mean_after,sd_after");
    for (size_t step = 0; step < STEPS; step++) {
        Moments before = history->before[step], after = history->after[step];
        csv_row(&csv, "%zu,%g,%g,%g,%g,%g,%g", step, before.mean, before.sd, before.skewness,
                before.kurtosis, after.mean, after.sd);
    }
    csv_close(&csv);
}

static void show_history(Experiment *e, const History *history)
{
    Range mean = range_of(mean_before, history), sd = range_of(sd_before, history);
    double mean_most = range_of(mean_off, history).high, sd_most = range_of(sd_off, history).high;
    double shape_most = range_of(shape_off, history).high;
    double first = history->before[0].skewness, last = history->before[STEPS - 1].skewness;
    experiment_value(e, "unit_mean_low", mean.low);
    experiment_value(e, "unit_mean_high", mean.high);
    experiment_value(e, "unit_sd_low", sd.low);
    experiment_value(e, "unit_sd_high", sd.high);
    experiment_value(e, "unit_mean_off", mean_most);
    experiment_value(e, "unit_sd_off", sd_most);
    experiment_value(e, "unit_shape_off", shape_most);
    experiment_value(e, "unit_skewness_first", first);
    experiment_value(e, "unit_skewness_last", last);
    printf("\nA hidden unit in %d batches of %d cats, while the layer below it moves:\n", STEPS,
           BATCH);
    printf("  before  mean %.2f .. %.2f, sd %.2f .. %.2f\n", mean.low, mean.high, sd.low, sd.high);
    printf("  after   mean 0 to %.0e, sd sqrt(var / (var + eps)) to %.0e\n", mean_most, sd_most);
    printf("  skewness %.2f, then %.2f; batch norm changes it by %.0e at most\n", first, last,
           shape_most);
}

void moving_unit(Experiment *e, Random random)
{
    Net net = net_new(&random);
    Matrix cats = cats_new(&random, ALL_CATS), z = matrix_new(BATCH, UNITS);
    Forward inputs = forward_of(cats, EPS); /* standardized, as in chapter 1 */
    Csv densities = csv_open(e->folder, "unit_density.csv", "step,z,density,xhat,density_after");
    History history;
    size_t unit = 0;
    for (size_t step = 0; step < STEPS; step++) {
        size_t start = random_below(&random, ALL_CATS - BATCH);
        net_run(net, matrix_rows(inputs.xhat, start, BATCH), z);
        Forward forward = forward_of(z, EPS);
        if (step == 0)
            unit = most_skewed(z);
        history.before[step] = moments_of(z, unit);
        history.after[step] = moments_of(forward.xhat, unit);
        if (step % 10 == 0)
            write_density(&densities, step, z, forward.xhat, unit);
        forward_free(forward);
        net_move(net);
    }
    csv_close(&densities);
    write_history(e, &history);
    show_history(e, &history);
    forward_free(inputs);
    matrix_free(cats);
    matrix_free(z);
    net_free(net);
}
