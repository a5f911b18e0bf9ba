/* Everything in long double, rounded once at the end. The loader takes the whole file into one
   piece of memory, byte by byte. */
#include "running_statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forward_pass.h"
#include "gamma_beta.h"
#include "given/batchnorm_file.h"

static double between(double old, long double observed, long double weight)
{
    return (double)((1 - weight) * old + weight * observed);
}

void bn_update_running(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    require(N >= 2, "N = %zu", N);
    long double weight = norm->momentum;
    norm->examples += N;
    norm->batches += 1;
    if (norm->momentum == BN_CUMULATIVE)
        weight = 1.0L / norm->batches;
    for (size_t d = 0; d < norm->D; d++) {
        norm->running_mean[d] = between(norm->running_mean[d], mean[d], weight);
        norm->running_var[d] =
            between(norm->running_var[d], (long double)var[d] * N / (N - 1), weight);
    }
}

/* By the sums of x and of (x - old mean)^2. */
void bn_recalibrate(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    long double n = norm->examples, total = n + N;
    require(N >= 1 && total >= 2, "N = %zu", N);
    for (size_t d = 0; d < norm->D; d++) {
        long double old = n > 0 ? norm->running_mean[d] : mean[d], delta = mean[d] - old;
        long double squares = (long double)var[d] * N + delta * delta * N;
        if (n > 0)
            squares += norm->running_var[d] * (n - 1);
        long double shift = delta * N / total;
        norm->running_mean[d] = (double)(old + shift);
        norm->running_var[d] = (double)((squares - total * shift * shift) / (total - 1));
    }
    norm->examples += N;
    norm->batches += 1;
}

static void require_shape(Matrix m, Matrix x)
{
    require(m.rows == x.rows && m.cols == x.cols, "%zu x %zu", m.rows, m.cols);
}

void bn_forward_eval(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat, Matrix y)
{
    require(x.cols == norm->D, "x has %zu features", x.cols);
    require_shape(xhat, x);
    require_shape(y, x);
    for (size_t d = 0; d < norm->D; d++)
        rstd[d] = (double)(1 / sqrtl((long double)norm->running_var[d] + norm->eps));
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < norm->D; d++) {
            long double centered = (long double)row(x, n)[d] - norm->running_mean[d];
            row(xhat, n)[d] = (real)(centered * rstd[d]);
            row(y, n)[d] = (real)(norm->gamma[d] * (centered * rstd[d]) + norm->beta[d]);
        }
}

void bn_backward_eval(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                      BnGradients gradients)
{
    require_shape(dy, xhat);
    require_shape(gradients.dx, xhat);
    for (size_t d = 0; d < xhat.cols; d++) {
        long double dgamma = 0, dbeta = 0, scale = (long double)gamma[d] * rstd[d];
        for (size_t n = 0; n < xhat.rows; n++) {
            dgamma += (long double)row(dy, n)[d] * row(xhat, n)[d];
            dbeta += row(dy, n)[d];
            row(gradients.dx, n)[d] = (real)(row(dy, n)[d] * scale);
        }
        gradients.dgamma[d] = (double)dgamma;
        gradients.dbeta[d] = (double)dbeta;
    }
}

static double number_at(const unsigned char *bytes, size_t index)
{
    double number;
    memcpy(&number, bytes + 56 + 8 * index, sizeof number);
    return number;
}

bool bn_load(FILE *file, BatchNorm *norm, char error[BN_ERROR])
{
    size_t D = norm->D, count = 56 + 32 * D + 8, length = 0;
    unsigned char *bytes = calloc(count, 1);
    for (int c; length < count && (c = getc(file)) != EOF; length++)
        bytes[length] = (unsigned char)c;
    uint64_t word[7], stored;
    memcpy(word, bytes, 56);
    memcpy(&stored, bytes + count - 8, 8);
    uint64_t sum = bn_checksum(BN_CHECKSUM_START, bytes, count - 8);
    const char *problem = memcmp(bytes, "batchnrm", 8) != 0 ? "name"
                          : word[1] != BN_VERSION           ? "version"
                          : word[2] != D                    ? "D"
                          : length < count                  ? "length"
                          : sum != stored                   ? "checksum"
                                                            : NULL;
    if (problem) {
        snprintf(error, BN_ERROR, "%s: version %llu of %d, D %llu of %zu, %zu bytes of %zu",
                 problem, (unsigned long long)word[1], BN_VERSION, (unsigned long long)word[2], D,
                 length, count);
    } else {
        norm->batches = (size_t)word[3];
        norm->examples = (size_t)word[4];
        memcpy(&norm->eps, &word[5], 8);
        memcpy(&norm->momentum, &word[6], 8);
        for (size_t d = 0; d < D; d++) {
            norm->gamma[d] = (real)number_at(bytes, d);
            norm->beta[d] = (real)number_at(bytes, D + d);
            norm->running_mean[d] = number_at(bytes, 2 * D + d);
            norm->running_var[d] = number_at(bytes, 3 * D + d);
        }
    }
    free(bytes);
    return !problem;
}

void batchnorm_forward(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    require(x.cols == norm->D, "x has %zu features", x.cols);
    forward->mode = mode;
    if (mode == EVALUATION) {
        bn_forward_eval(norm, x, forward->rstd, forward->xhat, forward->y);
        return;
    }
    bn_forward(x, norm->eps, forward->mean, forward->var, forward->rstd, forward->xhat);
    norm->update(norm, x.rows, forward->mean, forward->var);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(forward->y, n)[d] =
                (real)((long double)norm->gamma[d] * row(forward->xhat, n)[d] + norm->beta[d]);
}

void batchnorm_backward(BatchNorm *norm, Matrix dy, const BnForward *forward, BnGradients gradients)
{
    if (forward->mode == EVALUATION)
        bn_backward_eval(dy, forward->xhat, norm->gamma, forward->rstd, gradients);
    else
        bn_backward(dy, forward->xhat, norm->gamma, forward->rstd, gradients);
    for (size_t d = 0; d < norm->D; d++) {
        norm->gamma_gradient[d] =
            (real)((long double)norm->gamma_gradient[d] + gradients.dgamma[d]);
        norm->beta_gradient[d] = (real)((long double)norm->beta_gradient[d] + gradients.dbeta[d]);
    }
}
