/* The graded tests of chapter 4.

   Tolerances: rounding(units, magnitude) allows that many units of rounding at the magnitude
   of the largest number in the computation. A sum of N numbers in any order is within N units. */

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "gamma_beta.h"
#include "tests/04_gamma_beta/oracle.h"
#include "tests/04_gamma_beta/probes.h"
#include "tests/harness/oracle.h"

#define START(name) __typeof__(name) *subject_##name = student_##name

START(bn_scale_shift);
START(bn_scale_shift_backward);
START(bn_identity);
START(bn_fold_into_linear);
START(bn_sgd_step);

/* Shapes that a wrong index or a swapped N and D cannot get right by luck. */
static const struct {
    size_t N, D;
} shapes[] = {{1, 1}, {1, 7}, {7, 1}, {2, 3}, {3, 2}, {4, 4}, {64, 17}};

static void expect_parameters(const char *name, const real *got, const double *want, size_t D,
                              double tolerance)
{
    double *wide = output_vector(D);
    for (size_t d = 0; d < D; d++)
        wide[d] = (double)got[d];
    expect_vector(name, wide, want, D, tolerance);
}

static bool same_bytes(Matrix a, Matrix b)
{
    return memcmp(a.v, b.v, a.rows * a.cols * sizeof(real)) == 0;
}

/* ---- 4.1 bn_scale_shift ---- */

static void expect_scaled(Matrix xhat, const real *gamma, const real *beta, double tolerance)
{
    Matrix y = output(xhat.rows, xhat.cols), want = output(xhat.rows, xhat.cols);
    oracle_scale_shift(xhat, gamma, beta, want);
    subject_bn_scale_shift(xhat, gamma, beta, y);
    expect_matrix("y", y, want, tolerance);
}

static void scale_by_hand(void)
{
    Matrix xhat = BATCH(3, 1, -1, 0, 2), y = output(3, 1);
    given_values("xhat = {-1, 0, 2}, gamma = {3}, beta = {7}");
    subject_bn_scale_shift(xhat, PARAMETERS(1, 3), PARAMETERS(1, 7), y);
    expect_matrix("y", y, BATCH(3, 1, 4, 7, 13), 0);
}

static void scale_keeps_features_apart(void)
{
    given_values("xhat = {{1, 2}, {3, 4}, {5, 7}}, gamma = {2, 10}, beta = {100, -1}");
    expect_scaled(BATCH(3, 2, 1, 2, 3, 4, 5, 7), PARAMETERS(2, 2, 10), PARAMETERS(2, 100, -1), 0);
}

static void scale_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        size_t N = shapes[s].N, D = shapes[s].D;
        Matrix xhat = random_input(31 + (unsigned)s, N, D, 0);
        given("xhat", xhat);
        expect_scaled(xhat, random_parameters(32, D, -2), random_parameters(33, D, 0),
                      rounding(4, 1000));
    }
}

static void scale_by_any_gamma(void)
{
    given_values("xhat = {{-1, -1, -1}, {2, 2, 2}}, gamma = {0, -3, 0.5}, beta = {7, 7, 7}");
    expect_scaled(BATCH(2, 3, -1, -1, -1, 2, 2, 2), PARAMETERS(3, 0, -3, 0.5),
                  PARAMETERS(3, 7, 7, 7), 0);
}

static void scale_keeps_a_nan_in_its_place(void)
{
    Matrix xhat = random_input(34, 4, 3, 0), y = output(4, 3);
    row(xhat, 2)[1] = NAN;
    given("xhat", xhat);
    subject_bn_scale_shift(xhat, random_parameters(35, 3, 1), random_parameters(36, 3, 0), y);
    for (size_t n = 0; n < 4; n++)
        for (size_t d = 0; d < 3; d++)
            expect(isnan(row(y, n)[d]) == (n == 2 && d == 1),
                   "y[%zu][%zu] is %g: only xhat[2][1] is not a number", n, d,
                   (double)row(y, n)[d]);
}

static void scale_changes_nothing_else(void)
{
    Matrix xhat = random_input(37, 5, 3, 0), first = output(5, 3), second = output(5, 3);
    real *gamma = random_parameters(38, 3, 1), *beta = random_parameters(39, 3, 0);
    given("xhat", random_input(37, 5, 3, 0));
    subject_bn_scale_shift(xhat, gamma, beta, first);
    subject_bn_scale_shift(xhat, gamma, beta, second);
    expect_same("xhat", xhat.v, random_input(37, 5, 3, 0).v, 15 * sizeof(real));
    expect_same("gamma", gamma, random_parameters(38, 3, 1), 3 * sizeof *gamma);
    expect_same("beta", beta, random_parameters(39, 3, 0), 3 * sizeof *beta);
    expect(same_bytes(first, second), "called twice with the same xhat, y[0][0] is %.9g, then %.9g",
           (double)first.v[0], (double)second.v[0]);
}

