#include "common/idx.h"

#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/common/idx_files.h"

/* idx.c and idx_file.c. Every file is made by idx_files.c. */

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
    ck_assert_int_eq(mkdir(idx_path(), 0777), 0);
    assert_bad(idx_path(), "is a folder");
}
END_TEST

/* Loads idx_path(), says on stderr what was wrong, and ends. */
static void load(void)
{
    Idx idx;
    char error[IDX_ERROR] = "";
    bool good = idx_load(idx_path(), &idx, error);
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
    remove(idx_path());
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
    remove(idx_path());
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
    FILE *file = fopen(idx_path(), "wb");
    File head = file_of(0x803, COUNT, SIDE, SIDE, 0);
    ck_assert(file && fwrite(head.bytes, 1, HEAD, file) == HEAD);
    for (size_t i = 0; i < COUNT * SIDE * SIDE; i++)
        putc((int)(i % 251), file);
    ck_assert_int_eq(fclose(file), 0);
    Idx idx;
    char error[IDX_ERROR] = "";
    ck_assert_msg(idx_load(idx_path(), &idx, error), "%s", error);
    size_t wrong = 0; /* counted: a ck_assert for each pixel would take a minute under valgrind */
    for (size_t i = 0; i < COUNT * SIDE * SIDE; i++)
        wrong += idx.pixels[i] != i % 251;
    ck_assert_uint_eq(wrong, 0);
    idx_free(&idx);
    ck_assert_int_eq(truncate(idx_path(), HEAD + 700 * SIDE * SIDE + 5), 0);
    assert_bad(idx_path(), "ends in picture 701, says that it has 1000 of 28 x 28");
}
END_TEST

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
    add_packed_tests(tests);
    tcase_add_test(tests, pictures_are_drawn_evenly);
    return tests;
}
