#include "common/linear.h"

#include "tests/common/tools.h"

static Network network_of(Layer layer)
{
    Network network = network_new();
    network_add(&network, layer);
    return network;
}

START_TEST(forward_by_hand)
{
    Matrix x = {2, 3, (real[]){1, 2, 3, 4, 5, 6}}, w = {3, 2, (real[]){1, 10, 0, 1, -1, 2}};
    Matrix y = {2, 2, (real[]){NAN, NAN, NAN, NAN}};
    linear_forward(x, w, (real[]){0.5, -0.5}, y);
    const double want[] = {-1.5, 17.5, -1.5, 56.5}; /* 1 - 3 + .5, 10 + 2 + 6 - .5, ... */
    for (size_t i = 0; i < 4; i++)
        assert_close(y.v[i], want[i], 0);
    linear_forward(x, w, NULL, y);
    for (size_t i = 0; i < 4; i++)
        assert_close(y.v[i], want[i] - (i % 2 == 0 ? 0.5 : -0.5), 0);
}
END_TEST

START_TEST(backward_by_hand)
{
    Matrix x = {2, 2, (real[]){1, 2, 3, 4}}, w = {2, 3, (real[]){1, 0, 2, -1, 1, 0}};
    Matrix dy = {2, 3, (real[]){1, 2, 3, -1, 0, 1}};
    Matrix dw = {2, 3, (real[]){NAN, 9, 9, 9, 9, 9}}, dx = {2, 2, (real[]){NAN, 9, 9, 9}};
    real db[3] = {NAN, 9, 9};
    linear_backward(x, w, dy, dw, db, dx);
    const double want_dw[] = {-2, 2, 6, -2, 4, 10}, want_dx[] = {7, 1, 1, 1}, want_db[] = {0, 2, 4};
    for (size_t i = 0; i < 6; i++)
        assert_close(dw.v[i], want_dw[i], 0);
    for (size_t i = 0; i < 4; i++)
        assert_close(dx.v[i], want_dx[i], 0);
    for (size_t i = 0; i < 3; i++)
        assert_close(db[i], want_db[i], 0);
    linear_backward(x, w, dy, dw, NULL, dx);
    assert_close(dw.v[5], 10, 0);
}
END_TEST

/* N, inputs, outputs: all different, and 1 for each of them; 37 outputs are more than two
   pieces of the sum over the batch. */
static const size_t shapes[][3] = {{5, 3, 7}, {1, 4, 2}, {6, 1, 3},
                                   {6, 5, 1}, {1, 1, 1}, {9, 2, 37}};
enum { SHAPES = sizeof shapes / sizeof *shapes };

START_TEST(gradients_by_differences)
{
    const size_t *shape = shapes[_i];
    Random random = random_new(1);
    Network with = network_of(linear_layer(&random, shape[1], shape[2], GLOROT_UNIFORM));
    ck_assert_uint_eq(with.parameters.count, 2);
    ck_assert_uint_eq(parameters_total(with.parameters), (shape[1] + 1) * shape[2]);
    check_gradients(&with, shape[0], 0, TRAINING);
    network_free(&with);
    Network without = network_of(linear_layer_without_bias(&random, shape[1], shape[2], HE_NORMAL));
    ck_assert_uint_eq(without.parameters.count, 1);
    check_gradients(&without, shape[0], 0, EVALUATION);
    network_free(&without);
}
END_TEST

/* 20,001 ones among numbers of 1e8: summed in float they would vanish. */
START_TEST(bias_gradient_is_summed_in_double)
{
    Matrix x = matrix_new(20003, 1), w = matrix_new(1, 1), dy = matrix_new(20003, 1);
    Matrix dw = matrix_new(1, 1), dx = matrix_new(20003, 1);
    for (size_t n = 0; n < dy.rows; n++)
        dy.v[n] = n == 0 ? (real)1e8 : n == dy.rows - 1 ? (real)-1e8 : 1;
    real db;
    linear_backward(x, w, dy, dw, &db, dx);
    assert_close(db, 20001, 0);
    matrix_free(x);
    matrix_free(w);
    matrix_free(dy);
    matrix_free(dw);
    matrix_free(dx);
}
END_TEST

