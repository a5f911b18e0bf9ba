#include "common/optimizers.h"

#include "common/losses.h"
#include "tests/common/tools.h"

/* optimizers.c and losses.c */

START_TEST(sgd_goes_down_the_gradient)
{
    real value[] = {1, 2, 3}, gradient[] = {10, -20, 0}, bias[] = {5}, dbias[] = {1};
    Parameter list[] = {{"weights", 3, value, gradient}, {0}, {"bias", 1, bias, dbias}};
    Parameters parameters = {3, list};
    sgd_step(parameters, 0.25);
    ck_assert(value[0] == -1.5 && value[1] == 7 && value[2] == 3 && bias[0] == 4.75);
    ck_assert(gradient[0] == 10 && gradient[1] == -20); /* left as they were */
    sgd_step(parameters, 0);
    ck_assert(value[0] == -1.5);
}
END_TEST

START_TEST(sgd_refuses_bad_rates)
{
    static real value = 1, gradient = 1; /* static: in no register that longjmp may change */
    static Parameter parameter = {"w", 1, &value, &gradient};
    static const Parameters parameters = {1, &parameter};
    ck_assert(refused(sgd_step(parameters, -0.1)));
    ck_assert(refused(sgd_step(parameters, NAN)));
    ck_assert(value == 1);
}
END_TEST

/* Three steps with gradients 2, -1 and 0.5 from value 1, rate 0.1, beta 0.9 and 0.999:
       m      .2      .08                  .122
       v      .004    .004996              .005241004
       m / (1 - .9^t)      2   .08/.19     .122/.271
       v / (1 - .999^t)    4   .004996/.001999   .005241004/.002997001 */
START_TEST(adam_by_hand)
{
    real value = 1, gradient;
    Parameter parameter = {"w", 1, &value, &gradient};
    Adam adam = adam_new((Parameters){1, &parameter}, 0.1);
    ck_assert(adam.beta1 == 0.9 && adam.beta2 == 0.999 && adam.eps == 1e-8);
    const double gradients[] = {2, -1, 0.5};
    const double m[] = {2, .08 / .19, .122 / .271};
    const double v[] = {4, .004996 / .001999, .005241004 / .002997001};
    double want = 1;
    for (size_t t = 0; t < 3; t++) {
        gradient = (real)gradients[t];
        adam_step(&adam);
        want -= 0.1 * m[t] / (sqrt(v[t]) + 1e-8);
        assert_close(value, want, 8 * REAL_EPSILON);
    }
    assert_close(want, 0.8393233821389424, 1e-13);
    ck_assert_uint_eq(adam.steps, 3);
    adam_free(&adam);
}
END_TEST

/* With beta1 = 0.5, beta2 = 0.9, eps = 1 and gradient 3 at each step, both averages are exact
   after correction: m = 3, v = 9, and each step is rate * 3 / (3 + 1). */
START_TEST(adam_has_its_own_constants)
{
    real value = 0, gradient = 3;
    Parameter parameter = {"w", 1, &value, &gradient};
    Adam adam = adam_new((Parameters){1, &parameter}, 0.1);
    adam.beta1 = 0.5;
    adam.beta2 = 0.9;
    adam.eps = 1;
    for (int t = 1; t <= 5; t++) {
        adam_step(&adam);
        assert_close(value, -0.075 * t, 8 * REAL_EPSILON);
    }
    adam.rate = 0;
    real before = value;
    adam_step(&adam);
    ck_assert(value == before);
    adam_free(&adam);
}
END_TEST

/* The first step is rate * g / (|g| + eps), for every size of gradient; eps is outside the
   root, so a gradient of 1e-8 makes half a step. */
START_TEST(adam_keeps_parameters_apart)
{
    real value[5] = {0}, gradient[5] = {1000, -20, 0, (real)1e-8, 7};
    Parameter list[] = {{"a", 3, value, gradient}, {0}, {"b", 2, value + 3, gradient + 3}};
    Adam adam = adam_new((Parameters){3, list}, 0.5);
    list[0].values = NULL; /* it has a list of its own */
    adam_step(&adam);
    const double want[] = {-0.5, 0.5, 0, -0.25, -0.5};
    for (size_t i = 0; i < 5; i++)
        assert_close(value[i], want[i], 1e-5);
    gradient[0] = 0;
    adam_step(&adam);
    for (size_t i = 1; i < 5; i++) /* the same gradients again: the same step again */
        assert_close(value[i], 2 * want[i], 1e-5);
    double m = .9 * 1000 * .1 / .19, v = .999 * 1000 * 1000 * .001 / .001999;
    assert_close(value[0], -0.5 - 0.5 * m / sqrt(v), 1e-5);
    ck_assert(value[2] == 0);
    adam_free(&adam);
}
END_TEST

