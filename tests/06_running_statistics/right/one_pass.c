/* Evaluation as one multiplication and one addition, after each feature's two constants. The loader
   reads the file twice, and needs no memory of its own. */
#include "running_statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forward_pass.h"
#include "gamma_beta.h"
#include "given/batchnorm_file.h"

void bn_update_running(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    require(N > 1, "%zu examples", N);
    double weight = ++norm->batches, old;
    weight = norm->momentum == BN_CUMULATIVE ? 1 / weight : norm->momentum;
    old = 1 - weight;
    weight /= (double)(N - 1);
    norm->examples += N;
    for (size_t d = 0; d < norm->D; d++) {
        norm->running_mean[d] = old * norm->running_mean[d] + weight * (double)(N - 1) * mean[d];
        norm->running_var[d] = old * norm->running_var[d] + weight * (double)N * var[d];
    }
}

/* Welford's step, N examples at a time. */
void bn_recalibrate(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    require(N >= 1, "an empty batch");
    double before = (double)norm->examples, share = (double)N / (before + (double)N);
    norm->batches++;
    norm->examples += N;
    require(norm->examples > 1, "the first batch has one example");
    for (size_t d = 0; d < norm->D; d++) {
        double squares = before > 0 ? norm->running_var[d] * (before - 1) : 0;
        if (before == 0)
            norm->running_mean[d] = 0;
        double delta = mean[d] - norm->running_mean[d];
        norm->running_mean[d] += delta * share;
        squares += (double)N * (var[d] + delta * (mean[d] - norm->running_mean[d]));
        norm->running_var[d] = squares / (before + (double)N - 1);
    }
}

void bn_forward_eval(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat, Matrix y)
{
    size_t D = norm->D, count = x.rows * x.cols;
    require(x.cols == D && xhat.cols == D && y.cols == D, "x has %zu features", x.cols);
    require(xhat.rows == x.rows && y.rows == x.rows, "x has %zu examples", x.rows);
    double *shift = malloc((D + 1) * sizeof *shift);
    for (size_t d = 0; d < D; d++) {
        rstd[d] = pow(norm->running_var[d] + norm->eps, -0.5);
        shift[d] = -norm->running_mean[d] * rstd[d];
    }
    for (size_t i = 0, d = 0; i < count; i++, d = d + 1 == D ? 0 : d + 1) {
        double normalized = x.v[i] * rstd[d] + shift[d];
        xhat.v[i] = (real)normalized;
        y.v[i] = (real)(normalized * norm->gamma[d] + norm->beta[d]);
    }
    free(shift);
}

void bn_backward_eval(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                      BnGradients gradients)
{
    bn_scale_shift_backward(dy, xhat, gamma, gradients.dx, gradients.dgamma, gradients.dbeta);
    for (size_t i = 0; i < dy.rows * dy.cols; i++)
        gradients.dx.v[i] = (real)(dy.v[i] * (gamma[i % dy.cols] * rstd[i % dy.cols]));
}

typedef struct {
    char name[8];
    uint64_t version, D, batches, examples;
    double eps, momentum;
} Beginning;

static bool read_all(FILE *file, size_t D, Beginning *beginning, char *error)
{
    uint64_t sum = BN_CHECKSUM_START, stored;
    if (fread(beginning, sizeof *beginning, 1, file) != 1) {
        snprintf(error, BN_ERROR, "too short");
        return false;
    }
    if (memcmp(beginning->name, "batchnrm", 8) != 0 || beginning->version != BN_VERSION ||
        beginning->D != D) {
        snprintf(error, BN_ERROR, "\"%.8s\" version %llu for %llu features; expected %d, %zu",
                 beginning->name, (unsigned long long)beginning->version,
                 (unsigned long long)beginning->D, BN_VERSION, D);
        return false;
    }
    sum = bn_checksum(sum, beginning, sizeof *beginning);
    for (size_t i = 0; i < 4 * D; i++) {
        double number;
        if (fread(&number, sizeof number, 1, file) != 1) {
            snprintf(error, BN_ERROR, "ends at number %zu", i);
            return false;
        }
        sum = bn_checksum(sum, &number, sizeof number);
    }
    if (fread(&stored, sizeof stored, 1, file) == 1 && stored == sum)
        return true;
    snprintf(error, BN_ERROR, "the checksum does not fit");
    return false;
}

bool bn_load(FILE *file, BatchNorm *norm, char error[BN_ERROR])
{
    Beginning beginning;
    long start = ftell(file);
    if (!read_all(file, norm->D, &beginning, error))
        return false;
    long end = ftell(file);
    fseek(file, start + (long)sizeof beginning, SEEK_SET);
    norm->batches = (size_t)beginning.batches;
    norm->examples = (size_t)beginning.examples;
    norm->eps = beginning.eps;
    norm->momentum = beginning.momentum;
    double number = 0;
    for (size_t d = 0; d < norm->D && fread(&number, sizeof number, 1, file) == 1; d++)
        norm->gamma[d] = (real)number;
    for (size_t d = 0; d < norm->D && fread(&number, sizeof number, 1, file) == 1; d++)
        norm->beta[d] = (real)number;
    size_t found = fread(norm->running_mean, sizeof number, norm->D, file);
    found += fread(norm->running_var, sizeof number, norm->D, file);
    fseek(file, end, SEEK_SET);
    return found == 2 * norm->D;
}

void batchnorm_forward(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    require(x.cols == norm->D, "x has %zu features, and not %zu", x.cols, norm->D);
    switch (forward->mode = mode) {
    case EVALUATION: bn_forward_eval(norm, x, forward->rstd, forward->xhat, forward->y); break;
    case TRAINING:
        bn_forward(x, norm->eps, forward->mean, forward->var, forward->rstd, forward->xhat);
        norm->update(norm, x.rows, forward->mean, forward->var);
        bn_scale_shift(forward->xhat, norm->gamma, norm->beta, forward->y);
        break;
    }
}

void batchnorm_backward(BatchNorm *norm, Matrix dy, const BnForward *forward, BnGradients gradients)
{
    (forward->mode == TRAINING ? bn_backward : bn_backward_eval)(dy, forward->xhat, norm->gamma,
                                                                 forward->rstd, gradients);
    for (size_t d = norm->D; d-- > 0;) {
        norm->gamma_gradient[d] = (real)(norm->gamma_gradient[d] + gradients.dgamma[d]);
        norm->beta_gradient[d] = (real)(norm->beta_gradient[d] + gradients.dbeta[d]);
    }
}
