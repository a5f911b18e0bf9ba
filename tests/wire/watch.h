#ifndef WATCH_H
#define WATCH_H

/* Which pages of some memory a function comes to, in which order: tests/harness/walks.h says what
   for, and how. The memory is in the process that the function runs in, so both sides of the wire
   have this. */

#include <stdbool.h>
#include <stddef.h>

enum {
    WATCH_OPEN = 20, /* pages that can be used without coming back to them */
    WATCH_MOST = 8   /* comings to each page: from here on they are not counted any more */
};

typedef struct {
    size_t comes;           /* how often the function came to a page */
    unsigned char *touched; /* each page: at all? */
} Walks;

size_t watch_page(void); /* bytes */

/* Whole pages, to be watched; freed with free, after watch_forget. */
void *watched_memory(size_t bytes);
/* NULL: no such memory. */
Walks *walks_of(const void *memory, size_t *pages);

bool watch_has_any(void);

/* Between the two, all of it is watched. */
void watch_begin(void);
void watch_end(void);
void watch_forget(void);

/* The call goes to the other side of the wire, and so does the watching: where it was on, this is
   true of watched memory until the next watch_begin. */
void watch_over_there(void);
bool is_watched(const void *memory);

/* Is it clear by now that it is more than WATCH_MOST? */
bool walks_are_many(const Walks *walks, size_t pages);

#endif
