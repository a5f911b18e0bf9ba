/* A report of the sanitizers or of valgrind, reduced to one sentence and the first line of the
   student's file that it names. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/internal.h"

/* What the sanitizers and valgrind say, and what it means for the function. */
static const struct {
    const char *says, *means;
} findings[] = {
    {"stack-overflow", "fills the stack: with a local array of megabytes?"}, /* see describe */
    {"heap-buffer-overflow", "reads or writes outside an array"},
    {"stack-buffer-overflow", "reads or writes outside a local array"},
    {"dynamic-stack-buffer-overflow", "reads or writes outside a local array"},
    {"global-buffer-overflow", "reads or writes outside a global array"},
    {"stack-buffer-underflow", "reads or writes outside a local array"},
    {"stack-use-after-scope", "uses a local variable after its block has ended"},
    {"stack-use-after-return", "uses a local variable of a function that has returned"},
    {"negative-size-param", "asks for a negative number of bytes"},
    {"param-overlap", "copies between places that overlap"},
    {"heap-use-after-free", "uses memory after free"},
    {"attempting double-free", "frees the same memory twice"},
    {"attempting free on address which was not malloc", "frees what malloc did not give"},
    {"allocation-size-too-big", "asks malloc for more memory than a test may have"},
    {"calloc-overflow", "asks calloc for more memory than there is"},
    {"AddressSanitizer: ABRT", "called abort, or an assert failed"},
    {"AddressSanitizer: FPE", "divides an integer by 0"},
    {"unknown address 0x0000000000", "uses a NULL pointer"},
    {"AddressSanitizer: SEGV", "uses an address that is not the program's"},
    {"AddressSanitizer: BUS", "uses an address that is not the program's"},
    {"Invalid read", "reads outside an array"},
    {"Invalid write", "writes outside an array"},
    {"Conditional jump or move depends on uninitialised", "uses a value that was never set"},
    {"Use of uninitialised value", "uses a value that was never set"},
    {"LeakSanitizer: detected memory leaks", "does not free memory that it got from malloc"},
    {"definitely lost in loss record", "does not free memory that it got from malloc"},
};

/* What UBSan says; the first that fits. Its own words stand behind it. */
static const struct {
    const char *says, *means;
} runtime_findings[] = {
    {"0xfefefefe", "uses a pointer that was never set"}, /* gcc's pattern for such locals */
    {"0xaaaaaaaa", "uses a pointer that was never set"}, /* clang's */
    {"null pointer", "uses a NULL pointer"},
    {"out of bounds", "reads or writes outside an array"},
    {"insufficient space", "reads or writes outside an array"},
    {"offset", "moves a pointer outside its array"},
    {"division by zero", "divides an integer by 0"},
    {"integer overflow", "computes an integer that is too large for its type"},
    {"shift exponent", "shifts an integer by more bits than it has"},
    {"", "does what C does not define"},
};

static bool describe_overflow(const char *text, char *message, size_t size)
{
    const char *place = strstr(text, " is located ");
    const char *length = place ? strstr(place, "-byte region") : NULL;
    if (!length)
        return false;
    while (length > place && length[-1] >= '0' && length[-1] <= '9')
        length--;
    const char *end = strchr(place, '\n');
    const char *right = strstr(place, "right of"), *after = strstr(place, " after ");
    bool past_end = (right && right < end) || (after && after < end);
    int bytes = atoi(length), number = (int)sizeof(double);
    int written = snprintf(message, size, "%s %s an array of %d bytes",
                           strstr(text, "WRITE of size") ? "writes" : "reads",
                           past_end ? "past the end of" : "before the start of", bytes);
    if (bytes % number == 0 && written > 0 && (size_t)written < size)
        snprintf(message + written, size - (size_t)written, " (%d double%s)", bytes / number,
                 bytes == number ? "" : "s");
    return true;
}

/* Is what stands before the file's name nothing, or the folder in which all is built? The
   reference's file may end in the same name. */
static bool is_subject(const char *text, const char *at)
{
    char here[1024];
    const char *folders[] = {getcwd(here, sizeof here), getenv("PWD")};
    const char *start = at;
    while (start > text && !strchr(" \n(", start[-1]))
        start--;
    bool is = start == at;
    for (size_t f = 0; f < COUNT(folders); f++) {
        size_t length = folders[f] ? strlen(folders[f]) : 0;
        is |= length > 0 && at == start + length + 1 && strncmp(start, folders[f], length) == 0;
    }
    return is;
}

/* The first mention of the student's file with a line number: the innermost frame. */
static int first_line_in_subject(const char *text, const char *end)
{
    size_t length = strlen(options.subject);
    for (const char *at = text; (at = strstr(at, options.subject)) && (!end || at < end);
         at += length)
        if (at[length] == ':' && atoi(at + length + 1) > 0 && is_subject(text, at))
            return atoi(at + length + 1);
    return 0;
}

static bool names_subject(const char *text, const char *end)
{
    return first_line_in_subject(text, end) > 0;
}

static void describe(const char *text, Outcome *outcome)
{
    char *message = outcome->message;
    size_t size = sizeof outcome->message;
    const char *runtime = strstr(text, "runtime error: ");
    if (runtime) {
        runtime += strlen("runtime error: ");
        char words[256];
        snprintf(words, sizeof words, "%.*s", (int)strcspn(runtime, "\n"), runtime);
        size_t f = 0;
        while (!strstr(words, runtime_findings[f].says))
            f++;
        snprintf(message, size, "%s: %s", runtime_findings[f].means, words);
        return;
    }
    if (strstr(text, "stack-overflow") && strstr(text, "\n    #20 ")) {
        snprintf(message, size, "calls itself without end: the stack is full");
        return;
    }
    const char *freed = strstr(text, "freed by thread");
    if (freed && !names_subject(text, freed)) { /* the test uses or frees what is no longer there */
        snprintf(message, size, "frees memory that belongs to its caller");
        return;
    }
    for (size_t f = 0; f < COUNT(findings); f++)
        if (strstr(text, findings[f].says)) {
            if (!strstr(findings[f].says, "buffer-overflow") ||
                !describe_overflow(text, message, size))
                snprintf(message, size, "%s", findings[f].means);
            return;
        }
}

void take_report(const char *text, Outcome *outcome)
{
    if (outcome->message[0] == '\0')
        describe(text, outcome);
    if (outcome->line == 0)
        outcome->line = first_line_in_subject(text, NULL);
}