/* ---- 4.2 bn_scale_shift_backward ---- */

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
}

/* ---- 4.3 bn_identity ---- */

typedef struct {
    real *gamma, *beta;
} Pair;

static Pair identity(double mean, double var, double eps)
{
    Pair p = {output(1, 1).v, output(1, 1).v};
    given_values("mean = {%g}, var = {%g}, eps = %g", mean, var, eps);
    subject_bn_identity(1, VECTOR(1, mean), VECTOR(1, var), eps, p.gamma, p.beta);
    return p;
}

/* eps is large, or larger than the variance: every other place for it gives another gamma. */
static void identity_gamma(void)
{
    expect_parameters("gamma", identity(5, 3, 1).gamma, VECTOR(1, 2), 1, rounding(4, 2));
    expect_parameters("gamma", identity(5, 0.24, 0.01).gamma, VECTOR(1, 0.5), 1, rounding(4, 1));
    expect_parameters("gamma", identity(0, 0, 1e-4).gamma, VECTOR(1, 0.01), 1, rounding(4, 0.01));
}

static void identity_beta(void)
{
    expect_parameters("beta", identity(5, 3, 1).beta, VECTOR(1, 5), 1, rounding(1, 5));
    expect_parameters("beta", identity(-0.25, 9, 1e-5).beta, VECTOR(1, -0.25), 1, rounding(1, 1));
}

/* x of about 10, normalized and scaled again: a few roundings at that magnitude. */
static void identity_gives_x_back(void)
{
    static const double eps[] = {1e-5, 0.1, 2};
    for (unsigned i = 0; i < COUNT(eps); i++) {
        size_t N = 6, D = 4;
        Matrix x = random_input(81 + i, N, D, 2), xhat = output(N, D), y = output(N, D);
        double *mean = output_vector(D), *var = output_vector(D), *rstd = output_vector(D);
        Pair p = {output(1, D).v, output(1, D).v};
        oracle_mean(x, mean);
        oracle_variance(x, var);
        oracle_rstd(D, var, eps[i], rstd);
        oracle_normalize(x, mean, rstd, xhat);
        given("x", x);
        subject_bn_identity(D, mean, var, eps[i], p.gamma, p.beta);
        oracle_scale_shift(xhat, p.gamma, p.beta, y);
        expect_matrix("batch norm's y", y, x, rounding(16, 10));
    }
}

static void identity_of_each_feature(void)
{
    double *mean = VECTOR(4, 1, -2, 30, 0), *var = VECTOR(4, 24, 0, 1e6, 3);
    double *mean_copy = VECTOR(4, 1, -2, 30, 0), *var_copy = VECTOR(4, 24, 0, 1e6, 3);
    Pair p = {output(1, 4).v, output(1, 4).v};
    given_values("mean = {1, -2, 30, 0}, var = {24, 0, 1e+06, 3}, eps = 1");
    subject_bn_identity(4, mean, var, 1, p.gamma, p.beta);
    expect_parameters("gamma", p.gamma, VECTOR(4, 5, 1, sqrt(1000001), 2), 4, rounding(4, 1000));
    expect_parameters("beta", p.beta, mean_copy, 4, rounding(1, 30));
    expect_same("mean", mean, mean_copy, 4 * sizeof *mean);
    expect_same("var", var, var_copy, 4 * sizeof *var);
}

/* ---- 4.4 bn_fold_into_linear ---- */

static void fold(Layers l)
{
    subject_bn_fold_into_linear(l.weights, l.bias, l.mean, l.rstd, l.gamma, l.beta);
}

static Layers fold_by_hand(void)
{
    given_values("weights = {{2}, {-1}}, bias = {5}, mean = {3}, rstd = {0.5}, gamma = {4}, "
                 "beta = {7}");
    Layers l = {BATCH(2, 1, 2, -1), PARAMETERS(1, 5), VECTOR(1, 3),
                VECTOR(1, 0.5),     PARAMETERS(1, 4), PARAMETERS(1, 7)};
    fold(l);
    return l;
}

static void fold_weights_by_hand(void)
{
    expect_matrix("weights", fold_by_hand().weights, BATCH(2, 1, 4, -2), rounding(4, 4));
}

static void fold_bias_by_hand(void)
{
    expect_parameters("bias", fold_by_hand().bias, VECTOR(1, 11), 1, rounding(8, 11));
}

