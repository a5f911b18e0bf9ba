/* Files of pictures, good and bad, and what becomes of them. */

#include "tests/common/idx_files.h"

#include <stdio.h>
#include <unistd.h>

#include "common/idx.h"

const char *idx_path(void)
{
    static char path[64]; /* a child of this process has the same */
    if (!path[0])
        snprintf(path, sizeof path, "/tmp/idx-%ld", (long)getpid());
    return path;
}

static void put(unsigned char *bytes, uint32_t number)
{
    for (size_t i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(number >> (24 - 8 * i));
}

File file_of(uint32_t magic, uint32_t count, uint32_t height, uint32_t width, size_t pixels)
{
    File f = {.size = HEAD + pixels};
    const uint32_t numbers[] = {magic, count, height, width};
    ck_assert_uint_le(f.size, sizeof f.bytes);
    for (size_t i = 0; i < 4; i++)
        put(f.bytes + 4 * i, numbers[i]);
    for (size_t i = 0; i < pixels; i++)
        f.bytes[HEAD + i] = (unsigned char)i;
    return f;
}

const char *written(File f)
{
    FILE *file = fopen(idx_path(), "wb");
    ck_assert(file && fwrite(f.bytes, 1, f.size, file) == f.size && fclose(file) == 0);
    return idx_path();
}

void assert_bad(const char *name, const char *part)
{
    Idx idx = {7, 7, 7, NULL};
    char error[IDX_ERROR] = "";
    ck_assert_msg(!idx_load(name, &idx, error), "%s was read, expected: %s", name, part);
    ck_assert_msg(strstr(error, part) != NULL, "'%s', expected '%s'", error, part);
    ck_assert_msg(!strchr(error, '\n') && strlen(error) < IDX_ERROR - 1, "'%s'", error);
    ck_assert(idx.count == 7 && idx.height == 7 && idx.width == 7 && !idx.pixels);
    remove(name);
}

void assert_good(const char *name)
{
    Idx idx;
    char error[IDX_ERROR] = "";
    ck_assert_msg(idx_load(name, &idx, error), "%s", error);
    ck_assert(idx.count == 5 && idx.height == 4 && idx.width == 3);
    for (size_t i = 0; i < 60; i++)
        ck_assert_uint_eq(idx.pixels[i], i);
    idx_free(&idx);
    ck_assert(idx.pixels == NULL);
    remove(name);
}
