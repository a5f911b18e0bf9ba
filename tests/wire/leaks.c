/* See leaks.h. */

#define _GNU_SOURCE /* dladdr */
#include "tests/wire/leaks.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "tests/wire/watchers.h"

#ifdef WITH_SANITIZERS

/* in headers that gcc comes without */
typedef const volatile void *Block;
int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(Block, size_t),
                                              void (*on_free)(Block));
size_t __asan_get_alloc_stack(void *address, void **trace, size_t size, int *thread);
void __sanitizer_symbolize_pc(void *pc, const char *format, char *text, size_t size);
void __sanitizer_report_error_summary(const char *summary);

enum { PLACES = 1 << 12, MOST_FRAMES = 16 };

static Block blocks[PLACES];
static size_t count;
static bool noting;
static char *const *ours;

static void on_malloc(Block block, size_t size)
{
    (void)size;
    for (size_t i = 0; noting && count < PLACES && i < PLACES; i++) {
        Block *place = &blocks[((uintptr_t)block / 16 + i) % PLACES];
        if (!*place) {
            *place = block;
            count++;
            return;
        }
    }
}

static void on_free(Block block)
{
    for (size_t i = 0; count > 0 && i < PLACES; i++) {
        Block *place = &blocks[((uintptr_t)block / 16 + i) % PLACES];
        if (*place == block) {
            *place = NULL; /* what was noted behind it is found by the next round of the loop */
            count--;
            return;
        }
    }
}

void leaks_prepare(char *const *libraries)
{
    ours = libraries;
    __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free);
}

void leaks_begin(void)
{
    noting = true;
}

void leaks_end(void)
{
    noting = false;
}

void leaks_forget(void)
{
    memset(blocks, 0, sizeof blocks);
    count = 0;
}

/* The system's libraries ask for memory too, and keep it: for threads, or when a function is called
   for the first time. */
static bool is_systems(void *const *trace, size_t frames)
{
    Dl_info info;
    if (frames < 2 || !dladdr(trace[1], &info))
        return true;
    for (char *const *library = ours; *library; library++)
        if (strcmp(*library, "-") != 0 && strstr(info.dli_fname, *library))
            return false;
    return true;
}

/* Where it was asked for, the first caller first. */
static void report(void *const *trace, size_t frames)
{
    char text[4096], frame[256];
    size_t length = (size_t)snprintf(text, sizeof text, "LeakSanitizer: detected memory leaks\n");
    for (size_t f = 0; f < frames && length < sizeof text - sizeof frame - 16; f++) {
        __sanitizer_symbolize_pc((char *)trace[f] - 1, "%F %S", frame, sizeof frame);
        length += (size_t)snprintf(text + length, sizeof text - length, "    #%zu %s\n", f, frame);
    }
    __sanitizer_report_error_summary(text);
}

bool leaks_report(void)
{
    void *trace[MOST_FRAMES];
    int thread;
    for (size_t i = 0; count > 0 && i < PLACES; i++) {
        size_t frames = blocks[i] ? __asan_get_alloc_stack((void *)(uintptr_t)blocks[i], trace,
                                                           MOST_FRAMES, &thread)
                                  : 0;
        if (!blocks[i] || is_systems(trace, frames))
            continue;
        report(trace, frames);
        return true;
    }
    return false;
}

#else

void leaks_prepare(char *const *libraries)
{
    (void)libraries;
}

void leaks_begin(void) {}

void leaks_end(void) {}

void leaks_forget(void) {}

bool leaks_report(void)
{
    return false;
}

#endif
