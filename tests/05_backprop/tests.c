/* The graded tests of chapter 5.

   Tolerances: rounding(units, magnitude) allows that many units of rounding at the magnitude
   of the largest number in the computation. A sum of N numbers in any order is within N units.

   The tests of one edge give it any mean, rstd and dvar, not those of the batch: what holds only
   because the centered values add up to 0 does not pass for the edge's formula. */

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "backprop.h"
#include "tests/05_backprop/oracle.h"
#include "tests/harness/harness.h"
#include "tests/harness/oracle.h"

SUBJECT(bn_drstd);
SUBJECT(bn_dvar);
SUBJECT(bn_dcentered);
SUBJECT(bn_dmean);
SUBJECT(bn_dx);
SUBJECT(bn_backward_staged);
SUBJECT(bn_backward);
SUBJECT(gradient_check);
SUBJECT(block_backward);

/* Shapes that a wrong index or a swapped N and D cannot get right by luck. */
static const struct {
    size_t N, D;
} shapes[] = {{1, 1}, {1, 7}, {7, 1}, {2, 3}, {3, 2}, {4, 4}, {64, 17}};

/* The batch of the chapter, done by hand there: {1, 2, 3, 4}, eps = 1e-5, and a gradient that
   arrives at the first example only. The results are exact to their last digit, 1e-10. */
#define BY_HAND BATCH(4, 1, 1, 2, 3, 4)
#define FIRST_ONLY BATCH(4, 1, 1, 0, 0, 0)
static const double hand_mean = 2.5, hand_rstd = 0.8944236133, hand_dvar = 0.5366498748;
static const double hand_tolerance = 1e-9;

static real *random_parameters(unsigned seed, size_t D, double offset)
{
    return random_input(seed, 1, D, offset).v;
}
#define PARAMETERS(D, ...) BATCH(1, D, __VA_ARGS__).v

static bool same_bytes(Matrix a, Matrix b)
{
    return memcmp(a.v, b.v, a.rows * a.cols * sizeof(real)) == 0;
}

static void expect_same_twice(const char *name, const double *first, const double *second, size_t D)
{
    expect_numbers(name, first, D);
    for (size_t d = 0; d < D; d++)
        expect(first[d] == second[d],
               "called twice with the same inputs, %s[%zu] is %.9g, then %.9g", name, d, first[d],
               second[d]);
}

/* ---- 5.1 bn_drstd ---- */

static void expect_drstd(Matrix dxhat, Matrix x, const double *mean, double tolerance)
{
    double *drstd = output_vector(x.cols), *want = output_vector(x.cols);
    oracle_drstd(dxhat, x, mean, want);
    subject_bn_drstd(dxhat, x, mean, drstd);
    expect_vector("drstd", drstd, want, x.cols, tolerance);
}

static void drstd_by_hand(void)
{
    double *drstd = output_vector(1);
    given_values("x = {1, 2, 3, 4}, mean = {2.5}, dxhat = {1, 0, 0, 0}");
    subject_bn_drstd(FIRST_ONLY, BY_HAND, VECTOR(1, hand_mean), drstd);
    expect_number("drstd[0]", drstd[0], -1.5, 0);
}

static void drstd_keeps_features_apart(void)
{
    given_values("dxhat = {{1, 10}, {2, 20}, {5, 70}}, x = {{1, 4}, {0, 5}, {2, 7}}, "
                 "mean = {1, 3}");
    expect_drstd(BATCH(3, 2, 1, 10, 2, 20, 5, 70), BATCH(3, 2, 1, 4, 0, 5, 2, 7), VECTOR(2, 1, 3),
                 0);
}

static void drstd_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        size_t N = shapes[s].N, D = shapes[s].D;
        Matrix dxhat = random_input(11 + (unsigned)s, N, D, 1), x = random_input(21, N, D, 0);
        given("dxhat", dxhat);
        expect_drstd(dxhat, x, random_vector(22, D), rounding_double(64, 1e5));
    }
}

static void drstd_changes_nothing_else(void)
{
    Matrix dxhat = random_input(31, 5, 3, 1), x = random_input(32, 5, 3, 0);
    double *mean = random_vector(33, 3), *first = output_vector(3), *second = output_vector(3);
    given("dxhat", random_input(31, 5, 3, 1));
    subject_bn_drstd(dxhat, x, mean, first);
    subject_bn_drstd(dxhat, x, mean, second);
    expect_same("dxhat", dxhat.v, random_input(31, 5, 3, 1).v, 15 * sizeof(real));
    expect_same("x", x.v, random_input(32, 5, 3, 0).v, 15 * sizeof(real));
    expect_same("mean", mean, random_vector(33, 3), 3 * sizeof *mean);
    expect_same_twice("drstd", first, second, 3);
}

/* ---- 5.2 bn_dvar ---- */

static double dvar_of(double drstd, double rstd)
{
    double *dvar = output_vector(1);
    given_values("drstd = {%g}, rstd = {%g}", drstd, rstd);
    subject_bn_dvar(1, VECTOR(1, drstd), VECTOR(1, rstd), dvar);
    return dvar[0];
}

static void dvar_by_hand(void)
{
    expect_number("dvar[0]", dvar_of(-1.5, hand_rstd), hand_dvar, hand_tolerance);
}

