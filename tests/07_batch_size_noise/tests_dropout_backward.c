/* Exercise 7.6, dropout_backward: the graded tests. */

#include "batch_size_noise.h"
#include "tests/07_batch_size_noise/oracle.h"
#include "tests/harness/harness.h"

SUBJECT(dropout_backward);

static void dropout_gradient_by_hand(void)
{
    Matrix dy = BATCH(2, 3, 1, 2, 3, 4, 5, 6), mask = BATCH(2, 3, 2, 0, 2, 0, 0, 2);
    Matrix dx = output(2, 3);
    given_values("dy = {{1, 2, 3}, {4, 5, 6}}, mask = {{2, 0, 2}, {0, 0, 2}}");
    subject_dropout_backward(dy, mask, dx);
    expect_matrix("dx", dx, BATCH(2, 3, 2, 0, 6, 0, 0, 12), 0);
}

static void dropout_gradient_of_any_shape(void)
{
    static const size_t N[] = {1, 7, 4, 64}, D[] = {7, 1, 4, 17};
    for (unsigned s = 0; s < COUNT(N); s++) {
        Matrix dy = random_input(271 + s, N[s], D[s], 1), mask = output(N[s], D[s]);
        Matrix dx = output(N[s], D[s]), want = output(N[s], D[s]);
        oracle_mask(0.4, s % 2 ? DROP_SHARED : DROP_EACH, random_new(s), mask);
        for (size_t i = 0; i < N[s] * D[s]; i++)
            want.v[i] = (real)((long double)dy.v[i] * mask.v[i]);
        given("dy", dy);
        subject_dropout_backward(dy, mask, dx);
        expect_matrix("dx", dx, want, rounding(4, 100));
    }
}

static void dropout_gradient_changes_nothing_else(void)
{
    Matrix dy = random_input(281, 5, 3, 1), mask = random_input(282, 5, 3, 1), dx = output(5, 3);
    given("dy", dy);
    subject_dropout_backward(dy, mask, dx);
    expect_same("dy", dy.v, random_input(281, 5, 3, 1).v, 15 * sizeof(real));
    expect_same("mask", mask.v, random_input(282, 5, 3, 1).v, 15 * sizeof(real));
    expect_numbers("dx[0][0]", &(double){(double)dx.v[0]}, 1);
}

static void probe_dropout_backward(void)
{
    for (unsigned i = 0; i < 4; i++) {
        Matrix dy = random_input(10 + i, 3 + i, 4, 1), mask = output(3 + i, 4);
        Matrix dx = random_input(20 + i, 3 + i, 4, 0);
        oracle_mask(0.3, i % 2 ? DROP_SHARED : DROP_EACH, random_new(i), mask);
        observe_refusal(refused(subject_dropout_backward(dy, mask, dx)));
        observe_matrix(dx, 1e-9 + rounding(4, 100));
        observe_matrix(dy, 0);
        observe_matrix(mask, 0);
    }
}

static const Test tests[] = {
    {4, "dy times the mask, as by hand", dropout_gradient_by_hand},
    {3, "any shape", dropout_gradient_of_any_shape},
    {1, "changes nothing else", dropout_gradient_changes_nothing_else},
    {0},
};

EXERCISE(dropout_backward);
