#include "experiment.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SAMPLE = 150, TESTS = 1000, REPEATS = 200 };

/* ---- A sample of black animals, and how much each counts for the test ---- */

typedef struct {
    Matrix fur; /* SAMPLE x 1 */
    double *ear, *ratio, *ones;
} Sample;

static Sample sample_new(void)
{
    return (Sample){matrix_new(SAMPLE, 1), vector_new(SAMPLE), vector_new(SAMPLE),
                    ones_new(SAMPLE)};
}

static void sample_free(Sample sample)
{
    matrix_free(sample.fur);
    free(sample.ear);
    free(sample.ratio);
    free(sample.ones);
}

static void sample_draw(Random *random, Fur test, Sample sample)
{
    double train_var = black.sd * black.sd, test_var = test.sd * test.sd;
    for (size_t n = 0; n < SAMPLE; n++) {
        double fur = random_normal(random, black.mean, black.sd);
        sample.fur.v[n] = (real)fur;
        sample.ear[n] = curve(fur) + random_normal(random, 0, 0.1);
    }
    importance_weights(sample.fur, (Normal){&black.mean, &train_var},
                       (Normal){&test.mean, &test_var}, sample.ratio);
}

/* ---- Models of one feature: ear = w[0] + w[1] * feature ---- */

static void fit(Sample sample, Model model, const double *ratio, double w[2])
{
    double A[2 * 2];
    Matrix x = matrix_new(SAMPLE, 2);
    for (size_t n = 0; n < SAMPLE; n++) {
        row(x, n)[0] = 1;
        model_features(model, sample.fur.v[n], row(x, n) + 1);
    }
    weighted_least_squares(x, sample.ear, ratio, A, w);
    matrix_free(x);
}

/* The mean squared distance from the curve, over TESTS furs of the test. */
static double test_error(Random random, Fur test, Model model, const double w[2])
{
    double sum = 0;
    for (size_t n = 0; n < TESTS; n++) {
        double fur = random_normal(&random, test.mean, test.sd);
        real feature;
        model_features(model, fur, &feature);
        double error = w[0] + w[1] * feature - curve(fur);
        sum += error * error;
    }
    return sum / TESTS;
}

static void write_sample(const Experiment *e, Sample sample)
{
    Csv points = csv_open(e->folder, "sample.csv", "fur,ear,ratio");
    for (size_t n = 0; n < SAMPLE; n++)
        csv_row(&points, "%.4f,%.4f,%.6g", (double)sample.fur.v[n], sample.ear[n], sample.ratio[n]);
    csv_close(&points);

    double line[2], weighted[2];
    fit(sample, LINE, sample.ones, line);
    fit(sample, LINE, sample.ratio, weighted);
    Csv fits = csv_open(e->folder, "fits.csv", "fur,curve,line,weighted");
    for (int i = 0; i <= 140; i++) {
        double fur = -2.5 + 0.025 * i;
        csv_row(&fits, "%.4f,%.6g,%.6g,%.6g", fur, curve(fur), line[0] + line[1] * fur,
                weighted[0] + weighted[1] * fur);
    }
    csv_close(&fits);
}

/* ---- Plain against weighted, over all repeats ---- */

/* The squared error of a model in the test. */
typedef struct {
    double plain, weighted;
} Errors;

static void add_errors(Sample sample, Model model, Errors *errors)
{
    double w[2];
    Random tests = random_new(1); /* the same furs for every fit */
    fit(sample, model, sample.ones, w);
    errors->plain += test_error(tests, gray, model, w) / REPEATS;
    fit(sample, model, sample.ratio, w);
    errors->weighted += test_error(tests, gray, model, w) / REPEATS;
}

/* Means over the repeats: how many examples the sample is worth when the test is gray and when
   it is light, and the weight of an example when it is gray. */
typedef struct {
    Errors line, right;
    double size_gray, size_light, ratio;
} Weighting;

static Weighting repeat_weighting(const Experiment *e, Random random)
{
    Weighting sum = {0};
    Sample sample = sample_new();
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        sample_draw(&random, gray, sample);
        sum.size_gray += effective_sample_size(SAMPLE, sample.ratio) / REPEATS;
        for (size_t n = 0; n < SAMPLE; n++)
            sum.ratio += sample.ratio[n] / SAMPLE / REPEATS;
        add_errors(sample, LINE, &sum.line);
        add_errors(sample, RIGHT_SHAPE, &sum.right);
        if (repeat == 0)
            write_sample(e, sample);
        sample_draw(&random, light, sample);
        sum.size_light += effective_sample_size(SAMPLE, sample.ratio) / REPEATS;
    }
    sample_free(sample);
    return sum;
}

void weighting(Experiment *e, Random random)
{
    Weighting mean = repeat_weighting(e, random);
    experiment_value(e, "line_plain", mean.line.plain);
    experiment_value(e, "line_weighted", mean.line.weighted);
    experiment_value(e, "right_plain", mean.right.plain);
    experiment_value(e, "right_weighted", mean.right.weighted);
    experiment_value(e, "line_gain", mean.line.plain / mean.line.weighted);
    experiment_value(e, "right_loss", mean.right.weighted / mean.right.plain);
    experiment_value(e, "sample_size", mean.size_gray);
    experiment_value(e, "sample_size_light", mean.size_light);
    experiment_value(e, "mean_ratio", mean.ratio);
    printf("Importance weights, black to gray: %d examples are worth %.1f, mean weight %.2f\n",
           SAMPLE, mean.size_gray, mean.ratio);
    printf("  squared error of a line         %.4f, weighted %.4f\n", mean.line.plain,
           mean.line.weighted);
    printf("  ... of the right shape          %.5f, weighted %.5f\n", mean.right.plain,
           mean.right.weighted);
    printf("Black to light: %d examples are worth %.1f\n", SAMPLE, mean.size_light);
}
