/* Around one test, in its own process: limits, so that nothing a function does goes on for
   long; traps, so that an endless loop and a call of exit are reported with their line; and
   the proof that the test's last act was reached. */

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/harness/watchers.h"
#include "tests/harness/internal.h"

/* Right programs take a few thousandths of a second for a test. */
typedef struct {
    double cpu, wall; /* seconds */
} TimeLimit;
static const TimeLimit first_limit = {0.5, 3};
static const TimeLimit later_limit = {0.1, 1}; /* after a crash or a hang in the same exercise */
static const double valgrind_slowdown = 20;
static const rlim_t most_output = 1 << 20; /* bytes, to each file */
static const rlim_t most_stack = 8 << 20;
static const rlim_t most_memory = 512 << 20; /* beyond what there is before the test */

bool together;

static bool ended; /* by end_test or child_end: an exit after that is ours */
static bool trace_wanted;
static unsigned long errors_before, leaked_before;
static size_t allocated_before;
static void (*free_all)(void);

/* A stack trace takes 80 ms: only the first test of an exercise that ends early, or leaks,
   prints one. A leak is charged once. */
static bool first_with_trace(size_t test)
{
    for (size_t t = 0; t < test; t++) {
        Verdict v = outcomes[t].verdict;
        if (tests[t].exercise == tests[test].exercise && outcomes[t].pid != 0 &&
            (v == NOT_FINISHED || v == HUNG || v == EXITED || v == CRASHED || v == LEAKED))
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
    (void)signal;
    print_trace();
    end_test(HUNG);
}

static void on_exit_called(void)
{
    if (ended)
        return;
    print_trace();
    end_test(EXITED);
}

static void limit_time(int timer, int signal, double seconds)
{
    if (on_valgrind())
        seconds *= valgrind_slowdown;
    struct sigaction action = {.sa_handler = on_time_limit, .sa_flags = SA_ONSTACK};
    sigaction(signal, &action, NULL);
    struct itimerval limit = {
        .it_value = {(time_t)seconds, (suseconds_t)(1e6 * (seconds - (time_t)seconds))}};
    setitimer(timer, &limit, NULL);
}

static void limit_resource(int resource, rlim_t most)
{
    struct rlimit limit;
    getrlimit(resource, &limit);
    if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur > most) {
        limit.rlim_cur = most;
        setrlimit(resource, &limit);
    }
}

/* The sanitizers have terabytes of addresses set aside, so what is there already is added. Where it
   cannot be known there is no limit but time's. */
static void limit_memory(void)
{
    static rlim_t before; /* of the first test of this process */
    FILE *file = before || on_valgrind() ? NULL : fopen("/proc/self/statm", "r");
    unsigned long long pages = 0;
    if (file && fscanf(file, "%*u %*u %*u %*u %*u %llu", &pages) == 1)
        before = pages * (rlim_t)sysconf(_SC_PAGESIZE);
    if (file)
        fclose(file);
    if (before)
        limit_resource(RLIMIT_DATA, before + most_memory);
}

void child_begin(const char *folder, size_t test)
{
    current = &outcomes[test];
    trace_wanted = !together && first_with_trace(test);
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
    signal(SIGXFSZ, SIG_IGN); /* writing past the limit fails, and the test goes on */
    limit_resource(RLIMIT_FSIZE, most_output);
    limit_resource(RLIMIT_STACK, most_stack);
    limit_resource(RLIMIT_CORE, 0);
    limit_memory();
    atexit(on_exit_called);
    errors_before = valgrind_errors();
    leaked_before = valgrind_leaked();
    allocated_before = allocated_bytes();
    TimeLimit limit = trace_wanted ? first_limit : later_limit;
    limit_time(ITIMER_PROF, SIGPROF, limit.cpu);
    limit_time(ITIMER_REAL, SIGALRM, limit.wall);
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

void child_end(void)
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
