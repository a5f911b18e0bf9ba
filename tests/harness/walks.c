/* How a function walks through its matrices: see walks.h. */

#include "tests/harness/walks.h"

#include <math.h>
#include <string.h>

#include "common/random.h"
#include "tests/harness/internal.h"
#include "tests/wire/watch.h"

bool walks_unseen;

size_t walks_page(void)
{
    return watch_page() / sizeof(real);
}

/* ---- Memory ------------------------------------------------------------------------------- */

static Matrix watched_matrix(size_t rows, size_t cols)
{
    size_t bytes = rows * cols * sizeof(real);
    return (Matrix){rows, cols, keep_memory(watched_memory(bytes), bytes)};
}

Matrix watched_input(unsigned seed, size_t rows, size_t cols)
{
    Matrix m = watched_matrix(rows, cols);
    Random random = random_new(seed);
    for (size_t i = 0; i < rows * cols; i++)
        m.v[i] = (real)random_uniform(&random);
    return m;
}

Matrix watched_output(size_t rows, size_t cols)
{
    Matrix m = watched_matrix(rows, cols);
    memset(m.v, 0, rows * cols * sizeof(real));
    return m;
}

void forget_walks(void)
{
    watch_forget();
}

void walks_begin(void)
{
    if (!walks_unseen)
        watch_begin();
}

void walks_end(void)
{
    watch_end();
}

/* ---- What was seen ------------------------------------------------------------------------ */

static const Walks *walks_at(Matrix m, size_t *pages)
{
    const Walks *walks = walks_of(m.v, pages);
    require(walks != NULL, "a matrix that is not watched");
    return walks;
}

double walks_through(Matrix m)
{
    size_t pages;
    const Walks *walks = walks_at(m, &pages);
    return fmin((double)walks->comes / (double)pages, WATCH_MOST);
}

/* A row that others are compared with is come to now and then: that is not a walk. */
static int whole_walks(Matrix m)
{
    return (int)ceil(walks_through(m) - 0.5);
}

static void expect_all_touched(const char *name, Matrix m, const Walks *walks, size_t pages)
{
    for (size_t page = 0; page < pages; page++)
        expect(walks->touched[page], "%s: row %zu was not touched", name,
               page * walks_page() / m.cols);
}

static const char *times(int count)
{
    static const char *const words[] = {"never",   "once",    "twice",   "three times", "4 times",
                                        "5 times", "6 times", "7 times", "8 times"};
    _Static_assert(COUNT(words) == WATCH_MOST + 1, "a word for each count");
    return words[count];
}

void expect_walks(const char *name, Matrix m, int most)
{
    size_t pages;
    const Walks *walks = walks_at(m, &pages);
    if (walks_unseen)
        return;
    expect_all_touched(name, m, walks, pages);
    expect(whole_walks(m) <= most,
           "your loops come to each cache line of %s %s%s, and %s is enough.\n"
           "A line holds %zu neighbors in a row, and is fetched again each time that you come back",
           name, times(whole_walks(m)), walks_are_many(walks, pages) ? " or more" : "", times(most),
           64 / sizeof(real));
}

void observe_walks(Matrix m)
{
    double count = fmin(whole_walks(m), 4);
    if (!walks_unseen)
        observe(&count, 1, OF_WALKS);
}
