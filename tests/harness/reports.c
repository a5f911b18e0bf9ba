/* What the sanitizers, valgrind and the student's own code printed during a test, reduced to
   one sentence and the first line of the student's file that it names. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/internal.h"

enum { MOST_READ = 1 << 16, LINES_SHOWN = 5 };

/* The start of a file, as text; free it. */
static char *read_start(const char *path)
{
    char *text = calloc(MOST_READ + 1, 1);
    require(text != NULL, "out of memory");
    FILE *file = fopen(path, "r");
    if (file) {
        size_t length = fread(text, 1, MOST_READ, file);
        for (size_t i = 0; i < length; i++)
            if (text[i] == '\0')
                text[i] = ' ';
        fclose(file);
    }
    return text;
}

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


static void take_report(const char *text, Outcome *outcome)
{
    if (outcome->message[0] == '\0')
        describe(text, outcome);
    if (outcome->line == 0)
        outcome->line = first_line_in_subject(text, NULL);
}

static bool is_sanitizers(const char *line)
{
    return (strncmp(line, "==", 2) == 0 && atoi(line + 2) > 0) || strstr(line, "runtime error:") ||
           strstr(line, "AddressSanitizer");
}

static void take_printed(char *text, Outcome *outcome)
{
    char *printed = outcome->printed;
    size_t used = 0, size = sizeof outcome->printed, lines = 0;
    for (char *line = text; *line && lines < LINES_SHOWN; lines++) {
        size_t length = strcspn(line, "\n");
        char *next = line[length] ? line + length + 1 : line + length;
        line[length] = '\0';
        if (is_sanitizers(line))
            return;
        int added = snprintf(printed + used, size - used, "%.100s\n", line);
        used += added > 0 ? (size_t)added : 0;
        if (used >= size)
            return;
        line = next;
    }
}

/* Without a message or a line of its own, a test takes those of the first test of its exercise
   that ended in the same way. */
static void take_from_earlier(size_t test)
{
    Outcome *outcome = &outcomes[test];
    for (size_t t = 0; t < test && outcome->line == 0; t++)
        if (tests[t].exercise == tests[test].exercise && outcomes[t].verdict == outcome->verdict) {
            outcome->line = outcomes[t].line;
            if (outcome->message[0] == '\0')
                strcpy(outcome->message, outcomes[t].message);
        }
}

static void describe_end(Outcome *outcome, int signal)
{
    const char *says = NULL;
    if (outcome->verdict == HUNG)
        says = "was still running when its time was up: an endless loop?";
    else if (outcome->verdict == EXITED)
        says = "called exit: a function returns to its caller";
    else if (outcome->verdict == NOT_FINISHED && signal == 0)
        says = "ended the program before the test was over";
    if (says && outcome->message[0] == '\0')
        snprintf(outcome->message, sizeof outcome->message, "%s", says);
    if (outcome->verdict == NOT_FINISHED && outcome->message[0] == '\0')
        snprintf(outcome->message, sizeof outcome->message, "was ended by signal %d (%s)", signal,
                 strsignal(signal));
    if (outcome->verdict == NOT_FINISHED)
        outcome->verdict = CRASHED;
}

void read_reports(const char *folder, size_t test, int signal)
{
    Outcome *outcome = &outcomes[test];
    char path[512];
    snprintf(path, sizeof path, "%s/output.%zu", folder, test);
    char *printed = read_start(path);
    snprintf(path, sizeof path, "%s/report.%zu.%d", folder, test, (int)outcome->pid);
    char *report = read_start(path);
    char *log = NULL;
    if (options.valgrind_logs) {
        snprintf(path, sizeof path, "%s/%d.log", options.valgrind_logs, (int)outcome->pid);
        log = read_start(path);
    }
    if (outcome->verdict != PASSED && outcome->verdict != UNWRITTEN && outcome->verdict != WRONG) {
        take_report(report, outcome);
        take_report(printed, outcome); /* gcc's UBSan prints to stderr only */
        if (log)
            take_report(log, outcome);
        if (outcome->message[0] == '\0' && signal == 0)
            take_from_earlier(test);
        describe_end(outcome, signal);
        if (outcome->line == 0)
            take_from_earlier(test);
    }
    take_printed(printed, outcome);
    free(printed);
    free(report);
    free(log);
}
