/* The sanitizers and valgrind, as far as they are there. */

#include "tests/wire/watchers.h"

#include <dirent.h>

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

unsigned threads_of_process(void)
{
    DIR *folder = opendir("/proc/self/task");
    if (!folder)
        return 0;
    unsigned count = 0;
    for (struct dirent *entry; (entry = readdir(folder));)
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}
