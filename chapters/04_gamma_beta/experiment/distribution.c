#include "experiment.h"

#include <math.h>
#include <stdio.h>

enum { N = 20000 };

/* A unit of a second layer. It reads a sigmoid unit of the first, which is on for large cats. */
static Matrix hidden_unit(Random *random)
{
    Matrix cats = cats_new(random, N), x = matrix_new(N, 1);
    for (size_t n = 0; n < N; n++)
        x.v[n] = (real)(40 + 10 * sigmoid(row(cats, n)[CAT_SIZE] - 6.0));
    matrix_free(cats);
    return x;
}

/* ---- What is measured ---- */

typedef struct {
    double mean, sd, skewness;
} Shape;

static Shape shape_of(Matrix y)
{
    double mean = 0, second = 0, third = 0;
    for (size_t n = 0; n < N; n++)
        mean += y.v[n] / (double)N;
    for (size_t n = 0; n < N; n++) {
        double deviation = y.v[n] - mean;
        second += deviation * deviation / N;
        third += deviation * deviation * deviation / N;
    }
    return (Shape){mean, sqrt(second), third / (second * sqrt(second))};
}

/* How much of the variance of sigmoid(y) a straight line explains, in percent: the square of
   the correlation of y and sigmoid(y). */
static double straightness(Matrix y)
{
    double mean = shape_of(y).mean, height = 0, yy = 0, ss = 0, ys = 0;
    for (size_t n = 0; n < N; n++)
        height += sigmoid(y.v[n]) / N;
    for (size_t n = 0; n < N; n++) {
        double dy = y.v[n] - mean, ds = sigmoid(y.v[n]) - height;
        yy += dy * dy;
        ss += ds * ds;
        ys += dy * ds;
    }
    return 100 * ys * ys / (yy * ss);
}

/* ---- Tables ---- */

static void write_density(Csv *csv, size_t setting, Matrix y)
{
    enum { BINS = 144 };
    const double low = -8, width = 18.0 / BINS;
    double density[BINS] = {0};
    for (size_t n = 0; n < N; n++) {
        double bin = floor((y.v[n] - low) / width);
        if (bin >= 0 && bin < BINS)
            density[(size_t)bin] += 1 / (width * N);
    }
    for (size_t i = 0; i < BINS; i++)
        csv_row(csv, "%zu,%.4f,%.5f", setting, low + ((double)i + 0.5) * width, density[i]);
}

static void write_points(Csv *csv, size_t setting, Matrix y)
{
    for (size_t n = 0; n < 60; n++)
        csv_row(csv, "%zu,%.4f,%.5f", setting, (double)y.v[n], sigmoid(y.v[n]));
}

/* ---- The unit, then the unit behind a batch norm with some gammas and betas ---- */

typedef struct {
    const char *name;
    real gamma, beta;
} Setting;

static void show_setting(Experiment *e, const Setting *setting, Matrix y)
{
    const char *name = setting->name;
    Shape shape = shape_of(y);
    double mean_off = fabs(shape.mean - setting->beta);
    double mean = fabs(shape.mean) < 1e-6 ? 0 : shape.mean; /* not -0.00 */
    double straight = straightness(y);
    experiment_named_value(e, mean_off, "%s_mean_off", name);
    experiment_named_value(e, shape.sd, "%s_sd", name);
    experiment_named_value(e, shape.skewness, "%s_skewness", name);
    experiment_named_value(e, straight, "%s_straight", name);
    printf("   %5.1f %5.0f   %6.2f %6.2f %10.2f %20.1f %%\n", (double)setting->gamma,
           (double)setting->beta, mean, shape.sd, shape.skewness, straight);
}

void distribution(Experiment *e, Random random)
{
    static const Setting settings[] = {
        {"one", 1, 0}, {"narrow", (real)0.4, 3}, {"mirrored", -1, -3}, {"wide", 4, 0}};
    Matrix x = hidden_unit(&random);
    Shape shape = shape_of(x);
    experiment_value(e, "unit_mean", shape.mean);
    experiment_value(e, "unit_sd", shape.sd);
    experiment_value(e, "unit_skewness", shape.skewness);
    printf("1. A hidden unit: mean %.2f, sd %.2f, skewness %.2f\n", shape.mean, shape.sd,
           shape.skewness);
    printf("   gamma  beta     mean     sd   skewness   its sigmoid is straight to\n");

    Norm norm = norm_new(N, 1);
    Csv densities = csv_open(e->folder, "densities.csv", "setting,y,density");
    Csv points = csv_open(e->folder, "points.csv", "setting,y,sigmoid");
    for (size_t i = 0; i < COUNT_OF(settings); i++) {
        norm.gamma[0] = settings[i].gamma;
        norm.beta[0] = settings[i].beta;
        Matrix y = norm_forward(norm, x);
        show_setting(e, &settings[i], y);
        write_density(&densities, i, y);
        write_points(&points, i, y);
    }
    csv_close(&densities);
    csv_close(&points);
    matrix_free(x);
    norm_free(norm);
}
