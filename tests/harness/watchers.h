#ifndef HARNESS_WATCHERS_H
#define HARNESS_WATCHERS_H

/* What watches a test from inside: the sanitizers, or valgrind, or neither. */

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
#include <sanitizer/lsan_interface.h>

/* The leak checker stops all threads, which some containers and debuggers forbid; there it
   would end the program. */
bool leaks_can_be_found(void);
#endif

bool on_valgrind(void);
unsigned long valgrind_errors(void); /* so far, in this process */
unsigned long valgrind_leaked(void); /* bytes */

/* What malloc has given and nobody has freed; 0 without sanitizers. Looking for leaks takes 5 ms,
   this none: where no more is held than before, nothing has leaked. */
size_t allocated_bytes(void);

#endif
