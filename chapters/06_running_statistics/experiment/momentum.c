#include "experiment.h"

#include <math.h>

/* Momentum in hundredths: the names of values end in it. */
static const size_t percents[] = {50, 10, 1};
enum { MOMENTA = COUNT_OF(percents), CHASE = 400, CHASE_N = 32 };

static Layer layer_with(size_t percent, size_t features)
{
    Layer layer = batchnorm_layer(features);
    ((BatchNorm *)layer.state)->momentum = (double)percent / 100;
    return layer;
}

/* Still, a jump, still, then a steady drift. */
static double true_mean(size_t batch)
{
    return batch < 50 ? 0 : batch < 200 ? 2 : 2 - 0.02 * ((double)batch - 200);
}

void chase(Experiment *e, Random random)
{
    Layer layer[MOMENTA];
    for (size_t m = 0; m < MOMENTA; m++)
        layer[m] = layer_with(percents[m], 1);
    Csv csv = csv_open(e->folder, "chase.csv", "batch,truth,observed,a,b,c");
    double behind[MOMENTA] = {0};
    for (size_t batch = 0; batch < CHASE; batch++) {
        Matrix x = normal_matrix(&random, CHASE_N, 1, 1);
        double observed = 0, running[MOMENTA];
        for (size_t n = 0; n < CHASE_N; n++) {
            x.v[n] += (real)true_mean(batch);
            observed += (double)x.v[n] / CHASE_N;
        }
        for (size_t m = 0; m < MOMENTA; m++) {
            layer_forward(&layer[m], x, TRAINING);
            running[m] = ((BatchNorm *)layer[m].state)->running_mean[0];
            if (batch >= 300) /* the last half of the drift */
                behind[m] += (running[m] - observed) / (CHASE - 300);
        }
        csv_row(&csv, "%zu,%g,%g,%g,%g,%g", batch, true_mean(batch), observed, running[0],
                running[1], running[2]);
        matrix_free(x);
    }
    csv_close(&csv);
    for (size_t m = 0; m < MOMENTA; m++) {
        experiment_named_value(e, behind[m] / 0.02, "lag_%zu", percents[m]); /* in batches */
        layer_free(&layer[m]);
    }
}

/* How much of the initial variance is left while the batches have none. */
void forgetting(Experiment *e)
{
    Csv csv = csv_open(e->folder, "forgetting.csv", "batches,a,b,c");
    Layer layer[MOMENTA];
    double zero = 0;
    size_t steps[MOMENTA] = {0};
    for (size_t m = 0; m < MOMENTA; m++)
        layer[m] = layer_with(percents[m], 1);
    for (size_t batch = 0; batch <= 500; batch++) {
        double left[MOMENTA];
        for (size_t m = 0; m < MOMENTA; m++) {
            BatchNorm *norm = layer[m].state;
            left[m] = norm->running_var[0];
            if (left[m] > 0.01)
                steps[m] = batch + 1;
            bn_update_running(norm, 2, &zero, &zero);
        }
        csv_row(&csv, "%zu,%g,%g,%g", batch, left[0], left[1], left[2]);
    }
    csv_close(&csv);
    for (size_t m = 0; m < MOMENTA; m++) {
        experiment_named_value(e, (double)steps[m], "forgotten_%zu", percents[m]);
        layer_free(&layer[m]);
    }
    printf("running statistics have forgotten all but 1%% after %zu batches with momentum 0.5,\n"
           "  %zu with 0.1, %zu with 0.01\n",
           steps[0], steps[1], steps[2]);
}

/* The noise of the running mean, as a part of the noise of a batch's mean. */
static double noise_with(size_t percent, Random random)
{
    enum { N = 8, D = 16, BATCHES = 6000, SKIP = 600 };
    Layer layer = layer_with(percent, D);
    BatchNorm *norm = layer.state;
    Matrix x = matrix_new(N, D);
    double sum = 0, squares = 0, count = 0;
    for (size_t batch = 0; batch < BATCHES; batch++) {
        for (size_t i = 0; i < N * D; i++)
            x.v[i] = (real)random_normal(&random, 0, 1);
        layer_forward(&layer, x, TRAINING);
        for (size_t d = 0; d < D && batch >= SKIP; d++, count++) {
            sum += norm->running_mean[d];
            squares += norm->running_mean[d] * norm->running_mean[d];
        }
    }
    matrix_free(x);
    layer_free(&layer);
    return sqrt((squares - sum * sum / count) / count) * sqrt(N);
}

void noise(Experiment *e, Random random)
{
    static const size_t at[] = {1, 2, 5, 10, 20, 50, 100};
    Csv csv = csv_open(e->folder, "noise.csv", "momentum,noise,law");
    double worst = 0;
    for (size_t i = 0; i < COUNT_OF(at); i++) {
        double momentum = (double)at[i] / 100, law = sqrt(momentum / (2 - momentum));
        double measured = noise_with(at[i], random);
        csv_row(&csv, "%g,%g,%g", momentum, measured, law);
        experiment_named_value(e, measured, "noise_%zu", at[i]);
        experiment_named_value(e, law, "law_%zu", at[i]);
        worst = fmax(worst, fabs(measured / law - 1));
    }
    csv_close(&csv);
    experiment_value(e, "noise_off", worst);
    printf("their noise follows sqrt(m / (2 - m)) to %.0f%%\n", 100 * worst);
}
