#include "common/cats.h"
#include "tests/common/tools.h"

/* matrix.c and cats.c */

START_TEST(new_matrix_is_zero)
{
    Matrix m = matrix_new(3, 5);
    ck_assert_uint_eq(m.rows, 3);
    ck_assert_uint_eq(m.cols, 5);
    for (size_t i = 0; i < 15; i++)
        ck_assert(m.v[i] == 0);
    matrix_free(m);
    Matrix none = matrix_new(0, 5);
    ck_assert(none.v != NULL);
    matrix_free(none);
}
END_TEST

START_TEST(rows_share_the_numbers)
{
    Matrix m = matrix_new(4, 3);
    for (size_t i = 0; i < 12; i++)
        m.v[i] = (real)i;
    ck_assert(row(m, 2)[1] == 7);
    Matrix part = matrix_rows(m, 1, 2);
    ck_assert_uint_eq(part.rows, 2);
    ck_assert_uint_eq(part.cols, 3);
    ck_assert(row(part, 1) == row(m, 2));
    ck_assert_uint_eq(matrix_rows(m, 4, 0).rows, 0);
    matrix_free(m);
}
END_TEST

START_TEST(impossible_matrices_are_refused)
{
    Matrix m = matrix_new(4, 3);
    ck_assert(refused(matrix_rows(m, 2, 3)));
    ck_assert(refused(matrix_rows(m, 5, 0)));
    ck_assert(refused(matrix_rows(m, 1, SIZE_MAX)));
    ck_assert(refused(matrix_new(SIZE_MAX / 8, 16)));
    ck_assert(refused(matrix_new(SIZE_MAX, SIZE_MAX)));
    matrix_free(m);
}
END_TEST

/* Addresses have 47 or 56 bits; this takes 60. */
static void ask_for_too_much(void)
{
    matrix_free(matrix_new((size_t)1 << 40, ((size_t)1 << 20) / sizeof(real)));
}

START_TEST(out_of_memory_ends_in_a_line)
{
    Outcome end = outcome(ask_for_too_much);
    ck_assert_int_eq(end.status, 2);
    ck_assert(strstr(end.stderr, "out of memory for a matrix of 1099511627776 x ") != NULL);
}
END_TEST

/* What cats.h says. Cutting fur off at 1, three standard deviations up, and size at 0 and 9
   takes 1.3% and 2.6% of the standard deviation. */
START_TEST(cats_are_as_described)
{
    enum { CATS = 10000 };
    Random random = random_new(6);
    Matrix x = matrix_new(CATS, CAT_FEATURES);
    cats_draw(&random, x);
    double sum[2] = {0}, squares[2] = {0};
    const double mean[2] = {4.5, 0.85}, sd[2] = {1.5, 0.05}, high[2] = {9, 1};
    for (size_t n = 0; n < CATS; n++)
        for (size_t d = 0; d < 2; d++) {
            ck_assert(row(x, n)[d] >= 0 && row(x, n)[d] <= (real)high[d]);
            double z = (row(x, n)[d] - mean[d]) / sd[d];
            sum[d] += z;
            squares[d] += z * z;
        }
    for (size_t d = 0; d < 2; d++) {
        assert_close(sum[d] / CATS, 0, 0.03);
        assert_close(sqrt(squares[d] / CATS), 0.985, 0.02);
    }
    matrix_free(x);
}
END_TEST

START_TEST(a_seed_gives_the_same_cats)
{
    Random one = random_new(7), two = random_new(7), other = random_new(8);
    Matrix a = matrix_new(50, 2), b = matrix_new(50, 2), c = matrix_new(50, 2);
    cats_draw(&one, a);
    cats_draw(&two, b);
    cats_draw(&other, c);
    assert_same(a, b);
    ck_assert(a.v[0] != c.v[0]);
    matrix_free(a);
    matrix_free(b);
    matrix_free(c);
}
END_TEST

START_TEST(a_cat_has_two_features)
{
    Random random = random_new(9);
    Matrix x = matrix_new(2, 3);
    ck_assert(refused(cats_draw(&random, x)));
    matrix_free(x);
}
END_TEST

TCase *data_tests(void)
{
    TCase *tests = tcase_create("data");
    tcase_add_test(tests, new_matrix_is_zero);
    tcase_add_test(tests, rows_share_the_numbers);
    tcase_add_test(tests, impossible_matrices_are_refused);
    tcase_add_test(tests, out_of_memory_ends_in_a_line);
    tcase_add_test(tests, cats_are_as_described);
    tcase_add_test(tests, a_seed_gives_the_same_cats);
    tcase_add_test(tests, a_cat_has_two_features);
    return tests;
}
