/* Exercise A.1, fast_sums: the graded tests. */

#include <math.h>

#include "speed.h"
#include "tests/A_speed/shared.h"
#include "tests/harness/harness.h"

SUBJECT(fast_sums);

static void expect_reals(const char *name, const real *got, const double *want, size_t count,
                         double tolerance)
{
    Matrix wanted = output(1, count);
    for (size_t i = 0; i < count; i++)
        wanted.v[i] = (real)want[i];
    expect_matrix(name, (Matrix){1, count, (real *)got}, wanted, tolerance);
}

static void expect_sums(Matrix x, size_t n, size_t rows, Block block, double tolerance)
{
    double sum[64] = {0}, squares[64] = {0};
    for (size_t i = n; i < n + rows; i++)
        for (size_t d = 0; d < block.count; d++) {
            double moved = (double)row(x, i)[block.first + d] - row(x, n)[block.first + d];
            sum[d] += moved;
            squares[d] += moved * moved;
        }
    real *s = output(1, block.count).v, *q = output(1, block.count).v;
    given("x", x);
    subject_fast_sums(x, n, rows, block, s, q);
    expect_reals("sum", s, sum, block.count, tolerance);
    expect_reals("squares", q, squares, block.count, tolerance);
}

static void sums_by_hand(void)
{
    Matrix x = BATCH(4, 1, 1, 2, 4, 8);
    real *sum = output(1, 1).v, *squares = output(1, 1).v;
    given("x", x);
    subject_fast_sums(x, 0, 4, all(x), sum, squares);
    expect_number("sum[0]", (double)sum[0], 0 + 1 + 3 + 7, 0);
    expect_number("squares[0]", (double)squares[0], 0 + 1 + 9 + 49, 0);
}

static void sums_of_any_count(void)
{
    Matrix x = random_input(11, FAST_CHUNK, 3, 0);
    for (size_t rows = 1; rows <= FAST_CHUNK; rows++)
        expect_sums(x, 0, rows, all(x), rounding(64, 1000));
}

static void sums_of_some_rows_and_features(void)
{
    Matrix x = random_input(12, 23, 9, 0);
    expect_sums(x, 7, 13, (Block){2, 5}, rounding(64, 1000));
    expect_sums(x, 20, 3, (Block){8, 1}, rounding(64, 1000));
}

/* The differences from a row nearby are exact, in float too. */
static void sums_survive_an_offset(void)
{
    Matrix x = random_input(13, FAST_CHUNK, 3, 1e8);
    expect_sums(x, 0, FAST_CHUNK, all(x), rounding(64, 1e4));
}

static void sums_change_nothing_else(void)
{
    Matrix x = random_input(14, 9, 4, 0), copy = random_input(14, 9, 4, 0);
    real *sum = output(1, 4).v, *squares = output(1, 4).v;
    given("x", x);
    subject_fast_sums(x, 1, 8, (Block){1, 2}, sum, squares);
    expect_same("x", x.v, copy.v, 36 * sizeof(real));
    expect(isnan(sum[2]) && isnan(squares[2]) && isnan(sum[3]),
           "a block of 2 features has 2 sums, you wrote a third");
    expect_refusal("a block of features 3 to 5 of 4",
                   subject_fast_sums(x, 1, 8, (Block){3, 2}, sum, squares));
}

static void sums_go_by_rows(void)
{
    Matrix x = watched_input(15, FAST_CHUNK, walks_page());
    real *sum = output(1, FAST_LINE).v, *squares = output(1, FAST_LINE).v;
    given_line_block(x.rows);
    walks_begin();
    subject_fast_sums(x, 0, FAST_CHUNK, line_block(), sum, squares);
    walks_end();
    expect_walks("x", x, 1);
}

static void observe_reals(const real *values, size_t count)
{
    observe_matrix((Matrix){1, count, (real *)values}, 1e-9 + rounding(64, 1e4));
}

static void probe_fast_sums(void)
{
    Matrix x[] = {BATCH(4, 1, 1, 2, 4, 8), random_input(1, 12, 5, 0), random_input(2, 9, 3, 40)};
    const Block blocks[] = {{0, 1}, {2, 3}, {1, 1}};
    static const size_t first[] = {0, 3, 2}, rows[] = {4, 8, 7};
    for (size_t i = 0; i < COUNT(x); i++) {
        real *sum = random_input(3, 1, 5, 0).v, *squares = random_input(4, 1, 5, 0).v;
        observe_refusal(
            refused(subject_fast_sums(x[i], first[i], rows[i], blocks[i], sum, squares)));
        observe_reals(sum, 5);
        observe_reals(squares, 5);
        observe_matrix(x[i], 0);
    }
    Matrix tall = watched_input(5, FAST_CHUNK, walks_page());
    real *sum = output(1, FAST_LINE).v, *squares = output(1, FAST_LINE).v;
    walks_begin();
    observe_refusal(refused(subject_fast_sums(tall, 0, FAST_CHUNK, line_block(), sum, squares)));
    walks_end();
    observe_walks(tall);
}

static const Test tests[] = {
    {3, "{1, 2, 4, 8}, as by hand", sums_by_hand},
    {3, "any number of rows, 1 to 32", sums_of_any_count},
    {2, "the rows and features that are given", sums_of_some_rows_and_features},
    {2, "survives an offset of 1e8", sums_survive_an_offset},
    {2, "changes nothing else", sums_change_nothing_else},
    {3, "reads x once, row by row", sums_go_by_rows},
    {0},
};

EXERCISE(fast_sums);
