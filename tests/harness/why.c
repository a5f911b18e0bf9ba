/* One test in full: what it was given, all that came out beside what was wanted, and the smallest
   input on which it fails as well.

   The input is made smaller where tests get it from, in inputs.c: fewer rows, fewer columns,
   simpler values. A smaller input counts when the reference still passes the test on it and the
   student's function still fails. Where a test's input or its expected numbers are written by
   hand, the reference fails on any other, and nothing smaller is found. */

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "tests/harness/internal.h"

enum { MOST_TEXT = 1 << 14, MOST_ROWS = 12, MOST_COLS = 8, MOST_RESULTS = 40 };

/* What each test's process hands back, beside its outcome; NULL: nobody asks. */
typedef struct {
    size_t length, count, wrong;
    char input[MOST_TEXT], results[MOST_TEXT];
} Full;
static Full *fulls;

static Full *full_of_this(void)
{
    return fulls ? &fulls[current - outcomes] : NULL;
}

static void append(char *text, size_t *length, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void append(char *text, size_t *length, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int added = vsnprintf(text + *length, MOST_TEXT - *length, format, arguments);
    va_end(arguments);
    if (added > 0 && *length + (size_t)added < MOST_TEXT)
        *length += (size_t)added;
}

void full_input(const char *name, Matrix x)
{
    Full *full = full_of_this();
    if (!full)
        return;
    size_t length = 0;
    append(full->input, &length, "     %s: %zu example%s (rows) x %zu feature%s (columns)\n", name,
           x.rows, x.rows == 1 ? "" : "s", x.cols, x.cols == 1 ? "" : "s");
    for (size_t n = 0; n < x.rows && n < MOST_ROWS; n++) {
        append(full->input, &length, "     %s[%zu]%s", name, n, n < 10 && x.rows > 10 ? " " : "");
        for (size_t d = 0; d < x.cols && d < MOST_COLS; d++)
            append(full->input, &length, " %12.6g", (double)row(x, n)[d]);
        append(full->input, &length, "%s\n", x.cols > MOST_COLS ? " ..." : "");
    }
    if (x.rows > MOST_ROWS)
        append(full->input, &length, "     ...\n");
}

void full_results_begin(void)
{
    Full *full = full_of_this();
    if (full)
        full->length = full->count = full->wrong = full->results[0] = 0;
}

void full_result(const char *place, double got, double want, bool right)
{
    Full *full = full_of_this();
    if (!full)
        return;
    full->wrong += !right;
    if (full->count++ < MOST_RESULTS)
        append(full->results, &full->length, "     %-16s %16.10g %16.10g%s\n", place, got, want,
               right ? "" : "   wrong");
}

/* ---- The smallest input ---- */

/* Of processor time, in the processes that have run the test. */
static double seconds(void)
{
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    return (double)used.ru_utime.tv_sec + 1e-6 * (double)used.ru_utime.tv_usec +
           (double)used.ru_stime.tv_sec + 1e-6 * (double)used.ru_stime.tv_usec;
}

/* Does the student's function fail on this input as it failed before, and the reference not? */
static bool fails_on(const Simpler *candidate, size_t test, Outcome *outcome)
{
    const Exercise *exercise = tests[test].exercise;
    Outcome *reference = shared_memory(sizeof *reference);
    simpler = candidate;
    try_test(exercise, exercise->student, tests[test].run, outcome);
    bool fails = outcome->verdict == outcomes[test].verdict && outcome->rows > 0;
    if (fails) {
        try_test(exercise, exercise->reference, tests[test].run, reference);
        fails = reference->verdict == PASSED;
    }
    simpler = NULL;
    free_shared(reference, sizeof *reference);
    return fails;
}

/* Fewer numbers before simpler ones. Rows and columns up to 8, then in powers of two. */
static bool find_smallest(size_t test, Simpler *smallest, Outcome *outcome)
{
    size_t rows = outcomes[test].rows, cols = outcomes[test].cols;
    double end = seconds() + 3;
    for (size_t size = 1; size <= rows * cols && seconds() < end; size += size < 64 ? 1 : size)
        for (size_t r = 1; r <= rows && r <= size; r += r < 8 ? 1 : r) {
            size_t c = size / r;
            if (c > cols || (size < 64 && r * c != size))
                continue;
            for (int values = SIMPLICITIES - 1; values >= AS_THEY_ARE; values--) {
                *smallest = (Simpler){r, c, values};
                if (r == rows && c == cols && values == AS_THEY_ARE)
                    return false; /* that is where we began */
                if (fails_on(smallest, test, outcome))
                    return true;
            }
        }
    return false;
}

static const char *const what_values[] = {
    [AS_THEY_ARE] = "the numbers of the test",
    [TENTHS] = "with one decimal",
    [WHOLE] = "whole numbers",
    [COUNTED] = "the numbers 1, 2, 3 ...",
    [ZERO_OR_ONE] = "only zeros and ones",
};

static void print_smallest(size_t test)
{
    Verdict v = outcomes[test].verdict;
    if (v != WRONG && v != REFUSED && v != CRASHED)
        return;
    printf("\n");
    if (outcomes[test].rows == 0) {
        printf("The input is written in the test by hand: nothing smaller was looked for.\n");
        return;
    }
    Simpler smallest;
    Outcome *outcome = shared_memory(sizeof *outcome);
    if (find_smallest(test, &smallest, outcome)) {
        printf("The smallest input found on which it fails (%s):\n", what_values[smallest.values]);
        print_wrapped(5, outcome->input);
        print_wrapped(5, outcome->message[0] ? outcome->message : "there it ends in the same way");
    } else {
        printf("No smaller input was found on which it fails and the reference does not.\n");
    }
    free_shared(outcome, sizeof *outcome);
}

static void print_in_full(size_t test, const Full *found)
{
    const Outcome *outcome = &outcomes[test];
    printf("Given\n%s", outcome->rows > 0 ? found->input : "");
    if (outcome->rows == 0)
        printf("     %s\n", outcome->input[0] ? outcome->input : "(the test does not say)");
    if (found->count > 0 && outcome->verdict == WRONG) {
        printf("\n     %-16s %16s %16s\n%s", "", "got", "want", found->results);
        if (found->count > MOST_RESULTS)
            printf("     ... %zu in all\n", found->count);
        printf("     %zu of %zu wrong\n", found->wrong, found->count);
    }
    printf("\n");
}

/* Which one: as in the report, or the only one that was chosen. */
static size_t chosen_test(void)
{
    size_t test = first_failure();
    for (size_t t = 0; test == test_count && options.only && t < test_count; t++)
        if (outcomes[t].selected)
            test = t;
    return test;
}

int explain(void)
{
    Full *found = fulls = shared_memory(test_count * sizeof *fulls);
    run_tests();
    fulls = NULL;
    size_t t = chosen_test();
    if (t == test_count) {
        printf("All tests pass: there is nothing to explain. T=3.2.1 shows a test all the same.\n");
        return 0;
    }
    const ChapterTest *test = &tests[t];
    printf("%s.%zu\t%s\t%d/%d\t%s\n", test->exercise->id, test->number, test->exercise->function,
           points_of(t), test->points, test->title);
    if (outcomes[t].verdict == PASSED) {
        printf("Your function passes it.\n");
    } else if (outcomes[t].verdict == UNWRITTEN) {
        printf("The exercise is not written yet.\n");
    } else {
        print_in_full(t, &found[t]);
        print_why(t);
        print_smallest(t);
    }
    free_shared(found, test_count * sizeof *found);
    return 0;
}
