#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "common/pictures.h"

/* A BMP file: a header of 54 bytes, 256 colors, then the rows from the bottom up, each filled to a
   multiple of 4 bytes. Numbers are little-endian. */
enum { SCALE = 4, GAP = 1, HEADER = 54, COLORS = 256, MOST_PIXELS = 20000 };

typedef struct {
    Matrix pictures;
    size_t height, width, columns;
} Sheet;

static void put(unsigned char *bytes, size_t at, uint32_t number)
{
    for (size_t i = 0; i < 4; i++)
        bytes[at + i] = (unsigned char)(number >> 8 * i);
}

static void write_head(FILE *file, uint32_t width, uint32_t height, uint32_t stride)
{
    unsigned char head[HEADER] = "BM", colors[COLORS * 4] = {0};
    put(head, 2, HEADER + COLORS * 4 + stride * height); /* the file's size */
    put(head, 10, HEADER + COLORS * 4);                  /* where the pixels begin */
    put(head, 14, HEADER - 14);                          /* the size of what follows here */
    put(head, 18, width);
    put(head, 22, height);
    put(head, 26, 1 | 8 << 16); /* one plane, 8 bits a pixel */
    put(head, 46, COLORS);
    for (uint32_t i = 0; i < COLORS; i++)
        put(colors, 4 * i, i * 0x010101);
    fwrite(head, 1, sizeof head, file);
    fwrite(colors, 1, sizeof colors, file);
}

/* The sheet at pixel x, y, before it is scaled: a picture, or the white between pictures. */
static unsigned char sheet_gray(const Sheet *s, size_t x, size_t y)
{
    size_t across = s->width + GAP, down = s->height + GAP;
    size_t n = y / down * s->columns + x / across;
    size_t px = x % across, py = y % down; /* in the picture, the gap being its first pixel */
    if (n >= s->pictures.rows || x / across >= s->columns || px < GAP || py < GAP)
        return 255;
    double gray = row(s->pictures, n)[(py - GAP) * s->width + px - GAP];
    return (unsigned char)(127.5 * (fmax(-1, fmin(1, isnan(gray) ? -1 : gray)) + 1) + 0.5);
}

static void write_rows(FILE *file, const Sheet *s, size_t width, size_t height, size_t stride)
{
    unsigned char line[4 * MOST_PIXELS] = {0};
    for (size_t y = height; y-- > 0;) {
        for (size_t x = 0; x < width; x++)
            line[x] = sheet_gray(s, x / SCALE, y / SCALE);
        fwrite(line, 1, stride, file);
    }
}

void pictures_write(const char *path, Matrix pictures, size_t height, size_t columns)
{
    require(pictures.rows > 0 && columns > 0, "a sheet of %zu pictures in %zu columns",
            pictures.rows, columns);
    require(height > 0 && pictures.cols > 0 && pictures.cols % height == 0,
            "%zu pixels are no picture %zu pixels high", pictures.cols, height);
    Sheet s = {pictures, height, pictures.cols / height, columns};
    size_t lines = (pictures.rows + columns - 1) / columns;
    require(columns <= MOST_PIXELS / SCALE / (s.width + 2 * GAP) &&
                lines <= MOST_PIXELS / SCALE / (height + 2 * GAP),
            "%zu x %zu pictures of %zu x %zu pixels are too large a sheet", lines, columns, height,
            s.width);
    size_t wide = (columns * (s.width + GAP) + GAP) * SCALE;
    size_t high = (lines * (height + GAP) + GAP) * SCALE, stride = (wide + 3) / 4 * 4;
    FILE *file = fopen(path, "wb");
    if (!file)
        bad_input("%s: cannot be written: %s", path, strerror(errno));
    write_head(file, (uint32_t)wide, (uint32_t)high, (uint32_t)stride);
    write_rows(file, &s, wide, high, stride);
    int failed = ferror(file);
    if (fclose(file) != 0 || failed)
        bad_input("%s: could not be written to the end: %s", path, strerror(errno));
}
