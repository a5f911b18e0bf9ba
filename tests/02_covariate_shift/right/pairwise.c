/* Sums by halves, with recursion. */

#include "covariate_shift.h"

#include <math.h>

#include "common/solve.h"

double shift_distance(size_t D, const double *mean, const double *var, const double *new_mean)
{
    if (D == 1) {
        require(*var > 0, "a constant");
        return fabs(*new_mean - *mean) / sqrt(*var);
    }
    double a = shift_distance(1, mean, var, new_mean);
    double b = shift_distance(D - 1, mean + 1, var + 1, new_mean + 1);
    return isnan(a) || isnan(b) ? NAN : a > b ? a : b;
}

/* -- scores -- */

static double score_of(const real *xn, size_t from, size_t to, const Classifier *c)
{
    if (to - from == 1)
        return c->w[from] * (xn[from] - c->mean[from]) / sqrt(c->var[from]);
    size_t middle = from + (to - from) / 2;
    return score_of(xn, from, middle, c) + score_of(xn, middle, to, c);
}

double classifier_accuracy(Matrix x, const double *label, Classifier c)
{
    require(x.rows > 0, "no examples");
    if (x.rows == 1) {
        double score = c.b + score_of(x.v, 0, x.cols, &c);
        return (score > 0 ? 1 : -1) == label[0];
    }
    size_t half = x.rows / 2, rest = x.rows - half;
    double a = classifier_accuracy(matrix_rows(x, 0, half), label, c) * (double)half;
    double b = classifier_accuracy(matrix_rows(x, half, rest), label + half, c) * (double)rest;
    return round(a + b) / (double)x.rows;
}

static double log_ratio(const real *xn, size_t from, size_t to, Normal train, Normal test)
{
    if (to - from == 1) {
        double v = train.var[from], u = test.var[from];
        require(v > 0 && u > 0, "a constant");
        double a = (xn[from] - train.mean[from]) / sqrt(v);
        double b = (xn[from] - test.mean[from]) / sqrt(u);
        return log(v / u) / 2 + a * a / 2 - b * b / 2;
    }
    size_t middle = from + (to - from) / 2;
    return log_ratio(xn, from, middle, train, test) + log_ratio(xn, middle, to, train, test);
}

void importance_weights(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t n = 0; n < x.rows; n++)
        ratio[n] = exp(log_ratio(row(x, n), 0, x.cols, train, test));
}

static double sum_of(size_t N, const double *v, double scale, int power)
{
    if (N == 1)
        return pow(*v / scale, power);
    return sum_of(N / 2, v, scale, power) + sum_of(N - N / 2, v + N / 2, scale, power);
}

double effective_sample_size(size_t N, const double *ratio)
{
    double largest = 0;
    for (const double *r = ratio; r < ratio + N; r++)
        largest = *r > largest ? *r : largest;
    require(largest > 0, "nothing");
    double sum = sum_of(N, ratio, largest, 1);
    return sum * sum / sum_of(N, ratio, largest, 2);
}

void weighted_least_squares(Matrix x, const double *target, const double *ratio, double *A,
                            double *w)
{
    size_t D = x.cols;
    for (size_t i = 0; i < D; i++) {
        w[i] = 0;
        for (size_t n = 0; n < x.rows; n++)
            w[i] = fma(ratio[n] * row(x, n)[i], target[n], w[i]);
        for (size_t j = 0; j <= i; j++) {
            double sum = 0;
            for (size_t n = 0; n < x.rows; n++)
                sum = fma(ratio[n] * row(x, n)[i], row(x, n)[j], sum);
            A[i * D + j] = A[j * D + i] = sum;
        }
    }
    solve_symmetric(D, A, w);
}

/* Mean and sum of squared deviations of two halves, joined (Chan). */
static void moments(Matrix x, const real *w, double b, double *mean, double *squares)
{
    if (x.rows == 1) {
        *mean = b;
        *squares = 0;
        for (size_t d = 0; d < x.cols; d++)
            *mean += (double)x.v[d] * w[d];
        return;
    }
    size_t half = x.rows / 2;
    double other_mean, other_squares, n = (double)half, m = (double)(x.rows - half);
    moments(matrix_rows(x, 0, half), w, b, mean, squares);
    moments(matrix_rows(x, half, x.rows - half), w, b, &other_mean, &other_squares);
    double delta = other_mean - *mean;
    *mean += delta * m / (n + m);
    *squares += other_squares + delta * delta * n * m / (n + m);
}

void track_unit(Matrix x, const real *w, double b, double *mean, double *sd)
{
    require(x.rows > 0, "no examples");
    moments(x, w, b, mean, sd);
    *sd = sqrt(*sd / (double)x.rows);
}
