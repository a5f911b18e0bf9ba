#include "experiment.h"

#include <math.h>
#include <stdio.h>

#include "common/progress.h"

enum { BATCHES = 5000, SHOWN = 1200 };

static const size_t sizes[] = {2, 4, 8, 16, 32, 64, 128, 256, 512};

enum { SIZES = COUNT_OF(sizes) };

void draw_batch(Random *random, Matrix x)
{
    for (size_t n = 0; n < x.rows; n++) {
        row(x, n)[NORMAL] = (real)random_normal(random, 0, 1);
        row(x, n)[SKEWED] = (real)(-log(1 - random_uniform(random)) - 1);
    }
}

/* What happened in many batches of one size. */
typedef struct {
    double mean[UNITS][BATCHES], var[UNITS][BATCHES], rstd[UNITS][BATCHES];
    double z[BATCHES], xhat[BATCHES];    /* of a probe that is not in the batch */
    double own_z[BATCHES], own[BATCHES]; /* of the batch's first example */
} Batches;

static void run_batches(Random *random, size_t N, Batches *b)
{
    Matrix x = matrix_new(N, UNITS), xhat = matrix_new(N, UNITS);
    double mean[UNITS], var[UNITS], rstd[UNITS];
    for (size_t i = 0; i < BATCHES; i++) {
        draw_batch(random, x);
        bn_forward(x, EPS, mean, var, rstd, xhat);
        for (size_t d = 0; d < UNITS; d++) {
            b->mean[d][i] = mean[d];
            b->var[d][i] = var[d];
            b->rstd[d][i] = rstd[d];
        }
        b->own_z[i] = (double)row(x, 0)[NORMAL];
        b->own[i] = (double)row(xhat, 0)[NORMAL];
        b->z[i] = random_normal(random, 0, 1);
        b->xhat[i] = (b->z[i] - mean[NORMAL]) * rstd[NORMAL];
    }
    matrix_free(x);
    matrix_free(xhat);
}

/* ---- The statistics, and the law ----------------------------------------------------- */

/* Standard deviations from batch to batch. */
typedef struct {
    double mean, var, scale; /* of the normal unit; scale as a share of its mean */
    double skewed_var;
} Noise;

static Noise measure(Experiment *e, size_t N, const Batches *b)
{
    Spread rstd = spread_of(BATCHES, b->rstd[NORMAL]);
    Noise n = {spread_of(BATCHES, b->mean[NORMAL]).sd, spread_of(BATCHES, b->var[NORMAL]).sd,
               rstd.sd / rstd.mean, spread_of(BATCHES, b->var[SKEWED]).sd};
    experiment_named_value(e, n.mean, "mean_noise_%zu", N);
    experiment_named_value(e, n.var, "var_noise_%zu", N);
    experiment_named_value(e, n.scale, "scale_noise_%zu", N);
    experiment_named_value(e, n.skewed_var, "skewed_noise_%zu", N);
    experiment_named_value(e, 100 * rate_for(n.scale), "rate_%zu", N);
    return n;
}

static void law(Experiment *e, size_t N, double measured_scale)
{
    StatisticNoise normal, skewed;
    batch_statistic_noise(N, 1, 3, &normal);
    batch_statistic_noise(N, 1, 9, &skewed);
    experiment_named_value(e, normal.mean, "mean_law_%zu", N);
    experiment_named_value(e, normal.var, "var_law_%zu", N);
    experiment_named_value(e, normal.scale, "scale_law_%zu", N);
    experiment_named_value(e, skewed.var, "skewed_law_%zu", N);
    experiment_named_value(e, 100 * (measured_scale / normal.scale - 1), "scale_excess_%zu", N);
}

double rate_for(double sd)
{
    return sd * sd / (1 + sd * sd);
}

/* The slope of log(noise) over log(N), from N = 8 on. */
static double log_slope(const double noise[SIZES])
{
    double u = 0, v = 0, uu = 0, uv = 0, count = 0;
    for (size_t i = 0; i < SIZES; i++) {
        double x = log((double)sizes[i]), y = log(noise[i]);
        if (sizes[i] < 8)
            continue;
        count++, u += x, v += y, uu += x * x, uv += x * y;
    }
    return (uv - u * v / count) / (uu - u * u / count);
}

/* ---- The probe ----------------------------------------------------------------------- */

static void write_cloud(Experiment *e, const Batches *b, size_t N)
{
    char name[32];
    snprintf(name, sizeof name, "cloud_%zu.csv", N);
    Csv csv = csv_open(e->folder, name, "z,xhat");
    for (size_t i = 0; i < SHOWN; i++)
        csv_row(&csv, "%.5f,%.5f", b->z[i], b->xhat[i]);
    csv_close(&csv);
}

/* The two parts of the noise, as shares of the slope: a constant stretch is no noise. */
static ProbeNoise parts(Experiment *e, const char *whose, size_t N, const double z[BATCHES],
                        const double xhat[BATCHES])
{
    ProbeNoise probe;
    probe_noise(BATCHES, z, xhat, &probe);
    probe.additive /= probe.slope;
    probe.multiplicative /= probe.slope;
    experiment_named_value(e, probe.slope, "%sslope_%zu", whose, N);
    experiment_named_value(e, probe.offset, "%soffset_%zu", whose, N);
    experiment_named_value(e, probe.additive, "%sadditive_%zu", whose, N);
    experiment_named_value(e, probe.multiplicative, "%smultiplicative_%zu", whose, N);
    return probe;
}

/* ---- Both, for each size ------------------------------------------------------------- */

static Noise one_size(Experiment *e, size_t N, const Batches *b)
{
    Noise n = measure(e, N, b);
    law(e, N, n.scale);
    ProbeNoise probe = parts(e, "", N, b->z, b->xhat);
    parts(e, "own_", N, b->own_z, b->own);
    if (N == 8 || N == 128)
        write_cloud(e, b, N);
    if (N == 8 || N == 32 || N == 128 || N == 512)
        printf("   %4zu   %.3f   %.3f   %.3f   %4.1f %%     %.3f     %.3f\n", N, n.mean, n.var,
               n.scale, 100 * rate_for(n.scale), probe.additive, probe.multiplicative);
    return n;
}

void noise(Experiment *e, Random random)
{
    static Batches b;
    double mean_noise[SIZES], var_noise[SIZES];
    Csv csv = csv_open(e->folder, "noise.csv", "N,mean,var,scale,skewed_var");
    printf("The noise of a batch's statistics (a normal unit, sd 1), and of a probe's xhat\n"
           "      N    mean     var   scale  dropout   additive  multiplicative\n");
    for (size_t i = 0; i < SIZES; i++) {
        progress("drawing batches", i, SIZES);
        run_batches(&random, sizes[i], &b);
        Noise n = one_size(e, sizes[i], &b);
        csv_row(&csv, "%zu,%.6g,%.6g,%.6g,%.6g", sizes[i], n.mean, n.var, n.scale, n.skewed_var);
        mean_noise[i] = n.mean;
        var_noise[i] = n.var;
    }
    progress("drawing batches", SIZES, SIZES);
    csv_close(&csv);
    double slope_mean = experiment_value(e, "slope_mean", log_slope(mean_noise));
    double slope_var = experiment_value(e, "slope_var", log_slope(var_noise));
    experiment_value(e, "batches", BATCHES);
    printf("   slope on log-log axes: mean %.3f, variance %.3f\n", slope_mean, slope_var);
}
