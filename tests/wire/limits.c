/* What the process of a test may use: see limits.h. */

#include "tests/wire/limits.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/wire/watchers.h"

/* Right programs take a few thousandths of a second for a test. Counted are the processor's seconds
   in the program itself: those in the system (for memory, most of them) depend on what else the
   machine does, and have a limit of their own, most_seconds. A test that waits: supervise.c. */
const double first_seconds = 0.5;
const double later_seconds = 0.1;
static const rlim_t most_seconds = 5;
static const rlim_t most_output = 1 << 20; /* bytes, to each file */
static const rlim_t most_stack = 8 << 20;
static const rlim_t most_memory = 512 << 20; /* beyond what there is before the test */

static double slowdown(void)
{
    return on_valgrind() ? 20 : 1;
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

void limit_computing(double seconds)
{
    seconds *= slowdown();
    time_t whole = (time_t)seconds;
    struct itimerval limit = {.it_value = {whole, (suseconds_t)(1e6 * (seconds - (double)whole))}};
    setitimer(ITIMER_VIRTUAL, &limit, NULL);
}

void limit_this_process(void (*on_limit)(int signal), double seconds)
{
    signal(SIGXFSZ, SIG_IGN); /* writing past the limit fails, and the test goes on */
    limit_resource(RLIMIT_FSIZE, most_output);
    limit_resource(RLIMIT_STACK, most_stack);
    limit_resource(RLIMIT_CORE, 0);
    limit_memory();
    struct sigaction action = {.sa_handler = on_limit, .sa_flags = SA_ONSTACK};
    sigaction(SIGVTALRM, &action, NULL);
    sigaction(SIGXCPU, &action, NULL);
    sigaction(SIGALRM, &action, NULL); /* from supervise.c */
    rlim_t most = most_seconds * (rlim_t)slowdown();
    setrlimit(RLIMIT_CPU, &(struct rlimit){most, most + 1}); /* who ignores the signal is killed */
    limit_computing(seconds);
}
