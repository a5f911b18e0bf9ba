/* The report in the terminal. */

#include <stdio.h>
#include <string.h>

#include "tests/harness/internal.h"

enum { POINTS_COLUMN = 66 };

static void print_points(int column, int points, int maximum)
{
    char text[32];
    snprintf(text, sizeof text, "%d/%d", points, maximum);
    int width = POINTS_COLUMN + 7 - column;
    printf("%*s\n", width > 8 ? width : 8, text);
}

typedef struct {
    size_t tests, passed, unwritten;
    int points, maximum;
} Sum;

static Sum sum_of(const Exercise *exercise) /* NULL: of all */
{
    Sum sum = {0};
    for (size_t t = 0; t < test_count; t++) {
        if (!outcomes[t].selected || (exercise && tests[t].exercise != exercise))
            continue;
        sum.tests++;
        sum.passed += outcomes[t].verdict == PASSED;
        sum.unwritten += outcomes[t].verdict == UNWRITTEN;
        sum.points += points_of(t);
        sum.maximum += tests[t].points;
    }
    return sum;
}

static void print_test(size_t t)
{
    bool passed = outcomes[t].verdict == PASSED;
    fputs("   ", stdout);
    print_colored(passed ? GREEN : RED, passed ? "ok  " : "FAIL");
    int column = 7 + printf("  %s", tests[t].title);
    if (!passed && outcomes[t].verdict != WRONG)
        column += printf(": %s", verdict_names[outcomes[t].verdict]);
    print_points(column, points_of(t), tests[t].points);
}

static int name_width(void)
{
    size_t width = 20;
    for (size_t e = 0; e < chapter.exercise_count; e++)
        if (strlen(chapter.contracts[e].exercise->function) > width)
            width = strlen(chapter.contracts[e].exercise->function);
    return (int)width;
}

static void print_exercise(const Exercise *exercise)
{
    Sum sum = sum_of(exercise);
    if (sum.tests == 0)
        return;
    int column = printf("%s %-*s ", exercise->id, name_width(), exercise->function);
    if (sum.unwritten == sum.tests) {
        print_colored(DIM, "not written yet");
        print_points(column + 15, sum.points, sum.maximum);
    } else if (sum.passed == sum.tests) {
        print_colored(GREEN, "ok");
        column += 2 + printf("   %zu tests", sum.tests);
        print_points(column, sum.points, sum.maximum);
    } else {
        print_points(column, sum.points, sum.maximum);
        for (size_t t = 0; t < test_count; t++)
            if (outcomes[t].selected && tests[t].exercise == exercise)
                print_test(t);
    }
}

/* What to explain: the first failure of something written, else the first thing to write. */
size_t first_failure(void)
{
    for (int unwritten = 0; unwritten <= 1; unwritten++)
        for (size_t t = 0; t < test_count; t++)
            if (outcomes[t].selected && outcomes[t].verdict != PASSED &&
                (outcomes[t].verdict == UNWRITTEN) == unwritten)
                return t;
    return test_count;
}

static void print_source(int line)
{
    char text[256];
    if (line > 0 && source_line(line, text, sizeof text))
        printf("     %4d | %.*s\n", line, WIDTH - 12, text);
}

static void print_others(size_t first)
{
    char text[1024];
    size_t length = 0;
    for (size_t t = first + 1; t < test_count; t++)
        if (outcomes[t].selected && tests[t].exercise == tests[first].exercise &&
            outcomes[t].verdict == outcomes[first].verdict && cause_of(t) == cause_of(first) &&
            length < sizeof text - 128)
            length += (size_t)snprintf(text + length, sizeof text - length, "%s\"%.80s\"",
                                       length ? ", " : "The same cause: ", tests[t].title);
    if (length > 0)
        print_wrapped(5, text);
}

void print_why(size_t t)
{
    const Outcome *outcome = &outcomes[t];
    const Exercise *exercise = tests[t].exercise;
    bool in_values = outcome->verdict == WRONG || outcome->verdict == REFUSED;
    const Suspect *cause = cause_of(t);
    int line = outcome->line ? outcome->line : function_line(exercise->function);
    print_colored(BOLD, "Why:");
    printf(" %s  %s", exercise->id, exercise->function);
    if (line > 0)
        printf(", line %d", line);
    if (outcome->verdict == UNWRITTEN) {
        printf(": not written yet\n");
        if (outcome->line > 0)
            printf("     Your code goes in the place of TODO(\"%s\"), which ends the function.\n",
                   exercise->id);
        else
            print_wrapped(5, outcome->message);
        return;
    }
    printf(", in the test \"%s\"\n", tests[t].title);
    if (outcome->input[0])
        print_wrapped(5, outcome->input);
    if (!in_values) {
        char text[sizeof outcome->message + 64];
        snprintf(text, sizeof text, "%.60s %s", exercise->function, outcome->message);
        print_wrapped(5, text);
        print_source(outcome->line);
    } else {
        print_wrapped(5, outcome->message);
    }
    if (cause)
        print_wrapped(5, cause->says);
    if (cause || !in_values)
        print_others(t);
    if (outcome->printed[0]) {
        printf("     Your code printed:\n");
        for (const char *p = outcome->printed; *p; p += strcspn(p, "\n") + 1)
            printf("       | %.*s\n", (int)strcspn(p, "\n"), p);
    }
}

/* A printf that was left in costs no points, but is to be seen before it prints in each of a
   thousand steps. */
static void print_note_on_prints(void)
{
    const Exercise *named = NULL;
    for (size_t t = 0; t < test_count; t++)
        if (outcomes[t].printed[0] && tests[t].exercise != named) {
            named = tests[t].exercise;
            printf("Note: %s prints. Take that out before it runs in a network.\n",
                   named->function);
        }
}

static void print_next(size_t t)
{
    print_colored(BOLD, "Next:");
    if (t == test_count) {
        printf(" make chapter%s-compare   puts your code beside the reference\n", chapter.number);
        return;
    }
    const Exercise *exercise = tests[t].exercise;
    printf(" %s %s in %s\n", outcomes[t].verdict == UNWRITTEN ? "write" : "mend",
           exercise->function, options.subject);
    printf("      then make chapter%s-test     make chapter%s-hint for a hint\n", chapter.number,
           chapter.number);
    if (outcomes[t].verdict != UNWRITTEN && !cause_of(t))
        printf("      make chapter%s-why T=%s.%zu shows this test, its input and all results\n",
               chapter.number, exercise->id, tests[t].number);
}

bool print_report(void)
{
    Sum all = sum_of(NULL);
    size_t failure = first_failure();
    char title[128];
    snprintf(title, sizeof title, "Chapter %s  %s", chapter.number, chapter.title);
    print_colored(BOLD, title);
    int width = WIDTH - (int)strlen(title);
    printf(" %*s\n\n", width > 0 ? width - 1 : 0, options.subject);
    for (size_t e = 0; e < chapter.exercise_count; e++)
        print_exercise(chapter.contracts[e].exercise);
    putchar('\n');
    if (print_more)
        print_more();
    if (failure < test_count) {
        print_why(failure);
        putchar('\n');
    } else {
        print_note_on_prints();
    }
    if (!options.only || failure < test_count)
        print_next(failure);
    printf("Score: %d/%d\n", all.points, all.maximum);
    return all.points == all.maximum;
}
