#include <string.h>

#include "common/eigen.h"
#include "common/solve.h"
#include "tests/common/tools.h"

/* eigen.c and solve.c */

enum { D = 6 };

/* b' b + shift I, b random: symmetric, and positive definite for a positive shift. */
static void draw_symmetric(unsigned seed, double shift, double a[D * D])
{
    Random random = random_new(seed);
    double b[D][D];
    for (size_t i = 0; i < D * D; i++)
        b[i / D][i % D] = random_normal(&random, 0, 1);
    for (size_t i = 0; i < D; i++)
        for (size_t j = 0; j <= i; j++) {
            double sum = i == j ? shift : 0;
            for (size_t k = 0; k < D; k++)
                sum += b[k][i] * b[k][j];
            a[i * D + j] = a[j * D + i] = sum;
        }
}

START_TEST(eigenvalues_that_are_known)
{
    double one[] = {7}, two[] = {2, 1, 1, 2}, diagonal[] = {3, 0, 0, 0, -1, 0, 0, 0, 2}, values[3];
    symmetric_eigenvalues(1, one, values);
    assert_close(values[0], 7, 0);
    symmetric_eigenvalues(2, two, values);
    assert_close(values[0], 1, 1e-14);
    assert_close(values[1], 3, 1e-14);
    symmetric_eigenvalues(3, diagonal, values);
    assert_close(values[0], -1, 0);
    assert_close(values[1], 2, 0);
    assert_close(values[2], 3, 0);
}
END_TEST

/* The second difference on 6 points: 2 - 2 cos(k pi / 7), k = 1 .. 6. */
START_TEST(eigenvalues_of_the_second_difference)
{
    double a[D * D] = {0}, values[D];
    for (size_t i = 0; i < D; i++) {
        a[i * D + i] = 2;
        if (i > 0)
            a[i * D + i - 1] = a[(i - 1) * D + i] = -1;
    }
    symmetric_eigenvalues(D, a, values);
    for (size_t k = 0; k < D; k++)
        assert_close(values[k], 2 - 2 * cos((double)(k + 1) * 3.141592653589793 / 7), 1e-13);
}
END_TEST

START_TEST(a_matrix_that_is_not_symmetric_is_refused)
{
    double values[2];
    ck_assert(refused(symmetric_eigenvalues(2, (double[]){1, 2, 3, 4}, values)));
    ck_assert(refused(symmetric_eigenvalues(2, (double[]){1, NAN, NAN, 4}, values)));
    ck_assert(refused(symmetric_eigenvalues(2, (double[]){NAN, 1, 1, 4}, values)));
}
END_TEST

START_TEST(the_solution_solves)
{
    double a[D * D], factor[D * D], c[D], w[D] = {1, -2, 3, -4, 5, -6};
    draw_symmetric(2, 0.1, a);
    for (size_t i = 0; i < D; i++) {
        c[i] = 0;
        for (size_t j = 0; j < D; j++)
            c[i] += a[i * D + j] * w[j];
    }
    memcpy(factor, a, sizeof a);
    for (size_t i = 0; i < D; i++)
        for (size_t j = i + 1; j < D; j++)
            factor[i * D + j] = NAN; /* is not read */
    solve_symmetric(D, factor, c);
    for (size_t i = 0; i < D; i++)
        assert_close(c[i], w[i], 1e-11);
}
END_TEST

START_TEST(a_singular_matrix_is_refused)
{
    double c[2] = {1, 1};
    ck_assert(refused(solve_symmetric(2, (double[]){1, 2, 2, 4}, c)));
    ck_assert(refused(solve_symmetric(2, (double[]){1, 0, 2, 3}, c))); /* eigenvalue below 0 */
    ck_assert(refused(solve_symmetric(2, (double[]){1, 1, 1, 1 + 2.3e-16}, c))); /* nearly */
    ck_assert(refused(solve_symmetric(1, (double[]){0}, c)));
    ck_assert(refused(solve_symmetric(1, (double[]){NAN}, c)));
}
END_TEST

TCase *algebra_tests(void)
{
    TCase *tests = tcase_create("algebra");
    tcase_add_test(tests, eigenvalues_that_are_known);
    tcase_add_test(tests, eigenvalues_of_the_second_difference);
    tcase_add_test(tests, a_matrix_that_is_not_symmetric_is_refused);
    tcase_add_test(tests, the_solution_solves);
    tcase_add_test(tests, a_singular_matrix_is_refused);
    return tests;
}
