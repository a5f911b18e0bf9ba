/* The two walks in a model of a cache: lines are counted and no time is taken, so the numbers are
   the same on every machine. */

#include "experiment.h"

#include <stdio.h>
#include <string.h>

/* 32 kB, as the first cache of many processors: 64 places, chosen by the low bits of a line's
   address, with room for 8 lines each. A new line takes the room of the one that was used longest
   ago. */
enum { LINE = 64, PLACES = 64, ROOM = 8 };

typedef struct {
    size_t line[PLACES][ROOM]; /* of a place: the line used last comes first; 0: none */
    size_t fetched;
} Cache;

static void use(Cache *cache, size_t number)
{
    size_t line = number * sizeof(real) / LINE + 1, *at = cache->line[line % PLACES], i = 0;
    while (i < ROOM - 1 && at[i] != line)
        i++;
    cache->fetched += at[i] != line;
    memmove(at + 1, at, i * sizeof *at);
    at[0] = line;
}

/* Lines that a walk through N rows of D numbers fetches, for each number. */
static double by_rows(size_t N, size_t D)
{
    Cache cache = {0};
    for (size_t n = 0; n < N; n++)
        for (size_t d = 0; d < D; d++)
            use(&cache, n * D + d);
    return (double)cache.fetched / (double)(N * D);
}

static double by_columns(size_t N, size_t D)
{
    Cache cache = {0};
    for (size_t d = 0; d < D; d++)
        for (size_t n = 0; n < N; n++)
            use(&cache, n * D + d);
    return (double)cache.fetched / (double)(N * D);
}

void count_lines(Experiment *e)
{
    double rows = experiment_value(e, "lines_rows", by_rows(1024, 1024));
    double columns = experiment_value(e, "lines_columns", by_columns(1024, 1024));
    double even = experiment_value(e, "lines_columns_256", by_columns(256, 1024));
    double wider = experiment_value(e, "lines_columns_256_wider", by_columns(256, 1040));
    printf("\nIn a model of a cache of 32 kB, lines that are fetched for each number:\n");
    printf("  1024 x 1024: by rows %.3f, by columns %.3f\n", rows, columns);
    printf("  by columns, 256 x 1024: %.3f, 256 x 1040: %.3f\n", even, wider);
}
