#include "common/activations.h"
#include "common/linear.h"
#include "tests/common/tools.h"

/* activations.c, and the memory of layers */

enum { KINDS = 4 };

static Layer activation(int kind, size_t features)
{
    switch (kind) {
    case 0: return relu_layer(features);
    case 1: return leaky_relu_layer(features, 0.2);
    case 2: return sigmoid_layer(features);
    default: return tanh_layer(features);
    }
}

START_TEST(values_at_some_points)
{
    static const double x[] = {-1000, -2, -0.5, 0, 0.5, 2, 1000};
    static const double want[KINDS][7] = {
        {0, 0, 0, 0, 0.5, 2, 1000},
        {-200, -0.4, -0.1, 0, 0.5, 2, 1000},
        {0, 0.11920292202211755, 0.37754066879814543, 0.5, 0.62245933120185457, 0.88079707797788243,
         1},
        {-1, -0.9640275800758169, -0.46211715726000976, 0, 0.46211715726000976, 0.9640275800758169,
         1},
    };
    Matrix in = matrix_new(1, 7);
    for (size_t i = 0; i < 7; i++)
        in.v[i] = (real)x[i];
    Layer layer = activation(_i, 7);
    Matrix y = layer_forward(&layer, in, TRAINING);
    for (size_t i = 0; i < 7; i++)
        assert_close(y.v[i], want[_i][i], 4 * REAL_EPSILON * fabs(want[_i][i]));
    layer_free(&layer);
    matrix_free(in);
}
END_TEST

START_TEST(slopes_at_some_points)
{
    static const double want[KINDS][3] = {
        {0, 0, 1},
        {0.2, 0.2, 1},
        {0.10499358540350652, 0.25, 0.10499358540350652},
        {0.070650824853164429, 1, 0.070650824853164429},
    };
    Matrix x = {1, 3, (real[]){-2, 0, 2}}, dy = {1, 3, (real[]){10, 10, 10}};
    Layer layer = activation(_i, 3);
    layer_forward(&layer, x, TRAINING);
    Matrix dx = layer_backward(&layer, dy);
    for (size_t i = 0; i < 3; i++) /* 1 - y^2 loses what y^2 is above 1 - y^2: a factor of 13 */
        assert_close(dx.v[i], 10 * want[_i][i], 50 * REAL_EPSILON * want[_i][i]);
    layer_free(&layer);
}
END_TEST

START_TEST(gradients_by_differences)
{
    static const size_t shapes[][2] = {{5, 3}, {1, 4}, {6, 1}, {1, 1}};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        Network network = network_new();
        network_add(&network, activation(_i, shapes[s][1]));
        ck_assert_uint_eq(network.parameters.count, 0);
        check_gradients(&network, shapes[s][0], 0.1, s % 2 ? EVALUATION : TRAINING);
        network_free(&network);
    }
}
END_TEST

/* A NaN that became 0 would be a mistake that nobody sees. */
START_TEST(nan_stays_nan)
{
    Matrix x = {1, 2, (real[]){NAN, 1}}, dy = {1, 2, (real[]){1, NAN}};
    Layer layer = activation(_i, 2);
    Matrix y = layer_forward(&layer, x, TRAINING);
    ck_assert(isnan(y.v[0]) && !isnan(y.v[1]));
    ck_assert(isnan(layer_backward(&layer, dy).v[1]));
    layer_free(&layer);
}
END_TEST

START_TEST(in_place)
{
    Random random = random_new(1);
    Matrix x = random_matrix(&random, 3, 4), dy = random_matrix(&random, 3, 4);
    Layer layer = activation(_i, 4);
    Matrix y = layer_forward(&layer, x, TRAINING), dx = layer_backward(&layer, dy);
    switch (_i) {
    case 0: relu_forward(x, x), relu_backward(x, dy, dy); break;
    case 1: leaky_relu_forward(x, 0.2, x), leaky_relu_backward(x, dy, 0.2, dy); break;
    case 2: sigmoid_forward(x, x), sigmoid_backward(x, dy, dy); break;
    case 3: tanh_forward(x, x), tanh_backward(x, dy, dy); break;
    }
    assert_same(x, y);
    assert_same(dy, dx);
    layer_free(&layer);
    matrix_free(x);
    matrix_free(dy);
}
END_TEST

