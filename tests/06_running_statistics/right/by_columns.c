/* Feature after feature, and no function of another chapter: every formula is written out. The
   loader reads number after number. */
#include "running_statistics.h"

#include <math.h>

#include "given/batchnorm_file.h"

void bn_update_running(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    require(N >= 2, "N is %zu, it must be 2 or more", N);
    require(norm->momentum >= 0 && norm->momentum <= 1, "momentum is %g", norm->momentum);
    norm->batches++;
    norm->examples += N;
    double weight = norm->momentum > 0 ? norm->momentum : 1.0 / (double)norm->batches;
    for (size_t d = 0; d < norm->D; d++) {
        double squares = var[d] * (double)N;
        norm->running_mean[d] += weight * (mean[d] - norm->running_mean[d]);
        norm->running_var[d] += weight * (squares / (double)(N - 1) - norm->running_var[d]);
    }
}

void bn_recalibrate(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    size_t n = norm->examples;
    require(N > 0 && n + N > 1, "%zu examples, and %zu before", N, n);
    for (size_t d = 0; d < norm->D; d++) {
        double *m = &norm->running_mean[d], *v = &norm->running_var[d];
        double both = ((double)n * *m + (double)N * mean[d]) / (double)(n + N);
        double squares = (n == 0 ? 0 : *v * (double)(n - 1)) + var[d] * (double)N;
        squares += (double)n * (*m - both) * (*m - both); /* both are moved to the new mean */
        squares += (double)N * (mean[d] - both) * (mean[d] - both);
        *m = both;
        *v = squares / (double)(n + N - 1);
    }
    norm->batches++;
    norm->examples = n + N;
}

static void require_shape(Matrix m, Matrix like)
{
    require(m.rows == like.rows && m.cols == like.cols, "%zu x %zu, and not %zu x %zu", m.rows,
            m.cols, like.rows, like.cols);
}

void bn_forward_eval(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat, Matrix y)
{
    require(x.cols == norm->D, "%zu features, and not %zu", x.cols, norm->D);
    require_shape(xhat, x);
    require_shape(y, x);
    for (size_t d = 0; d < norm->D; d++) {
        rstd[d] = 1 / sqrt(norm->running_var[d] + norm->eps);
        for (size_t n = 0; n < x.rows; n++) {
            row(xhat, n)[d] = (real)((row(x, n)[d] - norm->running_mean[d]) * rstd[d]);
            row(y, n)[d] = norm->gamma[d] * row(xhat, n)[d] + norm->beta[d];
        }
    }
}

void bn_backward_eval(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                      BnGradients gradients)
{
    require_shape(dy, xhat);
    require_shape(gradients.dx, xhat);
    for (size_t d = 0; d < dy.cols; d++) {
        double dgamma = 0, dbeta = 0;
        for (size_t n = dy.rows; n-- > 0;) {
            double upstream = row(dy, n)[d];
            dgamma += upstream * row(xhat, n)[d];
            dbeta += upstream;
            row(gradients.dx, n)[d] = (real)(upstream * gamma[d] * rstd[d]);
        }
        gradients.dgamma[d] = dgamma;
        gradients.dbeta[d] = dbeta;
    }
}

/* Reads, and goes on with the checksum. */
static bool get(FILE *file, uint64_t *sum, void *into, size_t count)
{
    bool good = fread(into, 1, count, file) == count;
    *sum = bn_checksum(*sum, into, good ? count : 0);
    return good;
}

static bool no(char *error, const char *what, uint64_t found, uint64_t expected)
{
    snprintf(error, BN_ERROR, "%s: found %llu, expected %llu", what, (unsigned long long)found,
             (unsigned long long)expected);
    return false;
}

bool bn_load(FILE *file, BatchNorm *norm, char error[BN_ERROR])
{
    uint64_t sum = BN_CHECKSUM_START, words[4], stored;
    char name[8];
    double settings[2], numbers[4][64];
    require(norm->D <= 64, "this program is for at most 64 features");
    if (!get(file, &sum, name, 8) || !get(file, &sum, words, 32) || !get(file, &sum, settings, 16))
        return no(error, "bytes", 0, 56);
    for (size_t i = 0; i < 8; i++)
        if (name[i] != "batchnrm"[i])
            return no(error, "a letter of the name", (unsigned char)name[i],
                      (unsigned char)"batchnrm"[i]);
    if (words[0] != BN_VERSION)
        return no(error, "version", words[0], BN_VERSION);
    if (words[1] != norm->D)
        return no(error, "features", words[1], norm->D);
    for (size_t i = 0; i < 4; i++)
        for (size_t d = 0; d < norm->D; d++)
            if (!get(file, &sum, &numbers[i][d], sizeof(double)))
                return no(error, "numbers", i * norm->D + d, 4 * norm->D);
    uint64_t all = sum;
    if (!get(file, &sum, &stored, sizeof stored))
        return no(error, "checksums", 0, 1);
    if (stored != all)
        return no(error, "checksum", stored, all);
    norm->batches = (size_t)words[2];
    norm->examples = (size_t)words[3];
    norm->eps = settings[0];
    norm->momentum = settings[1];
    for (size_t d = 0; d < norm->D; d++) {
        norm->gamma[d] = (real)numbers[0][d];
        norm->beta[d] = (real)numbers[1][d];
        norm->running_mean[d] = numbers[2][d];
        norm->running_var[d] = numbers[3][d];
    }
    return true;
}

/* Training, feature after feature. */
void batchnorm_forward(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    forward->mode = mode;
    if (mode == EVALUATION) {
        bn_forward_eval(norm, x, forward->rstd, forward->xhat, forward->y);
        return;
    }
    require(x.cols == norm->D, "%zu features, and not %zu", x.cols, norm->D);
    require(x.rows > 1, "%zu examples", x.rows);
    double N = (double)x.rows;
    for (size_t d = 0; d < norm->D; d++) {
        double mean = 0, var = 0;
        for (size_t n = 0; n < x.rows; n++)
            mean += row(x, n)[d] / N;
        for (size_t n = 0; n < x.rows; n++)
            var += (row(x, n)[d] - mean) * (row(x, n)[d] - mean) / N;
        forward->mean[d] = mean;
        forward->var[d] = var;
        forward->rstd[d] = 1 / sqrt(var + norm->eps);
    }
    norm->update(norm, x.rows, forward->mean, forward->var); /* first, and then the output */
    for (size_t d = 0; d < norm->D; d++)
        for (size_t n = 0; n < x.rows; n++) {
            double xhat = (row(x, n)[d] - forward->mean[d]) * forward->rstd[d];
            row(forward->xhat, n)[d] = (real)xhat;
            row(forward->y, n)[d] = (real)(norm->gamma[d] * xhat + norm->beta[d]);
        }
}

void batchnorm_backward(BatchNorm *norm, Matrix dy, const BnForward *forward, BnGradients gradients)
{
    bn_backward_eval(dy, forward->xhat, norm->gamma, forward->rstd, gradients);
    double N = (double)dy.rows;
    for (size_t d = 0; d < norm->D; d++) {
        double scale = norm->gamma[d] * forward->rstd[d] / N;
        for (size_t n = 0; n < dy.rows && forward->mode == TRAINING; n++)
            row(gradients.dx, n)[d] =
                (real)(row(gradients.dx, n)[d] -
                       scale *
                           (gradients.dbeta[d] + row(forward->xhat, n)[d] * gradients.dgamma[d]));
        norm->gamma_gradient[d] += (real)gradients.dgamma[d];
        norm->beta_gradient[d] += (real)gradients.dbeta[d];
    }
}