static void dvar_takes_the_cube(void)
{
    expect_number("dvar[0]", dvar_of(1, 2), -4, rounding_double(8, 4));
    expect_number("dvar[0]", dvar_of(1, 0.5), -0.0625, rounding_double(8, 1));
    expect_number("dvar[0]", dvar_of(-16, 0.5), 1, rounding_double(8, 1));
}

static void dvar_of_each_feature(void)
{
    double *drstd = VECTOR(4, 1, -2, 0, 3), *rstd = VECTOR(4, 1, 10, 2, 316.2);
    double *dvar = output_vector(4), *want = output_vector(4);
    given_values("drstd = {1, -2, 0, 3}, rstd = {1, 10, 2, 316.2}");
    oracle_dvar(4, drstd, rstd, want);
    subject_bn_dvar(4, drstd, rstd, dvar);
    expect_vector("dvar", dvar, want, 4, rounding_double(8, 5e7));
    expect_same("drstd", drstd, VECTOR(4, 1, -2, 0, 3), 4 * sizeof *drstd);
    expect_same("rstd", rstd, VECTOR(4, 1, 10, 2, 316.2), 4 * sizeof *rstd);
}

/* ---- 5.3 bn_dcentered ---- */

typedef struct {
    Matrix dxhat, x;
    double *mean, *rstd, *dvar;
} Centered;

static Matrix dcentered_of(Centered c)
{
    Matrix dcentered = output(c.x.rows, c.x.cols);
    subject_bn_dcentered(c.dxhat, c.x, c.mean, c.rstd, c.dvar, dcentered);
    return dcentered;
}

static void expect_dcentered(Centered c, double tolerance)
{
    Matrix want = output(c.x.rows, c.x.cols);
    oracle_dcentered(c.dxhat, c.x, c.mean, c.rstd, c.dvar, want);
    expect_matrix("dcentered", dcentered_of(c), want, tolerance);
}

static Centered random_centered(unsigned seed, size_t N, size_t D)
{
    return (Centered){random_input(seed, N, D, 1), random_input(seed + 1, N, D, 0),
                      random_vector(seed + 2, D), random_vector(seed + 3, D),
                      random_vector(seed + 4, D)};
}

static void dcentered_by_hand(void)
{
    given_values("x = {1, 2, 3, 4}, mean = {2.5}, rstd = {%.10g}, dxhat = {1, 0, 0, 0}, "
                 "dvar = {%.10g}",
                 hand_rstd, hand_dvar);
    Matrix got = dcentered_of((Centered){FIRST_ONLY, BY_HAND, VECTOR(1, hand_mean),
                                         VECTOR(1, hand_rstd), VECTOR(1, hand_dvar)});
    expect_matrix("dcentered", got,
                  BATCH(4, 1, 0.4919362072, -0.1341624687, 0.1341624687, 0.4024874061),
                  hand_tolerance + rounding(4, 1));
}

static void dcentered_from_xhat(void)
{
    given_values("x = {10, 20, 30}, mean = {20}, rstd = {0.5}, dxhat = {1, 2, 4}, dvar = {0}");
    Matrix got = dcentered_of((Centered){BATCH(3, 1, 1, 2, 4), BATCH(3, 1, 10, 20, 30),
                                         VECTOR(1, 20), VECTOR(1, 0.5), VECTOR(1, 0)});
    expect_matrix("dcentered", got, BATCH(3, 1, 0.5, 1, 2), rounding(4, 2));
}

static void dcentered_from_var(void)
{
    given_values("x = {10, 20, 30, 60, 80}, mean = {20}, rstd = {0.5}, dxhat = 0, dvar = {5}");
    Matrix got =
        dcentered_of((Centered){BATCH(5, 1, 0, 0, 0, 0, 0), BATCH(5, 1, 10, 20, 30, 60, 80),
                                VECTOR(1, 20), VECTOR(1, 0.5), VECTOR(1, 5)});
    expect_matrix("dcentered", got, BATCH(5, 1, -20, 0, 20, 80, 120), rounding(8, 600));
}

static void dcentered_keeps_features_apart(void)
{
    given_values("x = {{1, 4}, {0, 5}, {2, 7}}, dxhat = {{1, 10}, {2, 20}, {5, 70}}, "
                 "mean = {1, 3}, rstd = {2, 0.5}, dvar = {6, -9}");
    expect_dcentered((Centered){BATCH(3, 2, 1, 10, 2, 20, 5, 70), BATCH(3, 2, 1, 4, 0, 5, 2, 7),
                                VECTOR(2, 1, 3), VECTOR(2, 2, 0.5), VECTOR(2, 6, -9)},
                     rounding(8, 100));
}

static void dcentered_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        Centered c = random_centered(41 + 10 * (unsigned)s, shapes[s].N, shapes[s].D);
        given("x", c.x);
        expect_dcentered(c, rounding(8, 1000));
    }
}

static void dcentered_changes_nothing_else(void)
{
    Centered c = random_centered(121, 5, 3), copy = random_centered(121, 5, 3);
    given("x", copy.x);
    Matrix first = dcentered_of(c), second = dcentered_of(c);
    expect_same("dxhat", c.dxhat.v, copy.dxhat.v, 15 * sizeof(real));
    expect_same("x", c.x.v, copy.x.v, 15 * sizeof(real));
    expect_same("mean", c.mean, copy.mean, 3 * sizeof(double));
    expect_same("rstd", c.rstd, copy.rstd, 3 * sizeof(double));
    expect_same("dvar", c.dvar, copy.dvar, 3 * sizeof(double));
    expect(same_bytes(first, second),
           "called twice with the same inputs, dcentered[0][0] is %.9g, then %.9g",
           (double)first.v[0], (double)second.v[0]);
}

