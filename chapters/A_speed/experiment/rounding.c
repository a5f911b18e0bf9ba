#include "experiment.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/elementary.h"

/* ---- y, far from 0 ----------------------------------------------------------------------- */

/* The largest error of y, in three ways to compute it: as a line a x + b, with the mean rounded to
   float, and by your function. */
typedef struct {
    double line, rounded, yours;
} Errors;

static Errors errors_of(Batch *b)
{
    Errors errors = {0, 0, 0};
    FastForward forward = {b->mean, b->var, b->rstd, b->y};
    fast_forward_block(b->x, (Block){0, b->x.cols}, b->gamma, b->beta, EPS, forward);
    for (size_t d = 0; d < b->x.cols; d++) {
        double scale = b->gamma[d] * b->rstd[d];
        float a = (float)scale, c = (float)(b->beta[d] - b->mean[d] * scale);
        float mean = (float)b->mean[d];
        for (size_t n = 0; n < b->x.rows; n++) {
            float x = (float)row(b->x, n)[d];
            double exact = (x - b->mean[d]) * scale + (double)b->beta[d];
            errors.line = fmax(errors.line, fabs((double)(x * a + c) - exact));
            errors.rounded =
                fmax(errors.rounded, fabs((double)((x - mean) * a + (float)b->beta[d]) - exact));
            errors.yours = fmax(errors.yours, fabs((double)row(b->y, n)[d] - exact));
        }
    }
    return errors;
}

void rounding_of_y(Experiment *e, Random random)
{
    Csv csv = csv_open(e->folder, "offset.csv", "offset,line,rounded,yours");
    for (unsigned power = 0; power <= 7; power++) {
        double offset = integer_power(10, power);
        Batch b = batch_new(&random, 256, 16, offset);
        Errors errors = errors_of(&b);
        csv_row(&csv, "%g,%g,%g,%g", offset, errors.line, errors.rounded, errors.yours);
        if (power == 4 || power == 6) {
            experiment_named_value(e, errors.line, "y_line_1e%u", power);
            experiment_named_value(e, errors.rounded, "y_rounded_1e%u", power);
            experiment_named_value(e, errors.yours, "y_yours_1e%u", power);
        }
        if (power == 6)
            printf("y at 1e6, in float, is off by: as a x + b %.2g, with the mean rounded %.2g, "
                   "yours %.2g\n",
                   errors.line, errors.rounded, errors.yours);
        batch_free(b);
    }
    csv_close(&csv);
}

/* ---- Sums ---------------------------------------------------------------------------------- */

/* The variance of a feature from float sums over the whole batch, around its first number. */
static double variance_in_float(Matrix x, size_t d)
{
    float sum = 0, squares = 0;
    for (size_t n = 0; n < x.rows; n++) {
        float moved = (float)row(x, n)[d] - (float)x.v[d];
        sum += moved;
        squares += moved * moved;
    }
    double mean = (double)sum / (double)x.rows;
    return (double)squares / (double)x.rows - mean * mean;
}

static double variance_exactly(Matrix x, size_t d)
{
    double mean = 0, var = 0;
    for (size_t n = 0; n < x.rows; n++)
        mean += (double)row(x, n)[d] / (double)x.rows;
    for (size_t n = 0; n < x.rows; n++)
        var += ((double)row(x, n)[d] - mean) * ((double)row(x, n)[d] - mean);
    return var / (double)x.rows;
}

/* Two columns: normal numbers, and the same with a first number far from the others. */
void rounding_of_sums(Experiment *e, Random random)
{
    enum { N = 100000, D = 2 };
    static const char *const names[D] = {"plain", "outlier"};
    Matrix x = normal_matrix(&random, N, D, 1);
    double mean[D], var[D];
    x.v[1] = 1000;
    fast_statistics(x, (Block){0, D}, mean, var);
    for (size_t d = 0; d < D; d++) {
        double exact = variance_exactly(x, d);
        experiment_named_value(e, fabs(variance_in_float(x, d) / exact - 1), "var_float_%s",
                               names[d]);
        experiment_named_value(e, fabs(var[d] / exact - 1), "var_yours_%s", names[d]);
    }
    printf(
        "the variance of %d numbers, the first of them far from the rest, is off by %.2g of it:\n"
        "  one float sum around the first number %.2g\n",
        N, fabs(var[1] / variance_exactly(x, 1) - 1),
        fabs(variance_in_float(x, 1) / variance_exactly(x, 1) - 1));
    matrix_free(x);
}
