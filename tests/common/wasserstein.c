#include "common/wasserstein.h"

#include <stdlib.h>

#include "tests/common/tools.h"

/* Values that can be worked out by hand; the last one is also in SciPy's documentation. */
START_TEST(known_distances)
{
    double zero[] = {0}, one[] = {1}, pair[] = {1, 0}, same[] = {0, 1}, four[] = {3, 0, 1, 2};
    assert_close(wasserstein_1(zero, 1, one, 1), 1, 0);
    assert_close(wasserstein_1(pair, 2, same, 2), 0, 0);
    assert_close(wasserstein_1(zero, 1, pair, 2), 0.5, 0);
    assert_close(wasserstein_1(four, 4, zero, 1), 1.5, 1e-15);
    double few[] = {0, 1, 3}, many[] = {5, 6, 8};
    assert_close(wasserstein_1(few, 3, many, 3), 5, 1e-15);
    double tied[] = {1, 1, 1, 5}, other[] = {1, 5, 5};
    assert_close(wasserstein_1(tied, 4, other, 3), 4 * (2. / 3 - 1. / 4), 1e-15);
}
END_TEST

static double *draw(Random *random, size_t count, double mean, double sd)
{
    double *v = calloc(count, sizeof *v);
    for (size_t i = 0; i < count; i++)
        v[i] = random_normal(random, mean, sd);
    return v;
}

/* Moved by c: c. Stretched by s: (s - 1) E|z|, and E|z| is sqrt(2 / pi) for a normal z. */
START_TEST(moving_and_stretching)
{
    enum { A = 7000, B = 5000 };
    Random random = random_new(1);
    double *a = draw(&random, A, 0, 1), *b = draw(&random, B, 3, 1), *c = draw(&random, B, 0, 1.5);
    double distance = wasserstein_1(a, A, b, B);
    assert_close(distance, 3, 0.06);
    assert_close(wasserstein_1(b, B, a, A), distance, 1e-12);
    assert_close(wasserstein_1(a, A, c, B), 0.5 * sqrt(2 / 3.14159265358979), 0.04);
    free(a);
    free(b);
    free(c);
}
END_TEST

START_TEST(each_number_twice_changes_nothing)
{
    double a[] = {0.5, 2, -1, 4}, b[] = {1, 0, 7}, twice[] = {1, 0, 7, 0, 7, 1};
    assert_close(wasserstein_1(a, 4, twice, 6), wasserstein_1(a, 4, b, 3), 1e-15);
}
END_TEST

START_TEST(empty_samples_and_nan)
{
    double a[] = {0, 1}, b[] = {NAN, 1};
    ck_assert(refused(wasserstein_1(a, 0, b, 2)));
    ck_assert(refused(wasserstein_1(a, 2, b, 0)));
    ck_assert(isnan(wasserstein_1(a, 2, b, 2)));
    ck_assert(isnan(wasserstein_1(b, 2, a, 2)));
}
END_TEST

TCase *wasserstein_tests(void)
{
    TCase *tests = tcase_create("wasserstein");
    tcase_add_test(tests, known_distances);
    tcase_add_test(tests, moving_and_stretching);
    tcase_add_test(tests, each_number_twice_changes_nothing);
    tcase_add_test(tests, empty_samples_and_nan);
    return tests;
}
