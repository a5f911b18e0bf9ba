/* Exercise A.6, fast_backward: the graded tests. */

#include <string.h>

#include "speed.h"
#include "tests/A_speed/oracle.h"
#include "tests/A_speed/shared.h"
#include "tests/harness/harness.h"

SUBJECT(fast_backward);

static void all_backward_in_blocks(void)
{
    Matrix x = random_input(85, FEW, WIDE, 0), dy = random_input(86, FEW, WIDE, 0);
    real *gamma = random_parameters(63, WIDE);
    BnGradients got = gradient_outputs(FEW, WIDE), want = gradient_outputs(FEW, WIDE);
    oracle_backward(dy, x, gamma, 0.1, want);
    given("x", x);
    subject_fast_backward(1, dy, x, gamma, forward_of(x, gamma, 0.1), got);
    expect_gradients(got, want, rounding(512, 5000));
}

static void all_backward_with_threads(void)
{
    Matrix x = random_input(87, 70, 100, 0), dy = random_input(88, 70, 100, 0);
    real *gamma = random_parameters(63, 100);
    FastForward f = forward_of(x, gamma, 0.1);
    BnGradients one = gradient_outputs(70, 100);
    given_values("x: 70 examples x 100 features, random; 1, 7, 3 and 2 threads");
    subject_fast_backward(1, dy, x, gamma, f, one);
    expect_numbers("dgamma", one.dgamma, 100);
    for (size_t i = 0; i < COUNT(counts); i++) {
        BnGradients more = gradient_outputs(70, 100);
        subject_fast_backward(counts[i], dy, x, gamma, f, more);
        expect(memcmp(more.dx.v, one.dx.v, 7000 * sizeof(real)) == 0 &&
                   memcmp(more.dgamma, one.dgamma, 100 * sizeof(double)) == 0,
               "with %zu threads the result has other bits than with one", counts[i]);
    }
}

static void all_backward_starts_threads(void)
{
    Matrix x = random_input(89, 4, 100, 0), dy = random_input(90, 4, 100, 0);
    real *gamma = random_parameters(63, 100);
    FastForward f = forward_of(x, gamma, 0.1);
    unsigned before = threads_of_subject();
    given("x", x);
    subject_fast_backward(2, dy, x, gamma, f, gradient_outputs(4, 100));
    expect_threads(before);
}

static void all_backward_refuses(void)
{
    Matrix x = random_input(91, 4, 3, 0), dy = random_input(92, 4, 3, 0);
    Matrix one = {1, 3, x.v}, dy1 = {1, 3, dy.v};
    real *gamma = random_parameters(63, 3);
    FastForward f = forward_of(x, gamma, 0.1);
    BnGradients g = gradient_outputs(4, 3);
    given("x", x);
    subject_fast_backward(1, dy, x, gamma, f, g);
    expect_refusal("0 threads", subject_fast_backward(0, dy, x, gamma, f, g));
    expect_refusal("a batch of one example",
                   subject_fast_backward(1, dy1, one, gamma, f, gradient_outputs(1, 3)));
    expect_refusal("a dx of 3 x 4",
                   subject_fast_backward(1, dy, x, gamma, f, gradient_outputs(3, 4)));
}

static void probe_fast_backward(void)
{
    Matrix x[] = {random_input(1, 3, 20, 0), random_input(2, 2, 40, 0), random_input(3, 4, 3, 0),
                  random_input(4, 2, FAST_PAGE + 5, 0)};
    for (size_t i = 0; i < COUNT(x); i++) {
        size_t N = x[i].rows, D = x[i].cols;
        FastForward f = {random_vector(10, D), NULL, random_vector(11, D), {N, D, NULL}};
        BnGradients g = filled_gradients(N, D);
        observe_refusal(refused(subject_fast_backward(threads[i], random_input(12, N, D, 0), x[i],
                                                      random_parameters(3, D), f, g)));
        observe_matrix(g.dx, 1e-9 + rounding(512, 5000));
    }
}

static const Test tests[] = {
    {2, "all features, in blocks", all_backward_in_blocks},
    {2, "the same bits for any number of threads", all_backward_with_threads},
    {2, "starts the threads", all_backward_starts_threads},
    {1, "refuses what does not fit", all_backward_refuses},
    {0},
};

EXERCISE(fast_backward);
