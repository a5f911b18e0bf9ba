#ifndef WATCHERS_H
#define WATCHERS_H

/* What watches the student's code from inside: the sanitizers, or valgrind, or neither. */

#include <stdbool.h>
#include <stddef.h>

#if defined(__SANITIZE_ADDRESS__)
#define WITH_SANITIZERS
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_SANITIZERS
#endif
#endif

#ifdef WITH_SANITIZERS
#include <sanitizer/common_interface_defs.h>
#endif

bool on_valgrind(void);
unsigned long valgrind_errors(void); /* so far, in this process */
unsigned long valgrind_leaked(void); /* bytes */

unsigned threads_of_process(void); /* 0: unknown */

#endif