START_TEST(adam_refuses_bad_constants)
{
    real value = 0, gradient = 1;
    Parameter parameter = {"w", 1, &value, &gradient};
    static const double bad[][4] = {
        {-1, .9, .999, 1e-8}, {NAN, .9, .999, 1e-8}, {.1, 1, .999, 1e-8}, {.1, -.1, .999, 1e-8},
        {.1, .9, 1, 1e-8},    {.1, .9, NAN, 1e-8},   {.1, .9, .999, 0},   {.1, .9, .999, -1}};
    Adam adam = adam_new((Parameters){1, &parameter}, 0.1);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        adam.rate = bad[i][0];
        adam.beta1 = bad[i][1];
        adam.beta2 = bad[i][2];
        adam.eps = bad[i][3];
        ck_assert(refused(adam_step(&adam)));
    }
    ck_assert(value == 0 && adam.steps == 0);
    adam_free(&adam);
    Adam of_nothing = adam_new((Parameters){0}, 0.1);
    adam_step(&of_nothing);
    adam_free(&of_nothing);
}
END_TEST

START_TEST(mean_squared_error_by_hand)
{
    Matrix y = {2, 3, (real[]){1, 2, 3, 4, 5, 6}}, target = {2, 3, (real[]){0, 2, 5, 4, 4, 3}};
    Matrix dy = {2, 3, (real[]){NAN, NAN, NAN, NAN, NAN, NAN}};
    assert_close(mean_squared_error(y, target), 15. / 6, 1e-15);
    mean_squared_error_backward(y, target, dy);
    const double want[] = {1. / 3, 0, -2. / 3, 0, 1. / 3, 1};
    for (size_t i = 0; i < 6; i++)
        assert_close(dy.v[i], want[i], 2 * REAL_EPSILON);
}
END_TEST

START_TEST(mean_squared_error_by_differences)
{
    Random random = random_new(1);
    Matrix y = random_matrix(&random, 5, 3), target = random_matrix(&random, 5, 3);
    Matrix dy = matrix_new(5, 3);
    mean_squared_error_backward(y, target, dy);
    for (size_t i = 0; i < 15; i++) { /* quadratic: differences are exact but for rounding */
        real kept = y.v[i], high = kept + (real)0.25, low = kept - (real)0.25;
        y.v[i] = high;
        double difference = mean_squared_error(y, target);
        y.v[i] = low;
        difference = (difference - mean_squared_error(y, target)) / ((double)high - low);
        y.v[i] = kept;
        assert_close(dy.v[i], difference, 10 * REAL_EPSILON);
    }
    matrix_free(y);
    matrix_free(target);
    matrix_free(dy);
}
END_TEST

START_TEST(mean_squared_error_refuses)
{
    Matrix a = matrix_new(2, 3), b = matrix_new(3, 2), none = matrix_new(0, 3);
    ck_assert(refused(mean_squared_error(a, b)));
    ck_assert(refused(mean_squared_error(none, none)));
    ck_assert(refused(mean_squared_error_backward(a, b, a)));
    ck_assert(refused(mean_squared_error_backward(a, a, b)));
    matrix_free(a);
    matrix_free(b);
    matrix_free(none);
}
END_TEST

TCase *optimizer_tests(void)
{
    TCase *tests = tcase_create("optimizers");
    tcase_add_test(tests, sgd_goes_down_the_gradient);
    tcase_add_test(tests, sgd_refuses_bad_rates);
    tcase_add_test(tests, adam_by_hand);
    tcase_add_test(tests, adam_has_its_own_constants);
    tcase_add_test(tests, adam_keeps_parameters_apart);
    tcase_add_test(tests, adam_refuses_bad_constants);
    tcase_add_test(tests, mean_squared_error_by_hand);
    tcase_add_test(tests, mean_squared_error_by_differences);
    tcase_add_test(tests, mean_squared_error_refuses);
    return tests;
}
