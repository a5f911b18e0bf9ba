#ifndef PROGRESS_H
#define PROGRESS_H

#include <stddef.h>

/* A progress bar on stderr for a loop that takes over a second: call it at each step, with
   done from 0 to total. On a terminal it redraws one line and removes it at the end; in a
   pipe it prints nothing. */
void progress(const char *label, size_t done, size_t total);

#endif
