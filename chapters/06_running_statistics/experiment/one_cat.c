#include "experiment.h"

#include <math.h>

enum { DRAWS = 1000, GRID = 150 };

/* What becomes of the first cat of each batch: of its size. */
static void draw_batches(Layer *layer, Random random, size_t N, Mode mode, double *y)
{
    Matrix x = matrix_new(N, CAT_FEATURES);
    for (size_t draw = 0; draw < DRAWS; draw++) {
        cats_draw(&random, x);
        row(x, 0)[CAT_SIZE] = 6;
        row(x, 0)[CAT_FUR] = (real)0.87;
        y[draw] = (double)layer_forward(layer, x, mode).v[CAT_SIZE];
    }
    matrix_free(x);
}

/* A little normal bump on each result: the curve of their density. */
static void write_density(Csv *csv, size_t N, const double *y)
{
    double width = sd_of(y, DRAWS) / 4;
    for (int g = 0; g <= GRID; g++) {
        double at = -0.2 + 2.5 * g / GRID, density = 0;
        for (size_t draw = 0; draw < DRAWS; draw++) {
            double z = (at - y[draw]) / width;
            density += exp(-z * z / 2);
        }
        csv_row(csv, "%zu,%g,%g", N, at, density / (DRAWS * width * sqrt(2 * acos(-1))));
    }
}

static void in_training(Experiment *e, Random random, Layer *layer, double *y)
{
    static const size_t sizes[] = {8, 128, 32};
    Csv csv = csv_open(e->folder, "one_cat.csv", "N,y,density");
    for (size_t s = 0; s < COUNT_OF(sizes); s++) {
        draw_batches(layer, random, sizes[s], TRAINING, y);
        experiment_named_value(e, sd_of(y, DRAWS), "cat_sd_%zu", sizes[s]);
        write_density(&csv, sizes[s], y);
    }
    csv_close(&csv);
}

static void in_evaluation(Experiment *e, Random random, Layer *layer, double *y)
{
    draw_batches(layer, random, 32, EVALUATION, y);
    double low = y[0], high = y[0];
    for (size_t draw = 0; draw < DRAWS; draw++) {
        low = fmin(low, y[draw]);
        high = fmax(high, y[draw]);
    }
    Csv csv = csv_open(e->folder, "cat_eval.csv", "y");
    csv_row(&csv, "%g", low);
    csv_close(&csv);
    experiment_value(e, "cat_eval", low);
    printf("  and %.3f with a spread of %g in evaluation\n", low,
           experiment_value(e, "cat_eval_spread", high - low));
}

void one_cat(Experiment *e, Random random)
{
    double y[DRAWS];
    Layer layer = batchnorm_layer(CAT_FEATURES);
    in_training(e, random, &layer, y);
    double mean = mean_of(y, DRAWS);
    experiment_value(e, "cat_law_32", sqrt((1 + mean * mean / 2) / 32));
    printf("one cat among %d x 31 others: its size becomes %.3f with sd %.3f in training,\n", DRAWS,
           mean, sd_of(y, DRAWS));
    in_evaluation(e, random, &layer, y);
    layer_free(&layer);
}
