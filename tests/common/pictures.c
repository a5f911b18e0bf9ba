/* Drawing cats, pictures_draw; and what it and pictures_measure refuse. */

#include "common/pictures.h"

#include "common/cats.h"
#include "tests/common/tools.h"

static Matrix cat_of(double size, double fur)
{
    Matrix cat = matrix_new(1, CAT_FEATURES);
    cat.v[CAT_SIZE] = (real)size;
    cat.v[CAT_FUR] = (real)fur;
    return cat;
}

static Matrix drawn_cat(double size, double fur)
{
    Matrix cat = cat_of(size, fur), picture = matrix_new(1, PICTURE_PIXELS);
    pictures_draw(cat, picture);
    matrix_free(cat);
    return picture;
}

static double pixel(Matrix picture, size_t x, size_t y)
{
    return picture.v[y * PICTURE_SIDE + x];
}

/* The parts of a face, where they must be in a large cat. The same pictures were enlarged and
   looked at. */
START_TEST(it_is_a_cat)
{
    const double furs[] = {0, 0.5, 0.85, 1};
    for (size_t i = 0; i < 4; i++) {
        Matrix cat = drawn_cat(8, furs[i]);
        double ground = pixel(cat, 0, 0), forehead = pixel(cat, 7, 6);
        ck_assert(forehead < ground - 0.25);                   /* seen against the ground */
        ck_assert(pixel(cat, 3, 2) < ground - 0.25);           /* an ear, */
        assert_close(pixel(cat, 7, 2), ground, 0);             /* and nothing between the ears */
        ck_assert(pixel(cat, 4, 8) < pixel(cat, 3, 8) - 0.25); /* a pupil in an eye */
        ck_assert(pixel(cat, 7, 4) > pixel(cat, 7, 14) + 0.2); /* lit from above */
        ck_assert(pixel(cat, 0, 13) < ground - 0.2);           /* whiskers */
        matrix_free(cat);
    }
}
END_TEST

START_TEST(both_sides_are_the_same)
{
    Matrix cat = drawn_cat(6.3, 0.7);
    for (size_t y = 0; y < PICTURE_SIDE; y++)
        for (size_t x = 0; x < PICTURE_SIDE; x++)
            assert_close(pixel(cat, x, y), pixel(cat, PICTURE_SIDE - 1 - x, y), 4 * REAL_EPSILON);
    matrix_free(cat);
}
END_TEST

START_TEST(pixels_are_in_range_and_linear_in_fur)
{
    for (double size = 0; size <= 9; size += 0.5) {
        Matrix light = drawn_cat(size, 0), dark = drawn_cat(size, 1), cat = drawn_cat(size, 0.25);
        for (size_t i = 0; i < PICTURE_PIXELS; i++) {
            ck_assert(light.v[i] <= (real)0.9 + 4 * (real)REAL_EPSILON);
            ck_assert(dark.v[i] >= (real)-0.9 - 4 * (real)REAL_EPSILON);
            assert_close(cat.v[i], 0.75 * light.v[i] + 0.25 * dark.v[i], 8 * REAL_EPSILON);
        }
        matrix_free(light);
        matrix_free(dark);
        matrix_free(cat);
    }
}
END_TEST

/* A slightly larger cat is a slightly different picture: no pixel jumps, and the cat grows. */
START_TEST(size_changes_a_picture_smoothly)
{
    double covered = 0;
    for (double size = 0; size < 8.95; size += 0.1) {
        Matrix small = drawn_cat(size, 1), large = drawn_cat(size + 0.1, 1);
        double difference = 0, area = 0;
        for (size_t i = 0; i < PICTURE_PIXELS; i++) {
            difference = fmax(difference, fabs((double)large.v[i] - small.v[i]));
            area += small.v[i] < (real)0.5;
        }
        ck_assert_msg(difference > 0 && difference < 0.9, "size %g: %g", size, difference);
        ck_assert_msg(area >= covered - 6, "size %g: %g pixels after %g", size, area, covered);
        covered = fmax(covered, area);
        matrix_free(small);
        matrix_free(large);
    }
    ck_assert(covered > 130);
}
END_TEST

START_TEST(impossible_pictures_are_refused)
{
    Matrix cats = matrix_new(2, 2), pictures = matrix_new(2, PICTURE_PIXELS);
    Matrix wide = matrix_new(2, 3), short_of = matrix_new(2, 255), three = matrix_new(3, 256);
    double misfit[3];
    ck_assert(refused(pictures_draw(wide, pictures)));
    ck_assert(refused(pictures_draw(cats, short_of)));
    ck_assert(refused(pictures_draw(cats, three)));
    ck_assert(refused(pictures_measure(three, cats, misfit)));
    Matrix all[] = {cats, pictures, wide, short_of, three};
    for (size_t i = 0; i < 5; i++)
        matrix_free(all[i]);
}
END_TEST

static bool drawing_is_refused(double size, double fur)
{
    Matrix cat = cat_of(size, fur), picture = matrix_new(1, PICTURE_PIXELS);
    bool is_refused = refused(pictures_draw(cat, picture));
    matrix_free(cat);
    matrix_free(picture);
    return is_refused;
}

START_TEST(impossible_cats_are_refused)
{
    ck_assert(drawing_is_refused(-0.1, 0) && drawing_is_refused(9.1, 0));
    ck_assert(drawing_is_refused(1, -0.1) && drawing_is_refused(1, 1.1));
    ck_assert(drawing_is_refused(NAN, 0) && drawing_is_refused(0, NAN));
    ck_assert(!drawing_is_refused(0, 0) && !drawing_is_refused(9, 1));
}
END_TEST

TCase *picture_tests(void)
{
    TCase *tests = tcase_create("pictures");
    tcase_add_test(tests, it_is_a_cat);
    tcase_add_test(tests, both_sides_are_the_same);
    tcase_add_test(tests, pixels_are_in_range_and_linear_in_fur);
    tcase_add_test(tests, size_changes_a_picture_smoothly);
    tcase_add_test(tests, impossible_pictures_are_refused);
    tcase_add_test(tests, impossible_cats_are_refused);
    return tests;
}
