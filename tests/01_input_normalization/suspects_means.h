#ifndef SUSPECTS_MEANS_H
#define SUSPECTS_MEANS_H

/* Wrong means of the columns of a matrix, for exercise 1.1 and, as it comes again, for 3.1. */

#include <string.h>

#include "common/matrix.h"

static inline void mean_not_cleared(Matrix x, double *mean)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            mean[d] += row(x, n)[d];
    for (size_t d = 0; d < x.cols; d++)
        mean[d] /= (double)x.rows;
}

static inline void mean_of_column_major(Matrix x, double *mean)
{
    for (size_t d = 0; d < x.cols; d++) {
        mean[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            mean[d] += x.v[d * x.rows + n];
        mean[d] /= (double)x.rows;
    }
}

/* One mean for each example; what does not fit into D places is lost. */
static inline void mean_over_features(Matrix x, double *mean)
{
    for (size_t n = 0; n < x.rows && n < x.cols; n++) {
        mean[n] = 0;
        for (size_t d = 0; d < x.cols; d++)
            mean[n] += row(x, n)[d];
        mean[n] /= (double)x.cols;
    }
}

static inline void mean_of_everything(Matrix x, double *mean)
{
    double sum = 0;
    for (size_t i = 0; i < x.rows * x.cols; i++)
        sum += x.v[i];
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = sum / (double)(x.rows * x.cols);
}

/* One sum for all features, never set back to 0. */
static inline void mean_sum_carried_over(Matrix x, double *mean)
{
    double sum = 0;
    for (size_t d = 0; d < x.cols; d++) {
        for (size_t n = 0; n < x.rows; n++)
            sum += row(x, n)[d];
        mean[d] = sum / (double)x.rows;
    }
}

static inline void mean_without_last_example(Matrix x, double *mean)
{
    memset(mean, 0, x.cols * sizeof *mean);
    for (size_t n = 0; n + 1 < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            mean[d] += row(x, n)[d] / (double)x.rows;
}

static inline void mean_in_float(Matrix x, double *mean)
{
    for (size_t d = 0; d < x.cols; d++) {
        float sum = 0;
        for (size_t n = 0; n < x.rows; n++)
            sum += (float)row(x, n)[d];
        mean[d] = sum / (float)x.rows;
    }
}

#endif
