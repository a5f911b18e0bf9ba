#include "experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/progress.h"

/* ---- How wide a block should be ------------------------------------------------------------ */

static size_t width; /* of the blocks */

static void forward_in_blocks(Batch *b)
{
    FastForward forward = {b->mean, b->var, b->rstd, b->y};
    for (size_t first = 0; first < b->x.cols; first += width)
        fast_forward_block(b->x, fast_block(first, width, b->x.cols), b->gamma, b->beta, EPS,
                           forward);
}

/* One batch of 4096 features, and one with a cache line more. */
void widths(Experiment *e, Random random)
{
    enum { N = 512, D = 4096, OTHER = D + FAST_LINE };
    Batch even = batch_new(&random, N, D, 1), odd = batch_new(&random, N, OTHER, 1);
    Csv csv = csv_open(e->folder, "time_width.csv", "width,even,odd");
    double narrow = 0, page = 0;
    for (width = FAST_LINE; width <= FAST_PAGE; width *= 2) {
        progress("trying blocks", width, FAST_PAGE);
        double nanoseconds = 1e3 * microseconds(forward_in_blocks, &even) / (N * D);
        csv_row(&csv, "%zu,%g,%g", width, nanoseconds,
                1e3 * microseconds(forward_in_blocks, &odd) / (N * OTHER));
        narrow = width == FAST_LINE ? nanoseconds : narrow;
        page = nanoseconds;
    }
    csv_close(&csv);
    printf("blocks of a cache line %.2f ns a number, blocks of a page %.2f\n",
           experiment_value(e, "time_width_line", narrow),
           experiment_value(e, "time_width_page", page));
    experiment_value(e, "time_width_ratio", narrow / page);
    batch_free(even);
    batch_free(odd);
}

/* ---- What restrict is worth ------------------------------------------------------------------ */

/* fast_sums without the promise that its outputs overlap nothing. */
static __attribute__((noinline)) void sums_without(const real *x0, size_t D, size_t count,
                                                   const real *c, real *sum, real *squares)
{
    const real *x1 = x0 + D, *x2 = x1 + D, *x3 = x2 + D;
    for (size_t d = 0; d < count; d++) {
        real a0 = x0[d] - c[d], a1 = x1[d] - c[d], a2 = x2[d] - c[d], a3 = x3[d] - c[d];
        sum[d] += (a0 + a1) + (a2 + a3);
        squares[d] += (a0 * a0 + a1 * a1) + (a2 * a2 + a3 * a3);
    }
}

/* The sums of all chunks of a batch whose rows come out even. */
static void all_sums_without(Batch *b)
{
    FastNumbers sum = {0}, squares = {0};
    for (size_t n = 0; n < b->x.rows; n += 4)
        sums_without(row(b->x, n), b->x.cols, b->x.cols, row(b->x, n / FAST_CHUNK * FAST_CHUNK),
                     sum, squares);
    b->mean[0] = (double)(sum[0] + squares[0]); /* so that it is computed */
}

static void all_sums(Batch *b)
{
    FastNumbers sum, squares;
    Block all = {0, b->x.cols};
    for (size_t n = 0; n < b->x.rows; n += FAST_CHUNK)
        fast_sums(b->x, n, FAST_CHUNK, all, sum, squares);
    b->mean[0] = (double)(sum[0] + squares[0]);
}

void without_restrict(Experiment *e, Random random)
{
    Batch b = batch_new(&random, 128, 256, 1);
    double without = microseconds(all_sums_without, &b);
    printf("fast_sums without restrict takes %.1f times as long\n",
           experiment_value(e, "time_without_restrict", without / microseconds(all_sums, &b)));
    batch_free(b);
}

/* ---- Threads ------------------------------------------------------------------------------- */

static size_t thread_count;

static void forward_with_threads(Batch *b)
{
    fast_forward(thread_count, b->x, b->gamma, b->beta, EPS,
                 (FastForward){b->mean, b->var, b->rstd, b->y});
}

void threads(Experiment *e, Random random)
{
    enum { N = 1024, D = 1024 };
    Batch b = batch_new(&random, N, D, 1);
    double took[3];
    thread_count = 1;
    took[1] = microseconds(forward_with_threads, &b);
    Matrix one = matrix_new(N, D);
    memcpy(one.v, b.y.v, N * D * sizeof(real));
    thread_count = 2;
    took[2] = microseconds(forward_with_threads, &b);
    experiment_value(e, "threads_same", memcmp(one.v, b.y.v, N * D * sizeof(real)) == 0);
    printf("%d x %d forward: one thread %.0f us, two threads %.0f us: %.2f times as fast\n", N, D,
           took[1], took[2], experiment_value(e, "time_threads_ratio", took[1] / took[2]));
    matrix_free(one);
    batch_free(b);
}
