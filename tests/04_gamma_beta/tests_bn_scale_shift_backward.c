/* Exercise 4.2, bn_scale_shift_backward: the graded tests. */

#include <math.h>

#include "gamma_beta.h"
#include "tests/04_gamma_beta/oracle.h"
#include "tests/04_gamma_beta/shared.h"
#include "tests/harness/harness.h"

SUBJECT(bn_scale_shift_backward);

/* Everything that a backward pass reads and writes. The upstream gradient dy is random, and so
   is xhat: a formula that holds only for a mean of 0 or a dy of ones fails. */
typedef struct {
    Matrix dy, xhat, dxhat;
    real *gamma;
    double *dgamma, *dbeta;
} Backward;

static Backward backward_inputs(unsigned seed, size_t N, size_t D)
{
    return (Backward){random_input(seed, N, D, 1),
                      random_input(seed + 1, N, D, 0),
                      output(N, D),
                      random_parameters(seed + 2, D, -2),
                      output_vector(D),
                      output_vector(D)};
}

static void backward(Backward b)
{
    subject_bn_scale_shift_backward(b.dy, b.xhat, b.gamma, b.dxhat, b.dgamma, b.dbeta);
}

static Backward backward_by_hand(void)
{
    given_values("dy = {1, 2, 5}, xhat = {-1, 0, 2}, gamma = {3}");
    Backward b = {BATCH(3, 1, 1, 2, 5), BATCH(3, 1, -1, 0, 2), output(3, 1),
                  PARAMETERS(1, 3),     output_vector(1),      output_vector(1)};
    backward(b);
    return b;
}

static void dbeta_is_a_sum(void)
{
    expect_number("dbeta[0]", backward_by_hand().dbeta[0], 8, 0);
}

static void dgamma_is_a_sum(void)
{
    expect_number("dgamma[0]", backward_by_hand().dgamma[0], 9, 0);
}

static void dxhat_by_hand(void)
{
    expect_matrix("dxhat", backward_by_hand().dxhat, BATCH(3, 1, 3, 6, 15), 0);
}

static void backward_keeps_features_apart(void)
{
    Backward b = {BATCH(3, 2, 1, 10, 2, 20, 5, 70),
                  BATCH(3, 2, 1, 4, 0, 5, 2, 6),
                  output(3, 2),
                  PARAMETERS(2, 3, -2),
                  output_vector(2),
                  output_vector(2)};
    given_values("dy = {{1, 10}, {2, 20}, {5, 70}}, xhat = {{1, 4}, {0, 5}, {2, 6}}, "
                 "gamma = {3, -2}");
    backward(b);
    expect_vector("dbeta", b.dbeta, VECTOR(2, 8, 100), 2, 0);
    expect_vector("dgamma", b.dgamma, VECTOR(2, 11, 560), 2, 0);
    expect_matrix("dxhat", b.dxhat, BATCH(3, 2, 3, -20, 6, -40, 15, -140), 0);
}

/* The derivative of the oracle's loss by *number, by a central difference. The loss is linear in
   each single number, so the difference is exact for any step, up to rounding. */
static double slope(Backward b, const real *beta, real *number)
{
    const real middle = *number, above = middle + (real)0.5, below = middle - (real)0.5;
    *number = above;
    long double loss_above = oracle_loss(b.dy, b.xhat, b.gamma, beta);
    *number = below;
    long double loss_below = oracle_loss(b.dy, b.xhat, b.gamma, beta);
    *number = middle;
    return (double)((loss_above - loss_below) / ((long double)above - below));
}

static void backward_equals_differences(void)
{
    size_t N = 5, D = 3;
    Backward b = backward_inputs(41, N, D);
    real *beta = random_parameters(44, D, 0);
    given("dy", b.dy);
    backward(b);
    for (size_t d = 0; d < D; d++) {
        expect_number("dgamma", b.dgamma[d], slope(b, beta, &b.gamma[d]), rounding(64, 100));
        expect_number("dbeta", b.dbeta[d], slope(b, beta, &beta[d]), rounding(64, 100));
        for (size_t n = 0; n < N; n++)
            expect_number("dxhat", (double)row(b.dxhat, n)[d], slope(b, beta, &row(b.xhat, n)[d]),
                          rounding(64, 100));
    }
}

