/* The student's program: host BEFORE LIBRARY... - LIBRARY...

   It holds no test, no expected value, no suspect and no verdict. Loaded are, in this order, the
   libraries; common/, earlier chapters, then BEFORE/K.so, the reference of the exercises before
   the K-th, where it is the K-th that is tested; the student's file; what a chapter gives, and the
   exchanges. A call by name takes the first that there is. So a wrong bn_mean costs nothing in
   bn_forward, and nobody passes bn_mean by calling the reference's: it is not there.

   host.h says how it is asked for a process.

   BEFORE is a folder, or fd:100, where 102 is a descriptor of 2.so, and so on: they are closed
   before the student's file is loaded, and then no path leads to what they held. */

#include "tests/wire/host.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "tests/wire/confine.h"
#include "tests/wire/worker.h"

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(2);
}

static void end_with_parent(void)
{
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_DUMPABLE, 0); /* no other process looks into this one */
#endif
}

static void *load(const char *path)
{
    void *library = dlopen(path, RTLD_LAZY | RTLD_GLOBAL);
    if (!library)
        give_up(dlerror());
    return library;
}

enum { MOST_EXERCISES = 64 };

/* The reference's functions, which stand before the student's. For the first exercise: none. */
static void load_before(const char *before, unsigned k)
{
    char path[1024];
    int descriptor = strncmp(before, "fd:", 3) == 0 ? atoi(before + 3) : 0;
    if (descriptor > 0)
        snprintf(path, sizeof path, "/proc/self/fd/%u", (unsigned)descriptor + k);
    else
        snprintf(path, sizeof path, "%s/%u.so", before, k);
    if (k > 1)
        load(path);
    for (int i = 0; descriptor > 0 && i < MOST_EXERCISES; i++)
        close(descriptor + i);
}

/* argv: BEFORE LIBRARY... - STUDENT'S LIBRARY... False: the student's cannot be loaded. */
static bool load_all(uint32_t exercise, char **argv)
{
    char **path = argv + 1;
    for (; strcmp(*path, "-") != 0; path++)
        load(*path);
    load_before(argv[0], exercise + 1);
    confine_loading();
    if (!dlopen(*++path, RTLD_LAZY | RTLD_GLOBAL))
        return false;
    void *last = NULL;
    while (*++path)
        last = load(*path);
    worker_prepare(argv, last);
    return true;
}

static _Noreturn void serve_exercise(uint32_t exercise, int control, char **argv)
{
    end_with_parent();
    Order order;
    Ended ready = {.status = !load_all(exercise, argv)};
    int descriptors[START_DESCRIPTORS];
    if (ready.status != 0)
        snprintf(ready.why, sizeof ready.why, "%s", dlerror());
    control_send(control, &ready, sizeof ready, NULL, 0);
    while (ready.status == 0 &&
           control_receive(control, &order, sizeof order, descriptors, START_DESCRIPTORS)) {
        Ended ended = {.serial = order.serial, .status = -1};
        fflush(NULL);
        pid_t child = fork();
        if (child == 0) {
            close(control);
            setpgid(0, 0); /* what it starts ends with it */
            end_with_parent();
            worker(&order, descriptors);
        }
        for (int i = 0; i < START_DESCRIPTORS; i++)
            close(descriptors[i]);
        int status;
        if (child > 0 && waitpid(child, &status, 0) == child)
            ended.status = status;
        if (child > 0)
            kill(-child, SIGKILL); /* what it has started and left behind */
        if (!control_send(control, &ended, sizeof ended, NULL, 0))
            break;
    }
    exit(0);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        give_up("usage: host BEFORE LIBRARY...");
    end_with_parent();
    signal(SIGCHLD, SIG_IGN);
    Order order;
    int control;
    while (control_receive(HOST_CONTROL, &order, sizeof order, &control, STAGE_DESCRIPTORS)) {
        fflush(NULL);
        pid_t child = fork();
        if (child == 0) {
            signal(SIGCHLD, SIG_DFL);
            close(HOST_CONTROL);
            serve_exercise(order.exercise, control, argv + 1);
        }
        close(control);
    }
    return 0;
}
