#ifndef IDX_FILE_H
#define IDX_FILE_H

/* For idx.c: a file's bytes, unpacked if they are packed with gzip. With zlib (HAVE_ZLIB), or with
   the standard library alone, which reads plain files only. */

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    void *file;
} IdxFile;

/* Whether the file is open; if not, error says in a line why. */
bool idx_file_open(IdxFile *file, const char *path, size_t error_size, char *error);

/* Reads up to `count` bytes, fewer only at the end of the file, and says in *got how many. False
   when the file cannot be read further, with error filled. */
bool idx_file_read(IdxFile *file, void *bytes, size_t count, size_t *got, size_t error_size,
                   char *error);

void idx_file_close(IdxFile *file);

#endif
