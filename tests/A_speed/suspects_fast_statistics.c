/* Exercise A.2, fast_statistics: its common mistakes, and what is to be said of each. */

#include "speed.h"
#include "tests/harness/harness.h"

/* The chunks joined in one of several wrong ways. */
typedef enum { NO_BETWEEN, NO_CENTER, EQUAL_CHUNKS, NO_MOVED } Join;

static void join_chunks(Matrix x, Block block, double *mean, double *var, Join wrong)
{
    require(x.rows >= 1, "no examples");
    fast_require_block(x, block);
    for (size_t d = block.first; d < block.first + block.count; d++) {
        mean[d] = var[d] = 0;
        size_t chunks = 0;
        for (size_t n = 0; n < x.rows; n += FAST_CHUNK) {
            real sum, squares;
            double count = (double)fast_chunk(x, n), before = (double)n;
            fast_sums(x, n, fast_chunk(x, n), (Block){d, 1}, &sum, &squares);
            double moved = sum / count, center = wrong == NO_CENTER ? 0 : row(x, n)[d];
            double delta = center + moved - mean[d];
            double part = wrong == EQUAL_CHUNKS ? 1.0 / (double)++chunks : count / (before + count);
            var[d] += squares - (wrong == NO_MOVED ? 0 : moved * sum);
            var[d] += wrong == NO_BETWEEN ? 0 : delta * delta * before * part;
            mean[d] += delta * part;
        }
        var[d] /= (double)x.rows;
    }
}

static void statistics_without_between(Matrix x, Block block, double *mean, double *var)
{
    join_chunks(x, block, mean, var, NO_BETWEEN);
}

static void statistics_without_center(Matrix x, Block block, double *mean, double *var)
{
    join_chunks(x, block, mean, var, NO_CENTER);
}

static void statistics_of_equal_chunks(Matrix x, Block block, double *mean, double *var)
{
    join_chunks(x, block, mean, var, EQUAL_CHUNKS);
}

static void statistics_around_the_center(Matrix x, Block block, double *mean, double *var)
{
    join_chunks(x, block, mean, var, NO_MOVED);
}

static void statistics_not_divided(Matrix x, Block block, double *mean, double *var)
{
    fast_statistics(x, block, mean, var);
    for (size_t d = 0; d < block.count; d++)
        var[block.first + d] *= (double)x.rows;
}

static void statistics_of_population(Matrix x, Block block, double *mean, double *var)
{
    fast_statistics(x, block, mean, var);
    for (size_t d = 0; d < block.count; d++)
        var[block.first + d] *= (double)x.rows / ((double)x.rows - 1);
}

static void statistics_from_place_0(Matrix x, Block block, double *mean, double *var)
{
    double m[FAST_PAGE + 64], v[FAST_PAGE + 64];
    require(x.cols <= FAST_PAGE + 64, "%zu features", x.cols);
    fast_statistics(x, block, m, v);
    for (size_t d = 0; d < block.count; d++) {
        mean[d] = m[block.first + d];
        var[d] = v[block.first + d];
    }
}

static void statistics_by_columns(Matrix x, Block block, double *mean, double *var)
{
    fast_require_block(x, block);
    for (size_t d = block.first; d < block.first + block.count; d++)
        fast_statistics(x, (Block){d, 1}, mean, var);
}

static void statistics_in_two_walks(Matrix x, Block block, double *mean, double *var)
{
    fast_statistics(x, block, mean, var);
    fast_statistics(x, block, mean, var);
}

const Suspect suspects_fast_statistics[] = {
    SUSPECT(statistics_without_between, "chunks with different means",
            "You added the chunks' own sums of squares only. What lies between their means is "
            "missing: delta^2 * before * rows / total."),
    SUSPECT(statistics_without_center, "{1, 2, 3, 4}: 2.5 and 1.25",
            "You took sum / rows for the chunk's mean. The sums are around the chunk's first row "
            "c: its mean is c + sum / rows."),
    SUSPECT(statistics_of_equal_chunks, "any N and any D",
            "You gave each chunk the same weight. The last one may have fewer rows: a chunk counts "
            "for rows / total."),
    SUSPECT(statistics_around_the_center, "{1, 2, 3, 4}: 2.5 and 1.25",
            "The chunk's squares are around its first row. Around its mean they are less by moved "
            "* sum, which you did not subtract."),
    SUSPECT(statistics_not_divided, "{1, 2, 3, 4}: 2.5 and 1.25",
            "You return the sum of squares. The variance is this sum divided by N."),
    SUSPECT(statistics_of_population, "{1, 2, 3, 4}: 2.5 and 1.25",
            "You divided by N-1. Batch norm divides by N."),
    SUSPECT(statistics_from_place_0, "stays in its block",
            "You write the results from place 0 on. Feature block.first + d belongs at place "
            "block.first + d of mean and var."),
    SUSPECT_BY(BY_WALKS, statistics_by_columns, "reads x once, row by row",
               "You go down the columns, feature after feature. Call fast_sums once for a chunk, "
               "with the whole block."),
    SUSPECT_BY(BY_WALKS, statistics_in_two_walks, "reads x once, row by row",
               "You read x twice: the mean first, then the squares around it. With the sums of "
               "fast_sums, which are around the chunk's first row, once is enough."),
    {0},
};
