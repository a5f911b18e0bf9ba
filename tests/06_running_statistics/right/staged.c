/* Training's backward pass in the stages of chapter 5, evaluation one example after the other, and
   a loader that fills a second batch norm and then copies it. */
#include "running_statistics.h"

#include <stdlib.h>
#include <string.h>

#include "forward_pass.h"
#include "gamma_beta.h"
#include "given/batchnorm_file.h"
#include "given/batchnorm_layer.h"

void bn_update_running(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    require(N >= 2, "%zu examples are too few", N);
    norm->batches = norm->batches + 1;
    norm->examples = norm->examples + N;
    double new_part = norm->momentum, old_part = 1 - norm->momentum;
    if (norm->momentum == BN_CUMULATIVE) {
        new_part = 1 / (double)norm->batches;
        old_part = (double)(norm->batches - 1) / (double)norm->batches;
    }
    for (size_t d = 0; d < norm->D; d++)
        norm->running_mean[d] = old_part * norm->running_mean[d] + new_part * mean[d];
    for (size_t d = 0; d < norm->D; d++) {
        double unbiased = var[d] + var[d] / ((double)N - 1); /* 1 + 1/(N-1) = N/(N-1) */
        norm->running_var[d] = old_part * norm->running_var[d] + new_part * unbiased;
    }
}

void bn_recalibrate(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    require(N >= 1, "an empty batch");
    require(norm->examples + N >= 2, "too few");
    if (norm->examples == 0)
        bn_reset(norm);
    double a = (double)norm->examples, b = (double)N, ab = a + b;
    for (size_t d = 0; d < norm->D; d++) {
        double distance = norm->running_mean[d] - mean[d];
        double biased = a == 0 ? 0 : norm->running_var[d] * (a - 1) / a;
        double pooled = a / ab * biased + b / ab * var[d] + a / ab * (b / ab) * distance * distance;
        norm->running_mean[d] = a / ab * norm->running_mean[d] + b / ab * mean[d];
        norm->running_var[d] = pooled * ab / (ab - 1);
    }
    norm->batches++;
    norm->examples += N;
}

void bn_forward_eval(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat, Matrix y)
{
    require(x.cols == norm->D, "x has %zu features", x.cols);
    require(xhat.rows == x.rows && xhat.cols == x.cols, "xhat is %zu x %zu", xhat.rows, xhat.cols);
    require(y.rows == x.rows && y.cols == x.cols, "y is %zu x %zu", y.rows, y.cols);
    bn_rstd(norm->D, norm->running_var, norm->eps, rstd);
    for (size_t n = 0; n < x.rows; n++) {
        Matrix one = matrix_rows(xhat, n, 1);
        bn_normalize(matrix_rows(x, n, 1), norm->running_mean, rstd, one);
        bn_scale_shift(one, norm->gamma, norm->beta, matrix_rows(y, n, 1));
    }
}

void bn_backward_eval(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                      BnGradients gradients)
{
    Matrix dx = gradients.dx;
    require(dy.rows == xhat.rows && dy.cols == xhat.cols, "dy is %zu x %zu", dy.rows, dy.cols);
    require(dx.rows == xhat.rows && dx.cols == xhat.cols, "dx is %zu x %zu", dx.rows, dx.cols);
    for (size_t d = 0; d < dy.cols; d++)
        gradients.dgamma[d] = gradients.dbeta[d] = 0;
    for (size_t n = 0; n < dy.rows; n++)
        for (size_t d = 0; d < dy.cols; d++) {
            const double dyn = row(dy, n)[d];
            gradients.dbeta[d] += dyn;
            gradients.dgamma[d] += dyn * row(xhat, n)[d];
            row(dx, n)[d] = (real)(rstd[d] * gamma[d] * dyn);
        }
}

