/* A layer from outside of common/:
   y = gain * x / peak, where peak is the largest |x| of all training so far: a parameter, a
   statistic that only training changes, and another result in evaluation. It trusts its caller
   with the shapes. */

#include "common/network.h"

#include <stdlib.h>

#include "common/activations.h"
#include "common/linear.h"
#include "tests/common/tools.h"

typedef struct {
    real gain, dgain, peak;
    Matrix x;
    Buffer y, dx;
} Peak;

static Matrix peak_forward(void *state, Matrix x, Mode mode)
{
    Peak *peak = state;
    Matrix y = buffer_rows(&peak->y, x.rows);
    for (size_t i = 0; mode == TRAINING && i < x.rows * x.cols; i++)
        peak->peak = (real)fmax(peak->peak, fabs((double)x.v[i]));
    for (size_t i = 0; i < x.rows * x.cols; i++)
        y.v[i] = peak->gain * x.v[i] / peak->peak;
    peak->x = x;
    return y;
}

static Matrix peak_backward(void *state, Matrix dy)
{
    Peak *peak = state;
    Matrix dx = buffer_rows(&peak->dx, dy.rows);
    for (size_t i = 0; i < dy.rows * dy.cols; i++) {
        peak->dgain += dy.v[i] * peak->x.v[i] / peak->peak;
        dx.v[i] = dy.v[i] * peak->gain / peak->peak;
    }
    return dx;
}

static void peak_free(void *state)
{
    Peak *peak = state;
    buffer_free(peak->y);
    buffer_free(peak->dx);
    free(peak);
}

static Layer peak_layer(size_t features)
{
    Peak *peak = layer_state(sizeof *peak);
    *peak = (Peak){.gain = 2, .y = buffer_new(features), .dx = buffer_new(features)};
    return (Layer){
        .kind = "peak",
        .inputs = features,
        .outputs = features,
        .parameters = {{"gain", 1, &peak->gain, &peak->dgain}},
        .state = peak,
        .forward = peak_forward,
        .backward = peak_backward,
        .free = peak_free,
    };
}

START_TEST(a_layer_from_outside)
{
    Random random = random_new(8);
    Network network = network_new();
    network_add(&network, linear_layer(&random, 3, 4, GLOROT_NORMAL));
    network_add(&network, peak_layer(4));
    network_add(&network, tanh_layer(4));
    ck_assert_str_eq(network.parameters.list[2].name, "gain");
    const Peak *peak = network.layers[1].state;
    Matrix x = random_matrix(&random, 6, 3), other = random_matrix(&random, 2, 3);
    network_forward(&network, x, TRAINING);
    real after_training = peak->peak;
    ck_assert(after_training > 0);
    check_gradients(&network, 5, 0, EVALUATION);
    network_forward(&network, other, EVALUATION);
    ck_assert(peak->peak == after_training);

    /* layer_forward and layer_backward watch over the shapes */
    ck_assert(refused(layer_forward(&network.layers[1], x, TRAINING)));
    ck_assert(refused(layer_backward(&network.layers[1], x)));
    network_free(&network);
    matrix_free(x);
    matrix_free(other);
}
END_TEST

TCase *outside_layer_tests(void)
{
    TCase *tests = tcase_create("layer from outside");
    tcase_add_test(tests, a_layer_from_outside);
    return tests;
}
