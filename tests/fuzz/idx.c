/* Feeds idx_load with what libFuzzer makes up: see run.sh. Each input is loaded as it is, which may
   be packed data, and packed, so that what lies behind gzip's checksum is reached too.

   It must come to the verdict of a second reader, written another way, and leave nothing behind. */

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "common/idx.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int condition, const char *what)
{
    if (condition)
        return;
    fprintf(stderr, "idx_load: %s\n", what);
    abort();
}

/* What a right file says that it holds; false for any other. */
static bool second_reader(const uint8_t *data, size_t size, size_t sizes[3])
{
    static const uint8_t magic[4] = {0, 0, 8, 3};
    if (size < 16 || memcmp(data, magic, 4) != 0)
        return false;
    unsigned __int128 all = 1;
    for (size_t i = 0; i < 3; i++) {
        sizes[i] = 0;
        for (size_t k = 0; k < 4; k++)
            sizes[i] = 256 * sizes[i] + data[4 + 4 * i + k];
        all *= sizes[i];
    }
    return all > 0 && all <= IDX_MOST_PIXELS && all == size - 16;
}

/* A file in memory, by a name under which it can be opened. */
static const char *stored(const uint8_t *data, size_t size)
{
    static int file = -1;
    static char name[64];
    if (file < 0) {
        file = memfd_create("idx", 0);
        snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    }
    must(file >= 0 && ftruncate(file, 0) == 0 && pwrite(file, data, size, 0) == (ssize_t)size,
         "no memory for a file");
    return name;
}

static bool load(const uint8_t *data, size_t size, Idx *idx)
{
    char error[IDX_ERROR] = "";
    bool good = idx_load(stored(data, size), idx, error);
    must(good == (error[0] == 0), "says something of a good file, or nothing of a bad one");
    must(!strchr(error, '\n') && strlen(error) < IDX_ERROR - 1, "more than a line");
    must(good || !idx->pixels, "changes idx for a bad file");
    return good;
}

static void compare(const uint8_t *data, size_t size, bool good, const Idx *idx)
{
    size_t sizes[3];
    must(good == second_reader(data, size, sizes), "another verdict");
    if (!good)
        return;
    must(idx->count == sizes[0] && idx->height == sizes[1] && idx->width == sizes[2], "sizes");
    must(memcmp(idx->pixels, data + 16, size - 16) == 0, "pixels");
}

/* Packed with gzip; the caller frees it. */
static uint8_t *packed(const uint8_t *data, size_t size, size_t *packed_size)
{
    z_stream stream = {0};
    must(deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib");
    size_t room = deflateBound(&stream, size);
    uint8_t *bytes = malloc(room);
    stream.next_in = (uint8_t *)data;
    stream.avail_in = (unsigned)size;
    stream.next_out = bytes;
    stream.avail_out = (unsigned)room;
    must(bytes && deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib");
    *packed_size = stream.total_out;
    deflateEnd(&stream);
    return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Idx idx = {0};
    bool good = load(data, size, &idx);
    if (size < 2 || data[0] != 0x1f || data[1] != 0x8b)
        compare(data, size, good, &idx);
    idx_free(&idx);

    size_t packed_size;
    uint8_t *bytes = packed(data, size, &packed_size);
    good = load(bytes, packed_size, &idx);
    compare(data, size, good, &idx);
    idx_free(&idx);
    must(!load(bytes, packed_size - 1 - size % 8, &idx), "accepts what is cut short");
    free(bytes);
    return 0;
}
