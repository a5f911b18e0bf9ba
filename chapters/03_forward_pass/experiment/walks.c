#include "experiment.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "common/progress.h"

//> region walks
/* A function that is not inlined keeps its loop: it cannot be exchanged with the loop
   around the call. It begins on a boundary of 64 bytes, since a loop this short can take
   twice as long where its instructions lie across two cache lines. */
#define APART __attribute__((noinline, aligned(64)))

/* Adds one row to the sums of all columns. */
static APART void add_row(double *sum, const real *v, size_t D)
{
    for (size_t d = 0; d < D; d++)
        sum[d] += v[d];
}

/* Adds up one column: from each number to the next it is a whole row. */
static APART double add_column(const real *v, size_t N, size_t stride)
{
    double sum = 0;
    for (size_t n = 0; n < N; n++)
        sum += v[n * stride];
    return sum;
}
//< region

static void by_rows(Matrix x, double *sum)
{
    for (size_t d = 0; d < x.cols; d++)
        sum[d] = 0;
    for (size_t n = 0; n < x.rows; n++)
        add_row(sum, row(x, n), x.cols);
}

static void by_columns(Matrix x, double *sum)
{
    for (size_t d = 0; d < x.cols; d++)
        sum[d] = add_column(x.v + d, x.rows, x.cols);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Nanoseconds for each number of x: the best of several tries, which other programs on the
   machine have disturbed least. */
static double nanoseconds(void (*sum_of)(Matrix, double *), Matrix x, double *sum)
{
    size_t numbers = x.rows * x.cols, times = 1 + 2000000 / numbers;
    double best = INFINITY;
    for (int attempt = 0; attempt < 7; attempt++) {
        double start = seconds();
        for (size_t i = 0; i < times; i++)
            sum_of(x, sum);
        best = fmin(best, (seconds() - start) / (double)(times * numbers));
    }
    return 1e9 * best;
}

/* In nanoseconds for each number. wider: by columns, where a row is longer than a power of two. */
typedef struct {
    double rows, columns, wider;
} Times;

/* The two walks through N rows of D of these numbers. Their sums must be equal to the last bit:
   apart becomes how far they are apart at most, over all calls. */
static Times time_walks(Matrix numbers, size_t N, size_t D, double *apart)
{
    double *sum = vector_new(numbers.cols), *other = vector_new(numbers.cols);
    Matrix x = {N, D, numbers.v}, wider = {N, numbers.cols, numbers.v};
    Times times = {.rows = nanoseconds(by_rows, x, sum)};
    times.columns = nanoseconds(by_columns, x, other);
    for (size_t d = 0; d < D; d++)
        *apart = fmax(*apart, fabs(sum[d] - other[d]));
    times.wider = nanoseconds(by_columns, wider, other);
    free(sum);
    free(other);
    return times;
}

static void show_walks(Experiment *e, Matrix x, Times times)
{
    double *mean = vector_new(x.cols);
    printf("\nThe sums of a %zu x %zu batch, in nanoseconds for each number:\n", x.rows, x.cols);
    printf("  by rows %.2f, by columns %.2f, your bn_mean %.2f\n", times.rows, times.columns,
           experiment_value(e, "time_bn_mean", nanoseconds(bn_mean, x, mean)));
    experiment_value(e, "time_rows", times.rows);
    experiment_value(e, "time_columns", times.columns);
    experiment_value(e, "time_columns_wider", times.wider);
    experiment_value(e, "time_ratio", times.columns / times.rows);
    free(mean);
}

void compare_walks(Experiment *e, Random random)
{
    enum { LEAST = 8, MOST = 4096, SHOWN = 1024, D = 1024, WIDER = 1040 };
    Matrix numbers = normal_matrix(&random, MOST, WIDER, 1);
    Csv csv = csv_open(e->folder, "time_walks.csv", "N,rows,columns,columns_wider");
    double apart = 0;
    for (size_t N = LEAST; N <= MOST; N *= 2) {
        progress("walking through batches", N - LEAST, MOST - LEAST);
        Times times = time_walks(numbers, N, D, &apart);
        csv_row(&csv, "%zu,%g,%g,%g", N, times.rows, times.columns, times.wider);
        if (N == SHOWN)
            show_walks(e, (Matrix){N, D, numbers.v}, times);
    }
    experiment_value(e, "walk_difference", apart);
    csv_close(&csv);
    matrix_free(numbers);
}
