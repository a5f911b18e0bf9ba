#include "common/idx.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef HAVE_ZLIB
#include <zlib.h>
#endif

#include "tests/common/tools.h"

/* idx.c and idx_file.c. Every file is made here. */

static const char *path(void)
{
    static char path[64]; /* a child of this process has the same */
    if (!path[0])
        snprintf(path, sizeof path, "/tmp/idx-%ld", (long)getpid());
    return path;
}

/* ---- Making files ---------------------------------------------------------------------- */

enum { HEAD = 16 };

static void put(unsigned char *bytes, uint32_t number)
{
    for (size_t i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(number >> (24 - 8 * i));
}

typedef struct {
    size_t size;
    unsigned char bytes[4096];
} File;

/* A head with these numbers, and so many pixels: 0, 1, 2, ... */
static File file_of(uint32_t magic, uint32_t count, uint32_t height, uint32_t width, size_t pixels)
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

static const char *written(File f)
{
    FILE *file = fopen(path(), "wb");
    ck_assert(file && fwrite(f.bytes, 1, f.size, file) == f.size && fclose(file) == 0);
    return path();
}

/* ---- Asking for them ------------------------------------------------------------------- */

/* The file is refused, with this in its line, and idx stays as it was. */
static void assert_bad(const char *name, const char *part)
{
    Idx idx = {7, 7, 7, NULL};
    char error[IDX_ERROR] = "";
    ck_assert_msg(!idx_load(name, &idx, error), "%s was read, expected: %s", name, part);
    ck_assert_msg(strstr(error, part) != NULL, "'%s', expected '%s'", error, part);
    ck_assert_msg(!strchr(error, '\n') && strlen(error) < IDX_ERROR - 1, "'%s'", error);
    ck_assert(idx.count == 7 && idx.height == 7 && idx.width == 7 && !idx.pixels);
    remove(name);
}

/* The file has 5 pictures of 4 x 3 pixels, as file_of makes them. */
static void assert_good(const char *name)
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

/* ---- Plain files ----------------------------------------------------------------------- */

START_TEST(a_plain_file)
{
    assert_good(written(file_of(0x803, 5, 4, 3, 60)));
}
END_TEST

START_TEST(bad_plain_files)
{
    File labels = file_of(0x801, 5, 4, 3, 0), text = {.size = 5, .bytes = "hello"};
    assert_bad("/tmp/no-such-folder/pictures", "cannot be read: No such file or directory");
    assert_bad(written((File){.size = 0}), "is empty");
    assert_bad(written((File){.size = 3}), "ends after 3 bytes, a head has 16");
    File head = file_of(0x803, 5, 4, 3, 0);
    head.size = 15;
    assert_bad(written(head), "ends after 15 bytes, a head has 16");
    assert_bad(written(text), "begins with 68 65 6c 6c, expected 00 00 08 03");
    assert_bad(written(file_of(0x80000803, 5, 4, 3, 60)), "begins with 80 00 08 03");
    assert_bad(written(file_of(0xd03, 5, 4, 3, 60)), "begins with 00 00 0d 03");
    assert_bad(written(labels), "holds labels");
    labels.size = 8; /* a file of labels has a shorter head */
    assert_bad(written(labels), "holds labels");
    assert_bad(written(file_of(0x803, 5, 4, 3, 59)),
               "ends in picture 5, says that it has 5 of 4 x 3");
    assert_bad(written(file_of(0x803, 5, 4, 3, 24)), "ends in picture 3, says");
    assert_bad(written(file_of(0x803, 5, 4, 3, 0)), "ends in picture 1, says");
    assert_bad(written(file_of(0x803, 5, 4, 3, 61)), "goes on after the last of its 5 pictures");
}
END_TEST

START_TEST(sizes_that_cannot_be)
{
    const uint32_t most = 0xffffffff, sizes[][3] = {
                                          {most, most, most},
                                          {0x10000, 0x10000, 1},
                                          {1, 0x10000, 0x10000},
                                          {1u << 31, 1u << 31, 4},
                                          {1 << 30, 1, 2},
                                          {0, 28, 28},
                                          {5, 0, 3},
                                          {5, 4, 0},
                                          {(1 << 30) + 1, 1, 1},
                                          {0x55555556, 3, 1},
                                          {1, most, 1},
                                          {1 << 22, 1 << 21, 1 << 21},
                                      };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char part[80];
        snprintf(part, sizeof part, "says %u pictures of %u x %u pixels, expected from 1 to 10737",
                 sizes[i][0], sizes[i][1], sizes[i][2]);
        assert_bad(written(file_of(0x803, sizes[i][0], sizes[i][1], sizes[i][2], 60)), part);
    }
}
END_TEST

START_TEST(a_folder)
{
    ck_assert_int_eq(mkdir(path(), 0777), 0);
    assert_bad(path(), "is a folder");
}
END_TEST

