/* The tests' program: its options, and what it is asked for.

       tests --subject FILE [--only T] [--record FILE] [--why ...] -- STUDENT'S PROGRAM...  */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/harness/internal.h"

Options options;
Outcome *outcomes;
Outcome *current;

/* One test, for a debugger in the student's program: nothing is caught, nothing is limited. */
static int debug_test(void)
{
    walks_unseen = true;
    options.debugging = true;
    for (size_t t = 0; t < test_count; t++)
        if (test_is_selected(t)) {
            current = &outcomes[t];
            remote_stage(tests[t].exercise->index);
            remote_begin("/dev/null", "/dev/null", false, 0);
            expectations_begin();
            tests[t].run();
            return 0;
        }
    return 2;
}

static int print_function(void)
{
    for (size_t t = 0; t < test_count; t++)
        if (test_is_selected(t)) {
            puts(tests[t].exercise->function);
            return 0;
        }
    return 2;
}

static int list_tests(void)
{
    for (size_t t = 0; t < test_count; t++)
        printf("%s\t%zu\t%d\t%s\n", tests[t].exercise->id, tests[t].number, tests[t].points,
               tests[t].title);
    return 0;
}

static const char *argument(int argc, char **argv, int *i)
{
    if (*i + 1 >= argc)
        bad_input("%s needs an argument", argv[*i]);
    return argv[++*i];
}

static int grade(void)
{
    run_tests();
    if (options.record)
        write_record();
    if (options.record && strcmp(options.record, "-") == 0)
        return EXIT_SUCCESS;
    return print_report() ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int explain_in_full(void)
{
    options.why = true;
    return explain();
}

static const struct {
    const char *option;
    int (*action)(void);
} actions[] = {
    {"--debug", debug_test},
    {"--function", print_function},
    {"--compare", compare},
    {"--break", try_to_break},
    {"--why", explain_in_full},
    {"--list-tests", list_tests},
    {"--list-suspects", list_suspects},
    {"--list-causes", list_causes},
    {"--try-suspects", try_suspects},
};

static const struct {
    const char *option;
    const char **value;
} values[] = {
    {"--subject", &options.subject},
    {"--only", &options.only},
    {"--record", &options.record},
    {"--valgrind-logs", &options.valgrind_logs},
};

/* What is to be done. */
static int (*read_options(int argc, char **argv))(void)
{
    int (*action)(void) = grade;
    for (int i = 1; i < argc; i++) {
        bool known = false;
        if (strcmp(argv[i], "--") == 0) {
            student_command = argv + i + 1;
            break;
        }
        for (size_t a = 0; a < COUNT(actions); a++)
            if (strcmp(argv[i], actions[a].option) == 0) {
                action = actions[a].action;
                known = true;
            }
        for (size_t v = 0; v < COUNT(values) && !known; v++)
            if (strcmp(argv[i], values[v].option) == 0) {
                known = true;
                *values[v].value = argument(argc, argv, &i);
            }
        if (!known)
            bad_input("%s: no such option", argv[i]);
    }
    return action;
}

int main(int argc, char **argv)
{
    int (*action)(void) = read_options(argc, argv);
    if (!options.subject)
        bad_input("--subject is missing: the student's file");
    /* make leaves it out of the compiler's command */
    while (strncmp(options.subject, "./", 2) == 0)
        options.subject += 2;
    flatten_tests();
    outcomes = shared_memory(test_count * sizeof *outcomes);
    bool any = false;
    for (size_t t = 0; t < test_count; t++)
        any |= test_is_selected(t);
    if (!any)
        bad_input("T=%s: chapter %s has no such exercise or test", options.only, chapter.number);
    return action();
}
