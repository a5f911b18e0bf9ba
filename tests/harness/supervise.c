/* The side of a process that waits for another one, in which a student's function runs.

   How long such a process may compute is limited in processor time of its own (limits.c). Here is
   the limit for one that does not compute: it sleeps, or waits for what never comes. On a busy
   machine seconds of the clock are no measure of that: counted are those in which it had less than
   a hundredth of a processor, and did not stand in line for one. A process that waited for too long
   is told to end, and that does not decide the test yet: see run.c. */

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "tests/harness/internal.h"

static const double idle = 0.01;

pid_t fork_supervised(void)
{
    fflush(NULL);
    pid_t child = fork();
    if (child != 0)
        return child;
    setpgid(0, 0); /* what it starts ends with it */
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* and it ends with the grading */
#endif
    return 0;
}

static double seconds(clockid_t clock)
{
    struct timespec t;
    return clock_gettime(clock, &t) == 0 ? (double)t.tv_sec + 1e-9 * (double)t.tv_nsec : 0;
}

/* Where the system does not tell it of another process: 0, as if it waited. */
static double computed_by(pid_t process)
{
#if defined(_POSIX_CPUTIME) && _POSIX_CPUTIME >= 0
    clockid_t clock;
    if (process > 0 && clock_getcpuclockid(process, &clock) == 0)
        return seconds(clock);
#endif
    return 0;
}

/* Is it in line for a processor, or for the disk? Where there is no /proc: false, as if it
   waited. */
static bool is_in_line(pid_t process)
{
    char path[64], state = 'S';
    snprintf(path, sizeof path, "/proc/%d/stat", (int)process);
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    bool known = fscanf(file, "%*d (%*[^)]) %c", &state) == 1;
    fclose(file);
    return known && state != 'S' && state != 'T'; /* T: stopped */
}

/* The child holds the test; the student's function is in a process that it has noted in an
   outcome. */
static pid_t student_of(pid_t child, const Outcome *noted, size_t count)
{
    pid_t student = child;
    for (size_t t = 0; t < count; t++)
        if (noted[t].pid > 0)
            student = noted[t].pid;
    return student;
}

static void on_tick(int signal)
{
    (void)signal; /* it interrupts waitpid */
}

static void tick_every(suseconds_t microseconds)
{
    struct itimerval often = {{0, microseconds}, {0, microseconds}};
    setitimer(ITIMER_REAL, &often, NULL);
}

/* True: it was told to end. */
static bool wait_for_end(pid_t child, const Outcome *noted, size_t count, double most_waiting,
                         int *status)
{
    double since = seconds(CLOCK_MONOTONIC), before = 0;
    bool told = false;
    while (waitpid(child, status, 0) < 0 && errno == EINTR) {
        pid_t student = student_of(child, noted, count);
        double now = seconds(CLOCK_MONOTONIC);
        double computed = computed_by(child) + (student != child ? computed_by(student) : 0);
        bool waits = fabs(computed - before) < idle * (now - since) && !is_in_line(child) &&
                     !is_in_line(student);
        if (waits && now - since < most_waiting)
            continue;
        if (waits && told)
            kill(-child, SIGKILL);
        else if (waits)
            kill(student, SIGALRM);
        told |= waits;
        since = now;
        before = computed;
    }
    return told;
}

bool supervise(pid_t child, const Outcome *noted, size_t count, double most_waiting, int *status)
{
    struct sigaction tick = {.sa_handler = on_tick}, before;
    sigaction(SIGALRM, &tick, &before);
    tick_every(100000);
    bool told = wait_for_end(child, noted, count, most_waiting, status);
    tick_every(0);
    sigaction(SIGALRM, &before, NULL);
    kill(-child, SIGKILL); /* what it has started and left behind */
    pid_t student = student_of(child, noted, count);
    if (student != child)
        kill(student, SIGKILL);
    return told;
}