static void fold_keeps_units_apart(void)
{
    Layers l = {BATCH(2, 3, 1, 2, 3, 4, 5, 6), PARAMETERS(3, 1, 1, 2),  VECTOR(3, 3, -1, 0),
                VECTOR(3, 0.5, 1, 2),          PARAMETERS(3, 2, 0, -5), PARAMETERS(3, 10, 20, 30)};
    given_values("weights = {{1, 2, 3}, {4, 5, 6}}, bias = {1, 1, 2}, mean = {3, -1, 0}, "
                 "rstd = {0.5, 1, 2}, gamma = {2, 0, -5}, beta = {10, 20, 30}");
    fold(l);
    expect_matrix("weights", l.weights, BATCH(2, 3, 1, 0, -30, 4, 0, -60), rounding(4, 60));
    expect_parameters("bias", l.bias, VECTOR(3, 8, 20, 10), 3, rounding(8, 50));
}

/* K inputs, D units: the outputs of the folded layer, and of the two before. A sum of K numbers
   of up to about 1000. */
static void fold_equals_both(void)
{
    static const size_t K[] = {1, 2, 5, 8, 3}, D[] = {1, 5, 2, 8, 1};
    for (unsigned s = 0; s < COUNT(K); s++) {
        Layers l = random_layers(91 + 10 * s, K[s], D[s]);
        Matrix x = random_input(97 + 10 * s, 6, K[s], 0);
        Matrix want = output(6, D[s]), y = output(6, D[s]);
        oracle_linear_then_norm(x, l.weights, l.bias, l.mean, l.rstd, l.gamma, l.beta, want);
        given_values("%zu inputs, %zu units, random", K[s], D[s]);
        fold(l);
        oracle_linear(x, l.weights, l.bias, y);
        expect_matrix("the folded layer's y", y, want, rounding(64, 1000));
    }
}

static void fold_changes_nothing_else(void)
{
    Layers l = random_layers(141, 4, 3), copy = random_layers(141, 4, 3);
    given_values("4 inputs, 3 units, random");
    fold(l);
    expect_same("mean", l.mean, copy.mean, 3 * sizeof *l.mean);
    expect_same("rstd", l.rstd, copy.rstd, 3 * sizeof *l.rstd);
    expect_same("gamma", l.gamma, copy.gamma, 3 * sizeof *l.gamma);
    expect_same("beta", l.beta, copy.beta, 3 * sizeof *l.beta);
    fold(copy);
    expect(
        same_bytes(l.weights, copy.weights) && memcmp(l.bias, copy.bias, 3 * sizeof *l.bias) == 0,
        "called twice with the same layer, weights[0][0] is %.9g, then %.9g;\n"
        "bias[0] is %.9g, then %.9g",
        (double)l.weights.v[0], (double)copy.weights.v[0], (double)l.bias[0], (double)copy.bias[0]);
}

/* ---- 4.5 bn_sgd_step ---- */

static void step_goes_downhill(void)
{
    Pair p = {PARAMETERS(1, 1), PARAMETERS(1, 0)};
    given_values("gamma = {1}, beta = {0}, dgamma = {2}, dbeta = {-4}, rate = 0.25");
    subject_bn_sgd_step(1, VECTOR(1, 2), VECTOR(1, -4), 0.25, p.gamma, p.beta);
    expect_parameters("gamma", p.gamma, VECTOR(1, 0.5), 1, 0);
    expect_parameters("beta", p.beta, VECTOR(1, 1), 1, 0);
}

static void step_of_each_feature(void)
{
    Pair p = {PARAMETERS(3, 1, 2, -3), PARAMETERS(3, 0, 10, 20)};
    given_values("gamma = {1, 2, -3}, beta = {0, 10, 20}, dgamma = {4, 0, -8}, "
                 "dbeta = {1, 2, 3}, rate = 0.5");
    subject_bn_sgd_step(3, VECTOR(3, 4, 0, -8), VECTOR(3, 1, 2, 3), 0.5, p.gamma, p.beta);
    expect_parameters("gamma", p.gamma, VECTOR(3, -1, 2, 1), 3, 0);
    expect_parameters("beta", p.beta, VECTOR(3, -0.5, 9, 18.5), 3, 0);
}

