#include "common/idx.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/idx_file.h"

enum { HEAD = 16 };

#define FAIL(...) (snprintf(error, IDX_ERROR, __VA_ARGS__), false)

/* ---- The head -------------------------------------------------------------------------- */

static uint32_t number(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool check_kind(const unsigned char *head, size_t got, char *error)
{
    if (got == 0)
        return FAIL("is empty, expected pictures in the IDX format");
    if (got < 4)
        return FAIL("ends after %zu bytes, a head has %d", got, HEAD);
    if (number(head) == 0x00000801)
        return FAIL("holds labels (it begins with 00 00 08 01), expected pictures (00 00 08 03)");
    if (number(head) != 0x00000803)
        return FAIL("begins with %02x %02x %02x %02x, expected 00 00 08 03: pictures in the IDX "
                    "format",
                    head[0], head[1], head[2], head[3]);
    return got == HEAD || FAIL("ends after %zu bytes, a head has %d", got, HEAD);
}

static bool check_sizes(uint32_t count, uint32_t height, uint32_t width, char *error)
{
    /* each division leaves a limit that the next product keeps to: nothing overflows */
    bool fits = count > 0 && height > 0 && width > 0 && height <= IDX_MOST_PIXELS / width &&
                count <= IDX_MOST_PIXELS / ((size_t)height * width);
    return fits || FAIL("says %" PRIu32 " pictures of %" PRIu32 " x %" PRIu32
                        " pixels, expected from 1 to %zu pixels in all",
                        count, height, width, IDX_MOST_PIXELS);
}

static bool read_head(IdxFile *file, Idx *idx, char *error)
{
    unsigned char head[HEAD];
    size_t got;
    if (!idx_file_read(file, head, HEAD, &got, IDX_ERROR, error) || !check_kind(head, got, error))
        return false;
    *idx = (Idx){number(head + 4), number(head + 8), number(head + 12), NULL};
    return check_sizes(number(head + 4), number(head + 8), number(head + 12), error);
}

/* ---- The pixels ------------------------------------------------------------------------ */

/* Reads `all` bytes into memory that grows as the file delivers. */
static bool read_pixels(IdxFile *file, Idx *idx, char *error)
{
    const size_t picture = idx->height * idx->width, all = idx->count * picture;
    size_t done = 0, room = 0, got;
    while (done < all) {
        room = room == 0 ? (size_t)1 << 16 : 2 * room;
        room = room < all ? room : all;
        unsigned char *grown = realloc(idx->pixels, room);
        if (!grown)
            return FAIL("out of memory for %zu pixels", room);
        idx->pixels = grown;
        if (!idx_file_read(file, grown + done, room - done, &got, IDX_ERROR, error))
            return false;
        done += got;
        if (done < room)
            return FAIL("ends in picture %zu, says that it has %zu of %zu x %zu pixels",
                        done / picture + 1, idx->count, idx->height, idx->width);
    }
    return true;
}

static bool check_end(IdxFile *file, const Idx *idx, char *error)
{
    unsigned char more;
    size_t got;
    if (!idx_file_read(file, &more, 1, &got, IDX_ERROR, error))
        return false;
    return got == 0 || FAIL("goes on after the last of its %zu pictures of %zu x %zu pixels",
                            idx->count, idx->height, idx->width);
}

bool idx_load(const char *path, Idx *idx, char error[IDX_ERROR])
{
    IdxFile file;
    Idx read = {0};
    if (!idx_file_open(&file, path, IDX_ERROR, error))
        return false;
    bool good = read_head(&file, &read, error) && read_pixels(&file, &read, error) &&
                check_end(&file, &read, error);
    idx_file_close(&file);
    if (good)
        *idx = read;
    else
        free(read.pixels);
    return good;
}

void idx_free(Idx *idx)
{
    free(idx->pixels);
    *idx = (Idx){0};
}

void idx_draw(Random *random, const Idx *idx, Matrix x)
{
    const size_t picture = idx->height * idx->width;
    require(x.cols == picture, "x has %zu columns, a picture %zu x %zu pixels", x.cols, idx->height,
            idx->width);
    for (size_t n = 0; n < x.rows; n++) {
        const unsigned char *pixels = idx->pixels + random_below(random, idx->count) * picture;
        for (size_t i = 0; i < picture; i++)
            row(x, n)[i] = (real)(pixels[i] / 127.5 - 1);
    }
}
