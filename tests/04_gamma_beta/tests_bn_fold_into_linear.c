/* Exercise 4.4, bn_fold_into_linear: the graded tests. */

#include <string.h>

#include "gamma_beta.h"
#include "tests/04_gamma_beta/oracle.h"
#include "tests/04_gamma_beta/shared.h"
#include "tests/harness/harness.h"

SUBJECT(bn_fold_into_linear);

/* A linear layer with K inputs and D units, and the batch norm behind it. */
typedef struct {
    Matrix weights;
    real *bias;
    double *mean, *rstd;
    real *gamma, *beta;
} Layers;

static Layers random_layers(unsigned seed, size_t K, size_t D)
{
    return (Layers){random_input(seed, K, D, -1),       random_parameters(seed + 1, D, 3),
                    random_vector(seed + 2, D),         random_vector(seed + 3, D),
                    random_parameters(seed + 4, D, -2), random_parameters(seed + 5, D, 1)};
}

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

static void probe_bn_fold_into_linear(void)
{
    static const size_t K[] = {2, 4, 3, 1}, D[] = {1, 4, 5, 3};
    for (unsigned i = 0; i < COUNT(K); i++) {
        Layers l = random_layers(10 * i + 1, K[i], D[i]);
        subject_bn_fold_into_linear(l.weights, l.bias, l.mean, l.rstd, l.gamma, l.beta);
        observe_matrix(l.weights, 1e-9 + rounding(16, 100));
        observe_parameters(l.bias, D[i], 1e-9 + rounding(16, 100));
        observe(l.mean, D[i], 0);
        observe(l.rstd, D[i], 0);
        observe_parameters(l.gamma, D[i], 0);
        observe_parameters(l.beta, D[i], 0);
    }
}

static const Test tests[] = {
    {5, "the weights, as by hand", fold_weights_by_hand},
    {5, "the bias, as by hand", fold_bias_by_hand},
    {4, "units are kept apart", fold_keeps_units_apart},
    {4, "equals the layer, then batch norm", fold_equals_both},
    {2, "changes nothing else", fold_changes_nothing_else},
    {0},
};

EXERCISE(bn_fold_into_linear);
