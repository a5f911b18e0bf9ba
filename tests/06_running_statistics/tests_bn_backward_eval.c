/* Exercise 6.4, bn_backward_eval: the graded tests. */

#include "running_statistics.h"
#include "tests/06_running_statistics/oracle.h"
#include "tests/06_running_statistics/shared.h"
#include "tests/harness/harness.h"
#include "tests/harness/oracle.h"

SUBJECT(bn_backward_eval);

/* Everything that a backward pass reads and writes. dy is random, and so is xhat: its mean is
   not 0, and a formula that needs that fails. */
typedef struct {
    Matrix dy, xhat;
    real *gamma;
    double *rstd;
    BnGradients out;
} Backward;

static Backward backward_inputs(unsigned seed, size_t N, size_t D)
{
    return (Backward){random_input(seed, N, D, 1), random_input(seed + 1, N, D, 2),
                      random_parameters(seed + 2, D, -2), random_variances(seed + 3, D),
                      gradient_outputs(N, D)};
}

static void backward(Backward b)
{
    subject_bn_backward_eval(b.dy, b.xhat, b.gamma, b.rstd, b.out);
}

static Backward backward_by_hand(void)
{
    given_values("dy = {1, 2, 6}, xhat = {2, 1, -1}, gamma = {3}, rstd = {0.5}");
    Backward b = {BATCH(3, 1, 1, 2, 6), BATCH(3, 1, 2, 1, -1), PARAMETERS(1, 3), VECTOR(1, 0.5),
                  gradient_outputs(3, 1)};
    backward(b);
    return b;
}

static void backward_dx(void)
{
    expect_matrix("dx", backward_by_hand().out.dx, BATCH(3, 1, 1.5, 3, 9), rounding(8, 9));
}

static void backward_sums(void)
{
    BnGradients out = backward_by_hand().out;
    expect_number("dbeta[0]", out.dbeta[0], 9, 0);
    expect_number("dgamma[0]", out.dgamma[0], -2, 0);
}

static void backward_of_one_example(void)
{
    given_values("dy = {2}, xhat = {5}, gamma = {3}, rstd = {0.5}");
    Backward b = {BATCH(1, 1, 2), BATCH(1, 1, 5), PARAMETERS(1, 3), VECTOR(1, 0.5),
                  gradient_outputs(1, 1)};
    backward(b);
    expect_matrix("dx", b.out.dx, BATCH(1, 1, 3), rounding(8, 3));
    expect_number("dgamma[0]", b.out.dgamma[0], 10, 0);
}

/* The slope of the oracle's loss at *number. The loss is linear in each number, so a difference
   is exact for any step, up to rounding. */
static double slope(const BatchNorm *norm, Matrix x, Matrix dy, real *number)
{
    const real middle = *number, above = middle + (real)0.5, below = middle - (real)0.5;
    *number = above;
    long double loss_above = oracle_eval_loss(norm, x, dy);
    *number = below;
    long double loss_below = oracle_eval_loss(norm, x, dy);
    *number = middle;
    return (double)((loss_above - loss_below) / ((long double)above - below));
}

static void backward_equals_differences(void)
{
    size_t N = 4, D = 3;
    BatchNorm norm = random_norm(91, D);
    Matrix x = random_input(92, N, D, 1), dy = random_input(93, N, D, 0);
    Backward b = {dy, output(N, D), norm.gamma, output_vector(D), gradient_outputs(N, D)};
    oracle_rstd(D, norm.running_var, norm.eps, b.rstd);
    oracle_normalize(x, norm.running_mean, b.rstd, b.xhat);
    given("dy", dy);
    backward(b);
    for (size_t d = 0; d < D; d++) {
        expect_number("dgamma", b.out.dgamma[d], slope(&norm, x, dy, &norm.gamma[d]),
                      rounding(64, 100));
        expect_number("dbeta", b.out.dbeta[d], slope(&norm, x, dy, &norm.beta[d]),
                      rounding(64, 100));
        for (size_t n = 0; n < N; n++)
            expect_number("dx", (double)row(b.out.dx, n)[d], slope(&norm, x, dy, &row(x, n)[d]),
                          rounding(64, 100));
    }
}

static void expect_gradients(BnGradients got, BnGradients want, size_t D, double magnitude)
{
    expect_vector("dgamma", got.dgamma, want.dgamma, D, rounding(256, magnitude));
    expect_vector("dbeta", got.dbeta, want.dbeta, D, rounding(256, magnitude));
    expect_matrix("dx", got.dx, want.dx, rounding(256, magnitude));
}

