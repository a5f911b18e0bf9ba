/* What was printed during a test, by the sanitizers, valgrind and the student's own code: read, and
   taken into the test's outcome. */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static void describe_end(Outcome *outcome)
{
    int signal = outcome->signal;
    const char *says = NULL;
    if (outcome->verdict == NOT_FINISHED && signal == SIGXCPU)
        outcome->verdict = HUNG;
    if (outcome->verdict == HUNG)
        says = "was still running when its time was up: an endless loop?";
    else if (outcome->verdict == UNDECIDED)
        says = "could not be tried: this machine had no process left for it";
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

void read_reports(const char *folder, size_t test)
{
    Outcome *outcome = &outcomes[test];
    char path[512];
    snprintf(path, sizeof path, "%s/output.%zu", folder, test);
    char *printed = read_start(path);
    snprintf(path, sizeof path, "%s/report.%zu", folder, test);
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
        if (outcome->message[0] == '\0' && outcome->signal == 0)
            take_from_earlier(test);
        describe_end(outcome);
        if (outcome->line == 0)
            take_from_earlier(test);
    }
    take_printed(printed, outcome);
    free(printed);
    free(report);
    free(log);
}
