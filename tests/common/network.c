#include "common/network.h"

#include "common/activations.h"
#include "common/linear.h"
#include "common/losses.h"
#include "common/optimizers.h"
#include "tests/common/tools.h"

/* 3 - 5 - 4 - 2, all smooth, so that differences are sharp. */
static Network smooth_network(unsigned seed)
{
    Random random = random_new(seed);
    Network network = network_new();
    network_add(&network, linear_layer(&random, 3, 5, GLOROT_NORMAL));
    network_add(&network, tanh_layer(5));
    network_add(&network, linear_layer_without_bias(&random, 5, 4, GLOROT_UNIFORM));
    network_add(&network, sigmoid_layer(4));
    network_add(&network, linear_layer(&random, 4, 2, HE_UNIFORM));
    return network;
}

START_TEST(parameters_are_listed_in_order)
{
    Network network = smooth_network(1);
    static const char *const names[] = {"weights", "bias", "weights", "weights", "bias"};
    static const size_t counts[] = {15, 5, 20, 8, 2};
    ck_assert_uint_eq(network.parameters.count, 5);
    for (size_t i = 0; i < 5; i++) {
        ck_assert_str_eq(network.parameters.list[i].name, names[i]);
        ck_assert_uint_eq(network.parameters.list[i].count, counts[i]);
    }
    ck_assert_uint_eq(parameters_total(network.parameters), 50);
    ck_assert(network.parameters.list[2].values == network.layers[2].parameters[0].values);
    network_free(&network);
    ck_assert(network.layer_count == 0 && network.parameters.count == 0);
}
END_TEST

START_TEST(gradients_by_differences)
{
    Network network = smooth_network(2);
    check_gradients(&network, 7, 0, TRAINING);
    check_gradients(&network, 1, 0, EVALUATION);
    check_gradients(&network, 4, 0, TRAINING);
    network_free(&network);
}
END_TEST

START_TEST(a_network_is_its_layers_in_turn)
{
    Network network = smooth_network(3), apart = smooth_network(3);
    Random random = random_new(4);
    Matrix x = random_matrix(&random, 6, 3), dy = random_matrix(&random, 6, 2), y = x, d = dy;
    Matrix result = network_forward(&network, x, TRAINING);
    for (size_t i = 0; i < apart.layer_count; i++) {
        y = layer_forward(&apart.layers[i], y, TRAINING);
        assert_same(network.outputs[i], y);
    }
    assert_same(result, y);
    Matrix dx = network_backward(&network, dy);
    for (size_t i = apart.layer_count; i-- > 0;)
        d = layer_backward(&apart.layers[i], d);
    assert_same(dx, d);
    network_free(&network);
    network_free(&apart);
    matrix_free(x);
    matrix_free(dy);
}
END_TEST

/* The gradients of two batches add up to that of both together; zeroing forgets them. */
START_TEST(gradients_add_up)
{
    Network network = smooth_network(5), whole = smooth_network(5);
    Random random = random_new(6);
    Matrix x = random_matrix(&random, 7, 3), dy = random_matrix(&random, 7, 2);
    for (int again = 0; again < 2; again++) {
        parameters_zero_gradients(network.parameters);
        network_forward(&network, matrix_rows(x, 0, 4), TRAINING);
        network_backward(&network, matrix_rows(dy, 0, 4));
        network_forward(&network, matrix_rows(x, 4, 3), TRAINING);
        network_backward(&network, matrix_rows(dy, 4, 3));
    }
    network_forward(&whole, x, TRAINING);
    network_backward(&whole, dy);
    for (size_t p = 0; p < whole.parameters.count; p++)
        for (size_t i = 0; i < whole.parameters.list[p].count; i++)
            assert_close(network.parameters.list[p].gradients[i],
                         whole.parameters.list[p].gradients[i], 100 * REAL_EPSILON);
    network_free(&network);
    network_free(&whole);
    matrix_free(x);
    matrix_free(dy);
}
END_TEST

START_TEST(layers_that_do_not_fit_are_refused)
{
    Random random = random_new(7);
    Network network = network_new();
    network_add(&network, linear_layer(&random, 3, 5, HE_NORMAL));
    Layer wrong = relu_layer(4);
    ck_assert(refused(network_add(&network, wrong)));
    layer_free(&wrong);
    ck_assert_uint_eq(network.layer_count, 1);
    Matrix x = matrix_new(4, 3), dy = matrix_new(4, 5);
    ck_assert(refused(network_forward(&network, dy, TRAINING)));
    ck_assert(refused(network_backward(&network, dy))); /* before any forward */
    network_forward(&network, x, TRAINING);
    ck_assert(refused(network_backward(&network, x)));
    network_free(&network);
    matrix_free(x);
    matrix_free(dy);
}
END_TEST

/* ---- Learning -------------------------------------------------------------------------- */

/* Exclusive or, which no linear model can do. Returns the last loss. */
static double learn(unsigned seed)
{
    Random random = random_new(seed);
    Network network = network_new();
    network_add(&network, linear_layer(&random, 2, 8, HE_NORMAL));
    network_add(&network, leaky_relu_layer(8, 0.2));
    network_add(&network, linear_layer(&random, 8, 1, GLOROT_NORMAL));
    Matrix x = {4, 2, (real[]){0, 0, 0, 1, 1, 0, 1, 1}}, target = {4, 1, (real[]){0, 1, 1, 0}};
    Matrix dy = matrix_new(4, 1);
    Adam adam = adam_new(network.parameters, 0.02);
    for (int step = 0; step < 500; step++) {
        parameters_zero_gradients(network.parameters);
        Matrix y = network_forward(&network, x, TRAINING);
        mean_squared_error_backward(y, target, dy);
        network_backward(&network, dy);
        adam_step(&adam);
    }
    double loss = mean_squared_error(network_forward(&network, x, EVALUATION), target);
    adam_free(&adam);
    network_free(&network);
    matrix_free(dy);
    return loss;
}

START_TEST(it_learns_and_does_so_the_same_way_each_time)
{
    for (unsigned seed = 1; seed <= 3; seed++) {
        double loss = learn(seed);
        ck_assert_msg(loss < 1e-3, "seed %u: loss %g", seed, loss);
        ck_assert(learn(seed) == loss);
    }
}
END_TEST

TCase *network_tests(void)
{
    TCase *tests = tcase_create("network");
    tcase_add_test(tests, parameters_are_listed_in_order);
    tcase_add_test(tests, gradients_by_differences);
    tcase_add_test(tests, a_network_is_its_layers_in_turn);
    tcase_add_test(tests, gradients_add_up);
    tcase_add_test(tests, layers_that_do_not_fit_are_refused);
    tcase_add_test(tests, it_learns_and_does_so_the_same_way_each_time);
    return tests;
}
