/* The sanitizers and valgrind, as far as they are there. */

#include "tests/harness/watchers.h"

#include <sys/wait.h>
#include <unistd.h>

#if defined(__has_include)
#if __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#define WITH_VALGRIND
#endif
#endif

bool on_valgrind(void)
{
#ifdef WITH_VALGRIND
    return RUNNING_ON_VALGRIND != 0;
#else
    return false;
#endif
}

unsigned long valgrind_errors(void)
{
#ifdef WITH_VALGRIND
    return on_valgrind() ? VALGRIND_COUNT_ERRORS : 0;
#else
    return 0;
#endif
}

unsigned long valgrind_leaked(void)
{
    unsigned long leaked = 0;
#ifdef WITH_VALGRIND
    unsigned long dubious = 0, reachable = 0, suppressed = 0;
    if (on_valgrind()) {
        VALGRIND_DO_ADDED_LEAK_CHECK;
        VALGRIND_COUNT_LEAKS(leaked, dubious, reachable, suppressed);
        (void)reachable;
        (void)suppressed;
    }
    leaked += dubious;
#endif
    return leaked;
}

#ifdef WITH_SANITIZERS
size_t __sanitizer_get_current_allocated_bytes(void); /* in a header that gcc comes without */
#endif

size_t allocated_bytes(void)
{
#ifdef WITH_SANITIZERS
    return __sanitizer_get_current_allocated_bytes();
#else
    return 0;
#endif
}

#ifdef WITH_SANITIZERS
bool leaks_can_be_found(void)
{
    static int known = -1; /* tried once, by the first caller: see run_tests */
    if (known < 0) {
        pid_t child = fork();
        if (child == 0) {
            close(STDERR_FILENO);
            __lsan_do_recoverable_leak_check();
            _exit(0);
        }
        int status = 1;
        known = child > 0 && waitpid(child, &status, 0) == child && status == 0;
    }
    return known == 1;
}
#endif
