/* The record of a run: one line a test, columns separated by tabs. All else is a view of it. */

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/internal.h"

const char *const verdict_names[] = {
    [NOT_FINISHED] = "not finished",
    [PASSED] = "ok",
    [WRONG] = "wrong",
    [UNWRITTEN] = "not written yet",
    [REFUSED] = "refused",
    [CRASHED] = "crashed",
    [HUNG] = "did not end",
    [WAITED] = "waited",
    [UNDECIDED] = "undecided",
    [EXITED] = "called exit",
    [LEAKED] = "memory not freed",
    [MEMORY] = "memory error",
};

const Suspect *cause_of(size_t test)
{
    static const Suspect *causes[MOST_TESTS];
    static bool known;
    for (size_t e = 0; e < chapter.exercise_count && !known; e++)
        find_suspects(chapter.contracts[e].exercise, causes);
    known = true;
    return causes[test];
}

static void print_field(FILE *file, const char *text)
{
    fputc('\t', file);
    for (; *text; text++)
        fputc(*text == '\t' || *text == '\n' || *text == '\r' ? ' ' : *text, file);
}

void write_record(void)
{
    char path[1024];
    snprintf(path, sizeof path, "%s.%d", options.record, (int)getpid());
    bool to_stdout = strcmp(options.record, "-") == 0;
    FILE *file = to_stdout ? stdout : fopen(path, "w");
    if (!file) { /* the report matters more */
        fprintf(stderr, "%s: cannot be written, so make progress will not know\n", path);
        return;
    }
    fprintf(file, "test\tpoints\tmaximum\tverdict\tcause\tline\tfunction\ttitle\tinput\tmessage\n");
    for (size_t t = 0; t < test_count; t++) {
        const ChapterTest *test = &tests[t];
        const Outcome *outcome = &outcomes[t];
        const Suspect *cause = cause_of(t);
        fprintf(file, "%s.%zu\t%d\t%d", test->exercise->id, test->number, points_of(t),
                test->points);
        print_field(file, verdict_names[outcome->verdict]);
        print_field(file, cause ? cause->name : "");
        fprintf(file, "\t%d", outcome->line);
        print_field(file, test->exercise->function);
        print_field(file, test->title);
        print_field(file, outcome->input);
        print_field(file, outcome->message);
        fputc('\n', file);
    }
    if (to_stdout)
        return;
    bool failed = ferror(file);
    if (fclose(file) != 0 || failed || rename(path, options.record) != 0)
        fprintf(stderr, "%s: could not be written, so make progress will not know\n",
                options.record);
}
