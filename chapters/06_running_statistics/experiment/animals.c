#include "experiment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MICE, CATS, DOGS, KINDS };

Animals animals_sorted(Random *random, size_t N)
{
    Animals animals = {matrix_new(N, CAT_FEATURES), matrix_new(N, 1)};
    cats_draw(random, matrix_rows(animals.x, CATS * N / KINDS, N / KINDS));
    for (size_t n = 0; n < N; n++) {
        size_t kind = n * KINDS / N;
        real *x = row(animals.x, n);
        if (kind != CATS) {
            x[CAT_SIZE] = (real)random_normal(random, kind == MICE ? 1 : 8, 0.8);
            x[CAT_FUR] = (real)random_normal(random, 0.6, 0.15);
        }
        x[CAT_FUR] *= 10;
        animals.target.v[n] = kind == CATS ? 1 : -1;
    }
    return animals;
}

void animals_free(Animals animals)
{
    matrix_free(animals.x);
    matrix_free(animals.target);
}

Animals animals_shuffled(Random *random, Animals sorted)
{
    size_t N = sorted.x.rows, *order = malloc(N * sizeof *order);
    Animals animals = {matrix_new(N, CAT_FEATURES), matrix_new(N, 1)};
    if (!order)
        bad_input("out of memory for %zu animals", N);
    for (size_t n = 0; n < N; n++) {
        size_t other = random_below(random, n + 1);
        order[n] = order[other];
        order[other] = n;
    }
    for (size_t n = 0; n < N; n++) {
        memcpy(row(animals.x, n), row(sorted.x, order[n]), CAT_FEATURES * sizeof(real));
        animals.target.v[n] = sorted.target.v[order[n]];
    }
    free(order);
    return animals;
}

/* The variance of the animals' size, from batches of 32, by this rule. */
static double variance_by(BnUpdate update, double momentum, Matrix x)
{
    Layer layer = batchnorm_layer(x.cols);
    BatchNorm *norm = layer.state;
    norm->update = update;
    norm->momentum = momentum;
    for (size_t n = 0; n < x.rows; n += BATCH)
        layer_forward(&layer, matrix_rows(x, n, BATCH), TRAINING);
    double var = norm->running_var[CAT_SIZE];
    layer_free(&layer);
    return var;
}

void sorted_data(Experiment *e, Random random)
{
    Animals sorted = animals_sorted(&random, TRAIN), mixed = animals_shuffled(&random, sorted);
    Layer layer = batchnorm_layer(CAT_FEATURES);
    BatchNorm *norm = layer.state;
    norm->update = bn_recalibrate;
    layer_forward(&layer, sorted.x, TRAINING); /* one batch of them all */
    double whole = experiment_value(e, "whole_var", norm->running_var[CAT_SIZE]);
    double average = experiment_value(e, "sorted_average",
                                      variance_by(bn_update_running, BN_CUMULATIVE, sorted.x));
    double pooled =
        experiment_value(e, "sorted_pooled", variance_by(bn_recalibrate, 0.1, sorted.x));
    experiment_value(e, "sorted_moving", variance_by(bn_update_running, 0.1, sorted.x));
    experiment_value(e, "mixed_average", variance_by(bn_update_running, BN_CUMULATIVE, mixed.x));
    experiment_value(e, "mixed_pooled", variance_by(bn_recalibrate, 0.1, mixed.x));
    experiment_value(e, "mixed_moving", variance_by(bn_update_running, 0.1, mixed.x));
    experiment_value(e, "pooled_off", fabs(pooled / whole - 1));
    printf("\nmice, cats and dogs, sorted: the variance of their size is %.2f;\n"
           "  the batches' variances average to %.2f, pooled they give %.2f\n",
           whole, average, pooled);
    layer_free(&layer);
    animals_free(sorted);
    animals_free(mixed);
}
