/* The program: reads its options, lets Check run each test in a process of its own, and shows
   what came of them. */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/watchers.h"
#include "tests/harness/internal.h"

Options options = {.find_leaks = true};
Outcome *outcomes;
Outcome *current;

static char folder[256]; /* for what the tests print, and the sanitizers' reports */

static bool patient; /* the tests that only waiting has ended are run again, the last time */

static _Noreturn void in_its_process(size_t test)
{
    if (run_apart)
        run_apart(folder, test);
    child_begin(folder, test);
    run_test(test);
    child_end();
}

static double most_waiting(size_t test)
{
    bool first = is_first_to_end_early(test);
    return patient ? (first ? 6 : 2) : first ? 2 : 1;
}

/* Check has no process of its own for a test (CK_NOFORK): it would count the seconds of the
   clock. */
static void supervise_test(size_t test)
{
    Outcome *outcome = &outcomes[test];
    *outcome = (Outcome){.selected = true};
    signal(SIGINT, SIG_DFL); /* Check's handler kills a group that is not there */
    signal(SIGTERM, SIG_DFL);
    pid_t child = fork_supervised();
    if (child == 0)
        in_its_process(test);
    double most = most_waiting(test);
    int status = 0;
    bool waited = child > 0 && supervise(child, outcome, 1, most, &status);
    if (outcome->verdict == NOT_FINISHED || outcome->verdict == WAITED)
        outcome->verdict = waited ? WAITED : NOT_FINISHED; /* it may only say that it has */
    if (child < 0 || (outcome->verdict == WAITED && !patient))
        outcome->verdict = UNDECIDED;
    if (outcome->verdict == WAITED)
        snprintf(outcome->message, sizeof outcome->message,
                 "waited for %g seconds without computing: does it sleep, or read a key?", most);
    read_reports(folder, test, WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

START_TEST(one_test)
{
    supervise_test((size_t)_i);
}
END_TEST

static void make_folder(void)
{
    const char *parent = getenv("TMPDIR");
    if (!parent || !*parent)
        parent = "/tmp";
    if (snprintf(folder, sizeof folder, "%s/grading-XXXXXX", parent) >= (int)sizeof folder ||
        !mkdtemp(folder))
        bad_input("%s: no folder could be made in it for the tests' output: see TMPDIR", parent);
}

static void remove_folder(void)
{
    pid_t child = fork();
    if (child == 0) {
        execlp("rm", "rm", "-rf", folder, (char *)NULL);
        _exit(127);
    }
    int status = 1;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        fprintf(stderr, "%s: could not be removed\n", folder);
}

/* Those that have no verdict yet. */
static void run_the_rest(void)
{
    Suite *suite = suite_create(chapter.title);
    for (size_t t = 0; t < test_count; t++) {
        Verdict v = outcomes[t].verdict;
        if (!outcomes[t].selected || (v != NOT_FINISHED && v != UNDECIDED))
            continue;
        TCase *tcase = tcase_create(tests[t].title);
        tcase_add_loop_test(tcase, one_test, (int)t, (int)t + 1);
        suite_add_tcase(suite, tcase);
    }
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_SILENT);
    srunner_free(runner);
}

void run_tests(void)
{
    memset(outcomes, 0, test_count * sizeof *outcomes);
    make_folder();
#ifdef WITH_SANITIZERS
    leaks_can_be_found(); /* known from here on, in each child */
#endif
    for (size_t t = 0; t < test_count; t++)
        outcomes[t].selected = test_is_selected(t);
    if (run_together)
        run_together(folder);
    for (size_t t = 0; t < test_count; t++)
        if (outcomes[t].verdict == PASSED)
            read_reports(folder, t, 0);
    for (int again = 0; again <= 1; again++) {
        patient = again;
        run_the_rest();
    }
    remove_folder();
}

/* One test in this process, for a debugger: nothing is caught, nothing is limited. */
static int debug_test(void)
{
    walks_unseen = true;
    for (size_t t = 0; t < test_count; t++)
        if (test_is_selected(t)) {
            current = &outcomes[t];
            tested = tests[t].exercise;
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

static int list_exercises(void)
{
    for (size_t e = 0; e < chapter.exercise_count; e++)
        printf("%s %s\n", chapter.exercises[e]->id, chapter.exercises[e]->function);
    return 0;
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

int main(int argc, char **argv)
{
    int (*action)(void) = grade;
    for (int i = 1; i < argc; i++) {
        const char *option = argv[i];
        if (strcmp(option, "--subject") == 0)
            options.subject = argument(argc, argv, &i);
        else if (strcmp(option, "--only") == 0)
            options.only = argument(argc, argv, &i);
        else if (strcmp(option, "--record") == 0)
            options.record = argument(argc, argv, &i);
        else if (strcmp(option, "--valgrind-logs") == 0)
            options.valgrind_logs = argument(argc, argv, &i);
        else if (strcmp(option, "--debug") == 0)
            action = debug_test;
        else if (strcmp(option, "--function") == 0)
            action = print_function;
        else if (strcmp(option, "--compare") == 0)
            action = compare;
        else if (strcmp(option, "--break") == 0)
            action = try_to_break;
        else if (strcmp(option, "--why") == 0) {
            options.why = true;
            action = explain;
        } else if (strcmp(option, "--list-exercises") == 0)
            action = list_exercises;
        else if (strcmp(option, "--list-tests") == 0)
            action = list_tests;
        else if (strcmp(option, "--list-suspects") == 0)
            action = list_suspects;
        else if (strcmp(option, "--list-causes") == 0)
            action = list_causes;
        else if (strcmp(option, "--try-suspects") == 0)
            action = try_suspects;
        else
            bad_input("%s: no such option", option);
    }
    if (!options.subject)
        bad_input("--subject is missing: the student's file");
    /* make leaves it out of the compiler's command */
    while (strncmp(options.subject, "./", 2) == 0)
        options.subject += 2;
    line_up_tests();
    size_t bytes = test_count * sizeof *outcomes;
    outcomes = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (outcomes == MAP_FAILED)
        bad_input("no memory for %zu outcomes", test_count);
    bool any = false;
    for (size_t t = 0; t < test_count; t++)
        any |= test_is_selected(t);
    if (!any)
        bad_input("T=%s: chapter %s has no such exercise or test", options.only, chapter.number);
    return action();
}