static void step_changes_nothing_else(void)
{
    double *dgamma = random_vector(151, 3), *dbeta = random_vector(152, 3);
    Pair first = {random_parameters(153, 3, 0), random_parameters(154, 3, 0)};
    Pair second = {random_parameters(153, 3, 0), random_parameters(154, 3, 0)};
    given_values("random gradients of 3 features, rate = 0.1");
    subject_bn_sgd_step(3, dgamma, dbeta, 0.1, first.gamma, first.beta);
    subject_bn_sgd_step(3, dgamma, dbeta, 0.1, second.gamma, second.beta);
    expect_same("dgamma", dgamma, random_vector(151, 3), 3 * sizeof *dgamma);
    expect_same("dbeta", dbeta, random_vector(152, 3), 3 * sizeof *dbeta);
    expect(memcmp(first.gamma, second.gamma, 3 * sizeof(real)) == 0 &&
               memcmp(first.beta, second.beta, 3 * sizeof(real)) == 0,
           "two equal steps from the same place end in gamma[0] = %.9g and %.9g,\n"
           "beta[0] = %.9g and %.9g",
           (double)first.gamma[0], (double)second.gamma[0], (double)first.beta[0],
           (double)second.beta[0]);
}

static void step_refuses_a_bad_rate(void)
{
    Pair p = {PARAMETERS(1, 1), PARAMETERS(1, 0)};
    double *dgamma = VECTOR(1, 2), *dbeta = VECTOR(1, 3);
    given_values("gamma = {1}, beta = {0}, dgamma = {2}, dbeta = {3}");
    given_values("gamma = {1}, beta = {0}, dgamma = {2}, dbeta = {3}, rate = 0");
    expect_refusal("a rate of -0.1", subject_bn_sgd_step(1, dgamma, dbeta, -0.1, p.gamma, p.beta));
    expect_refusal("a rate of NaN", subject_bn_sgd_step(1, dgamma, dbeta, NAN, p.gamma, p.beta));
    subject_bn_sgd_step(1, dgamma, dbeta, 0, p.gamma, p.beta); /* 0 is allowed: a frozen layer */
    expect_parameters("gamma", p.gamma, VECTOR(1, 1), 1, 0);
}

/* ---- The tables ---- */

static Exercise exercises[] = {
    EXERCISE("4.1", bn_scale_shift), EXERCISE("4.2", bn_scale_shift_backward),
    EXERCISE("4.3", bn_identity),    EXERCISE("4.4", bn_fold_into_linear),
    EXERCISE("4.5", bn_sgd_step),
};

static const Test tests[] = {
    {"4.1", 4, "3 xhat + 7, as by hand", scale_by_hand},
    {"4.1", 5, "features are kept apart", scale_keeps_features_apart},
    {"4.1", 3, "any N and any D", scale_any_shape},
    {"4.1", 4, "gamma may be 0 or negative", scale_by_any_gamma},
    {"4.1", 2, "a NaN stays in its place", scale_keeps_a_nan_in_its_place},
    {"4.1", 2, "changes nothing else", scale_changes_nothing_else},

    {"4.2", 6, "dbeta is the sum of dy", dbeta_is_a_sum},
    {"4.2", 6, "dgamma is the sum of dy times xhat", dgamma_is_a_sum},
    {"4.2", 5, "dxhat is dy times gamma", dxhat_by_hand},
    {"4.2", 4, "features are kept apart", backward_keeps_features_apart},
    {"4.2", 4, "equals central differences of the loss", backward_equals_differences},
    {"4.2", 2, "any N and any D", backward_of_any_shape},
    {"4.2", 2, "sums in double", backward_sums_in_double},
    {"4.2", 1, "a NaN stays in its feature", backward_keeps_a_nan_in_its_feature},
    {"4.2", 2, "changes nothing else", backward_changes_nothing_else},
    {"4.2", 2, "refuses other shapes", backward_refuses_other_shapes},

    {"4.3", 5, "gamma is sqrt(var + eps)", identity_gamma},
    {"4.3", 4, "beta is the mean", identity_beta},
    {"4.3", 4, "gives x back", identity_gives_x_back},
    {"4.3", 3, "each feature has its own", identity_of_each_feature},

    {"4.4", 5, "the weights, as by hand", fold_weights_by_hand},
    {"4.4", 5, "the bias, as by hand", fold_bias_by_hand},
    {"4.4", 4, "units are kept apart", fold_keeps_units_apart},
    {"4.4", 4, "equals the layer, then batch norm", fold_equals_both},
    {"4.4", 2, "changes nothing else", fold_changes_nothing_else},

    {"4.5", 4, "goes downhill", step_goes_downhill},
    {"4.5", 2, "each feature its own", step_of_each_feature},
    {"4.5", 2, "changes nothing else", step_changes_nothing_else},
    {"4.5", 2, "refuses a bad rate", step_refuses_a_bad_rate},
};

const Chapter chapter = {
    "4", "Gamma and beta", exercises, COUNT(exercises), tests, COUNT(tests), suspects,
};