/* Loads path(), says on stderr what was wrong, and ends. */
static void load(void)
{
    Idx idx;
    char error[IDX_ERROR] = "";
    bool good = idx_load(path(), &idx, error);
    fprintf(stderr, "%s\n", error);
    _exit(good ? 0 : 2);
}

/* root may read everything, nobody may not */
static void load_without_rights(void)
{
    if (geteuid() == 0 && setuid(65534) != 0)
        _exit(3);
    load();
}

START_TEST(an_unreadable_file)
{
    ck_assert_int_eq(chmod(written(file_of(0x803, 5, 4, 3, 60)), 0), 0);
    Outcome end = outcome(load_without_rights);
    remove(path());
    ck_assert_int_eq(end.status, 2);
    ck_assert(one_line(end.stderr, "cannot be read: Permission denied"));
}
END_TEST

#ifdef __linux__

START_TEST(a_disk_that_fails)
{
    Idx idx;
    char error[IDX_ERROR] = "";
    ck_assert(!idx_load("/proc/self/mem", &idx, error)); /* at 0 there is nothing to read */
    ck_assert_str_eq(error, "cannot be read: Input/output error");
}
END_TEST

static bool is_address_sanitizer(void)
{
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
    return true;
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
    return true;
#endif
    return false;
}

/* With half a GiB more than now. AddressSanitizer reserves more by itself: there is no limit. */
static void load_in_little_memory(void)
{
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file || fscanf(file, "%lu", &pages) != 1)
        _exit(4);
    fclose(file);
    rlim_t most = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + ((rlim_t)1 << 29);
    if (!is_address_sanitizer() && setrlimit(RLIMIT_AS, &(struct rlimit){most, most}) != 0)
        _exit(5);
    load();
}

/* 1 GiB, says the head, and 60 bytes follow. */
START_TEST(a_promise_takes_no_memory)
{
    written(file_of(0x803, 1 << 20, 32, 32, 60));
    Outcome end = outcome(load_in_little_memory);
    remove(path());
    ck_assert_int_eq(end.status, 2);
    ck_assert_msg(one_line(end.stderr, "ends in picture 1, says that it has 1048576 of 32 x 32"),
                  "%s", end.stderr);
}
END_TEST

#endif

/* Over the size of a chunk, so that memory grows on the way. */
START_TEST(a_large_file)
{
    enum { COUNT = 1000, SIDE = 28 };
    FILE *file = fopen(path(), "wb");
    File head = file_of(0x803, COUNT, SIDE, SIDE, 0);
    ck_assert(file && fwrite(head.bytes, 1, HEAD, file) == HEAD);
    for (size_t i = 0; i < COUNT * SIDE * SIDE; i++)
        putc((int)(i % 251), file);
    ck_assert_int_eq(fclose(file), 0);
    Idx idx;
    char error[IDX_ERROR] = "";
    ck_assert_msg(idx_load(path(), &idx, error), "%s", error);
    size_t wrong = 0; /* counted: a ck_assert for each pixel would take a minute under valgrind */
    for (size_t i = 0; i < COUNT * SIDE * SIDE; i++)
        wrong += idx.pixels[i] != i % 251;
    ck_assert_uint_eq(wrong, 0);
    idx_free(&idx);
    ck_assert_int_eq(truncate(path(), HEAD + 700 * SIDE * SIDE + 5), 0);
    assert_bad(path(), "ends in picture 701, says that it has 1000 of 28 x 28");
}
END_TEST

/* ---- Packed files ---------------------------------------------------------------------- */

#ifdef HAVE_ZLIB

static File packed(File f)
{
    gzFile file = gzopen(path(), "wb");
    ck_assert(file && gzwrite(file, f.bytes, (unsigned)f.size) == (int)f.size);
    ck_assert_int_eq(gzclose(file), Z_OK);
    FILE *back = fopen(path(), "rb");
    f.size = fread(f.bytes, 1, sizeof f.bytes, back);
    fclose(back);
    return f;
}

START_TEST(a_packed_file)
{
    File whole = packed(file_of(0x803, 5, 4, 3, 60));
    ck_assert(whole.bytes[0] == 0x1f && whole.bytes[1] == 0x8b);
    assert_good(written(whole));
    whole.bytes[whole.size++] = 'x'; /* behind the packed data, as gzip allows */
    assert_good(written(whole));
}
END_TEST

/* At every length: the checksum at the end counts too. */
START_TEST(packed_and_cut_short)
{
    File whole = packed(file_of(0x803, 5, 4, 3, 60));
    for (size_t size = 2; size < whole.size; size++) {
        File part = whole;
        part.size = size;
        assert_bad(written(part), "the packed data is cut short");
    }
}
END_TEST