/* ---- 5.4 bn_dmean ---- */

static void dmean_by_hand(void)
{
    double *dmean = output_vector(1);
    Matrix dcentered = BATCH(4, 1, 0.5, -0.25, 1, 2);
    given("dcentered", dcentered);
    subject_bn_dmean(dcentered, dmean);
    expect_number("dmean[0]", dmean[0], -3.25, 0);
}

static void dmean_keeps_features_apart(void)
{
    double *dmean = output_vector(2);
    Matrix dcentered = BATCH(3, 2, 1, 100, 2, 200, 6, 600);
    given("dcentered", dcentered);
    subject_bn_dmean(dcentered, dmean);
    expect_vector("dmean", dmean, VECTOR(2, -9, -900), 2, 0);
}

static void dmean_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        size_t D = shapes[s].D;
        Matrix dcentered = random_input(131 + (unsigned)s, shapes[s].N, D, 1);
        double *dmean = output_vector(D), *want = output_vector(D);
        given("dcentered", dcentered);
        oracle_dmean(dcentered, want);
        subject_bn_dmean(dcentered, dmean);
        expect_vector("dmean", dmean, want, D, rounding_double(64, 2000));
    }
}

static void dmean_changes_nothing_else(void)
{
    Matrix dcentered = random_input(141, 5, 3, 1);
    double *first = output_vector(3), *second = output_vector(3);
    given("dcentered", random_input(141, 5, 3, 1));
    subject_bn_dmean(dcentered, first);
    subject_bn_dmean(dcentered, second);
    expect_same("dcentered", dcentered.v, random_input(141, 5, 3, 1).v, 15 * sizeof(real));
    expect_same_twice("dmean", first, second, 3);
}

/* ---- 5.5 bn_dx ---- */

static void dx_by_hand(void)
{
    Matrix dx = output(4, 1);
    given_values("dcentered = {0.491936207, -0.134162469, 0.134162469, 0.402487406}, "
                 "dmean = {-0.894423613}");
    subject_bn_dx(BATCH(4, 1, 0.4919362072, -0.1341624687, 0.1341624687, 0.4024874061),
                  VECTOR(1, -hand_rstd), dx);
    expect_matrix("dx", dx, BATCH(4, 1, 0.2683303039, -0.3577683720, -0.0894434346, 0.1788815028),
                  hand_tolerance + rounding(4, 1));
}

static void dx_keeps_features_apart(void)
{
    Matrix dx = output(3, 2);
    given_values("dcentered = {{1, 10}, {2, 20}, {5, 70}}, dmean = {6, -9}");
    subject_bn_dx(BATCH(3, 2, 1, 10, 2, 20, 5, 70), VECTOR(2, 6, -9), dx);
    expect_matrix("dx", dx, BATCH(3, 2, 3, 7, 4, 17, 7, 67), rounding(4, 70));
}

static void dx_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        size_t N = shapes[s].N, D = shapes[s].D;
        Matrix dcentered = random_input(151 + (unsigned)s, N, D, 1), dx = output(N, D);
        Matrix want = output(N, D);
        double *dmean = random_vector(161, D);
        given("dcentered", dcentered);
        oracle_dx(dcentered, dmean, want);
        subject_bn_dx(dcentered, dmean, dx);
        expect_matrix("dx", dx, want, rounding(4, 100));
    }
}

static void dx_changes_nothing_else(void)
{
    Matrix dcentered = random_input(171, 5, 3, 1), first = output(5, 3), second = output(5, 3);
    double *dmean = random_vector(172, 3);
    given("dcentered", random_input(171, 5, 3, 1));
    subject_bn_dx(dcentered, dmean, first);
    subject_bn_dx(dcentered, dmean, second);
    expect_same("dcentered", dcentered.v, random_input(171, 5, 3, 1).v, 15 * sizeof(real));
    expect_same("dmean", dmean, random_vector(172, 3), 3 * sizeof *dmean);
    expect(same_bytes(first, second),
           "called twice with the same inputs, dx[0][0] is %.9g, then %.9g", (double)first.v[0],
           (double)second.v[0]);
}

/* ---- 5.6 bn_backward_staged ----
   Each stage is compared with what follows from the stages before it, as the student computed
   them: a wrong edge costs its own points only. A stage that was never set is replaced by the
   right one. */

typedef struct {
    Matrix dxhat, x;
    double *mean, *rstd;
    BnStages got, right;
} Staged;

static BnStages stages_outputs(size_t N, size_t D)
{
    return (BnStages){output_vector(D), output_vector(D), output(N, D), output_vector(D),
                      output(N, D)};
}

static Staged staged_inputs(unsigned seed, size_t N, size_t D)
{
    Staged s = {random_input(seed, N, D, 1),
                random_input(seed + 1, N, D, 0),
                output_vector(D),
                output_vector(D),
                stages_outputs(N, D),
                stages_outputs(N, D)};
    double *var = output_vector(D);
    oracle_mean(s.x, s.mean);
    oracle_variance(s.x, var);
    oracle_rstd(D, var, 0.1, s.rstd);
    oracle_drstd(s.dxhat, s.x, s.mean, s.right.drstd);
    oracle_dvar(D, s.right.drstd, s.rstd, s.right.dvar);
    oracle_dcentered(s.dxhat, s.x, s.mean, s.rstd, s.right.dvar, s.right.dcentered);
    oracle_dmean(s.right.dcentered, s.right.dmean);
    oracle_dx(s.right.dcentered, s.right.dmean, s.right.dx);
    return s;
}

