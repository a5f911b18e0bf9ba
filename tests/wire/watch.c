/* Page by page, by faults: see watch.h. */

#include "tests/wire/watch.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/require.h"

enum { MOST_WATCHED = 16 };

typedef struct {
    char *from;
    size_t pages, open[WATCH_OPEN];
    Walks walks;
} Watched;

static Watched watched[MOST_WATCHED];
static size_t watched_count;
static bool watching, over_there;
static struct sigaction segv_before, bus_before;

size_t watch_page(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

/* From malloc's heap, so that AddressSanitizer knows where it ends. */
void *watched_memory(size_t bytes)
{
    size_t pages = bytes / watch_page();
    require(pages > 0 && pages * watch_page() == bytes, "%zu bytes are no whole pages", bytes);
    require(watched_count < MOST_WATCHED, "over %d watched matrices", MOST_WATCHED);
    void *memory = NULL;
    if (posix_memalign(&memory, watch_page(), bytes) != 0)
        bad_input("out of memory for %zu watched pages", pages);
    watched[watched_count++] = (Watched){memory, pages, {0}, {0, calloc(pages, 1)}};
    return memory;
}

bool watch_has_any(void)
{
    return watched_count > 0;
}

static Watched *watched_at(const void *memory)
{
    for (Watched *w = watched; w < watched + watched_count; w++)
        if (w->from == memory)
            return w;
    return NULL;
}

Walks *walks_of(const void *memory, size_t *pages)
{
    Watched *w = watched_at(memory);
    *pages = w ? w->pages : 0;
    return w ? &w->walks : NULL;
}

void watch_forget(void)
{
    watch_end();
    while (watched_count > 0)
        free(watched[--watched_count].walks.touched);
}

void watch_over_there(void)
{
    over_there |= watching;
    watch_end();
}

bool is_watched(const void *memory)
{
    return over_there && watched_at(memory);
}

/* ---- Faults ------------------------------------------------------------------------------- */

static void set_access(Watched *w, size_t page, size_t pages, int access)
{
    if (mprotect(w->from + page * watch_page(), pages * watch_page(), access) != 0)
        bad_input("this system does not let a program protect its memory");
}

bool walks_are_many(const Walks *walks, size_t pages)
{
    return walks->comes >= WATCH_MOST * pages;
}

static void come_to(Watched *w, size_t page)
{
    size_t *place = &w->open[w->walks.comes % WATCH_OPEN];
    if (w->walks.comes >= WATCH_OPEN)
        set_access(w, *place, 1, PROT_NONE);
    *place = page;
    set_access(w, page, 1, PROT_READ | PROT_WRITE);
    w->walks.touched[page] = true;
    w->walks.comes++;
    if (walks_are_many(&w->walks, w->pages)) /* a fault for each number would take long */
        set_access(w, 0, w->pages, PROT_READ | PROT_WRITE);
}

static void on_fault(int signal, siginfo_t *info, void *context)
{
    (void)context;
    const char *address = info->si_addr;
    for (Watched *w = watched; w < watched + watched_count; w++)
        if (address >= w->from && address < w->from + w->pages * watch_page() &&
            !walks_are_many(&w->walks, w->pages)) {
            come_to(w, (size_t)(address - w->from) / watch_page());
            return;
        }
    /* a crash: it happens again, and is reported as any other */
    sigaction(signal, signal == SIGSEGV ? &segv_before : &bus_before, NULL);
}

/* valgrind delivers no signal on a stack whose end was never touched, as that of large arrays. */
static void give_handler_a_stack(void)
{
    static char stack[1 << 16];
    stack_t now;
    if (sigaltstack(NULL, &now) == 0 && (now.ss_flags & SS_DISABLE))
        sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
}

void watch_begin(void)
{
    give_handler_a_stack();
    struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigaction(SIGSEGV, &action, &segv_before);
    sigaction(SIGBUS, &action, &bus_before); /* macOS */
    for (Watched *w = watched; w < watched + watched_count; w++) {
        w->walks.comes = 0;
        memset(w->walks.touched, 0, w->pages);
        set_access(w, 0, w->pages, PROT_NONE);
    }
    watching = true;
    over_there = false;
}

void watch_end(void)
{
    if (!watching)
        return;
    watching = false;
    for (Watched *w = watched; w < watched + watched_count; w++)
        set_access(w, 0, w->pages, PROT_READ | PROT_WRITE);
    sigaction(SIGSEGV, &segv_before, NULL);
    sigaction(SIGBUS, &bus_before, NULL);
}
