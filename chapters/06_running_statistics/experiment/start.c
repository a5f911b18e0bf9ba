#include "experiment.h"

void one_batch(Experiment *e)
{
    Layer layer = batchnorm_layer(1);
    BatchNorm *norm = layer.state;
    Matrix x = matrix_new(4, 1);
    for (size_t n = 0; n < 4; n++)
        x.v[n] = (real)(n + 1);
    experiment_value(e, "hand_training", (double)layer_forward(&layer, x, TRAINING).v[2]);
    double mean = experiment_value(e, "hand_mean", norm->running_mean[0]);
    double var = experiment_value(e, "hand_var", norm->running_var[0]);
    experiment_value(e, "hand_biased", 0.9 * 1 + 0.1 * 1.25);
    printf("after {1, 2, 3, 4} with momentum 0.1: running mean %.4f, running variance %.4f\n", mean,
           var);
    x.rows = 1;
    x.v[0] = 3;
    experiment_value(e, "hand_y", (double)layer_forward(&layer, x, EVALUATION).v[0]);
    layer_free(&layer);
    matrix_free(x);
}

/* The average variance of many batches from a population of variance 1. */
void why_unbiased(Experiment *e, Random random)
{
    static const size_t sizes[] = {2, 4, 32};
    enum { BATCHES = 20000 };
    for (size_t s = 0; s < COUNT_OF(sizes); s++) {
        size_t N = sizes[s];
        Layer layer = batchnorm_layer(1);
        BatchNorm *norm = layer.state;
        norm->momentum = BN_CUMULATIVE;
        for (size_t batch = 0; batch < BATCHES; batch++) {
            Matrix x = normal_matrix(&random, N, 1, 1);
            layer_forward(&layer, x, TRAINING);
            matrix_free(x);
        }
        double unbiased = norm->running_var[0], biased = unbiased * ((double)N - 1) / (double)N;
        experiment_named_value(e, unbiased, "unbiased_%zu", N);
        experiment_named_value(e, biased, "biased_%zu", N);
        layer_free(&layer);
    }
}