static Staged staged(void)
{
    Staged s = staged_inputs(181, 6, 3);
    given("x", s.x);
    subject_bn_backward_staged(s.dxhat, s.x, s.mean, s.rstd, s.got);
    return s;
}

static bool all_numbers(const double *v, size_t D)
{
    for (size_t d = 0; d < D; d++)
        if (isnan(v[d]))
            return false;
    return true;
}

static Matrix stage_matrix(Matrix got, Matrix right)
{
    for (size_t i = 0; i < got.rows * got.cols; i++)
        if (isnan(got.v[i]))
            return right;
    return got;
}

static void staged_drstd(void)
{
    Staged s = staged();
    expect_vector("drstd", s.got.drstd, s.right.drstd, 3, rounding_double(64, 1000));
}

static void staged_dvar(void)
{
    Staged s = staged();
    double *want = output_vector(3);
    oracle_dvar(3, all_numbers(s.got.drstd, 3) ? s.got.drstd : s.right.drstd, s.rstd, want);
    expect_vector("dvar", s.got.dvar, want, 3, rounding_double(64, 1000));
}

static void staged_dcentered(void)
{
    Staged s = staged();
    Matrix want = output(6, 3);
    oracle_dcentered(s.dxhat, s.x, s.mean, s.rstd,
                     all_numbers(s.got.dvar, 3) ? s.got.dvar : s.right.dvar, want);
    expect_matrix("dcentered", s.got.dcentered, want, rounding(64, 100));
}

/* The variance's part of dcentered adds up to 0 over the batch: a program may leave it out here. */
static void staged_dmean(void)
{
    Staged s = staged();
    double *want = output_vector(3);
    oracle_dmean(stage_matrix(s.got.dcentered, s.right.dcentered), want);
    expect_vector("dmean", s.got.dmean, want, 3, rounding(64, 100));
}

static void staged_dx(void)
{
    Staged s = staged();
    Matrix want = output(6, 3);
    oracle_dx(stage_matrix(s.got.dcentered, s.right.dcentered),
              all_numbers(s.got.dmean, 3) ? s.got.dmean : s.right.dmean, want);
    expect_matrix("dx", s.got.dx, want, rounding(16, 100));
}

static void staged_of_any_batch(void)
{
    for (size_t i = 0; i < COUNT(shapes); i++) {
        if (shapes[i].N < 2)
            continue;
        Staged s = staged_inputs(191 + (unsigned)i, shapes[i].N, shapes[i].D);
        given("x", s.x);
        subject_bn_backward_staged(s.dxhat, s.x, s.mean, s.rstd, s.got);
        expect_matrix("dx", s.got.dx, s.right.dx, rounding(256, 1000));
    }
}

/* ---- 5.7 bn_backward ---- */

/* Everything that a backward pass reads and writes. The upstream gradient dy is random, not of
   ones, gamma is not 1, and eps is 0.1, so that xhat does not have variance 1. */
typedef struct {
    Matrix x, dy, xhat;
    real *gamma;
    double *var, *rstd;
    BnGradients got, want;
} Backward;

static BnGradients gradients_outputs(size_t N, size_t D)
{
    return (BnGradients){output_vector(D), output_vector(D), output(N, D)};
}

static Backward backward_of(Matrix x, Matrix dy, real *gamma, double eps)
{
    size_t N = x.rows, D = x.cols;
    Backward b = {x,
                  dy,
                  output(N, D),
                  gamma,
                  output_vector(D),
                  output_vector(D),
                  gradients_outputs(N, D),
                  gradients_outputs(N, D)};
    double *mean = output_vector(D);
    oracle_mean(x, mean);
    oracle_variance(x, b.var);
    oracle_rstd(D, b.var, eps, b.rstd);
    oracle_normalize(x, mean, b.rstd, b.xhat);
    oracle_backward(dy, b.xhat, gamma, b.rstd, b.want);
    subject_bn_backward(dy, b.xhat, gamma, b.rstd, b.got);
    return b;
}

static Backward backward_random(unsigned seed, size_t N, size_t D)
{
    Matrix dy = random_input(seed, N, D, 1);
    given("dy", dy);
    return backward_of(random_input(seed + 1, N, D, 0), dy, random_parameters(seed + 2, D, -2),
                       0.1);
}

static void backward_by_hand(void)
{
    given_values("x = {1, 2, 3, 4}, eps = 1e-05, gamma = {1}, dy = {1, 0, 0, 0}");
    Backward b = backward_of(BY_HAND, FIRST_ONLY, PARAMETERS(1, 1), 1e-5);
    expect_matrix("dx", b.got.dx,
                  BATCH(4, 1, 0.2683303039, -0.3577683720, -0.0894434346, 0.1788815028),
                  hand_tolerance + rounding(16, 1));
}

static void backward_sums_dbeta(void)
{
    given_values("x = {1, 2, 3, 4}, eps = 1e-05, gamma = {3}, dy = {1, 2, 5, -4}");
    Backward b = backward_of(BY_HAND, BATCH(4, 1, 1, 2, 5, -4), PARAMETERS(1, 3), 1e-5);
    expect_number("dbeta[0]", b.got.dbeta[0], 4, 0);
}