static bool good_file(FILE *file, BatchNorm *into, char *error)
{
    enum { HEAD = 7 };
    uint64_t head[HEAD], sum, stored, expected = 0;
    memcpy(&expected, "batchnrm", 8);
    if (fread(head, sizeof *head, HEAD, file) < HEAD)
        snprintf(error, BN_ERROR, "fewer than %zu bytes", sizeof head);
    else if (head[0] != expected)
        snprintf(error, BN_ERROR, "\"batchnrm\" does not stand at the beginning");
    else if (head[1] != BN_VERSION || head[2] != into->D)
        snprintf(error, BN_ERROR, "version %llu with %llu features, expected %d with %zu",
                 (unsigned long long)head[1], (unsigned long long)head[2], BN_VERSION, into->D);
    else {
        bool whole = true;
        sum = bn_checksum(BN_CHECKSUM_START, head, sizeof head);
        for (size_t i = 0; i < 4 * into->D; i++) {
            double number = 0;
            whole = fread(&number, sizeof number, 1, file) == 1 && whole;
            sum = bn_checksum(sum, &number, sizeof number);
            size_t d = i % into->D;
            switch (i / into->D) {
            case 0: into->gamma[d] = (real)number; break;
            case 1: into->beta[d] = (real)number; break;
            case 2: into->running_mean[d] = number; break;
            default: into->running_var[d] = number;
            }
        }
        whole = fread(&stored, sizeof stored, 1, file) == 1 && whole;
        into->batches = (size_t)head[3];
        into->examples = (size_t)head[4];
        memcpy(&into->eps, &head[5], 8);
        memcpy(&into->momentum, &head[6], 8);
        if (whole && stored == sum)
            return true;
        snprintf(error, BN_ERROR, whole ? "a checksum that does not fit" : "cut off");
    }
    return false;
}

bool bn_load(FILE *file, BatchNorm *norm, char error[BN_ERROR])
{
    BatchNorm read = *norm;
    size_t D = norm->D;
    read.gamma = layer_state(2 * D * sizeof(real));
    read.beta = read.gamma + D;
    read.running_mean = layer_state(2 * D * sizeof(double));
    read.running_var = read.running_mean + D;
    bool good = good_file(file, &read, error);
    if (good) {
        memcpy(norm->gamma, read.gamma, D * sizeof(real));
        memcpy(norm->beta, read.beta, D * sizeof(real));
        memcpy(norm->running_mean, read.running_mean, D * sizeof(double));
        memcpy(norm->running_var, read.running_var, D * sizeof(double));
        norm->batches = read.batches, norm->examples = read.examples;
        norm->eps = read.eps, norm->momentum = read.momentum;
    }
    free(read.gamma);
    free(read.running_mean);
    return good;
}

void batchnorm_forward(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    require(x.cols == norm->D, "x has %zu features, not %zu", x.cols, norm->D);
    forward->mode = mode;
    if (mode != TRAINING) {
        bn_forward_eval(norm, x, forward->rstd, forward->xhat, forward->y);
    } else {
        require(x.rows >= 2, "training on %zu examples", x.rows);
        bn_mean(x, forward->mean);
        bn_variance(x, forward->mean, forward->var);
        bn_rstd(norm->D, forward->var, norm->eps, forward->rstd);
        bn_normalize(x, forward->mean, forward->rstd, forward->xhat);
        bn_scale_shift(forward->xhat, norm->gamma, norm->beta, forward->y);
        (*norm->update)(norm, x.rows, forward->mean, forward->var);
    }
}

/* xhat has mean 0 and serves as x: then x - mean is xhat, and dx one factor rstd away. */
static void in_stages(Matrix dxhat, const BnForward *forward, size_t D, Matrix dx)
{
    double *one = layer_state(5 * D * sizeof *one), *zero = one + D;
    for (size_t d = 0; d < D; d++)
        one[d] = 1;
    BnStages stages = {one + 2 * D, one + 3 * D, matrix_new(dx.rows, D), one + 4 * D, dx};
    bn_backward_staged(dxhat, forward->xhat, zero, one, stages);
    for (size_t n = 0; n < dx.rows; n++)
        for (size_t d = 0; d < D; d++)
            row(dx, n)[d] = (real)(row(dx, n)[d] * forward->rstd[d]);
    matrix_free(stages.dcentered);
    free(one);
}

void batchnorm_backward(BatchNorm *norm, Matrix dy, const BnForward *forward, BnGradients gradients)
{
    size_t D = norm->D;
    if (forward->mode == EVALUATION) {
        bn_backward_eval(dy, forward->xhat, norm->gamma, forward->rstd, gradients);
    } else {
        Matrix dxhat = matrix_new(dy.rows, D);
        bn_scale_shift_backward(dy, forward->xhat, norm->gamma, dxhat, gradients.dgamma,
                                gradients.dbeta);
        in_stages(dxhat, forward, D, gradients.dx);
        matrix_free(dxhat);
    }
    for (size_t d = 0; d < D; d++)
        norm->gamma_gradient[d] += (real)gradients.dgamma[d];
    for (size_t d = 0; d < D; d++)
        norm->beta_gradient[d] += (real)gradients.dbeta[d];
}
