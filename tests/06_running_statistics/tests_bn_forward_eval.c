/* Exercise 6.3, bn_forward_eval: the graded tests. */

#include <string.h>

#include "running_statistics.h"
#include "tests/06_running_statistics/oracle.h"
#include "tests/06_running_statistics/shared.h"
#include "tests/harness/harness.h"

SUBJECT(bn_forward_eval);

typedef struct {
    double *rstd;
    Matrix xhat, y;
} Eval;

static Eval eval_outputs(size_t N, size_t D)
{
    return (Eval){output_vector(D), output(N, D), output(N, D)};
}

static Eval eval(const BatchNorm *norm, Matrix x)
{
    Eval e = eval_outputs(x.rows, x.cols);
    subject_bn_forward_eval(norm, x, e.rstd, e.xhat, e.y);
    return e;
}

/* running_var + eps is 4. */
static BatchNorm eval_norm(void)
{
    BatchNorm norm = small_norm(1, 3);
    norm.eps = 1;
    norm.gamma[0] = 3;
    norm.beta[0] = 10;
    return norm;
}

static void eval_by_hand(void)
{
    BatchNorm norm = eval_norm();
    given_values("x = {5, 3, -1}, running_mean = {1}, running_var = {3}, eps = 1,\n"
                 "     gamma = {3}, beta = {10}");
    Eval e = eval(&norm, BATCH(3, 1, 5, 3, -1));
    expect_matrix("y", e.y, BATCH(3, 1, 16, 13, 7), rounding(8, 16));
}

static void eval_hands_out_rstd_and_xhat(void)
{
    BatchNorm norm = eval_norm();
    given_values("x = {5, 3, -1}, running_mean = {1}, running_var = {3}, eps = 1");
    Eval e = eval(&norm, BATCH(3, 1, 5, 3, -1));
    expect_number("rstd[0]", e.rstd[0], 0.5, rounding_double(8, 1));
    expect_matrix("xhat", e.xhat, BATCH(3, 1, 2, 1, -1), rounding(8, 4));
}

static void eval_of_one_example(void)
{
    BatchNorm norm = eval_norm();
    given_values("x = {5}, running_mean = {1}, running_var = {3}, eps = 1, gamma = {3}, "
                 "beta = {10}");
    Eval e = eval(&norm, BATCH(1, 1, 5));
    expect_matrix("y", e.y, BATCH(1, 1, 16), rounding(8, 16));
}

static void eval_uses_the_running_statistics(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        size_t N = shapes[s].N, D = shapes[s].D;
        BatchNorm norm = random_norm(61 + (unsigned)s, D);
        Matrix x = random_input(71 + (unsigned)s, N, D, 5), want = output(N, D);
        oracle_batch_norm(&norm, x, norm.running_mean, norm.running_var, want);
        given("x", x);
        expect_matrix("y", eval(&norm, x).y, want, rounding(64, 1000));
    }
}

/* To the bit: the same operations on the same numbers. */
static void expect_same_row(const char *where, Matrix got, size_t n, Matrix want, size_t m)
{
    for (size_t d = 0; d < want.cols; d++)
        expect(row(got, n)[d] == row(want, m)[d], "y[%zu] of the same example is %.9g, and %.9g %s",
               d, (double)row(want, m)[d], (double)row(got, n)[d], where);
}

static void eval_does_not_depend_on_the_batch(void)
{
    enum { N = 6, D = 3 };
    BatchNorm norm = random_norm(81, D);
    Matrix x = random_input(82, N, D, 0), turned = output(N, D);
    for (size_t n = 0; n < N; n++)
        memcpy(row(turned, N - 1 - n), row(x, n), D * sizeof(real));
    given("x", x);
    Matrix y = eval(&norm, x).y, y_turned = eval(&norm, turned).y;
    for (size_t n = 0; n < N; n++) {
        expect_same_row("in another order", y_turned, N - 1 - n, y, n);
        expect_same_row("alone", eval(&norm, matrix_rows(x, n, 1)).y, 0, y, n);
        Matrix half = eval(&norm, matrix_rows(x, n / 3 * 3, 3)).y;
        expect_same_row("in half of the batch", half, n % 3, y, n);
    }
    Matrix other = random_input(83, N, D, 50);
    memcpy(row(other, 0), row(x, 0), D * sizeof(real));
    expect_same_row("among other examples", eval(&norm, other).y, 0, y, 0);
}

