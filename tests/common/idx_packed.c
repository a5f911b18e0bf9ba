/* Packed files of pictures. */

#include "common/idx.h"

#include <stdio.h>
#include <sys/stat.h>
#ifdef HAVE_ZLIB
#include <zlib.h>
#endif

#include "tests/common/idx_files.h"

#ifdef HAVE_ZLIB

static File packed(File f)
{
    gzFile file = gzopen(idx_path(), "wb");
    ck_assert(file && gzwrite(file, f.bytes, (unsigned)f.size) == (int)f.size);
    ck_assert_int_eq(gzclose(file), Z_OK);
    FILE *back = fopen(idx_path(), "rb");
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
    gzFile file = gzopen(idx_path(), "wb9");
    ck_assert(file && gzwrite(file, head.bytes, HEAD) == HEAD);
    for (size_t i = 0; i < CHUNKS; i++)
        ck_assert_int_eq(gzwrite(file, zeros, CHUNK), CHUNK);
    ck_assert_int_eq(gzclose(file), Z_OK);
    struct stat status;
    ck_assert(stat(idx_path(), &status) == 0 && status.st_size < 100000);
    assert_bad(idx_path(), "goes on after the last of its 5 pictures");
}
END_TEST

void add_packed_tests(TCase *tests)
{
    tcase_add_test(tests, a_packed_file);
    tcase_add_test(tests, packed_and_cut_short);
    tcase_add_test(tests, packed_and_damaged);
    tcase_add_test(tests, packed_and_wrong);
    tcase_add_test(tests, a_bomb);
}

#else

START_TEST(a_packed_file_without_zlib)
{
    assert_bad(written((File){.size = 20, .bytes = "\x1f\x8b\x08"}), "built without zlib: ./setup");
}
END_TEST

void add_packed_tests(TCase *tests)
{
    tcase_add_test(tests, a_packed_file_without_zlib);
}

#endif
