#include "tests/02_covariate_shift/oracle.h"

#include <math.h>
#include <stdlib.h>

double oracle_shift(size_t D, const double *mean, const double *var, const double *new_mean)
{
    long double largest = 0;
    for (size_t d = 0; d < D; d++) {
        long double square =
            ((long double)new_mean[d] - mean[d]) * ((long double)new_mean[d] - mean[d]) / var[d];
        if (square > largest)
            largest = square;
    }
    return (double)sqrtl(largest);
}

double oracle_accuracy(Matrix x, const double *label, Classifier c)
{
    double right = 0;
    for (size_t n = 0; n < x.rows; n++) {
        long double score = c.b;
        for (size_t d = 0; d < x.cols; d++)
            score += c.w[d] * ((long double)row(x, n)[d] - c.mean[d]) / sqrtl(c.var[d]);
        right += (score > 0) == (label[n] > 0);
    }
    return right / (double)x.rows;
}

static long double log_density(Normal p, size_t d, long double x)
{
    const long double two_pi = 6.283185307179586476925286766559L;
    return -logl(two_pi * p.var[d]) / 2 - (x - p.mean[d]) * (x - p.mean[d]) / (2 * p.var[d]);
}

void oracle_weights(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t n = 0; n < x.rows; n++) {
        long double in_test = 0, in_training = 0;
        for (size_t d = 0; d < x.cols; d++) {
            in_test += log_density(test, d, row(x, n)[d]);
            in_training += log_density(train, d, row(x, n)[d]);
        }
        ratio[n] = (double)expl(in_test - in_training);
    }
}

double oracle_sample_size(size_t N, const double *ratio)
{
    long double sum = 0, inverse = 0; /* 1 / ESS: the sum of the squared shares */
    for (size_t n = 0; n < N; n++)
        sum += ratio[n];
    for (size_t n = 0; n < N; n++)
        inverse += ratio[n] / sum * (ratio[n] / sum);
    return (double)(1 / inverse);
}

/* The columns of x and the target, each row multiplied by the root of its ratio. Gram-Schmidt,
   twice, for the columns; then back substitution. */
void oracle_least_squares(Matrix x, const double *target, const double *ratio, double *w)
{
    size_t N = x.rows, D = x.cols;
    long double *q = calloc(N * D + D * D + 1, sizeof *q), *R = q + N * D;
    for (size_t d = 0; d < D; d++) {
        for (size_t n = 0; n < N; n++)
            q[d * N + n] = row(x, n)[d] * sqrtl(ratio[n]);
        for (int again = 0; again < 2; again++)
            for (size_t k = 0; k < d; k++) {
                long double dot = 0;
                for (size_t n = 0; n < N; n++)
                    dot += q[k * N + n] * q[d * N + n];
                for (size_t n = 0; n < N; n++)
                    q[d * N + n] -= dot * q[k * N + n];
                R[k * D + d] += dot;
            }
        long double square = 0;
        for (size_t n = 0; n < N; n++)
            square += q[d * N + n] * q[d * N + n];
        R[d * D + d] = sqrtl(square);
        for (size_t n = 0; n < N; n++)
            q[d * N + n] /= R[d * D + d];
    }
    for (size_t d = D; d-- > 0;) {
        long double rest = 0;
        for (size_t n = 0; n < N; n++)
            rest += q[d * N + n] * sqrtl(ratio[n]) * target[n];
        for (size_t k = d + 1; k < D; k++)
            rest -= R[d * D + k] * w[k];
        w[d] = (double)(rest / R[d * D + d]);
    }
    free(q);
}

void oracle_unit(Matrix x, const real *w, double b, double *mean, double *sd)
{
    long double *u = calloc(x.rows + 1, sizeof *u), sum = 0, squares = 0;
    for (size_t n = 0; n < x.rows; n++) {
        for (size_t d = 0; d < x.cols; d++)
            u[n] += (long double)w[d] * row(x, n)[d];
        sum += u[n];
    }
    long double average = sum / (long double)x.rows;
    for (size_t n = 0; n < x.rows; n++)
        squares += (u[n] - average) * (u[n] - average);
    *mean = (double)(average + b);
    *sd = (double)sqrtl(squares / (long double)x.rows);
    free(u);
}