/* Whatever bit is changed: the file is refused, or it is as it was. */
START_TEST(packed_and_damaged)
{
    File whole = packed(file_of(0x803, 5, 4, 3, 60));
    size_t bad = 0;
    for (size_t bit = 0; bit < 8 * whole.size; bit++) {
        File changed = whole;
        Idx idx = {0};
        char error[IDX_ERROR] = "";
        changed.bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        bool good = idx_load(written(changed), &idx, error);
        ck_assert_msg(good ? idx.count == 5 && idx.pixels[59] == 59 : error[0] != 0, "bit %zu",
                      bit);
        bad += !good;
        idx_free(&idx);
    }
    ck_assert_uint_gt(bad, 7 * whole.size); /* but for the time and the system's name in the head */
    whole.bytes[whole.size - 8] ^= 1;
    assert_bad(written(whole), "cannot be unpacked: incorrect data check");
}
END_TEST

START_TEST(packed_and_wrong)
{
    assert_bad(written(packed(file_of(0x801, 5, 4, 3, 60))), "holds labels");
    assert_bad(written(packed(file_of(0x803, 5, 4, 3, 59))), "ends in picture 5, says");
    assert_bad(written(packed(file_of(0x803, 5, 4, 3, 61))), "goes on after the last of its 5");
    assert_bad(written(packed((File){.size = 0})), "is empty");
    assert_bad(written(packed(packed(file_of(0x803, 5, 4, 3, 60)))), "begins with 1f 8b 08");
}
END_TEST

/* A few kB that unpack to 64 MB: one byte too many is enough to know. */
START_TEST(a_bomb)
{
    enum { CHUNK = 1 << 16, CHUNKS = 1000 };
    static unsigned char zeros[CHUNK];
    File head = file_of(0x803, 5, 4, 3, 0);
    gzFile file = gzopen(path(), "wb9");
    ck_assert(file && gzwrite(file, head.bytes, HEAD) == HEAD);
    for (size_t i = 0; i < CHUNKS; i++)
        ck_assert_int_eq(gzwrite(file, zeros, CHUNK), CHUNK);
    ck_assert_int_eq(gzclose(file), Z_OK);
    struct stat status;
    ck_assert(stat(path(), &status) == 0 && status.st_size < 100000);
    assert_bad(path(), "goes on after the last of its 5 pictures");
}
END_TEST

#else

START_TEST(a_packed_file_without_zlib)
{
    assert_bad(written((File){.size = 20, .bytes = "\x1f\x8b\x08"}), "built without zlib: ./setup");
}
END_TEST

#endif

/* ---- Drawing from it ------------------------------------------------------------------- */

START_TEST(pictures_are_drawn_evenly)
{
    enum { COUNT = 4, DRAWN = 4000 };
    unsigned char pixels[COUNT * 2] = {0, 255, 51, 204, 102, 153, 255, 0};
    const Idx idx = {COUNT, 1, 2, pixels};
    Random random = random_new(3);
    Matrix x = matrix_new(DRAWN, 2);
    size_t times[COUNT] = {0};
    idx_draw(&random, &idx, x);
    for (size_t n = 0; n < DRAWN; n++)
        for (size_t k = 0; k < COUNT; k++)
            times[k] += fabs((double)row(x, n)[0] - (pixels[2 * k] / 127.5 - 1)) < 1e-6 &&
                        fabs((double)row(x, n)[1] - (pixels[2 * k + 1] / 127.5 - 1)) < 1e-6;
    for (size_t k = 0; k < COUNT; k++)
        ck_assert_msg(times[k] > 900 && times[k] < 1100, "picture %zu: %zu times", k, times[k]);
    ck_assert_uint_eq(times[0] + times[1] + times[2] + times[3], DRAWN);
    Matrix wide = matrix_new(1, 3);
    ck_assert(refused(idx_draw(&random, &idx, wide)));
    matrix_free(x);
    matrix_free(wide);
}
END_TEST

TCase *idx_tests(void)
{
    TCase *tests = tcase_create("idx");
    tcase_add_test(tests, a_plain_file);
    tcase_add_test(tests, bad_plain_files);
    tcase_add_test(tests, sizes_that_cannot_be);
    tcase_add_test(tests, a_folder);
    tcase_add_test(tests, an_unreadable_file);
#ifdef __linux__
    tcase_add_test(tests, a_disk_that_fails);
    tcase_add_test(tests, a_promise_takes_no_memory);
#endif
    tcase_add_test(tests, a_large_file);
#ifdef HAVE_ZLIB
    tcase_add_test(tests, a_packed_file);
    tcase_add_test(tests, packed_and_cut_short);
    tcase_add_test(tests, packed_and_damaged);
    tcase_add_test(tests, packed_and_wrong);
    tcase_add_test(tests, a_bomb);
#else
    tcase_add_test(tests, a_packed_file_without_zlib);
#endif
    tcase_add_test(tests, pictures_are_drawn_evenly);
    return tests;
}