static void eval_changes_nothing(void)
{
    BatchNorm norm = random_norm(84, 3), copy = random_norm(84, 3);
    Matrix x = random_input(85, 5, 3, 0);
    given("x", random_input(85, 5, 3, 0));
    Eval first = eval(&norm, x), second = eval(&norm, x);
    expect_numbers("rstd", first.rstd, 3);
    expect_same("x", x.v, random_input(85, 5, 3, 0).v, 15 * sizeof(real));
    expect_same_norm(&norm, &copy);
    expect(memcmp(first.y.v, second.y.v, 15 * sizeof(real)) == 0,
           "for the same x twice, y[0][0] is %.9g, then %.9g", (double)first.y.v[0],
           (double)second.y.v[0]);
}

static void eval_refuses(void)
{
    BatchNorm norm = random_norm(86, 3);
    Matrix narrow = roomy_input(87, 4, 2), x = roomy_input(88, 4, 3), y = roomy_input(89, 3, 3);
    double *rstd = output_vector(3);
    given_values("a batch norm of 3 features");
    expect_refusal(
        "an x of 2 features",
        subject_bn_forward_eval(&norm, narrow, rstd, roomy_input(1, 4, 2), roomy_input(2, 4, 2)));
    expect_refusal("a y of 3 examples for an x of 4",
                   subject_bn_forward_eval(&norm, x, rstd, roomy_input(1, 4, 3), y));
}

static void probe_eval(BatchNorm *norm, Matrix x, Matrix xhat, Matrix y)
{
    double *rstd = random_vector(8, norm->D);
    observe_refusal(refused(subject_bn_forward_eval(norm, x, rstd, xhat, y)));
    observe(rstd, norm->D, 1e-9);
    observe_matrix(xhat, 1e-9 + rounding(64, 100));
    observe_matrix(y, 1e-9 + rounding(64, 1000));
    observe_matrix(x, 0);
    observe_norm(norm, 0);
}

static void probe_bn_forward_eval(void)
{
    static const size_t N[] = {4, 1, 3, 2, 7}, D[] = {1, 3, 2, 5, 3};
    for (unsigned i = 0; i < COUNT(N); i++) {
        BatchNorm norm = random_norm(10 * i + 1, D[i]);
        probe_eval(&norm, random_input(100 + i, N[i], D[i], 0),
                   random_input(200 + i, N[i], D[i], 0), random_input(300 + i, N[i], D[i], 0));
    }
    BatchNorm norm = random_norm(60, 3);
    norm.eps = 0.75;
    probe_eval(&norm, random_input(110, 4, 3, 0), random_input(210, 4, 3, 0),
               random_input(310, 4, 3, 0));
    /* fewer features than the norm has: whoever takes them reads and writes within bounds */
    Matrix narrow = roomy_input(111, 4, 2), wide = roomy_input(112, 4, 3);
    double *rstd = random_vector(8, 3);
    observe_refusal(refused(
        subject_bn_forward_eval(&norm, narrow, rstd, roomy_input(1, 4, 2), roomy_input(2, 4, 2))));
    observe_refusal(refused(
        subject_bn_forward_eval(&norm, wide, rstd, roomy_input(1, 4, 3), roomy_input(2, 3, 3))));
}

static const Test tests[] = {
    {3, "{5, 3, -1}, as by hand", eval_by_hand},
    {1, "hands out rstd and xhat", eval_hands_out_rstd_and_xhat},
    {2, "a single example", eval_of_one_example},
    {3, "uses the running statistics", eval_uses_the_running_statistics},
    {3, "an example does not depend on its batch", eval_does_not_depend_on_the_batch},
    {3, "changes nothing", eval_changes_nothing},
    {1, "refuses other shapes", eval_refuses},
    {0},
};

EXERCISE(bn_forward_eval);
