/* Exercise A.2, fast_statistics: the graded tests. */

#include <math.h>
#include <stdbool.h>

#include "speed.h"
#include "tests/A_speed/shared.h"
#include "tests/harness/harness.h"
#include "tests/harness/oracle.h"

SUBJECT(fast_statistics);

static void expect_statistics(Matrix x, double mean_tolerance, double var_tolerance)
{
    double *mean = output_vector(x.cols), *var = output_vector(x.cols);
    double *want_mean = output_vector(x.cols), *want_var = output_vector(x.cols);
    oracle_mean(x, want_mean);
    oracle_variance(x, want_var);
    given("x", x);
    subject_fast_statistics(x, all(x), mean, var);
    expect_vector("mean", mean, want_mean, x.cols, mean_tolerance);
    expect_vector("var", var, want_var, x.cols, var_tolerance);
}

static void statistics_by_hand(void)
{
    expect_statistics(BATCH(4, 1, 1, 2, 3, 4), rounding(4, 4), rounding(8, 4));
}

static void statistics_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++)
        expect_statistics(random_input(21 + (unsigned)s, shapes[s].N, shapes[s].D, 0),
                          rounding(64, 50), rounding(256, 200));
}

/* Each chunk lies 100 higher than the one before it: nearly all variance is between them. */
static void statistics_between_chunks(void)
{
    Matrix x = random_input(22, 5 * FAST_CHUNK + 9, 2, 0);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < 2; d++)
            row(x, n)[d] += (real)(100 * (n / FAST_CHUNK));
    expect_statistics(x, rounding(64, 1000), rounding(256, 1e5));
}

/* In double a mean near 1e8 has lost eight digits of sixteen. In float the data are 8 apart. */
static void statistics_survive_an_offset(void)
{
    expect_statistics(random_input(23, 150, 3, 1e8), rounding_double(16, 1e8) + rounding(64, 100),
                      1e-5 + rounding(256, 100));
}

/* Around its own chunk's first row the cancellation is at most by a factor of 32: digits enough. */
static void statistics_with_an_outlier(void)
{
    Matrix x = random_input(24, 300, 2, 0);
    row(x, 0)[0] = 1e6;
    row(x, 32)[1] = -1e6;
    double mean[2], var[2];
    oracle_mean(x, mean);
    oracle_variance(x, var);
    expect_statistics(x, rounding(64, 1e6), rounding(1024, var[0]));
}

static void statistics_stay_in_their_block(void)
{
    Matrix x = random_input(25, 40, 6, 0);
    double *mean = output_vector(6), *var = output_vector(6), want[6];
    oracle_variance(x, want);
    given("x", x);
    subject_fast_statistics(x, (Block){2, 3}, mean, var);
    for (size_t d = 0; d < 6; d++) {
        bool inside = d >= 2 && d < 5;
        expect(isnan(mean[d]) == !inside && isnan(var[d]) == !inside,
               "the block is features 2, 3 and 4; mean[%zu] is %g and var[%zu] is %g", d, mean[d],
               d, var[d]);
        if (inside)
            expect_number("var", var[d], want[d], rounding(256, 200));
    }
}

static void statistics_refuse(void)
{
    Matrix x = random_input(26, 4, 3, 0);
    double *mean = output_vector(3), *var = output_vector(3);
    given("x", x);
    subject_fast_statistics(x, all(x), mean, var);
    expect_refusal("an empty batch",
                   subject_fast_statistics((Matrix){0, 3, x.v}, all(x), mean, var));
    expect_refusal("a block of features 1 to 4 of 3",
                   subject_fast_statistics(x, (Block){1, 3}, mean, var));
}

static void statistics_go_by_rows(void)
{
    Matrix x = watched_input(27, TALL, walks_page());
    double *mean = output_vector(x.cols), *var = output_vector(x.cols);
    given_line_block(x.rows);
    walks_begin();
    subject_fast_statistics(x, line_block(), mean, var);
    walks_end();
    expect_walks("x", x, 1);
}

static void probe_fast_statistics(void)
{
    Matrix x[] = {BATCH(4, 1, 1, 2, 3, 4), random_input(1, 70, 5, 0), random_input(2, 33, 3, 40),
                  random_input(3, 1, 2, 0)};
    const Block blocks[] = {{0, 1}, {1, 3}, {0, 3}, {0, 2}};
    for (size_t i = 0; i < COUNT(x); i++) {
        double *mean = random_vector(4, 5), *var = random_vector(5, 5);
        observe_refusal(refused(subject_fast_statistics(x[i], blocks[i], mean, var)));
        observe(mean, 5, 1e-9 + rounding(64, 100));
        observe(var, 5, 1e-9 + rounding(256, 200));
        observe_matrix(x[i], 0);
    }
    Matrix tall = watched_input(6, TALL, walks_page());
    double *mean = output_vector(tall.cols), *var = output_vector(tall.cols);
    walks_begin();
    observe_refusal(refused(subject_fast_statistics(tall, line_block(), mean, var)));
    walks_end();
    observe_walks(tall);
}

static const Test tests[] = {
    {3, "{1, 2, 3, 4}: 2.5 and 1.25", statistics_by_hand},
    {4, "any N and any D", statistics_of_any_shape},
    {5, "chunks with different means", statistics_between_chunks},
    {3, "survives an offset of 1e8", statistics_survive_an_offset},
    {2, "survives an outlier", statistics_with_an_outlier},
    {2, "stays in its block", statistics_stay_in_their_block},
    {1, "refuses what does not fit", statistics_refuse},
    {5, "reads x once, row by row", statistics_go_by_rows},
    {0},
};

EXERCISE(fast_statistics);
