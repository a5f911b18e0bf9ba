/* What a right program needs besides its seven exercises: the given functions, once more. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "running_statistics.h"

void bn_reset(BatchNorm *norm)
{
    norm->batches = norm->examples = 0;
    for (size_t d = 0; d < norm->D; d++)
        norm->running_mean[d] = 0, norm->running_var[d] = 1;
}

/* FNV-1a. */
static uint64_t more(uint64_t sum, const void *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        sum = (sum ^ ((const unsigned char *)bytes)[i]) * UINT64_C(0x100000001b3);
    return sum;
}

static const uint64_t sum_start = UINT64_C(0xcbf29ce484222325);

static bool put(FILE *file, uint64_t *sum, const void *bytes, size_t count)
{
    *sum = more(*sum, bytes, count);
    return fwrite(bytes, 1, count, file) == count;
}

bool bn_save(FILE *file, const BatchNorm *norm, char error[BN_ERROR])
{
    uint64_t sum = sum_start, words[] = {BN_VERSION, norm->D, norm->batches, norm->examples};
    bool good = put(file, &sum, "batchnrm", 8) && put(file, &sum, words, sizeof words) &&
                put(file, &sum, &norm->eps, 8) && put(file, &sum, &norm->momentum, 8);
    const real *parameters[] = {norm->gamma, norm->beta};
    for (size_t p = 0; p < 2; p++)
        for (size_t d = 0; d < norm->D; d++) {
            double number = (double)parameters[p][d];
            good = good && put(file, &sum, &number, sizeof number);
        }
    good = good && put(file, &sum, norm->running_mean, norm->D * sizeof(double)) &&
           put(file, &sum, norm->running_var, norm->D * sizeof(double));
    uint64_t all = sum;
    good = good && put(file, &sum, &all, sizeof all);
    if (!good)
        snprintf(error, BN_ERROR, "could not be written");
    return good;
}

typedef struct {
    BatchNorm norm;
    BnForward forward;
    BnGradients gradients;
    Buffer xhat, y, dx;
} Kept;

static Matrix go_forward(void *state, Matrix x, Mode mode)
{
    Kept *kept = state;
    kept->forward.xhat = buffer_rows(&kept->xhat, x.rows);
    kept->forward.y = buffer_rows(&kept->y, x.rows);
    batchnorm_forward(&kept->norm, x, mode, &kept->forward);
    return kept->forward.y;
}

static Matrix go_back(void *state, Matrix dy)
{
    Kept *kept = state;
    kept->gradients.dx = buffer_rows(&kept->dx, dy.rows);
    batchnorm_backward(&kept->norm, dy, &kept->forward, kept->gradients);
    return kept->gradients.dx;
}

static void go_free(void *state)
{
    Kept *kept = state;
    void *all[] = {kept->norm.gamma,         kept->norm.beta,         kept->norm.gamma_gradient,
                   kept->norm.beta_gradient, kept->norm.running_mean, kept->norm.running_var,
                   kept->forward.mean,       kept->forward.var,       kept->forward.rstd,
                   kept->gradients.dgamma,   kept->gradients.dbeta};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    buffer_free(kept->xhat), buffer_free(kept->y), buffer_free(kept->dx);
    free(kept);
}

Layer batchnorm_layer(size_t D)
{
    Kept *kept = layer_state(sizeof *kept);
    real **parameters[] = {&kept->norm.gamma, &kept->norm.beta, &kept->norm.gamma_gradient,
                           &kept->norm.beta_gradient};
    double **statistics[] = {&kept->norm.running_mean, &kept->norm.running_var,
                             &kept->forward.mean,      &kept->forward.var,
                             &kept->forward.rstd,      &kept->gradients.dgamma,
                             &kept->gradients.dbeta};
    for (size_t i = 0; i < 4; i++)
        *parameters[i] = layer_state(D * sizeof(real));
    for (size_t i = 0; i < 7; i++)
        *statistics[i] = layer_state(D * sizeof(double));
    kept->norm.D = D, kept->norm.eps = 1e-5, kept->norm.momentum = 0.1;
    kept->norm.update = bn_update_running;
    kept->xhat = buffer_new(D), kept->y = buffer_new(D), kept->dx = buffer_new(D);
    for (size_t d = 0; d < D; d++)
        kept->norm.gamma[d] = 1;
    bn_reset(&kept->norm);
    Layer layer = {.kind = "batch norm", .inputs = D, .outputs = D, .state = kept};
    layer.parameters[0] = (Parameter){"gamma", D, kept->norm.gamma, kept->norm.gamma_gradient};
    layer.parameters[1] = (Parameter){"beta", D, kept->norm.beta, kept->norm.beta_gradient};
    layer.forward = go_forward, layer.backward = go_back, layer.free = go_free;
    return layer;
}
