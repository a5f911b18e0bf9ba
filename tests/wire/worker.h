#ifndef WORKER_H
#define WORKER_H

/* The process in which the student's code runs, for one test: it serves calls. */

#include "tests/wire/host.h"

/* libraries: their paths. exchanges: the one that has the chapter's (exchange.awk). */
void worker_prepare(char *const *libraries, void *exchanges);
_Noreturn void wire_forbidden(const char *name);
_Noreturn void worker(const Order *order, const int descriptors[START_DESCRIPTORS]);

#endif
