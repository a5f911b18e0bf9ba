/* Pointers that walk, one helper for both averages, and a loader with one way out by goto. */
#include "running_statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forward_pass.h"
#include "gamma_beta.h"
#include "given/batchnorm_file.h"

/* old + weight * (factor * observed - old), for D numbers */
static void blend(size_t D, double *old, const double *observed, double factor, double weight)
{
    while (D-- > 0) {
        *old += weight * (factor * *observed - *old);
        old++;
        observed++;
    }
}

void bn_update_running(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    if (N < 2)
        require(false, "a batch of %zu", N);
    norm->batches += 1;
    norm->examples += N;
    double weight = norm->momentum == 0 ? 1.0 / (double)norm->batches : norm->momentum;
    blend(norm->D, norm->running_mean, mean, 1, weight);
    blend(norm->D, norm->running_var, var, (double)N / (double)(N - 1), weight);
}

/* The variance moves toward the batch's, and is pushed up by the distance. */
void bn_recalibrate(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    double n = (double)norm->examples, total = n + (double)N;
    require(N > 0 && total > 1, "%zu examples after %zu", N, norm->examples);
    double *m = norm->running_mean, *v = norm->running_var;
    for (const double *end = mean + norm->D; mean < end; mean++, var++, m++, v++) {
        double d = *mean - *m, push = d * d * n / total * (double)N / (total - 1);
        double old_weight = n > 0 ? (n - 1) / (total - 1) : 0;
        *v = (n > 0 ? *v * old_weight : 0) + *var * ((double)N / (total - 1)) + push;
        *m += d * ((double)N / total);
    }
    norm->examples += N;
    norm->batches += 1;
}

void bn_forward_eval(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat, Matrix y)
{
    require(x.cols == norm->D, "x has %zu features", x.cols);
    require(x.rows == y.rows && x.cols == y.cols, "y is %zu x %zu", y.rows, y.cols);
    for (size_t d = 0; d < norm->D; d++)
        rstd[d] = sqrt(1 / (norm->running_var[d] + norm->eps));
    bn_normalize(x, norm->running_mean, rstd, xhat);
    real *to = y.v;
    const real *from = xhat.v, *end = xhat.v + x.rows * x.cols;
    while (from < end)
        for (size_t d = 0; d < norm->D; d++, from++, to++)
            *to = *from * norm->gamma[d] + norm->beta[d];
}

void bn_backward_eval(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                      BnGradients gradients)
{
    size_t D = xhat.cols;
    require(dy.rows == xhat.rows && dy.cols == D, "dy is %zu x %zu", dy.rows, dy.cols);
    require(gradients.dx.rows == xhat.rows && gradients.dx.cols == D, "dx is %zu x %zu",
            gradients.dx.rows, gradients.dx.cols);
    memset(gradients.dgamma, 0, D * sizeof(double));
    memset(gradients.dbeta, 0, D * sizeof(double));
    for (size_t i = xhat.rows * D; i-- > 0;) {
        size_t d = i % D;
        gradients.dbeta[d] += dy.v[i];
        gradients.dgamma[d] += (double)xhat.v[i] * dy.v[i];
        gradients.dx.v[i] = (real)(gamma[d] * dy.v[i] * rstd[d]);
    }
}

bool bn_load(FILE *file, BatchNorm *norm, char error[BN_ERROR])
{
    bool good = false;
    size_t D = norm->D, size = 56 + 32 * D + 8;
    unsigned char *bytes = layer_state(size), *at = bytes;
    uint64_t version, features, batches, examples, stored;
    double *numbers = layer_state(4 * D * sizeof *numbers);
    size_t count = fread(bytes, 1, size, file);
    if (count < 24 || memcmp(bytes, "batchnrm", 8) != 0) {
        snprintf(error, BN_ERROR, "%zu bytes that do not begin with batchnrm", count);
        goto done;
    }
    memcpy(&version, at += 8, 8);
    memcpy(&features, at += 8, 8);
    memcpy(&batches, at += 8, 8);
    memcpy(&examples, at += 8, 8);
    if (version != BN_VERSION || features != D) {
        snprintf(error, BN_ERROR, "version %llu, D %llu; expected version %d, D %zu",
                 (unsigned long long)version, (unsigned long long)features, BN_VERSION, D);
        goto done;
    }
    memcpy(&stored, bytes + size - 8, 8);
    if (count < size || stored != bn_checksum(BN_CHECKSUM_START, bytes, size - 8)) {
        snprintf(error, BN_ERROR, "%zu of %zu bytes, or a wrong checksum", count, size);
        goto done;
    }
    good = true;
    memcpy(numbers, at + 24, 4 * D * sizeof *numbers);
    memcpy(&norm->eps, at + 8, 8);
    memcpy(&norm->momentum, at + 16, 8);
    norm->batches = (size_t)batches;
    norm->examples = (size_t)examples;
    for (size_t d = 0; d < D; d++) {
        norm->gamma[d] = (real)numbers[d];
        norm->beta[d] = (real)numbers[d + D];
    }
    memcpy(norm->running_mean, numbers + 2 * D, D * sizeof *numbers);
    memcpy(norm->running_var, numbers + 3 * D, D * sizeof *numbers);
done:
    free(numbers);
    free(bytes);
    return good;
}

void batchnorm_forward(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    require(x.cols == norm->D, "x has %zu features", x.cols);
    if (mode == TRAINING) {
        require(x.rows != 0 && x.rows != 1, "%zu examples", x.rows);
        bn_forward(x, norm->eps, forward->mean, forward->var, forward->rstd, forward->xhat);
        norm->update(norm, x.rows, forward->mean, forward->var);
    } else {
        bn_rstd(norm->D, norm->running_var, norm->eps, forward->rstd);
        bn_normalize(x, norm->running_mean, forward->rstd, forward->xhat);
    }
    bn_scale_shift(forward->xhat, norm->gamma, norm->beta, forward->y); /* for both */
    forward->mode = mode;
}

void batchnorm_backward(BatchNorm *norm, Matrix dy, const BnForward *forward, BnGradients gradients)
{
    switch (forward->mode) {
    case TRAINING: bn_backward(dy, forward->xhat, norm->gamma, forward->rstd, gradients); break;
    case EVALUATION:
        bn_backward_eval(dy, forward->xhat, norm->gamma, forward->rstd, gradients);
        break;
    }
    real *g = norm->gamma_gradient, *b = norm->beta_gradient;
    for (size_t d = 0; d < norm->D; d++) {
        *g++ += (real)gradients.dgamma[d];
        *b++ += (real)gradients.dbeta[d];
    }
}
