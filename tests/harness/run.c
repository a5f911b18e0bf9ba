/* Lets Check run each test in a process of its own. */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/internal.h"

static char folder[256]; /* for what the tests print, and the sanitizers' reports */

static bool patient; /* the tests that only waiting has ended are run again, the last time */

static _Noreturn void in_its_process(size_t test)
{
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
    remote_stage(tests[test].exercise->index);
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
    if (outcome->signal == 0 && WIFSIGNALED(status))
        outcome->signal = WTERMSIG(status);
    read_reports(folder, test);
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
    for (size_t t = 0; t < test_count; t++)
        outcomes[t].selected = test_is_selected(t);
    for (int again = 0; again <= 1; again++) {
        patient = again;
        run_the_rest();
    }
    remove_folder();
}