START_TEST(shapes_that_do_not_fit_are_refused)
{
    Matrix x = matrix_new(4, 3), w = matrix_new(3, 2), y = matrix_new(4, 2), dw = matrix_new(3, 2);
    Matrix dx = matrix_new(4, 3), less = matrix_new(3, 3);
    real b[2] = {0};
    linear_forward(x, w, b, y);
    linear_backward(x, w, y, dw, b, dx);
    ck_assert(refused(linear_forward(x, w, b, dx)));
    ck_assert(refused(linear_forward(y, w, b, y)));
    ck_assert(refused(linear_forward(less, w, b, y)));
    ck_assert(refused(linear_backward(x, w, less, dw, b, dx)));
    ck_assert(refused(linear_backward(x, w, y, less, b, dx)));
    ck_assert(refused(linear_backward(x, w, y, dw, b, less)));
    ck_assert(refused(linear_backward(less, w, y, dw, b, dx)));

    Random random = random_new(2);
    Layer layer = linear_layer(&random, 3, 2, HE_UNIFORM);
    ck_assert(refused(layer_backward(&layer, y))); /* before any forward */
    layer_forward(&layer, x, TRAINING);
    ck_assert(refused(layer_forward(&layer, y, TRAINING)));
    ck_assert(refused(layer_backward(&layer, dx)));
    ck_assert(refused(layer_backward(&layer, matrix_rows(y, 0, 3))));
    layer_free(&layer);
    ck_assert(refused(linear_layer(&random, 0, 2, HE_UNIFORM)));
    ck_assert(refused(linear_layer(&random, 3, 0, HE_UNIFORM)));
    matrix_free(x);
    matrix_free(w);
    matrix_free(y);
    matrix_free(dw);
    matrix_free(dx);
    matrix_free(less);
}
END_TEST

START_TEST(weights_are_drawn_as_said)
{
    enum { K = 200, D = 120 };
    const double sd[] = {sqrt(2. / (K + D)), sqrt(2. / (K + D)), sqrt(2. / K), sqrt(2. / K)};
    const double kurtosis[] = {1.8, 3, 1.8, 3};
    Random random = random_new(3);
    Matrix w = matrix_new(K, D);
    weights_draw(&random, (Initialization)_i, w);
    double sum = 0, squares = 0, fourth = 0, largest = 0;
    for (size_t i = 0; i < K * D; i++) {
        double z = w.v[i] / sd[_i];
        sum += z;
        squares += z * z;
        fourth += z * z * z * z;
        largest = fmax(largest, fabs(z));
    }
    assert_close(sum / (K * D), 0, 5 / sqrt(K * D));
    assert_close(squares / (K * D), 1, 5 * sqrt(2. / (K * D)));
    assert_close(fourth / (K * D), kurtosis[_i], 5 * sqrt(96. / (K * D)));
    if (kurtosis[_i] < 2)
        ck_assert(largest <= sqrt(3) * (1 + REAL_EPSILON) && largest > 1.73);
    matrix_free(w);
}
END_TEST

START_TEST(a_seed_gives_the_same_layer)
{
    Random one = random_new(4), two = random_new(4);
    Layer a = linear_layer(&one, 3, 5, HE_NORMAL);
    Layer b = linear_layer_without_bias(&two, 3, 5, HE_NORMAL);
    ck_assert_str_eq(a.parameters[0].name, "weights");
    ck_assert_str_eq(a.parameters[1].name, "bias");
    ck_assert_uint_eq(b.parameters[1].count, 0);
    assert_same((Matrix){3, 5, a.parameters[0].values}, (Matrix){3, 5, b.parameters[0].values});
    for (size_t d = 0; d < 5; d++)
        ck_assert(a.parameters[1].values[d] == 0);
    layer_free(&a);
    layer_free(&b);
}
END_TEST

TCase *linear_tests(void)
{
    TCase *tests = tcase_create("linear");
    tcase_add_test(tests, forward_by_hand);
    tcase_add_test(tests, backward_by_hand);
    tcase_add_loop_test(tests, gradients_by_differences, 0, SHAPES);
    tcase_add_test(tests, bias_gradient_is_summed_in_double);
    tcase_add_test(tests, shapes_that_do_not_fit_are_refused);
    tcase_add_loop_test(tests, weights_are_drawn_as_said, 0, 4);
    tcase_add_test(tests, a_seed_gives_the_same_layer);
    return tests;
}
