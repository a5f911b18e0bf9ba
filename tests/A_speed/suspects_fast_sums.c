/* Exercise A.1, fast_sums: its common mistakes, and what is to be said of each. */

#include "speed.h"
#include "tests/harness/harness.h"

static void sums_not_cleared(Matrix x, size_t n, size_t rows, Block block, real *restrict sum,
                             real *restrict squares)
{
    for (size_t i = n; i < n + rows; i++)
        for (size_t d = 0; d < block.count; d++) {
            real a = fast_part(x, i, block)[d] - fast_part(x, n, block)[d];
            sum[d] += a;
            squares[d] += a * a;
        }
}

static void sums_around_zero(Matrix x, size_t n, size_t rows, Block block, real *restrict sum,
                             real *restrict squares)
{
    fast_require_block(x, block);
    for (size_t d = 0; d < block.count; d++) {
        sum[d] = squares[d] = 0;
        for (size_t i = n; i < n + rows; i++) {
            sum[d] += fast_part(x, i, block)[d];
            squares[d] += fast_part(x, i, block)[d] * fast_part(x, i, block)[d];
        }
    }
}

static void sums_lose_the_rest(Matrix x, size_t n, size_t rows, Block block, real *restrict sum,
                               real *restrict squares)
{
    fast_sums(x, n, rows / 4 * 4, block, sum, squares);
}

static void sums_around_row_0(Matrix x, size_t n, size_t rows, Block block, real *restrict sum,
                              real *restrict squares)
{
    fast_require_block(x, block);
    for (size_t d = 0; d < block.count; d++) {
        sum[d] = squares[d] = 0;
        for (size_t i = n; i < n + rows; i++) {
            real a = fast_part(x, i, block)[d] - fast_part(x, 0, block)[d];
            sum[d] += a;
            squares[d] += a * a;
        }
    }
}

static void sums_of_the_first_features(Matrix x, size_t n, size_t rows, Block block,
                                       real *restrict sum, real *restrict squares)
{
    fast_require_block(x, block);
    fast_sums(x, n, rows, (Block){0, block.count}, sum, squares);
}

static void sums_by_columns(Matrix x, size_t n, size_t rows, Block block, real *restrict sum,
                            real *restrict squares)
{
    fast_require_block(x, block);
    for (size_t d = 0; d < block.count; d++)
        fast_sums(x, n, rows, (Block){block.first + d, 1}, sum + d, squares + d);
}

static void sums_in_two_walks(Matrix x, size_t n, size_t rows, Block block, real *restrict sum,
                              real *restrict squares)
{
    fast_sums(x, n, rows, block, sum, squares);
    fast_sums(x, n, rows, block, sum, squares);
}

const Suspect suspects_fast_sums[] = {
    SUSPECT(sums_not_cleared, "{1, 2, 4, 8}, as by hand",
            "You add to what sum and squares held before the call. Set each to 0 first."),
    SUSPECT(sums_around_zero, "{1, 2, 4, 8}, as by hand",
            "You add up x and x^2. Subtract the chunk's first row before you add and before you "
            "square: around 0 the squares lose their digits."),
    SUSPECT(sums_lose_the_rest, "any number of rows, 1 to 32",
            "Rows are missing: those that are left when four at a time do not come out even. Add "
            "them one by one behind the loop."),
    SUSPECT(sums_around_row_0, "the rows and features that are given",
            "You subtract row 0 of the batch. The center is row n, the first of this chunk."),
    SUSPECT(sums_of_the_first_features, "the rows and features that are given",
            "You add up features 0, 1, ... of each row. The block begins at block.first: "
            "fast_part(x, n, block) points to it."),
    SUSPECT_BY(BY_WALKS, sums_by_columns, "reads x once, row by row",
               "You add up feature after feature, down the columns. The rows belong in the outer "
               "loop and the features in the inner one: each feature has a sum of its own, and "
               "neighbors are taken many at once."),
    SUSPECT_BY(BY_WALKS, sums_in_two_walks, "reads x once, row by row",
               "You go through the rows twice. Both sums can grow in the same walk: the center is "
               "the chunk's first row, which is known from the start."),
    {0},
};