static void backward_sums_dgamma(void)
{
    given_values("x = {1, 2, 3, 4}, eps = 1e-05, gamma = {3}, dy = {1, 2, 5, -4}");
    Backward b = backward_of(BY_HAND, BATCH(4, 1, 1, 2, 5, -4), PARAMETERS(1, 3), 1e-5);
    expect_number("dgamma[0]", b.got.dgamma[0], b.want.dgamma[0], rounding(8, 10));
}

static void backward_by_any_gamma(void)
{
    Matrix x = random_input(211, 5, 4, 0), dy = random_input(212, 5, 4, 1);
    given_values("5 examples, random, gamma = {2, 1, 0, -0.5}, eps = 0.1");
    Backward b = backward_of(x, dy, PARAMETERS(4, 2, 1, 0, -0.5), 0.1);
    expect_matrix("dx", b.got.dx, b.want.dx, rounding(64, 100));
}

/* The slopes are exact to about 1e-12 of dx. In float, xhat is rounded before bn_backward sees
   it, and dx is a difference of terms of its magnitude. */
static void backward_equals_slopes(void)
{
    static const size_t N[] = {5, 2, 3}, D[] = {3, 4, 2};
    for (unsigned i = 0; i < COUNT(N); i++) {
        Backward b = backward_random(221 + 10 * i, N[i], D[i]);
        real *beta = random_parameters(251, D[i], 0);
        OracleLoss loss = {b.x, {0}, b.gamma, beta, 0.1, b.dy};
        Matrix want = output(N[i], D[i]);
        for (size_t at = 0; at < N[i] * D[i]; at++)
            want.v[at] = (real)oracle_slope(&loss, &b.x.v[at]);
        expect_matrix("dx", b.got.dx, want, 1e-10 + rounding(256, 10));
    }
}

static void backward_of_any_batch(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        if (shapes[s].N < 2)
            continue;
        Backward b = backward_random(261 + 10 * (unsigned)s, shapes[s].N, shapes[s].D);
        expect_vector("dbeta", b.got.dbeta, b.want.dbeta, shapes[s].D, rounding_double(64, 1e4));
        expect_vector("dgamma", b.got.dgamma, b.want.dgamma, shapes[s].D, rounding(64, 1e4));
        expect_matrix("dx", b.got.dx, b.want.dx, rounding(256, 1000));
    }
}

/* sum of dx = 0, and sum of dx xhat = gamma rstd dgamma eps/(var + eps): what is left of the
   gradient along 1 and along xhat. */
static void backward_leaves_nothing_along_1_and_xhat(void)
{
    enum { N = 9, D = 3 };
    Backward b = backward_random(341, N, D);
    for (size_t d = 0; d < D; d++) {
        double sum = 0, along = 0, left = 0.1 / (b.var[d] + 0.1);
        for (size_t n = 0; n < N; n++) {
            sum += row(b.got.dx, n)[d];
            along += (double)row(b.got.dx, n)[d] * row(b.xhat, n)[d];
        }
        expect_number("the sum of dx over the batch", sum, 0, rounding(256, 100));
        expect_number("the sum of dx * xhat over the batch", along,
                      (double)b.gamma[d] * b.rstd[d] * b.got.dgamma[d] * left, rounding(256, 100));
    }
}

/* xhat is 0 for a constant feature: no path through the variance, and rstd is 1/sqrt(eps). */
static void backward_of_a_constant(void)
{
    given_values("x = {7, 7, 7, 7}, eps = 0.01, gamma = {2}, dy = {1, 2, 5, -4}");
    Backward b =
        backward_of(BATCH(4, 1, 7, 7, 7, 7), BATCH(4, 1, 1, 2, 5, -4), PARAMETERS(1, 2), 0.01);
    expect_matrix("dx", b.got.dx, BATCH(4, 1, 0, 20, 80, -100), rounding(64, 100));
}

static void backward_keeps_a_nan_in_its_feature(void)
{
    Matrix dy = random_input(351, 4, 3, 1);
    row(dy, 2)[1] = NAN;
    given("dy", dy);
    Backward b = backward_of(random_input(352, 4, 3, 0), dy, random_parameters(353, 3, 1), 0.1);
    for (size_t n = 0; n < 4; n++)
        for (size_t d = 0; d < 3; d++)
            expect(isnan(row(b.got.dx, n)[d]) == (d == 1),
                   "dx[%zu][%zu] is %g: only dy[2][1] is not a number, so feature 1 has no dx,\n"
                   "but the other features do",
                   n, d, (double)row(b.got.dx, n)[d]);
}

static void backward_changes_nothing_else(void)
{
    Backward b = backward_random(361, 5, 3);
    Matrix xhat = output(5, 3);
    double *rstd = vector(3, b.rstd);
    memcpy(xhat.v, b.xhat.v, 15 * sizeof(real));
    BnGradients second = gradients_outputs(5, 3);
    subject_bn_backward(b.dy, b.xhat, b.gamma, b.rstd, second);
    expect_same("dy", b.dy.v, random_input(361, 5, 3, 1).v, 15 * sizeof(real));
    expect_same("xhat", b.xhat.v, xhat.v, 15 * sizeof(real));
    expect_same("gamma", b.gamma, random_parameters(363, 3, -2), 3 * sizeof(real));
    expect_same("rstd", b.rstd, rstd, 3 * sizeof(double));
    expect_same_twice("dgamma", b.got.dgamma, second.dgamma, 3);
    expect_same_twice("dbeta", b.got.dbeta, second.dbeta, 3);
    expect(same_bytes(b.got.dx, second.dx),
           "called twice with the same inputs, dx[0][0] is %.9g, then %.9g", (double)b.got.dx.v[0],
           (double)second.dx.v[0]);
}