static void backward_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        size_t N = shapes[s].N, D = shapes[s].D;
        Backward b = backward_inputs(101 + 10 * (unsigned)s, N, D);
        BnGradients want = gradient_outputs(N, D);
        oracle_backward_eval(b.dy, b.xhat, b.gamma, b.rstd, want);
        given("dy", b.dy);
        backward(b);
        expect_gradients(b.out, want, D, 1e4); /* 64 terms of up to 200 */
    }
}

static void backward_changes_nothing_else(void)
{
    Backward b = backward_inputs(171, 5, 3), copy = backward_inputs(171, 5, 3);
    given("dy", copy.dy);
    backward(b);
    expect_numbers("dgamma", b.out.dgamma, 3);
    expect_same("dy", b.dy.v, copy.dy.v, 15 * sizeof(real));
    expect_same("xhat", b.xhat.v, copy.xhat.v, 15 * sizeof(real));
    expect_same("gamma", b.gamma, copy.gamma, 3 * sizeof(real));
    expect_same("rstd", b.rstd, copy.rstd, 3 * sizeof(double));
}

static void backward_refuses(void)
{
    Backward b = backward_inputs(181, 4, 3);
    Matrix turned = roomy_input(182, 3, 4);
    BnGradients out = gradient_outputs(4, 4), bad = out;
    out.dx = roomy_input(183, 4, 3);
    bad.dx = turned;
    b.gamma = random_parameters(184, 4, 0);
    b.rstd = random_variances(185, 4);
    given_values("xhat is 4 x 3");
    expect_refusal("a dy of 3 x 4", subject_bn_backward_eval(turned, b.xhat, b.gamma, b.rstd, out));
    expect_refusal("a dx of 3 x 4", subject_bn_backward_eval(b.dy, b.xhat, b.gamma, b.rstd, bad));
    bad.dx = random_input(186, 5, 3, 0);
    expect_refusal("a dy of 4 x 4", subject_bn_backward_eval(random_input(187, 4, 4, 0), b.xhat,
                                                             b.gamma, b.rstd, out));
    expect_refusal("a dx of 5 x 3", subject_bn_backward_eval(b.dy, b.xhat, b.gamma, b.rstd, bad));
}

static void probe_eval_backward(Shapes s)
{
    size_t D = s.xhat.cols;
    real *gamma = random_parameters(4, D, -2);
    double *rstd = random_variances(5, D);
    BnGradients gradients = {random_vector(6, D), random_vector(7, D), s.dx};
    observe_refusal(refused(subject_bn_backward_eval(s.dy, s.xhat, gamma, rstd, gradients)));
    observe_gradients(gradients, D);
    observe_matrix(s.dy, 0);
    observe_matrix(s.xhat, 0);
    observe_parameters(gamma, D, 0);
    observe(rstd, D, 0);
}

static void probe_bn_backward_eval(void)
{
    static const size_t N[] = {3, 4, 2, 1, 5}, D[] = {1, 4, 5, 3, 3};
    for (unsigned i = 0; i < COUNT(N); i++)
        probe_eval_backward(shapes_of(10 * i + 10, N[i], D[i]));
    Shapes s = shapes_of(90, 4, 3);
    Matrix turned = roomy_input(93, 3, 4);
    real *gamma = random_parameters(4, 4, -2);
    double *rstd = random_variances(5, 4);
    BnGradients good = {random_vector(6, 4), random_vector(7, 4), s.dx}, bad = good;
    bad.dx = turned;
    observe_refusal(refused(subject_bn_backward_eval(turned, s.xhat, gamma, rstd, good)));
    observe_refusal(refused(subject_bn_backward_eval(s.dy, s.xhat, gamma, rstd, bad)));
}

static const Test tests[] = {
    {3, "dx is dy times gamma times rstd", backward_dx},
    {2, "dgamma and dbeta are sums", backward_sums},
    {1, "a single example", backward_of_one_example},
    {3, "equals central differences of the loss", backward_equals_differences},
    {1, "any N and any D", backward_of_any_shape},
    {1, "changes nothing else", backward_changes_nothing_else},
    {1, "refuses other shapes", backward_refuses},
    {0},
};

EXERCISE(bn_backward_eval);