static void backward_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        size_t N = shapes[s].N, D = shapes[s].D;
        Backward b = backward_inputs(51 + (unsigned)s, N, D);
        given("dy", b.dy);
        backward(b);
        for (size_t d = 0; d < D; d++) {
            long double dgamma = 0, dbeta = 0;
            for (size_t n = 0; n < N; n++) {
                dbeta += row(b.dy, n)[d];
                dgamma += (long double)row(b.dy, n)[d] * row(b.xhat, n)[d];
                expect_number("dxhat", (double)row(b.dxhat, n)[d],
                              (double)row(b.dy, n)[d] * b.gamma[d], rounding(4, 1000));
            }
            expect_number("dgamma", b.dgamma[d], (double)dgamma, rounding(64, 1000));
            expect_number("dbeta", b.dbeta[d], (double)dbeta, rounding_double(64, 1000));
        }
    }
}

/* 1e8 and 1000 ones: in float, where the numbers near 1e8 are 8 apart, the ones are lost. In
   double each sum is exact. */
static void backward_sums_in_double(void)
{
    enum { N = 1001 };
    double values[N], ones[N];
    for (size_t n = 0; n < N; n++) {
        values[n] = n == 0 ? 1e8 : 1;
        ones[n] = 1;
    }
    Backward b = {input(N, 1, values), input(N, 1, ones), output(N, 1),
                  PARAMETERS(1, 2),    output_vector(1),  output_vector(1)};
    given_values("dy = 100000000, then a thousand times 1; xhat = 1 everywhere");
    backward(b);
    expect_number("dbeta[0]", b.dbeta[0], 100001000, 0);
    expect_number("dgamma[0]", b.dgamma[0], 100001000, 0);
}

static void backward_keeps_a_nan_in_its_feature(void)
{
    Backward b = backward_inputs(61, 4, 3);
    row(b.dy, 2)[1] = NAN;
    given("dy", b.dy);
    backward(b);
    for (size_t d = 0; d < 3; d++) {
        expect(isnan(b.dgamma[d]) == (d == 1), "dgamma[%zu] is %g: only dy[2][1] is not a number",
               d, b.dgamma[d]);
        expect(isnan(b.dbeta[d]) == (d == 1), "dbeta[%zu] is %g: only dy[2][1] is not a number", d,
               b.dbeta[d]);
        for (size_t n = 0; n < 4; n++)
            expect(isnan(row(b.dxhat, n)[d]) == (n == 2 && d == 1),
                   "dxhat[%zu][%zu] is %g: only dy[2][1] is not a number", n, d,
                   (double)row(b.dxhat, n)[d]);
    }
}

static void backward_changes_nothing_else(void)
{
    Backward first = backward_inputs(65, 5, 3), second = backward_inputs(65, 5, 3);
    Backward copy = backward_inputs(65, 5, 3);
    second.dy = first.dy, second.xhat = first.xhat, second.gamma = first.gamma;
    given("dy", copy.dy);
    backward(first);
    backward(second);
    expect_same("dy", first.dy.v, copy.dy.v, 15 * sizeof(real));
    expect_same("xhat", first.xhat.v, copy.xhat.v, 15 * sizeof(real));
    expect_same("gamma", first.gamma, copy.gamma, 3 * sizeof *copy.gamma);
    expect(same_bytes(first.dxhat, second.dxhat),
           "called twice with the same inputs, dxhat[0][0] is %.9g, then %.9g",
           (double)first.dxhat.v[0], (double)second.dxhat.v[0]);
    for (size_t d = 0; d < 3; d++)
        expect(first.dgamma[d] == second.dgamma[d] && first.dbeta[d] == second.dbeta[d],
               "called twice with the same inputs, dgamma[%zu] is %.9g, then %.9g;\n"
               "dbeta[%zu] is %.9g, then %.9g",
               d, first.dgamma[d], second.dgamma[d], d, first.dbeta[d], second.dbeta[d]);
}