/* ---- 5.8 gradient_check ----
   Parameters, weights and steps are such that every difference is exact, or nearly. */

typedef struct {
    size_t count;
    double weights[3];
} Weights;

/* The sum of weights[i] * p[i]^power: its slopes are those of the loss for a power of 1 and 2. */
static double weighted(const double *p, const Weights *w, int power)
{
    double sum = 0;
    for (size_t i = 0; i < w->count; i++)
        sum += w->weights[i] * pow(p[i], power);
    return sum;
}

static double linear(const double *p, void *context)
{
    return weighted(p, context, 1);
}

static double quadratic(const double *p, void *context)
{
    return weighted(p, context, 2);
}

static double cubic(const double *p, void *context)
{
    return weighted(p, context, 3);
}

static double product(const double *p, void *context)
{
    (void)context;
    return p[0] * p[1] * p[2];
}

static double nothing(const double *p, void *context)
{
    (void)p;
    (void)context;
    return 5;
}

static double not_a_number(const double *p, void *context)
{
    (void)context;
    return p[1] > 2 ? NAN : p[0];
}

static double check_of(Loss loss, Weights weights, const double *parameters, const double *gradient,
                       double step)
{
    return subject_gradient_check(loss, &weights, weights.count, vector(weights.count, parameters),
                                  vector(weights.count, gradient), step);
}

#define NUMBERS(...) ((const double[]){__VA_ARGS__})

static void check_of_a_right_gradient(void)
{
    given_values("loss = 3 p0 - p1 + 4 p2, p = {1, 2, -3}, gradient = {3, -1, 4}, step = 0.25");
    expect_number(
        "the error",
        check_of(linear, (Weights){3, {3, -1, 4}}, NUMBERS(1, 2, -3), NUMBERS(3, -1, 4), 0.25), 0,
        rounding_double(16, 1));
}

static void check_to_both_sides(void)
{
    given_values("loss = 3 p0^2 - p1^2 + 4 p2^2, p = {1, 2, -3}, gradient = {6, -4, -24}, "
                 "step = 0.25");
    expect_number(
        "the error",
        check_of(quadratic, (Weights){3, {3, -1, 4}}, NUMBERS(1, 2, -3), NUMBERS(6, -4, -24), 0.25),
        0, rounding_double(64, 1));
}

/* ((1 + h)^3 - (1 - h)^3) / 2h = 3 + h^2: which step was taken can be seen. */
static void check_uses_the_step(void)
{
    given_values("loss = p0^3, p = {1}, gradient = {3.25}, step = 0.5: the slope over that step");
    expect_number("the error", check_of(cubic, (Weights){1, {1}}, NUMBERS(1), NUMBERS(3.25), 0.5),
                  0, rounding_double(16, 1));
    given_values("loss = p0^3, p = {1}, gradient = {4}, step = 1: the slope over that step");
    expect_number("the error", check_of(cubic, (Weights){1, {1}}, NUMBERS(1), NUMBERS(4), 1), 0,
                  rounding_double(16, 1));
}

static void check_is_relative(void)
{
    static const double sizes[] = {1, 1e6, 1e-9};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        double u = sizes[i];
        Weights w = {2, {3 * u, 4 * u}};
        given_values("the slope is {%g, %g}, gradient = {%g, %g}", 3 * u, 4 * u, 6 * u, 8 * u);
        expect_number("the error", check_of(linear, w, NUMBERS(1, 2), NUMBERS(6 * u, 8 * u), 0.25),
                      1.0 / 3, rounding_double(64, 1));
        given_values("the slope is {%g, %g}, gradient = {%g, %g}", 3 * u, 4 * u, 4 * u, 3 * u);
        expect_number("the error", check_of(linear, w, NUMBERS(1, 2), NUMBERS(4 * u, 3 * u), 0.25),
                      sqrt(2) / 10, rounding_double(64, 1));
        given_values("the slope is {%g, %g}, gradient = {%g, %g}", 3 * u, 4 * u, -3 * u, -4 * u);
        expect_number("the error",
                      check_of(linear, w, NUMBERS(1, 2), NUMBERS(-3 * u, -4 * u), 0.25), 1,
                      rounding_double(64, 1));
    }
}

static void check_moves_one_at_a_time(void)
{
    given_values("loss = p0 p1 p2, p = {1, 2, -3}, gradient = {-6, -3, 2}, step = 0.5");
    expect_number("the error",
                  check_of(product, (Weights){3, {0}}, NUMBERS(1, 2, -3), NUMBERS(-6, -3, 2), 0.5),
                  0, rounding_double(16, 1));
}

static void check_puts_the_parameters_back(void)
{
    double *p = VECTOR(3, 0.1, -0.3, 123456.7), *gradient = VECTOR(3, 1, 2, 3);
    Weights w = {3, {1, 2, 3}};
    given_values("p = {0.1, -0.3, 123456.7}, step = 1e-05");
    double error = subject_gradient_check(linear, &w, 3, p, gradient, 1e-5);
    expect_number("the error", error, 0, 1e-5); /* 123456.7 has 1e-11 of rounding, over 1e-5 */
    for (size_t i = 0; i < 3; i++)
        expect(p[i] == NUMBERS(0.1, -0.3, 123456.7)[i],
               "parameters[%zu] was %.17g and is now %.17g", i, NUMBERS(0.1, -0.3, 123456.7)[i],
               p[i]);
}

