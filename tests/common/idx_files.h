#ifndef IDX_FILES_H
#define IDX_FILES_H

/* What the tests of idx.c share: files of pictures, good and bad, and what becomes of them. */

#include "tests/common/tools.h"

enum { HEAD = 16 };

typedef struct {
    size_t size;
    unsigned char bytes[4096];
} File;

/* A head with these numbers, and so many pixels: 0, 1, 2, ... */
File file_of(uint32_t magic, uint32_t count, uint32_t height, uint32_t width, size_t pixels);

/* Where files are written: one place for each process that runs tests. */
const char *idx_path(void);

/* Writes it there; returns the place. */
const char *written(File f);

/* The file is refused, with this in its line, and idx stays as it was. The file is removed. */
void assert_bad(const char *name, const char *part);

/* The file has 5 pictures of 4 x 3 pixels, as file_of makes them. The file is removed. */
void assert_good(const char *name);

/* idx_packed.c */
void add_packed_tests(TCase *tests);

#endif
