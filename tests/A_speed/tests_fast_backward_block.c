/* Exercise A.4, fast_backward_block: the graded tests. */

#include <math.h>
#include <stdbool.h>

#include "speed.h"
#include "tests/A_speed/oracle.h"
#include "tests/A_speed/shared.h"
#include "tests/harness/harness.h"

SUBJECT(fast_backward_block);

static void expect_backward(Matrix x, double tolerance)
{
    Matrix dy = random_input(61, x.rows, x.cols, 0);
    real *gamma = random_parameters(63, x.cols);
    BnGradients got = gradient_outputs(x.rows, x.cols), want = gradient_outputs(x.rows, x.cols);
    oracle_backward(dy, x, gamma, 0.1, want);
    given("x", x);
    subject_fast_backward_block(dy, x, all(x), gamma, forward_of(x, gamma, 0.1), got);
    expect_gradients(got, want, tolerance);
}

/* xhat = {-1, 0, 1}, so dbeta = 9, dgamma = 5, and dx = 3 (dy - 3 - xhat 5/3). */
static void backward_by_hand(void)
{
    Matrix x = BATCH(3, 1, 3, 4, 5), dy = BATCH(3, 1, 1, 2, 6), gamma = BATCH(1, 1, 3);
    BnGradients got = gradient_outputs(3, 1);
    FastForward f = {VECTOR(1, 4), NULL, VECTOR(1, 1), {3, 1, NULL}};
    given_values("x = {3, 4, 5}, dy = {1, 2, 6}, gamma = {3}, mean = {4}, rstd = {1}");
    subject_fast_backward_block(dy, x, all(x), gamma.v, f, got);
    expect_number("dbeta[0]", got.dbeta[0], 9, rounding(4, 9));
    expect_number("dgamma[0]", got.dgamma[0], 5, rounding(4, 9));
    expect_matrix("dx", got.dx, BATCH(3, 1, -1, -3, 4), rounding(16, 10));
}

static void backward_of_any_batch(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++)
        if (shapes[s].N >= 2)
            expect_backward(random_input(71 + (unsigned)s, shapes[s].N, shapes[s].D, 0),
                            rounding(512, 1000));
}

static void backward_survives_an_offset(void)
{
    expect_backward(random_input(72, 100, 3, 1e8), 1e-5 + rounding(512, 1000));
}

static void backward_stays_in_its_block(void)
{
    Matrix x = random_input(73, 40, 6, 0), dy = random_input(74, 40, 6, 0);
    real *gamma = random_parameters(63, 6);
    BnGradients got = gradient_outputs(40, 6), want = gradient_outputs(40, 6);
    oracle_backward(dy, x, gamma, 0.1, want);
    given_values("40 examples x 6 features, the block is features 2, 3 and 4");
    subject_fast_backward_block(dy, x, (Block){2, 3}, gamma, forward_of(x, gamma, 0.1), got);
    for (size_t d = 0; d < 6; d++) {
        bool inside = d >= 2 && d < 5;
        for (size_t n = 0; n < 40; n++) {
            double dx = (double)row(got.dx, n)[d], wanted = (double)row(want.dx, n)[d];
            expect(inside ? fabs(dx - wanted) <= rounding(512, 1000) : isnan(dx),
                   "dx[%zu][%zu] is %g, %s %g", n, d, dx,
                   inside ? "want" : "and must stay unset, not", wanted);
        }
        expect(isnan(got.dgamma[d]) == !inside && isnan(got.dbeta[d]) == !inside,
               "dgamma[%zu] is %g and dbeta[%zu] is %g", d, got.dgamma[d], d, got.dbeta[d]);
    }
}

static void backward_refuses(void)
{
    Matrix x = random_input(75, 4, 3, 0), dy = random_input(76, 4, 3, 0), other = output(3, 4);
    real *gamma = random_parameters(63, 3);
    FastForward f = forward_of(x, gamma, 0.1);
    BnGradients g = gradient_outputs(4, 3), wrong = {g.dgamma, g.dbeta, other};
    given("x", x);
    subject_fast_backward_block(dy, x, all(x), gamma, f, g);
    Matrix one = {1, 3, x.v}, dy1 = {1, 3, dy.v};
    expect_refusal("a batch of one example",
                   subject_fast_backward_block(dy1, one, all(x), gamma, f, gradient_outputs(1, 3)));
    expect_refusal("a dy of 3 x 4", subject_fast_backward_block(other, x, all(x), gamma, f, g));
    expect_refusal("a dx of 3 x 4", subject_fast_backward_block(dy, x, all(x), gamma, f, wrong));
}

