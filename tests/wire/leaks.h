#ifndef LEAKS_H
#define LEAKS_H

/* Which memory a call has asked for and not freed. LeakSanitizer would stop the process from
   another one, which a sandbox forbids and a busy machine delays; here AddressSanitizer's allocator
   tells of each block, and where it was asked for. Without AddressSanitizer: nothing. */

#include <stdbool.h>

/* Counted is what these libraries ask for; the list ends with a NULL. */
void leaks_prepare(char *const *libraries);
/* Between the two, blocks are noted. */
void leaks_begin(void);
void leaks_end(void);
void leaks_forget(void);
/* True: some are still there. The first of them is reported, in LeakSanitizer's words. */
bool leaks_report(void);

#endif
