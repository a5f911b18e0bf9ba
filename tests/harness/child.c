/* Around one test, in its own process: limits, so that nothing a function does goes on for long;
   traps, so that an endless loop and a call of exit are reported with their line; and the proof
   that the test's last act was reached. */

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/watchers.h"
#include "tests/harness/internal.h"

bool together;

static bool ended; /* by end_test or child_end: an exit after that is ours */
static bool trace_wanted;
static unsigned long errors_before, leaked_before;
static size_t allocated_before;
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

#ifdef WITH_SANITIZERS
const char *__asan_default_options(void);
void __asan_on_error(void);

const char *__asan_default_options(void)
{
    /* Memory from malloc starts as NaN, not as a zero that hides what was never set.
       Leaks are looked for at the end of each test. Where memory was asked for is kept with four
       callers: each different trace costs every test two pages. */
    return "max_malloc_fill_size=16777216:malloc_fill_byte=255:leak_check_at_exit=0:"
           "malloc_context_size=4:handle_abort=1:allocator_may_return_null=1:"
           "max_allocation_size_mb=1024";
}

const char *__ubsan_default_options(void);
const char *__ubsan_default_options(void)
{
    return "print_stacktrace=1"; /* the line in the student's file, where row() is inlined */
}

/* Called when an error is found, before it is printed. */
void __asan_on_error(void)
{
    if (current && !trace_wanted)
        end_test(CRASHED);
}
#endif

static void print_trace(void)
{
#ifdef WITH_SANITIZERS
    if (trace_wanted)
        __sanitizer_print_stack_trace();
#endif
}

static void on_time_limit(int signal)
{
    print_trace();
    end_test(signal == SIGALRM ? WAITED : HUNG);
}

static void on_exit_called(void)
{
    if (ended)
        return;
    print_trace();
    end_test(EXITED);
}

void child_begin(const char *folder, size_t test)
{
    current = &outcomes[test];
    trace_wanted = !together && is_first_to_end_early(test);
    current->pid = getpid();
    tested = tests[test].exercise;
    expectations_begin();

    char path[512];
    snprintf(path, sizeof path, "%s/output.%zu", folder, test);
    fflush(NULL);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file >= 0) {
        dup2(file, STDOUT_FILENO);
        dup2(file, STDERR_FILENO);
        close(file);
    }
    file = open("/dev/null", O_RDONLY); /* a scanf ends at once, and does not wait for a key */
    if (file >= 0) {
        dup2(file, STDIN_FILENO);
        close(file);
    }
    setvbuf(stdout, NULL, _IOLBF, 0); /* what was printed before a crash is seen */
#ifdef WITH_SANITIZERS
    snprintf(path, sizeof path, "%s/report.%zu", folder, test);
    __sanitizer_set_report_path(path);
#endif
    atexit(on_exit_called);
    errors_before = valgrind_errors();
    leaked_before = valgrind_leaked();
    allocated_before = allocated_bytes();
    limit_this_process(on_time_limit, trace_wanted);
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

/* What is to be said of a test that has come to its end. */
static Verdict verdict_at_end(void)
{
    limit_computing(0); /* looking for leaks is not the student's work */
    free_what_was_made();
    Verdict verdict = PASSED;
    bool look_for_leaks = (trace_wanted || together) && !refusal_was_wanted();
    if (valgrind_errors() > errors_before)
        verdict = MEMORY;
    else if (look_for_leaks && valgrind_leaked() > leaked_before)
        verdict = LEAKED;
#ifdef WITH_SANITIZERS
    else if (options.find_leaks && look_for_leaks && allocated_bytes() > allocated_before &&
             leaks_can_be_found() && __lsan_do_recoverable_leak_check())
        verdict = LEAKED;
#endif
    return verdict;
}

_Noreturn void child_end(void)
{
    end_test(verdict_at_end());
}

void child_goes_on(const char *folder, size_t test)
{
    Verdict verdict = verdict_at_end();
    if (verdict != PASSED)
        end_test(verdict);
    current->verdict = PASSED;
    child_begin(folder, test);
}

/* The test's last act. _exit: nothing of the student's runs after it. */
void end_test(Verdict verdict)
{
    if (verdict == WRONG && valgrind_errors() > errors_before) {
        verdict = MEMORY; /* the cause, and not the wrong value that came of it */
        current->message[0] = '\0';
    }
    if (current->verdict == NOT_FINISHED)
        current->verdict = verdict;
    ended = true;
    fflush(stdout);
    _exit(0);
}
