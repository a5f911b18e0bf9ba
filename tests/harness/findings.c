/* A report of the sanitizers or of valgrind, reduced to one sentence and the first line of the
   student's file that it names. */

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/internal.h"

/* What the sanitizers and valgrind say, and what it means for the function. */
static const struct {
    const char *says, *means;
} findings[] = {
    {"failed to allocate",
     "asks malloc for more than the 512 MB that a test may have: a size below 0, "
     "or a loop without end?"},
    {"stack-overflow", "fills the stack: with a local array of megabytes?"}, /* see describe */
    {"dynamic-stack-buffer-overflow", "reads or writes outside a local array"},
    {"buffer-overflow", "reads or writes outside an array"}, /* see describe_overflow */
    {"buffer-underflow", "reads or writes outside an array"},
    {"stack-use-after-scope", "uses a local variable after its block has ended"},
    {"stack-use-after-return", "uses a local variable of a function that has returned"},
    {"negative-size-param", "asks for a negative number of bytes"},
    {"param-overlap", "copies between places that overlap"},
    {"heap-use-after-free", "uses memory after free"},
    {"attempting double-free", "frees the same memory twice"},
    {"attempting free on address which was not malloc", "frees what malloc did not give"},
    {"AddressSanitizer: ABRT", "called abort, or an assert failed"},
    {"AddressSanitizer: FPE", "divides an integer by 0"},
    {"unknown address 0x0000000000", "uses a NULL pointer"},
    {"AddressSanitizer: SEGV", "reads or writes far outside any array: an index far too large, or "
                               "a pointer that was never set"},
    {"AddressSanitizer: BUS", "uses an address at which nothing is"},
    {"Invalid read", "reads outside an array"},
    {"Invalid write", "writes outside an array"},
    {"Invalid free", "frees what malloc did not give, or the same memory twice"},
    {"Source and destination overlap", "copies between places that overlap"},
    {"fishy (possibly negative) value", "asks malloc for a negative number of bytes"},
    {"Conditional jump or move depends on uninitialised", "uses a value that was never set"},
    {"Use of uninitialised value", "uses a value that was never set"},
    {"LeakSanitizer: detected memory leaks", "does not free memory that it got from malloc"},
    {"definitely lost in loss record", "does not free memory that it got from malloc"},
};

/* What UBSan says; the first that fits. */
static const struct {
    const char *says, *means;
} runtime_findings[] = {
    {"0xfefefefe", "uses a pointer that was never set"}, /* gcc's pattern for such locals */
    {"0xaaaaaaaa", "uses a pointer that was never set"}, /* clang's */
    {"null pointer passed as argument", "gives NULL to a function that needs an address"},
    {"null pointer", "uses a NULL pointer"},
    {"misaligned", "uses an address at which no number begins: was a pointer made by a cast?"},
    {"out of bounds", "reads or writes outside an array"},
    {"load of address", "reads outside an array"},
    {"store to address", "writes outside an array"},
    {"insufficient space", "reads or writes outside an array"},
    {"variable length array bound", "declares a local array of no elements, or of fewer than 0"},
    {"offset", "moves a pointer outside its array: an index below 0, or far too large"},
    {"division by zero", "divides an integer by 0"},
    {"division of", "computes an integer that is too large for its type"},
    {"cannot be represented", "computes an integer that is too large for its type"},
    {"outside the range", "turns a number into an integer that cannot hold it: nan, too large, or "
                          "below 0 for a size_t"},
    {"shift exponent", "shifts an integer by more bits than it has, or by fewer than 0"},
    {"left shift", "computes an integer that is too large for its type"},
    {"not a valid value for type", "uses a bool that was never set"},
};

/* UBSan's words say more than the table where there are numbers in them. */
static void describe_runtime(const char *words, char *message, size_t size)
{
    long index;
    int length;
    char number[64], type[64];
    if (sscanf(words, "index %ld out of bounds for type '%63[^[][%d]", &index, type, &length) == 3)
        snprintf(message, size, "uses index %ld of an array of %d: its last is %d", index, length,
                 length - 1);
    else if (sscanf(words, "signed integer overflow: %63[^c]cannot be represented in type '%63[^']",
                    number, type) == 2)
        snprintf(message, size, "computes %sin numbers of type %s, which cannot hold it", number,
                 type);
    else if (sscanf(words, "%63s is outside the range of representable values of type '%63[^']",
                    number, type) == 2)
        snprintf(message, size, "turns %s into a number of type %s, which cannot hold it", number,
                 type);
    for (size_t f = 0; message[0] == '\0' && f < COUNT(runtime_findings); f++)
        if (strstr(words, runtime_findings[f].says))
            snprintf(message, size, "%s", runtime_findings[f].means);
    if (message[0] == '\0')
        snprintf(message, size, "does what C does not define: %s", words);
}

/* What ASan says of the array that was missed: a block from malloc, or a local or global array with
   its name. Of several global ones, the nearest. */
