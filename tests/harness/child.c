/* Around one test, in its own process. The student's code is in another one (remote.c); what runs
   here is the test, and, where the course tests itself, a suspect. */

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "tests/harness/internal.h"
#include "tests/wire/limits.h"

static void (*free_all)(void);

/* A stack trace takes 80 ms: only the first test of an exercise that ends early, or leaks, prints
   one, and has time for it. A leak is charged once. */
bool is_first_to_end_early(size_t test)
{
    for (size_t t = 0; t < test; t++) {
        Verdict v = outcomes[t].verdict;
        if (tests[t].exercise == tests[test].exercise && outcomes[t].pid != 0 &&
            (v == NOT_FINISHED || (v >= CRASHED && v <= LEAKED)))
            return false;
    }
    return true;
}

static void on_time_limit(int signal)
{
    end_test(signal == SIGALRM ? WAITED : HUNG);
}

void child_begin(const char *folder, size_t test)
{
    char output[512], report[512];
    current = &outcomes[test];
    snprintf(output, sizeof output, "%s/output.%zu", folder, test);
    snprintf(report, sizeof report, "%s/report.%zu", folder, test);
    bool first = is_first_to_end_early(test);
    remote_begin(output, report, first, first ? first_seconds : later_seconds);
    expectations_begin();
    limit_this_process(on_time_limit, first_seconds);
}

void at_end(void (*function)(void))
{
    free_all = function;
}

static void free_what_was_made(void)
{
    free_inputs();
    if (free_all)
        free_all();
    free_all = NULL;
}

/* An exercise's first test runs twice: what a function keeps from one call to the next is seen. */
void run_test(size_t test)
{
    tests[test].run();
    if (tests[test].number > 1)
        return;
    free_what_was_made();
    tests[test].run();
}

void child_end(void)
{
    end_test(remote_end());
}

/* The test's last act. _exit: nothing of a suspect's runs after it. */
void end_test(Verdict verdict)
{
    if (verdict == WRONG && remote_saw_errors()) {
        verdict = MEMORY; /* the cause, and not the wrong value that came of it */
        current->message[0] = '\0';
    }
    if (current->verdict == NOT_FINISHED)
        current->verdict = verdict;
    _exit(0);
}