static void check_of_zeros(void)
{
    given_values("loss = 5, gradient = {0, 0}");
    expect_number("the error",
                  check_of(nothing, (Weights){2, {0}}, NUMBERS(1, 2), NUMBERS(0, 0), 0.25), 0, 0);
    given_values("loss = 3 p0, p = {1, 2}, gradient = {3, 1e-12}: the second slope is 0");
    expect_number("the error",
                  check_of(linear, (Weights){2, {3, 0}}, NUMBERS(1, 2), NUMBERS(3, 1e-12), 0.25), 0,
                  1e-11);
}

static void check_shows_a_nan(void)
{
    given_values("gradient = {3, nan, 4}");
    double error =
        check_of(linear, (Weights){3, {3, -1, 4}}, NUMBERS(1, 2, -3), NUMBERS(3, NAN, 4), 0.25);
    expect(isnan(error), "the error is %g: a gradient with a NaN must not look right", error);
    given_values("a loss that is NaN for p1 > 2, p = {1, 2}, gradient = {1, 0}");
    error = check_of(not_a_number, (Weights){2, {0}}, NUMBERS(1, 2), NUMBERS(1, 0), 0.25);
    expect(isnan(error), "the error is %g: where the loss is NaN, nothing is right", error);
}

/* ---- 5.9 block_backward ---- */

typedef struct {
    Matrix dout;
    BlockForward forward;
    real *beta;
    BlockGradients got;
} Block;

static BlockGradients block_outputs(size_t N, size_t K, size_t D)
{
    return (BlockGradients){output(N, D),     output(N, D), output_vector(D),
                            output_vector(D), output(K, D), output(N, K)};
}

static const double block_eps = 0.1;

static Block block_inputs(unsigned seed, size_t N, size_t K, size_t D)
{
    double *rstd = output_vector(D);
    Block b = {random_input(seed, N, D, -1),
               {random_input(seed + 1, N, K, 0), random_input(seed + 2, K, D, -1), rstd,
                output(N, D), random_parameters(seed + 3, D, 1), output(N, D)},
               random_parameters(seed + 4, D, -1),
               block_outputs(N, K, D)};
    oracle_block(b.forward, b.beta, block_eps, rstd);
    return b;
}

static Block block(unsigned seed, size_t N, size_t K, size_t D)
{
    Block b = block_inputs(seed, N, K, D);
    given_values("%zu examples, %zu inputs, %zu units, random", N, K, D);
    subject_block_backward(b.dout, b.forward, b.got);
    return b;
}

static void block_through_relu(void)
{
    Block b = block(401, 6, 4, 3);
    Matrix want = output(6, 3);
    for (size_t i = 0; i < 18; i++)
        want.v[i] = b.forward.out.v[i] > 0 ? b.dout.v[i] : 0;
    expect_matrix("dy", b.got.dy, want, 0);
}

/* What follows from the student's own dy. */
static void block_through_batch_norm(void)
{
    Block b = block(401, 6, 4, 3);
    BnGradients want = gradients_outputs(6, 3);
    oracle_backward(b.got.dy, b.forward.xhat, b.forward.gamma, b.forward.rstd, want);
    expect_vector("dbeta", b.got.dbeta, want.dbeta, 3, rounding(64, 100));
    expect_vector("dgamma", b.got.dgamma, want.dgamma, 3, rounding(64, 100));
    expect_matrix("dx", b.got.dx, want.dx, rounding(64, 100));
}

/* What follows from the student's own dx. */
static void block_through_the_linear_layer(void)
{
    Block b = block(401, 6, 4, 3);
    Matrix dweights = output(4, 3), dh = output(6, 4);
    oracle_linear_backward(b.forward.h, b.forward.weights, b.got.dx, dweights, dh);
    expect_matrix("dweights", b.got.dweights, dweights, rounding(64, 100));
    expect_matrix("dh", b.got.dh, dh, rounding(64, 100));
}

static void block_equals_slopes(void)
{
    size_t N = 5, K = 4, D = 3;
    Block b = block(411, N, K, D);
    OracleLoss loss = {b.forward.h, b.forward.weights, b.forward.gamma, b.beta, block_eps, b.dout};
    Matrix dweights = output(K, D), dh = output(N, K);
    for (size_t i = 0; i < K * D; i++)
        dweights.v[i] = (real)oracle_slope(&loss, &b.forward.weights.v[i]);
    for (size_t i = 0; i < N * K; i++)
        dh.v[i] = (real)oracle_slope(&loss, &b.forward.h.v[i]);
    expect_matrix("dweights", b.got.dweights, dweights, 1e-9 + rounding(256, 100));
    expect_matrix("dh", b.got.dh, dh, 1e-9 + rounding(256, 100));
}

