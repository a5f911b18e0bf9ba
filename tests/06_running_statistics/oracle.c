#include "tests/06_running_statistics/oracle.h"

#include <math.h>
#include <string.h>

void oracle_update(double weight, size_t N, size_t D, const double *mean, const double *var,
                   double *running_mean, double *running_var)
{
    for (size_t d = 0; d < D; d++) {
        long double squares = (long double)var[d] * N, unbiased = squares / (N - 1);
        running_mean[d] =
            (double)(running_mean[d] + weight * ((long double)mean[d] - running_mean[d]));
        running_var[d] = (double)(running_var[d] + weight * (unbiased - running_var[d]));
    }
}

void oracle_unbiased(Matrix x, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        long double mean = 0, squares = 0;
        for (size_t n = 0; n < x.rows; n++)
            mean += (long double)row(x, n)[d] / x.rows;
        for (size_t n = 0; n < x.rows; n++)
            squares += (row(x, n)[d] - mean) * (row(x, n)[d] - mean);
        var[d] = (double)(squares / (x.rows - 1));
    }
}

static long double normalized(const BatchNorm *norm, long double x, double mean, double var,
                              size_t d)
{
    long double xhat = (x - mean) / sqrtl((long double)var + norm->eps);
    return norm->gamma[d] * xhat + norm->beta[d];
}

void oracle_batch_norm(const BatchNorm *norm, Matrix x, const double *mean, const double *var,
                       Matrix y)
{
    for (size_t d = 0; d < x.cols; d++)
        for (size_t n = 0; n < x.rows; n++)
            row(y, n)[d] = (real)normalized(norm, row(x, n)[d], mean[d], var[d], d);
}

long double oracle_eval_loss(const BatchNorm *norm, Matrix x, Matrix dy)
{
    long double loss = 0;
    for (size_t d = 0; d < x.cols; d++)
        for (size_t n = 0; n < x.rows; n++)
            loss += row(dy, n)[d] *
                    normalized(norm, row(x, n)[d], norm->running_mean[d], norm->running_var[d], d);
    return loss;
}

static void sums(Matrix dy, Matrix xhat, BnGradients gradients)
{
    for (size_t d = 0; d < dy.cols; d++) {
        long double dgamma = 0, dbeta = 0;
        for (size_t n = 0; n < dy.rows; n++) {
            dgamma += (long double)row(dy, n)[d] * row(xhat, n)[d];
            dbeta += row(dy, n)[d];
        }
        gradients.dgamma[d] = (double)dgamma;
        gradients.dbeta[d] = (double)dbeta;
    }
}

/* dxhat[m]/dx[n] = rstd * ((m == n) - 1/N - xhat[m] * xhat[n] / N) */
void oracle_backward(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                     BnGradients gradients)
{
    sums(dy, xhat, gradients);
    for (size_t d = 0; d < dy.cols; d++)
        for (size_t n = 0; n < dy.rows; n++) {
            long double sum = 0, N = dy.rows;
            for (size_t m = 0; m < dy.rows; m++)
                sum += (long double)row(dy, m)[d] * gamma[d] * rstd[d] *
                       ((m == n) - 1 / N - (long double)row(xhat, m)[d] * row(xhat, n)[d] / N);
            row(gradients.dx, n)[d] = (real)sum;
        }
}

void oracle_backward_eval(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                          BnGradients gradients)
{
    sums(dy, xhat, gradients);
    for (size_t d = 0; d < dy.cols; d++)
        for (size_t n = 0; n < dy.rows; n++)
            row(gradients.dx, n)[d] = (real)((long double)row(dy, n)[d] * gamma[d] * rstd[d]);
}

/* ---- Files ---- */

typedef struct {
    unsigned char *bytes;
    size_t count;
    uint64_t sum; /* FNV-1a, 64 bits */
} Writer;

static void put(Writer *w, const void *from, size_t count)
{
    memcpy(w->bytes + w->count, from, count);
    for (size_t i = w->count; i < w->count + count; i++)
        w->sum = (w->sum ^ w->bytes[i]) * UINT64_C(0x100000001b3);
    w->count += count;
}

static void put_words(Writer *w, const uint64_t *words, size_t count)
{
    put(w, words, count * sizeof *words);
}

static void put_number(Writer *w, double number)
{
    put(w, &number, sizeof number);
}

size_t oracle_file(const BatchNorm *norm, uint64_t version, const char *first,
                   unsigned char bytes[FILE_MOST])
{
    Writer w = {bytes, 0, UINT64_C(0xcbf29ce484222325)};
    require(8 * (8 + 4 * norm->D) <= FILE_MOST, "a file of %zu features", norm->D);
    put(&w, first, 8);
    put_words(&w, (uint64_t[]){version, norm->D, norm->batches, norm->examples}, 4);
    put_number(&w, norm->eps);
    put_number(&w, norm->momentum);
    for (size_t d = 0; d < norm->D; d++)
        put_number(&w, (double)norm->gamma[d]);
    for (size_t d = 0; d < norm->D; d++)
        put_number(&w, (double)norm->beta[d]);
    put(&w, norm->running_mean, norm->D * sizeof(double));
    put(&w, norm->running_var, norm->D * sizeof(double));
    put_words(&w, (uint64_t[]){w.sum}, 1);
    return w.count;
}
