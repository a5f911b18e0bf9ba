#ifndef EXPORT_H
#define EXPORT_H

/* What an interactive figure calls. Its functions work on one static struct of doubles, whose
   address NAME_memory() gives, so that nothing is passed but numbers. */

#include <assert.h>

#include "common/real.h"

#ifdef __wasm__
#define EXPORT(name) __attribute__((export_name(#name))) name
#else
#define EXPORT(name) name
#endif

static_assert(sizeof(real) == sizeof(double), "the figures read doubles");

#endif