static void block_of_any_shape(void)
{
    static const size_t N[] = {2, 3, 7, 16}, K[] = {3, 1, 2, 5}, D[] = {2, 4, 1, 8};
    for (unsigned i = 0; i < COUNT(N); i++) {
        Block b = block(421 + 10 * i, N[i], K[i], D[i]);
        BnGradients want = gradients_outputs(N[i], D[i]);
        Matrix dy = output(N[i], D[i]), dweights = output(K[i], D[i]), dh = output(N[i], K[i]);
        for (size_t at = 0; at < N[i] * D[i]; at++)
            dy.v[at] = b.forward.out.v[at] > 0 ? b.dout.v[at] : 0;
        oracle_backward(dy, b.forward.xhat, b.forward.gamma, b.forward.rstd, want);
        oracle_linear_backward(b.forward.h, b.forward.weights, want.dx, dweights, dh);
        expect_matrix("dweights", b.got.dweights, dweights, rounding(256, 1000));
        expect_matrix("dh", b.got.dh, dh, rounding(256, 1000));
    }
}

#include "tests/05_backprop/probes.h"

/* ---- The tables ---- */

static Exercise exercises[] = {
    EXERCISE("5.1", bn_drstd),       EXERCISE("5.2", bn_dvar),
    EXERCISE("5.3", bn_dcentered),   EXERCISE("5.4", bn_dmean),
    EXERCISE("5.5", bn_dx),          EXERCISE("5.6", bn_backward_staged),
    EXERCISE("5.7", bn_backward),    EXERCISE("5.8", gradient_check),
    EXERCISE("5.9", block_backward),
};

static const Test tests[] = {
    {"5.1", 3, "{1, 2, 3, 4}, as by hand", drstd_by_hand},
    {"5.1", 2, "features are kept apart", drstd_keeps_features_apart},
    {"5.1", 2, "any N and any D", drstd_of_any_shape},
    {"5.1", 1, "changes nothing else", drstd_changes_nothing_else},

    {"5.2", 3, "{1, 2, 3, 4}, as by hand", dvar_by_hand},
    {"5.2", 3, "the exponent is -3/2: rstd to the third", dvar_takes_the_cube},
    {"5.2", 2, "each feature has its own", dvar_of_each_feature},

    {"5.3", 3, "{1, 2, 3, 4}, as by hand", dcentered_by_hand},
    {"5.3", 2, "the part that comes from xhat", dcentered_from_xhat},
    {"5.3", 3, "the part that comes from var", dcentered_from_var},
    {"5.3", 2, "features are kept apart", dcentered_keeps_features_apart},
    {"5.3", 1, "any N and any D", dcentered_of_any_shape},
    {"5.3", 1, "changes nothing else", dcentered_changes_nothing_else},

    {"5.4", 2, "minus the sum over the batch", dmean_by_hand},
    {"5.4", 2, "features are kept apart", dmean_keeps_features_apart},
    {"5.4", 1, "any N and any D", dmean_of_any_shape},
    {"5.4", 1, "changes nothing else", dmean_changes_nothing_else},

    {"5.5", 2, "{1, 2, 3, 4}, as by hand", dx_by_hand},
    {"5.5", 2, "features are kept apart", dx_keeps_features_apart},
    {"5.5", 2, "any N and any D", dx_of_any_shape},
    {"5.5", 1, "changes nothing else", dx_changes_nothing_else},

    {"5.6", 2, "drstd", staged_drstd},
    {"5.6", 2, "dvar, from your drstd", staged_dvar},
    {"5.6", 2, "dcentered, from your dvar", staged_dcentered},
    {"5.6", 2, "dmean, from your dcentered", staged_dmean},
    {"5.6", 2, "dx, from your dcentered and dmean", staged_dx},
    {"5.6", 1, "dx in any batch of two or more", staged_of_any_batch},

    {"5.7", 4, "{1, 2, 3, 4}, as by hand", backward_by_hand},
    {"5.7", 2, "dbeta is a sum", backward_sums_dbeta},
    {"5.7", 2, "dgamma is a sum", backward_sums_dgamma},
    {"5.7", 3, "gamma of any size and sign", backward_by_any_gamma},
    {"5.7", 3, "dx is the slope of the loss", backward_equals_slopes},
    {"5.7", 2, "any batch of two or more", backward_of_any_batch},
    {"5.7", 2, "what is left along 1 and along xhat", backward_leaves_nothing_along_1_and_xhat},
    {"5.7", 1, "a constant feature", backward_of_a_constant},
    {"5.7", 1, "a NaN stays in its feature", backward_keeps_a_nan_in_its_feature},
    {"5.7", 1, "changes nothing else", backward_changes_nothing_else},

    {"5.8", 2, "a right gradient has error 0", check_of_a_right_gradient},
    {"5.8", 3, "the difference goes to both sides", check_to_both_sides},
    {"5.8", 2, "uses the step that is given", check_uses_the_step},
    {"5.8", 3, "the error is relative to both lengths", check_is_relative},
    {"5.8", 1, "moves one parameter at a time", check_moves_one_at_a_time},
    {"5.8", 1, "puts the parameters back exactly", check_puts_the_parameters_back},
    {"5.8", 1, "slopes that are 0 do no harm", check_of_zeros},
    {"5.8", 2, "a NaN does not look right", check_shows_a_nan},

    {"5.9", 2, "dy: ReLU lets through where out > 0", block_through_relu},
    {"5.9", 3, "dx, dgamma and dbeta, from your dy", block_through_batch_norm},
    {"5.9", 3, "dweights and dh, from your dx", block_through_the_linear_layer},
    {"5.9", 2, "dweights and dh are slopes of the loss", block_equals_slopes},
    {"5.9", 2, "any shape", block_of_any_shape},
};

const Chapter chapter = {
    "5", "Backprop", exercises, COUNT(exercises), tests, COUNT(tests), suspects,
};
