#ifndef RUNNING_STATISTICS_FILES_H
#define RUNNING_STATISTICS_FILES_H

/* Files for bn_load: in memory, and bad ones. */

#include <stdio.h>

#include "running_statistics.h"
#include "tests/06_running_statistics/oracle.h"

/* A file with these bytes, open for reading at its start; one at a time. It is in memory: 20 times
   faster than on disk. */
FILE *file_of(const unsigned char *bytes, size_t count);

/* The bad files of a kind, one by one, made from a saved norm of 3 features. Fills bytes and count;
   returns what is to be said of file i, or NULL after the last. */
typedef enum { TRUNCATED, CORRUPTED, VERSION, FOREIGN, FEATURES } Kind;

const char *bad_file(Kind kind, size_t i, const BatchNorm *saved, unsigned char bytes[FILE_MOST],
                     size_t *count);

#endif
