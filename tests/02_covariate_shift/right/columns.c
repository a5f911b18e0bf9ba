/* Feature by feature instead of row by row; no Welford, no division by the largest weight but
   by their sum; only the half of A that the solver reads. */

#include "covariate_shift.h"

#include <math.h>
#include <stdlib.h>

#include "common/solve.h"

double shift_distance(size_t D, const double *mean, const double *var, const double *new_mean)
{
    double largest_square = 0;
    for (size_t d = D; d-- > 0;) {
        require(var[d] > 0, "no variance");
        double difference = mean[d] - new_mean[d];
        double square = difference * difference / var[d];
        if (isnan(square) || square > largest_square)
            largest_square = square;
        if (isnan(square))
            return NAN;
    }
    return sqrt(largest_square);
}

double classifier_accuracy(Matrix x, const double *label, Classifier c)
{
    require(x.rows > 0, "no examples");
    double *score = malloc(x.rows * sizeof *score);
    for (size_t n = 0; n < x.rows; n++)
        score[n] = c.b;
    for (size_t d = 0; d < x.cols; d++) {
        double scale = c.w[d] / sqrt(c.var[d]);
        for (size_t n = 0; n < x.rows; n++)
            score[n] += (x.v[n * x.cols + d] - c.mean[d]) * scale;
    }
    int wrong = 0;
    for (size_t n = 0; n < x.rows; n++)
        wrong += (score[n] > 0) != (label[n] > 0);
    free(score);
    return ((double)x.rows - wrong) / (double)x.rows;
}

void importance_weights(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t n = 0; n < x.rows; n++)
        ratio[n] = 0;
    for (size_t d = 0; d < x.cols; d++) {
        require(train.var[d] > 0 && test.var[d] > 0, "no variance");
        double height = log(sqrt(train.var[d]) / sqrt(test.var[d]));
        for (size_t n = 0; n < x.rows; n++) {
            double a = (row(x, n)[d] - train.mean[d]) / sqrt(train.var[d]);
            double b = (row(x, n)[d] - test.mean[d]) / sqrt(test.var[d]);
            ratio[n] += height + (a - b) * (a + b) / 2;
        }
    }
    for (size_t n = 0; n < x.rows; n++)
        ratio[n] = exp(ratio[n]);
}

double effective_sample_size(size_t N, const double *ratio)
{
    double largest = 0, sum = 0, squares = 0;
    for (size_t n = 0; n < N; n++)
        if (ratio[n] > largest)
            largest = ratio[n];
    require(largest > 0, "nothing");
    for (size_t n = 0; n < N; n++)
        sum += ratio[n] / largest;
    for (size_t n = 0; n < N; n++)
        squares += pow(ratio[n] / largest / sum, 2);
    return 1 / squares;
}

void weighted_least_squares(Matrix x, const double *target, const double *ratio, double *A,
                            double *w)
{
    for (size_t i = 0; i < x.cols; i++) {
        double sum = 0;
        for (size_t n = 0; n < x.rows; n++)
            sum += ratio[n] * target[n] * row(x, n)[i];
        w[i] = sum;
        for (size_t j = 0; j <= i; j++) {
            sum = 0;
            for (size_t n = 0; n < x.rows; n++)
                sum += row(x, n)[i] * ratio[n] * row(x, n)[j];
            A[i * x.cols + j] = sum;
        }
    }
    solve_symmetric(x.cols, A, w);
}

void track_unit(Matrix x, const real *w, double b, double *mean, double *sd)
{
    require(x.rows > 0, "no examples");
    double *u = calloc(x.rows, sizeof *u), N = (double)x.rows;
    for (size_t d = 0; d < x.cols; d++)
        for (size_t n = 0; n < x.rows; n++)
            u[n] += (double)row(x, n)[d] * w[d];
    *mean = 0;
    for (size_t n = 0; n < x.rows; n++)
        *mean += u[n] / N;
    double var = 0;
    for (size_t n = 0; n < x.rows; n++)
        var += (u[n] - *mean) * (u[n] - *mean) / N;
    *sd = sqrt(var);
    *mean += b;
    free(u);
}