static void backward_keeps_a_nan_in_its_feature(void)
{
    Matrix x = random_input(77, 40, 3, 0), dy = random_input(78, 40, 3, 0);
    real *gamma = random_parameters(63, 3);
    FastForward f = forward_of(x, gamma, 0.1);
    row(dy, 35)[1] = NAN;
    BnGradients g = gradient_outputs(40, 3);
    given_values("dy[35][1] is not a number");
    subject_fast_backward_block(dy, x, all(x), gamma, f, g);
    for (size_t i = 0; i < 120; i++)
        expect(isnan(g.dx.v[i]) == (i % 3 == 1), "dx[%zu][%zu] is %g", i / 3, i % 3,
               (double)g.dx.v[i]);
}

static void backward_goes_by_rows(void)
{
    Matrix x = watched_input(79, TALL, walks_page()), dy = watched_input(80, TALL, walks_page());
    size_t D = x.cols;
    BnGradients g = {output_vector(D), output_vector(D), watched_output(TALL, D)};
    FastForward f = {random_vector(4, D), NULL, random_vector(5, D), {TALL, D, NULL}};
    real *gamma = random_parameters(63, D);
    given_line_block(TALL);
    walks_begin();
    subject_fast_backward_block(dy, x, line_block(), gamma, f, g);
    walks_end();
    expect_walks("x", x, 2);
    expect_walks("dy", dy, 2);
    expect_walks("dx", g.dx, 1);
}

static void observe_gradients(BnGradients g, size_t D)
{
    observe(g.dgamma, D, 1e-9 + rounding(256, 1000));
    observe(g.dbeta, D, 1e-9 + rounding(256, 1000));
    observe_matrix(g.dx, 1e-9 + rounding(512, 1000));
}

static void probe_walks(void)
{
    Matrix x = watched_input(7, TALL, walks_page()), dy = watched_input(8, TALL, walks_page());
    size_t D = x.cols;
    BnGradients g = {output_vector(D), output_vector(D), watched_output(TALL, D)};
    FastForward f = {random_vector(4, D), NULL, random_vector(5, D), {TALL, D, NULL}};
    real *gamma = random_parameters(3, D);
    walks_begin();
    observe_refusal(refused(subject_fast_backward_block(dy, x, line_block(), gamma, f, g)));
    walks_end();
    observe_walks(x);
    observe_walks(dy);
    observe_walks(g.dx);
}

static void probe_fast_backward_block(void)
{
    Matrix x[] = {BATCH(3, 1, 3, 4, 5), random_input(1, 40, 5, 0), random_input(2, 2, 3, 0),
                  random_input(3, 1, 2, 0)};
    const Block blocks[] = {{0, 1}, {1, 3}, {0, 3}, {0, 2}};
    for (size_t i = 0; i < COUNT(x); i++) {
        size_t N = x[i].rows, D = x[i].cols;
        FastForward f = {random_vector(10, D), NULL, random_vector(11, D), {N, D, NULL}};
        BnGradients g = filled_gradients(N, D);
        observe_refusal(refused(subject_fast_backward_block(
            random_input(12, N, D, 0), x[i], blocks[i], random_parameters(3, D), f, g)));
        observe_gradients(g, D);
        observe_matrix(x[i], 0);
    }
    probe_walks();
}

static const Test tests[] = {
    {3, "{3, 4, 5}, as by hand", backward_by_hand},
    {3, "any batch of two or more", backward_of_any_batch},
    {4, "survives an offset of 1e8", backward_survives_an_offset},
    {2, "stays in its block", backward_stays_in_its_block},
    {2, "refuses what does not fit", backward_refuses},
    {1, "a NaN stays in its feature", backward_keeps_a_nan_in_its_feature},
    {5, "reads dy and x twice, row by row", backward_goes_by_rows},
    {0},
};

EXERCISE(fast_backward_block);
