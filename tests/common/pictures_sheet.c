#include "common/pictures.h"

#include <stdio.h>
#include <unistd.h>

#include "tests/common/tools.h"

/* pictures_write.c */

static size_t number(const unsigned char *bytes)
{
    return bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16 | (size_t)bytes[3] << 24;
}

static const char *private_path(void)
{
    static char path[64];
    snprintf(path, sizeof path, "/tmp/pictures-%ld.bmp", (long)getpid());
    return path;
}

/* Three pictures, 2 wide and 3 high, in two columns: (2 + 1) * 2 + 1 = 7 pixels across, 9 down,
   each a square of 4 x 4. */
START_TEST(a_sheet_is_a_bmp_file)
{
    enum { SIZE = 54 + 1024 + 28 * 36 };
    static unsigned char bytes[SIZE + 1];
    Matrix pictures = matrix_new(3, 6);
    row(pictures, 0)[0] = -1;
    row(pictures, 0)[1] = 1;
    row(pictures, 2)[5] = 7;
    row(pictures, 2)[4] = NAN;
    pictures_write(private_path(), pictures, 3, 2);
    FILE *file = fopen(private_path(), "rb");
    ck_assert_uint_eq(fread(bytes, 1, sizeof bytes, file), SIZE);
    fclose(file);
    remove(private_path());
    ck_assert(bytes[0] == 'B' && bytes[1] == 'M' && bytes[28] == 8);
    ck_assert_uint_eq(number(bytes + 2), SIZE);
    ck_assert_uint_eq(number(bytes + 18), 28);
    ck_assert_uint_eq(number(bytes + 22), 36);
    const unsigned char *pixels = bytes + number(bytes + 10);
    ck_assert_uint_eq(pixels - bytes, 54 + 1024);
    /* x and y in squares from the top left; the file's last row is the topmost */
    const struct {
        size_t x, y;
        unsigned char gray;
    } want[] = {
        {0, 0, 255}, {1, 1, 0},   {2, 1, 255}, {1, 2, 128}, {3, 1, 255}, {4, 1, 128},
        {1, 7, 0},   {2, 7, 255}, {1, 5, 128}, {4, 5, 255}, {6, 8, 255},
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        for (size_t corner = 0; corner <= 3; corner += 3)
            ck_assert_uint_eq(pixels[(35 - 4 * want[i].y - corner) * 28 + 4 * want[i].x + corner],
                              want[i].gray);
    matrix_free(pictures);
}
END_TEST

static void write_nowhere(void)
{
    pictures_write("/nowhere/sheet.bmp", matrix_new(1, 4), 2, 1);
}

static void write_to_a_full_disk(void)
{
    pictures_write("/dev/full", matrix_new(1, 4), 2, 1);
}

START_TEST(a_sheet_that_cannot_be)
{
    Matrix pictures = matrix_new(1, 6), none = matrix_new(0, 6), long_one = matrix_new(1, 50000);
    Outcome end = outcome(write_nowhere);
    ck_assert(end.status == 2 && one_line(end.stderr, "/nowhere/sheet.bmp: cannot be written"));
    end = outcome(write_to_a_full_disk);
    ck_assert(end.status == 2 && one_line(end.stderr, "/dev/full: could not be written to the"));
    ck_assert(refused(pictures_write(private_path(), none, 2, 1)));
    ck_assert(refused(pictures_write(private_path(), pictures, 4, 1)));
    ck_assert(refused(pictures_write(private_path(), pictures, 0, 1)));
    ck_assert(refused(pictures_write(private_path(), pictures, 2, 0)));
    ck_assert(refused(pictures_write(private_path(), pictures, 2, SIZE_MAX)));
    ck_assert(refused(pictures_write(private_path(), long_one, 1, 1)));
    ck_assert(access(private_path(), F_OK) != 0);
    matrix_free(pictures);
    matrix_free(none);
    matrix_free(long_one);
}
END_TEST

TCase *picture_sheet_tests(void)
{
    TCase *tests = tcase_create("picture sheet");
    tcase_add_test(tests, a_sheet_is_a_bmp_file);
    tcase_add_test(tests, a_sheet_that_cannot_be);
    return tests;
}
