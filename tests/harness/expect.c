/* Expectations: the first that fails takes note of what was given, got and wanted, and ends
   the test. */

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tests/harness/internal.h"

static sigjmp_buf refusal;
static bool refusal_wanted;

double rounding_double(double units, double magnitude)
{
    return units * DBL_EPSILON * fabs(magnitude);
}

double rounding(double units, double magnitude)
{
    return units * REAL_EPSILON * fabs(magnitude);
}

/* ---- What was given ---- */

void given_values(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(current->input, sizeof current->input, format, arguments);
    va_end(arguments);
    current->rows = current->cols = 0;
}

static size_t append(char *text, size_t size, size_t length, const char *format, ...)
{
    if (length >= size)
        return length;
    va_list arguments;
    va_start(arguments, format);
    int added = vsnprintf(text + length, size - length, format, arguments);
    va_end(arguments);
    return added < 0 ? length : length + (size_t)added;
}

void given(const char *name, Matrix x)
{
    enum { MOST_SHOWN = 20 };
    char *text = current->input;
    size_t size = sizeof current->input;
    current->rows = x.rows;
    current->cols = x.cols;
    full_input(name, x);
    if (x.rows * x.cols > MOST_SHOWN) {
        snprintf(text, size, "%s: %zu examples x %zu features, random", name, x.rows, x.cols);
        return;
    }
    size_t length = append(text, size, 0, "%s = {", name);
    for (size_t n = 0; n < x.rows; n++) {
        length = append(text, size, length, n == 0 ? "" : ", ");
        if (x.cols > 1)
            length = append(text, size, length, "{");
        for (size_t d = 0; d < x.cols; d++)
            length = append(text, size, length, d == 0 ? "%.5g" : ", %.5g", (double)row(x, n)[d]);
        if (x.cols > 1)
            length = append(text, size, length, "}");
    }
    append(text, size, length, "}");
}

/* ---- What was expected ---- */

static void expectation_begins(void)
{
    current->expectations++;
    full_results_begin();
}

static _Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
static _Noreturn void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(current->message, sizeof current->message, format, arguments);
    va_end(arguments);
    end_test(WRONG);
}

void expect(int condition, const char *says, ...)
{
    expectation_begins();
    if (condition)
        return;
    char message[sizeof current->message];
    va_list arguments;
    va_start(arguments, says);
    vsnprintf(message, sizeof message, says, arguments);
    va_end(arguments);
    snprintf(current->place, sizeof current->place, "%s", says);
    fail("%s", message);
}

void expect_numbers(const char *name, const double *got, size_t n)
{
    for (size_t d = 0; d < n; d++)
        expect(!isnan(got[d]), "%s[%zu] %s", name, d,
               is_untouched(got[d]) ? "was never set" : "is not a number");
}

static bool is_close(double got, double want, double tolerance)
{
    return fabs(got - want) <= tolerance || got == want; /* == for infinities */
}

static void expect_close(const char *place, double got, double want, double tolerance,
                         bool untouched)
{
    if (is_close(got, want, tolerance))
        return;
    snprintf(current->place, sizeof current->place, "%s", place);
    current->got = got;
    if (untouched)
        fail("%s was never set, or made from something that was never set\n"
             "want %.9g",
             place, want);
    if (isnan(got))
        fail(
            "%s: got nan (not a number: 0/0, inf - inf, 0 * inf, a root or a logarithm of a number "
            "below 0, or made from something never set)\n"
            "want %.9g",
            place, want);
    int digits = 7;
    char a[40], b[40];
    do { /* as few digits as show the difference */
        snprintf(a, sizeof a, "%.*g", digits, got);
        snprintf(b, sizeof b, "%.*g", digits, want);
    } while (strcmp(a, b) == 0 && digits++ < 17);
    fail("%s: got %s   want %s", place, a, b);
}

void expect_number(const char *name, double got, double want, double tolerance)
{
    expectation_begins();
    expect_close(name, got, want, tolerance, is_untouched(got));
}

void expect_vector(const char *name, const double *got, const double *want, size_t n,
                   double tolerance)
{
    char place[64];
    expectation_begins();
    for (size_t d = 0; options.why && d < n; d++) {
        snprintf(place, sizeof place, "%s[%zu]", name, d);
        full_result(place, got[d], want[d], is_close(got[d], want[d], tolerance));
    }
    for (size_t d = 0; d < n; d++) {
        snprintf(place, sizeof place, "%s[%zu]", name, d);
        expect_close(place, got[d], want[d], tolerance, is_untouched(got[d]));
    }
}

void expect_matrix(const char *name, Matrix got, Matrix want, double tolerance)
{
    size_t size = want.rows * want.cols;
    char place[64];
    expectation_begins();
    for (size_t i = 0; options.why && i < size; i++) {
        double value = (double)got.v[i], right = (double)want.v[i];
        snprintf(place, sizeof place, "%s[%zu][%zu]", name, i / want.cols, i % want.cols);
        full_result(place, value, right, is_close(value, right, tolerance));
    }
    for (size_t i = 0; i < size; i++) {
        snprintf(place, sizeof place, "%s[%zu][%zu]", name, i / want.cols, i % want.cols);
        expect_close(place, (double)got.v[i], (double)want.v[i], tolerance,
                     is_untouched_real(got.v[i]));
    }
}

void expect_same(const char *name, const void *got, const void *want, size_t bytes)
{
    expect(memcmp(got, want, bytes) == 0, "the function changed its input %s", name);
}

/* ---- Refusals ---- */

void take_refusal(const char *function, const char *file, int line, const char *message)
{
    if (refusal_wanted) {
        siglongjmp(refusal, 1);
    }
    snprintf(current->message, sizeof current->message, "%s refused the call: %s", function,
             message);
    if (strcmp(file, options.subject) == 0)
        current->line = line;
    end_test(REFUSED);
}

sigjmp_buf *refusal_begin(void)
{
    require_hook = take_refusal;
    refusal_wanted = true;
    return &refusal;
}

int refusal_end(void)
{
    refusal_wanted = false;
    return 0;
}

static void note_todo(const char *exercise, const char *function, const char *file, int line)
{
    (void)function;
    (void)file;
    snprintf(current->message, sizeof current->message, "exercise %s is not written yet", exercise);
    current->line = line;
    end_test(UNWRITTEN);
}

void expectations_begin(void)
{
    require_hook = take_refusal;
    todo_hook = note_todo;
    refusal_wanted = false;
}