static void backward_refuses_other_shapes(void)
{
    Backward b = backward_inputs(71, 4, 3);
    Matrix turned = random_input(74, 3, 4, 0);
    given_values("xhat is 4 x 3");
    expect_refusal("a dy of 3 x 4", subject_bn_scale_shift_backward(turned, b.xhat, b.gamma,
                                                                    b.dxhat, b.dgamma, b.dbeta));
    expect_refusal("a dxhat of 3 x 4", subject_bn_scale_shift_backward(b.dy, b.xhat, b.gamma,
                                                                       turned, b.dgamma, b.dbeta));
    Matrix wider = random_input(75, 4, 4, 0), longer = random_input(76, 5, 3, 0);
    expect_refusal("a dy of 4 x 4", subject_bn_scale_shift_backward(wider, b.xhat, b.gamma, b.dxhat,
                                                                    b.dgamma, b.dbeta));
    expect_refusal("a dxhat of 5 x 3", subject_bn_scale_shift_backward(b.dy, b.xhat, b.gamma,
                                                                       longer, b.dgamma, b.dbeta));
}

static void observe_backward(Matrix dy, Matrix xhat, Matrix dxhat)
{
    size_t D = xhat.cols;
    real *gamma = random_parameters(4, D, -2);
    double *dgamma = random_vector(6, D), *dbeta = random_vector(7, D);
    observe_refusal(
        refused(subject_bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta)));
    observe(dgamma, D, 1e-9 + rounding(256, 1000));
    observe(dbeta, D, 1e-9);
    observe_matrix(dxhat, 1e-9 + rounding(16, 1000));
    observe_matrix(dy, 0);
    observe_matrix(xhat, 0);
    observe_parameters(gamma, D, 0);
}

static void probe_bn_scale_shift_backward(void)
{
    static const size_t N[] = {3, 4, 2, 1, 5}, D[] = {1, 4, 5, 3, 3};
    for (unsigned i = 0; i < COUNT(N); i++)
        observe_backward(random_input(10 + i, N[i], D[i], 1), random_input(20 + i, N[i], D[i], 0),
                         random_input(30 + i, N[i], D[i], 0));
    Matrix large = random_input(40, 100, 2, 1), ones = random_input(41, 100, 2, 0);
    for (size_t i = 0; i < 200; i++)
        ones.v[i] = 1;
    large.v[0] = (real)1e8;
    observe_backward(large, ones, random_input(42, 100, 2, 0));
    Matrix xhat = random_input(43, 4, 3, 0);
    observe_backward(random_input(44, 3, 4, 0), xhat, random_input(45, 4, 3, 0));
    observe_backward(random_input(46, 4, 3, 0), xhat, random_input(47, 3, 4, 0));
}

static const Test tests[] = {
    {6, "dbeta is the sum of dy", dbeta_is_a_sum},
    {6, "dgamma is the sum of dy times xhat", dgamma_is_a_sum},
    {5, "dxhat is dy times gamma", dxhat_by_hand},
    {4, "features are kept apart", backward_keeps_features_apart},
    {4, "equals central differences of the loss", backward_equals_differences},
    {2, "any N and any D", backward_of_any_shape},
    {2, "sums in double", backward_sums_in_double},
    {1, "a NaN stays in its feature", backward_keeps_a_nan_in_its_feature},
    {2, "changes nothing else", backward_changes_nothing_else},
    {2, "refuses other shapes", backward_refuses_other_shapes},
    {0},
};

EXERCISE(bn_scale_shift_backward);
