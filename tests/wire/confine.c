/* See confine.h. */

#include "tests/wire/confine.h"

#include "common/require.h"

#ifdef CONFINED

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

/* Calls that need no second look: memory, signals of one's own, time, descriptors that are open. */
static const int harmless[] = {
    SCMP_SYS(read),          SCMP_SYS(write),
    SCMP_SYS(readv),         SCMP_SYS(writev),
    SCMP_SYS(pread64),       SCMP_SYS(lseek),
    SCMP_SYS(close),         SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),    SCMP_SYS(sendto),
    SCMP_SYS(recvfrom),      SCMP_SYS(poll),
    SCMP_SYS(munmap),        SCMP_SYS(mremap),
    SCMP_SYS(madvise),       SCMP_SYS(brk),
    SCMP_SYS(futex),         SCMP_SYS(sched_yield),
    SCMP_SYS(rt_sigaction),  SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),  SCMP_SYS(sigaltstack),
    SCMP_SYS(setitimer),     SCMP_SYS(getitimer),
    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
    SCMP_SYS(getrusage),     SCMP_SYS(getpid),
    SCMP_SYS(gettid),        SCMP_SYS(getrandom),
    SCMP_SYS(getrlimit),     SCMP_SYS(sysinfo),
    SCMP_SYS(uname),         SCMP_SYS(exit),
    SCMP_SYS(exit_group),    SCMP_SYS(restart_syscall),
    SCMP_SYS(getcwd),        SCMP_SYS(sched_getaffinity),
};

static void need(int result)
{
    if (result != 0)
        bad_input("seccomp: the student's process cannot be confined here (error %d)", -result);
}

static scmp_filter_ctx filter_new(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter)
        bad_input("seccomp: no filter could be made");
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        need(seccomp_rule_add(filter, SCMP_ACT_ALLOW, harmless[i], 0));
    /* a signal to oneself: abort */
    need(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                          SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid())));
    /* limits may be asked for */
    need(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A2(SCMP_CMP_EQ, 0)));
    return filter;
}

static void allow_reading(scmp_filter_ctx filter)
{
    need(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                          SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY)));
    need(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1,
                          SCMP_A1(SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY)));
    need(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
                          SCMP_A1(SCMP_CMP_EQ, F_SETFD)));
    need(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(readlink), 0));
    need(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(access), 0));
}

static void allow_memory(scmp_filter_ctx filter, bool code)
{
    const int calls[] = {SCMP_SYS(mmap), SCMP_SYS(mprotect)};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        need(code ? seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0)
                  : seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 1,
                                     SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)));
}

static void load(scmp_filter_ctx filter)
{
    need(seccomp_load(filter));
    seccomp_release(filter);
}

/* Of the process for an exercise, which makes those for the tests, and the filter of these. */
void confine_loading(void)
{
    const int more[] = {SCMP_SYS(clone),          SCMP_SYS(wait4),   SCMP_SYS(kill),
                        SCMP_SYS(setpgid),        SCMP_SYS(recvmsg), SCMP_SYS(sendmsg),
                        SCMP_SYS(prctl),          SCMP_SYS(seccomp), SCMP_SYS(dup2),
                        SCMP_SYS(set_robust_list)};
    scmp_filter_ctx filter = filter_new();
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        need(seccomp_rule_add(filter, SCMP_ACT_ALLOW, more[i], 0));
    need(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 0));
    need(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 0));
    allow_reading(filter);
    allow_memory(filter, true);
    load(filter);
}

void confine_running(void)
{
    scmp_filter_ctx filter = filter_new();
    allow_reading(filter); /* for the lines of a stack trace */
    allow_memory(filter, false);
    load(filter);
}

#else

void confine_loading(void) {}

void confine_running(void) {}

#endif