START_TEST(wrong_shapes_and_slopes_are_refused)
{
    Matrix a = matrix_new(2, 3), b = matrix_new(3, 2);
    Layer layer = activation(_i, 3);
    layer_forward(&layer, a, TRAINING);
    ck_assert(refused(layer_forward(&layer, b, TRAINING)));
    ck_assert(refused(layer_backward(&layer, b)));
    ck_assert(refused(layer_backward(&layer, matrix_rows(a, 0, 1))));
    layer_free(&layer);
    ck_assert(refused(activation(_i, 0)));
    Matrix narrow = {2, 2, b.v}, low = {1, 3, b.v};
    ck_assert(refused(relu_forward(a, narrow)));
    ck_assert(refused(sigmoid_forward(a, low)));
    ck_assert(refused(relu_backward(a, narrow, a)));
    ck_assert(refused(relu_backward(a, low, a)));
    ck_assert(refused(tanh_backward(a, a, narrow)));
    ck_assert(refused(tanh_backward(a, a, low)));
    ck_assert(refused(leaky_relu_layer(3, -0.1)));
    ck_assert(refused(leaky_relu_forward(a, 1, a)));
    ck_assert(refused(leaky_relu_backward(a, a, NAN, a)));
    matrix_free(a);
    matrix_free(b);
}
END_TEST

/* The batch grows and shrinks: each time the result is that of a new layer, and only a batch
   larger than all before takes new memory. */
START_TEST(batches_of_many_sizes)
{
    static const size_t sizes[] = {4, 9, 2, 1, 9, 12, 3};
    Layer used = activation(_i, 5);
    real *kept = NULL;
    size_t capacity = 0;
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        Random random = random_new(s);
        Matrix x = random_matrix(&random, sizes[s], 5), dy = random_matrix(&random, sizes[s], 5);
        Layer fresh = activation(_i, 5);
        Matrix y = layer_forward(&used, x, TRAINING);
        assert_same(y, layer_forward(&fresh, x, TRAINING));
        assert_same(layer_backward(&used, dy), layer_backward(&fresh, dy));
        if (sizes[s] <= capacity)
            ck_assert(y.v == kept);
        capacity = sizes[s] > capacity ? sizes[s] : capacity;
        kept = y.v;
        layer_free(&fresh);
        matrix_free(x);
        matrix_free(dy);
    }
    layer_free(&used);
}
END_TEST

START_TEST(buffer_keeps_its_memory)
{
    Buffer buffer = buffer_new(3);
    Matrix m = buffer_rows(&buffer, 4);
    ck_assert_uint_eq(m.rows, 4);
    ck_assert_uint_eq(m.cols, 3);
    row(m, 3)[2] = 1;
    Matrix less = buffer_rows(&buffer, 2);
    ck_assert_uint_eq(less.rows, 2);
    ck_assert(less.v == m.v);
    ck_assert(row(buffer_rows(&buffer, 4), 3)[2] == 1);
    ck_assert_uint_eq(buffer_rows(&buffer, 0).rows, 0);
    ck_assert_uint_eq(buffer_rows(&buffer, 5).cols, 3);
    buffer_free(buffer);
}
END_TEST

TCase *layer_tests(void)
{
    TCase *tests = tcase_create("layers");
    tcase_add_loop_test(tests, values_at_some_points, 0, KINDS);
    tcase_add_loop_test(tests, slopes_at_some_points, 0, KINDS);
    tcase_add_loop_test(tests, gradients_by_differences, 0, KINDS);
    tcase_add_loop_test(tests, nan_stays_nan, 0, KINDS);
    tcase_add_loop_test(tests, in_place, 0, KINDS);
    tcase_add_loop_test(tests, wrong_shapes_and_slopes_are_refused, 0, KINDS);
    tcase_add_loop_test(tests, batches_of_many_sizes, 0, KINDS);
    tcase_add_test(tests, buffer_keeps_its_memory);
    return tests;
}