typedef struct {
    char name[64];
    int bytes;
    bool past_end;
} Missed;

static bool is_missed_local(const char *text, Missed *missed)
{
    const char *line = strstr(text, "this variable");
    while (line && line > text && line[-1] != '\n')
        line--;
    int from, to;
    char side[16]; /* [32, 64) 'sum' (line 10) <== Memory access at offset 64 overflows this */
    if (!line || sscanf(line, " [%d, %d) '%63[^']' %*[^<]<== Memory access at offset %*d %15s",
                        &from, &to, missed->name, side) != 4)
        return false;
    missed->bytes = to - from;
    missed->past_end = strcmp(side, "underflows") != 0;
    return true;
}

static bool is_missed_otherwise(const char *text, Missed *missed)
{
    int nearest = INT_MAX, distance;
    for (const char *at = text; (at = strstr(at, " is located ")); at++) {
        char line[512];
        snprintf(line, sizeof line, "%.*s", (int)strcspn(at, "\n"), at);
        const char *heap = strstr(line, "-byte region"), *name = strstr(line, "global variable '");
        const char *global = name ? strstr(name, " of size ") : NULL;
        if (sscanf(line, " is located %d", &distance) != 1 || distance >= nearest ||
            !(heap || global))
            continue;
        nearest = distance;
        while (heap && heap > line && heap[-1] >= '0' && heap[-1] <= '9')
            heap--;
        missed->bytes = atoi(heap ? heap : global + strlen(" of size "));
        missed->past_end = strstr(line, "right of") || strstr(line, " after ");
        if (global) /* clang says function.table of a static one */
            sscanf(name + strlen("global variable '"), "%63[^']", missed->name);
    }
    return nearest < INT_MAX;
}

static bool describe_overflow(const char *text, char *message, size_t size)
{
    Missed missed = {.name = ""};
    bool local = is_missed_local(text, &missed);
    if (!local && !is_missed_otherwise(text, &missed))
        return false;
    const char *access = strstr(text, " of size "), *dot = strchr(missed.name, '.');
    int number = access ? atoi(access + strlen(" of size ")) : 0;
    if (number != (int)sizeof(double) && number != (int)sizeof(float))
        number = (int)sizeof(real);
    int written = snprintf(message, size, "%s %s %s%s of %d byte%s",
                           strstr(text, "WRITE of size") ? "writes" : "reads",
                           missed.past_end ? "past the end of" : "before the start of",
                           local            ? "the local array "
                           : missed.name[0] ? "the global array "
                                            : "an array",
                           dot ? dot + 1 : missed.name, missed.bytes, missed.bytes == 1 ? "" : "s");
    if (missed.bytes % number == 0 && written > 0 && (size_t)written < size)
        snprintf(message + written, size - (size_t)written, " (%d %s%s)", missed.bytes / number,
                 number == (int)sizeof(double) ? "double" : "float",
                 missed.bytes == number ? "" : "s");
    return true;
}

static bool begins_a_path(const char *text, const char *at)
{
    return at == text || strchr(" \n(", at[-1]);
}

/* Is what stands before the file's name nothing, or the folder in which all is built? The
   reference's file may end in the same name. In a folder's name there may be spaces. */
static bool is_subject(const char *text, const char *at)
{
    char here[1024];
    const char *folders[] = {getcwd(here, sizeof here), getenv("PWD")};
    bool is = begins_a_path(text, at);
    for (size_t f = 0; f < COUNT(folders); f++) {
        size_t length = folders[f] ? strlen(folders[f]) : 0;
        if (length == 0 || (size_t)(at - text) <= length)
            continue;
        const char *start = at - length - 1;
        is |= begins_a_path(text, start) && strncmp(start, folders[f], length) == 0;
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

/* What the program's loader says. */
static bool describe_undefined(const char *text, char *message, size_t size)
{
    char name[64];
    const char *undefined = strstr(text, "symbol lookup error");
    undefined = undefined ? strstr(undefined, "undefined symbol: ") : NULL;
    if (!undefined || sscanf(undefined, "undefined symbol: %63[A-Za-z0-9_]", name) != 1)
        return false;
    snprintf(message, size, "calls %s, and nobody defines it", name);
    return true;
}

static void describe(const char *text, Outcome *outcome)
{
    char *message = outcome->message;
    size_t size = sizeof outcome->message;
    if (describe_undefined(text, message, size))
        return;
    const char *runtime = strstr(text, "runtime error: ");
    if (runtime && !strstr(text, "failed to allocate")) { /* else: the NULL that came of it */
        runtime += strlen("runtime error: ");
        char words[256];
        snprintf(words, sizeof words, "%.*s", (int)strcspn(runtime, "\n"), runtime);
        describe_runtime(words, message, size);
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
            if (!strstr(findings[f].says, "buffer-") || !describe_overflow(text, message, size))
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
