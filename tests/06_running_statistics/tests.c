/* The graded tests of chapter 6.

   Tolerances: rounding(units, magnitude) allows that many units of rounding at the magnitude
   of the largest number in the computation. A sum of N numbers in any order is within N units. */

#include <math.h>
#include <string.h>

#include "tests/06_running_statistics/oracle.h"
#include "tests/06_running_statistics/probes.h"
#include "tests/harness/oracle.h"

#define START(name) __typeof__(name) *subject_##name = student_##name

START(bn_update_running);
START(bn_recalibrate);
START(bn_forward_eval);
START(bn_backward_eval);
START(bn_load);
START(batchnorm_forward);
START(batchnorm_backward);

/* Shapes that a wrong index or a swapped N and D cannot get right by luck. */
static const struct {
    size_t N, D;
} shapes[] = {{2, 1}, {2, 7}, {7, 2}, {3, 2}, {4, 4}, {64, 17}};

/* ---- Nothing else is changed ---- */

static void expect_same_parameters(const BatchNorm *norm, const BatchNorm *copy)
{
    size_t D = copy->D;
    expect_same("norm->gamma", norm->gamma, copy->gamma, D * sizeof(real));
    expect_same("norm->beta", norm->beta, copy->beta, D * sizeof(real));
    expect(norm->D == D, "norm->D was %zu, and is %zu", D, norm->D);
    expect(norm->eps == copy->eps, "norm->eps was %g, and is %g", copy->eps, norm->eps);
    expect(norm->momentum == copy->momentum, "norm->momentum was %g, and is %g", copy->momentum,
           norm->momentum);
    expect(norm->update == copy->update, "norm->update was changed");
}

static void expect_same_gradients(const BatchNorm *norm, const BatchNorm *copy)
{
    size_t bytes = copy->D * sizeof(real);
    expect_same("norm->gamma_gradient", norm->gamma_gradient, copy->gamma_gradient, bytes);
    expect_same("norm->beta_gradient", norm->beta_gradient, copy->beta_gradient, bytes);
}

static void expect_same_statistics(const BatchNorm *norm, const BatchNorm *copy)
{
    size_t bytes = copy->D * sizeof(double);
    expect_same("norm->running_mean", norm->running_mean, copy->running_mean, bytes);
    expect_same("norm->running_var", norm->running_var, copy->running_var, bytes);
    expect(norm->batches == copy->batches, "norm->batches was %zu, and is %zu", copy->batches,
           norm->batches);
    expect(norm->examples == copy->examples, "norm->examples was %zu, and is %zu", copy->examples,
           norm->examples);
}

static void expect_same_norm(const BatchNorm *norm, const BatchNorm *copy)
{
    expect_same_statistics(norm, copy);
    expect_same_parameters(norm, copy);
    expect_same_gradients(norm, copy);
}

/* ---- 6.1 bn_update_running ---- */

static void update_by_hand(void)
{
    BatchNorm norm = small_norm(0, 1);
    norm.momentum = 0.1;
    given_values("the batch {1, 2, 3, 4}: N = 4, mean = {2.5}, var = {1.25}\n"
                 "     running_mean = {0}, running_var = {1}, momentum = 0.1");
    subject_bn_update_running(&norm, 4, VECTOR(1, 2.5), VECTOR(1, 1.25));
    expect_number("running_var[0]", norm.running_var[0], 1.0 + 0.1 * 2 / 3, rounding_double(8, 1));
}

static void update_weighs_with_momentum(void)
{
    BatchNorm norm = small_norm(8, 1);
    given_values("mean = {16}, running_mean = {8}, momentum = 0.25");
    subject_bn_update_running(&norm, 4, VECTOR(1, 16), VECTOR(1, 0.75));
    expect_number("running_mean[0]", norm.running_mean[0], 10, rounding_double(8, 16));
}

/* Two examples: N / (N - 1) is 2. */
static void update_stores_the_unbiased_variance(void)
{
    BatchNorm norm = small_norm(0, 1);
    norm.momentum = 1;
    given_values("the batch {4, 10}: N = 2, mean = {7}, var = {9}; momentum = 1");
    subject_bn_update_running(&norm, 2, VECTOR(1, 7), VECTOR(1, 9));
    expect_number("running_var[0]", norm.running_var[0], 18, rounding_double(8, 18));
}

static void update_of_many_batches(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        size_t D = shapes[s].D;
        BatchNorm norm = random_norm(31 + (unsigned)s, D);
        norm.momentum = 0.3;
        double *mean = random_vector(35 + (unsigned)s, D);
        double *var = random_variances(36 + (unsigned)s, D);
        memcpy(mean, norm.running_mean, D * sizeof *mean);
        memcpy(var, norm.running_var, D * sizeof *var);
        given_values("20 batches of %zu to %zu examples, %zu features, momentum = 0.3", shapes[s].N,
                     shapes[s].N + 19, D);
        for (unsigned batch = 0; batch < 20; batch++) {
            size_t N = shapes[s].N + batch;
            double *m = random_vector(100 + batch, D), *v = random_variances(200 + batch, D);
            oracle_update(0.3, N, D, m, v, mean, var);
            subject_bn_update_running(&norm, N, m, v);
        }
        expect_vector("running_mean", norm.running_mean, mean, D, rounding_double(256, 10));
        expect_vector("running_var", norm.running_var, var, D, rounding_double(256, 50));
    }
}

static void update_cumulative(void)
{
    BatchNorm norm = small_norm(0, 1);
    norm.momentum = BN_CUMULATIVE;
    norm.batches = norm.examples = 0;
    given_values("momentum = BN_CUMULATIVE; three batches after a reset, with means 6, 0, 12");
    static const double mean[] = {6, 0, 12}, average[] = {6, 3, 6};
    for (size_t batch = 0; batch < 3; batch++) {
        subject_bn_update_running(&norm, 4, VECTOR(1, mean[batch]), VECTOR(1, 1));
        expect_number("running_mean[0]", norm.running_mean[0], average[batch],
                      rounding_double(8, 12));
    }
}

static void update_counts(void)
{
    BatchNorm norm = small_norm(0, 1);
    given_values("batches = 3, examples = 40, then a batch of 5 and one of 8");
    subject_bn_update_running(&norm, 5, VECTOR(1, 0), VECTOR(1, 1));
    subject_bn_update_running(&norm, 8, VECTOR(1, 0), VECTOR(1, 1));
    expect(norm.batches == 5, "batches: got %zu   want 5", norm.batches);
    expect(norm.examples == 53, "examples: got %zu   want 53", norm.examples);
}

static void update_changes_nothing_else(void)
{
    BatchNorm norm = random_norm(41, 3), copy = random_norm(41, 3);
    double *mean = random_vector(42, 3), *var = random_variances(43, 3);
    given_values("3 features, random");
    subject_bn_update_running(&norm, 4, mean, var);
    expect_numbers("running_mean", norm.running_mean, 3);
    expect_same("mean", mean, random_vector(42, 3), 3 * sizeof *mean);
    expect_same("var", var, random_variances(43, 3), 3 * sizeof *var);
    expect_same_parameters(&norm, &copy);
    expect_same_gradients(&norm, &copy);
}

static void update_refuses(void)
{
    BatchNorm norm = small_norm(0, 1);
    double *mean = VECTOR(1, 3), *var = VECTOR(1, 0);
    given_values("mean = {3}, var = {0}");
    expect_refusal("N = 1", subject_bn_update_running(&norm, 1, mean, var));
    expect_refusal("N = 0", subject_bn_update_running(&norm, 0, mean, var));
}

/* ---- 6.2 bn_recalibrate ---- */

static BatchNorm fresh(unsigned seed, size_t D)
{
    BatchNorm norm = random_norm(seed, D);
    norm.batches = norm.examples = 0;
    for (size_t d = 0; d < D; d++) {
        norm.running_mean[d] = 0;
        norm.running_var[d] = 1;
    }
    return norm;
}

/* {0, 0} and {10, 10, 10} have no variance. All five have: mean 6, squares 2 * 36 + 3 * 16. */
static void recalibrate_sees_the_distance_of_the_means(void)
{
    BatchNorm norm = fresh(51, 1);
    given_values("after a reset the batches {0, 0} and {10, 10, 10}");
    subject_bn_recalibrate(&norm, 2, VECTOR(1, 0), VECTOR(1, 0));
    subject_bn_recalibrate(&norm, 3, VECTOR(1, 10), VECTOR(1, 0));
    expect_number("running_mean[0]", norm.running_mean[0], 6, rounding_double(8, 10));
    expect_number("running_var[0]", norm.running_var[0], 30, rounding_double(8, 100));
}

static void recalibrate_from_one_batch(void)
{
    BatchNorm norm = fresh(52, 1);
    given_values("after a reset the batch {1, 2, 3, 4}: N = 4, mean = {2.5}, var = {1.25}");
    subject_bn_recalibrate(&norm, 4, VECTOR(1, 2.5), VECTOR(1, 1.25));
    expect_number("running_mean[0]", norm.running_mean[0], 2.5, rounding_double(4, 2.5));
    expect_number("running_var[0]", norm.running_var[0], 5.0 / 3, rounding_double(4, 2));
}

/* All rows of x, in batches of these sizes. */
static BatchNorm recalibrated(Matrix x, const size_t *sizes, size_t count)
{
    BatchNorm norm = fresh(53, x.cols);
    for (size_t i = 0, first = 0; i < count; first += sizes[i++])
        take_in(subject_bn_recalibrate, &norm, matrix_rows(x, first, sizes[i]));
    return norm;
}

static void expect_statistics_of(Matrix x, BatchNorm norm, double tolerance)
{
    double *mean = output_vector(x.cols), *var = output_vector(x.cols);
    oracle_mean(x, mean);
    oracle_unbiased(x, var);
    expect_vector("running_mean", norm.running_mean, mean, x.cols, tolerance);
    expect_vector("running_var", norm.running_var, var, x.cols, tolerance);
}

static void recalibrate_equals_one_large_batch(void)
{
    static const size_t sizes[] = {2, 7, 3, 1, 16, 1};
    Matrix x = random_input(54, 30, 5, 0);
    given_values("30 examples x 5 features, random, in batches of 2, 7, 3, 1, 16 and 1");
    expect_statistics_of(x, recalibrated(x, sizes, COUNT(sizes)), rounding_double(256, 100));
}

/* Sorted data: each batch of 10 lies far from the others. */
static void recalibrate_of_sorted_data(void)
{
    static const size_t sizes[] = {10, 10, 10};
    double values[30];
    for (size_t n = 0; n < COUNT(values); n++)
        values[n] = (double)(n / 10) * 100 + (double)(n % 10);
    Matrix x = input(30, 1, values);
    given_values("0 .. 9, then 100 .. 109, then 200 .. 209, in three batches");
    expect_statistics_of(x, recalibrated(x, sizes, COUNT(sizes)), rounding_double(256, 1e4));
}

/* The batches' means are exact to 1e-8 here, and so is the distance between them. */
static void recalibrate_survives_an_offset(void)
{
    static const size_t sizes[] = {20, 30, 50};
    Matrix x = random_input(55, 100, 3, 1e8);
    given_values("100 examples x 3 features around 1e8, in batches of 20, 30 and 50");
    expect_statistics_of(x, recalibrated(x, sizes, COUNT(sizes)), 1e-6);
}

static void recalibrate_counts(void)
{
    BatchNorm norm = fresh(56, 1);
    given_values("after a reset, a batch of 5 and one of 8");
    subject_bn_recalibrate(&norm, 5, VECTOR(1, 0), VECTOR(1, 1));
    subject_bn_recalibrate(&norm, 8, VECTOR(1, 0), VECTOR(1, 1));
    expect(norm.batches == 2, "batches: got %zu   want 2", norm.batches);
    expect(norm.examples == 13, "examples: got %zu   want 13", norm.examples);
}

static void recalibrate_refuses(void)
{
    BatchNorm norm = fresh(57, 1);
    double *mean = VECTOR(1, 3), *var = VECTOR(1, 0);
    given_values("after a reset; mean = {3}, var = {0}");
    expect_refusal("N = 0", subject_bn_recalibrate(&norm, 0, mean, var));
    expect_refusal("a single example as the first batch",
                   subject_bn_recalibrate(&norm, 1, mean, var));
}

static void recalibrate_changes_nothing_else(void)
{
    BatchNorm norm = random_norm(58, 3), copy = random_norm(58, 3);
    double *mean = random_vector(59, 3), *var = random_variances(60, 3);
    given_values("3 features, random");
    subject_bn_recalibrate(&norm, 4, mean, var);
    expect_numbers("running_mean", norm.running_mean, 3);
    expect_same("mean", mean, random_vector(59, 3), 3 * sizeof *mean);
    expect_same("var", var, random_variances(60, 3), 3 * sizeof *var);
    expect_same_parameters(&norm, &copy);
    expect_same_gradients(&norm, &copy);
}

/* ---- 6.3 bn_forward_eval ---- */

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

/* ---- 6.4 bn_backward_eval ---- */

/* Everything that a backward pass reads and writes. dy is random, and so is xhat: its mean is
   not 0, and a formula that needs that fails. */
typedef struct {
    Matrix dy, xhat;
    real *gamma;
    double *rstd;
    BnGradients out;
} Backward;

static BnGradients gradient_outputs(size_t N, size_t D)
{
    return (BnGradients){.dgamma = output_vector(D), .dbeta = output_vector(D), .dx = output(N, D)};
}

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
}

/* ---- 6.5 bn_load ---- */

static bool load(const unsigned char *bytes, size_t count, BatchNorm *norm, char *error)
{
    FILE *file = file_of(bytes, count);
    error[0] = '\0';
    bool loaded = subject_bn_load(file, norm, error);
    fclose(file);
    return loaded;
}

/* A layer that knows nothing yet of the file. */
static BatchNorm other_norm(size_t D)
{
    BatchNorm norm = random_norm(201, D);
    norm.eps = 0.5;
    norm.momentum = 0.75;
    norm.batches = norm.examples = 1;
    return norm;
}

static void load_gives_back_what_was_saved(void)
{
    BatchNorm saved = random_norm(211, 5), loaded = other_norm(5);
    char error[BN_ERROR] = "";
    saved.running_var[2] = 1.0 / 3; /* has no end, in binary or decimal */
    saved.running_mean[3] = -1e-310;
    FILE *file = tmpfile();
    require(file && bn_save(file, &saved, error), "bn_save: %s", error);
    rewind(file);
    given_values("5 features, as bn_save wrote them");
    bool good = subject_bn_load(file, &loaded, error);
    fclose(file);
    expect(good, "refused: %s", error);
    expect_same_statistics(&loaded, &saved);
    expect_same_parameters(&loaded, &saved);
}

static void load_reads_one_after_the_other(void)
{
    BatchNorm first = random_norm(221, 3), second = random_norm(222, 2);
    BatchNorm loaded_first = other_norm(3), loaded_second = other_norm(2);
    char error[BN_ERROR] = "";
    FILE *file = tmpfile();
    require(file && bn_save(file, &first, error) && bn_save(file, &second, error), "%s", error);
    rewind(file);
    given_values("a file of two batch norms, of 3 and of 2 features");
    bool good = subject_bn_load(file, &loaded_first, error);
    expect(good, "the first was refused: %s", error);
    good = subject_bn_load(file, &loaded_second, error);
    fclose(file);
    expect(good, "the second was refused: %s", error);
    expect_same_statistics(&loaded_first, &first);
    expect_same_statistics(&loaded_second, &second);
}

/* The bad files, one by one, made from a saved norm of 3 features: what is said of each, or NULL
   after the last. */
typedef enum { TRUNCATED, CORRUPTED, VERSION, FOREIGN, FEATURES } Kind;

static const char *bad_file(Kind kind, size_t i, const BatchNorm *saved,
                            unsigned char bytes[FILE_MOST], size_t *count)
{
    static char name[80];
    static const uint64_t version[] = {2, 0, 256, UINT64_C(1) << 32};
    static const char *const first[] = {"BATCHNRM", "batchnrn", "\x89PNG\r\n\x1a\n"};
    static const size_t D[] = {2, 4, 1, 11};
    BatchNorm norm = kind == FEATURES && i < COUNT(D) ? random_norm(231, D[i]) : *saved;
    *count = oracle_file(&norm, BN_VERSION, "batchnrm", bytes);
    if (kind == TRUNCATED && i < *count) {
        snprintf(name, sizeof name, "the first %zu of %zu bytes", i, *count);
        *count = i;
    } else if (kind == CORRUPTED && i < *count) {
        snprintf(name, sizeof name, "bit %zu of byte %zu turned over", i % 8, i);
        bytes[i] = (unsigned char)(bytes[i] ^ (1 << i % 8));
    } else if (kind == VERSION && i < COUNT(version)) {
        snprintf(name, sizeof name, "version %llu", (unsigned long long)version[i]);
        oracle_file(&norm, version[i], "batchnrm", bytes);
    } else if (kind == FOREIGN && i < COUNT(first)) {
        snprintf(name, sizeof name, "a file that begins otherwise than \"batchnrm\"");
        oracle_file(&norm, BN_VERSION, first[i], bytes);
    } else if (kind == FEATURES && i < COUNT(D)) {
        snprintf(name, sizeof name, "a file of %zu features, for a batch norm of 3", D[i]);
    } else {
        return NULL;
    }
    return name;
}

static void expect_bad_files_refused(Kind kind)
{
    unsigned char bytes[FILE_MOST];
    char error[BN_ERROR];
    const char *name;
    size_t count;
    BatchNorm saved = random_norm(231, 3), norm = other_norm(3);
    for (size_t i = 0; (name = bad_file(kind, i, &saved, bytes, &count)) != NULL; i++) {
        given_values("%s", name);
        bool loaded = load(bytes, count, &norm, error);
        expect(!loaded, "the file was taken for good");
    }
}

static void load_refuses_truncated(void)
{
    expect_bad_files_refused(TRUNCATED);
}

static void load_refuses_corrupted(void)
{
    expect_bad_files_refused(CORRUPTED);
}

static void load_refuses_another_version(void)
{
    expect_bad_files_refused(VERSION);
}

static void load_refuses_foreign(void)
{
    expect_bad_files_refused(FOREIGN);
}

static void load_refuses_another_D(void)
{
    expect_bad_files_refused(FEATURES);
}

/* Only of files that are refused: one that is wrongly taken is the business of the tests above. */
static void load_changes_nothing_when_it_refuses(void)
{
    unsigned char bytes[FILE_MOST];
    char error[BN_ERROR];
    const char *name;
    size_t count, refusals = 0;
    BatchNorm saved = random_norm(231, 3), norm = other_norm(3), copy = other_norm(3);
    for (Kind kind = TRUNCATED; kind <= FEATURES; kind++)
        for (size_t i = 0; (name = bad_file(kind, i, &saved, bytes, &count)) != NULL; i++) {
            given_values("%s", name);
            if (load(bytes, count, &norm, error)) {
                norm = other_norm(3);
                continue;
            }
            refusals++;
            expect_same_norm(&norm, &copy);
        }
    expect(refusals > 0, "not one bad file was refused");
}

static void load_says_what_it_found(void)
{
    unsigned char bytes[FILE_MOST];
    char error[BN_ERROR];
    BatchNorm saved = random_norm(241, 37), norm = other_norm(41);
    size_t count = oracle_file(&saved, BN_VERSION, "batchnrm", bytes);
    given_values("a file of 37 features, for a batch norm of 41");
    if (load(bytes, count, &norm, error))
        return; /* another test's business */
    expect(error[0] != '\0', "refused, but error is empty");
    expect(strstr(error, "37") && strstr(error, "41"),
           "error says \"%.60s\": it should name both numbers", error);
    expect(strlen(error) < BN_ERROR && !strchr(error, '\n'), "error is not one line");
    count = oracle_file(&norm, 59, "batchnrm", bytes);
    given_values("a file of version 59");
    if (!load(bytes, count, &norm, error))
        expect(strstr(error, "59") != NULL, "error says \"%.60s\": it should name the version",
               error);
}

/* ---- 6.6 batchnorm_forward ---- */

/* An update that takes note. */
enum { NOTED = 8 };
static struct {
    size_t calls, N;
    double mean[NOTED], var[NOTED];
} noted NOTES;

static void take_note(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    noted.calls++;
    noted.N = N;
    for (size_t d = 0; d < norm->D && d < NOTED; d++) {
        noted.mean[d] = mean[d];
        noted.var[d] = var[d];
    }
}

static BatchNorm noting_norm(unsigned seed, size_t D)
{
    BatchNorm norm = random_norm(seed, D);
    norm.update = take_note;
    noted.calls = 0;
    return norm;
}

static BnForward forward_outputs(Mode not_mode, size_t N, size_t D)
{
    return (BnForward){not_mode,         output_vector(D), output_vector(D),
                       output_vector(D), output(N, D),     output(N, D)};
}

static BnForward train(BatchNorm *norm, Matrix x)
{
    BnForward forward = forward_outputs(EVALUATION, x.rows, x.cols);
    subject_batchnorm_forward(norm, x, TRAINING, &forward);
    return forward;
}

static BnForward evaluate(BatchNorm *norm, Matrix x)
{
    BnForward forward = forward_outputs(TRAINING, x.rows, x.cols);
    subject_batchnorm_forward(norm, x, EVALUATION, &forward);
    return forward;
}

typedef struct {
    double *mean, *var, *rstd;
    Matrix xhat;
} Statistics;

static Statistics statistics_of(Matrix x, double eps)
{
    Statistics s = {output_vector(x.cols), output_vector(x.cols), output_vector(x.cols),
                    output(x.rows, x.cols)};
    oracle_mean(x, s.mean);
    oracle_variance(x, s.var);
    oracle_rstd(x.cols, s.var, eps, s.rstd);
    oracle_normalize(x, s.mean, s.rstd, s.xhat);
    return s;
}

static void training_uses_the_batch(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        BatchNorm norm = noting_norm(251 + (unsigned)s, shapes[s].D);
        Matrix x = random_input(261 + (unsigned)s, shapes[s].N, shapes[s].D, 3);
        Matrix want = output(x.rows, x.cols);
        Statistics own = statistics_of(x, norm.eps);
        oracle_batch_norm(&norm, x, own.mean, own.var, want);
        given("TRAINING, x", x);
        expect_matrix("y", train(&norm, x).y, want, rounding(256, 100));
    }
}

static void training_hands_out_what_backward_needs(void)
{
    BatchNorm norm = noting_norm(271, 4);
    Matrix x = random_input(272, 6, 4, 3);
    Statistics own = statistics_of(x, norm.eps);
    given("TRAINING, x", x);
    BnForward forward = train(&norm, x);
    expect_vector("mean", forward.mean, own.mean, 4, rounding_double(64, 10));
    expect_vector("var", forward.var, own.var, 4, rounding_double(64, 100));
    expect_vector("rstd", forward.rstd, own.rstd, 4, rounding_double(64, 10));
    expect_matrix("xhat", forward.xhat, own.xhat, rounding(256, 10));
    expect(forward.mode == TRAINING, "forward->mode is not TRAINING");
}

static void training_updates_once(void)
{
    BatchNorm norm = noting_norm(281, 4);
    Matrix x = random_input(282, 6, 4, 3);
    Statistics own = statistics_of(x, norm.eps);
    given("TRAINING, x", x);
    train(&norm, x);
    expect(noted.calls == 1, "norm->update was called %zu times, and not once", noted.calls);
    expect(noted.N == 6, "norm->update got N = %zu, and not 6", noted.N);
    expect_vector("norm->update got mean", noted.mean, own.mean, 4, rounding_double(64, 10));
    expect_vector("norm->update got var", noted.var, own.var, 4, rounding_double(64, 100));
}

static void evaluation_uses_the_running_statistics(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        BatchNorm norm = noting_norm(291 + (unsigned)s, shapes[s].D);
        Matrix x = random_input(301 + (unsigned)s, shapes[s].N, shapes[s].D, 3);
        Matrix want = output(x.rows, x.cols);
        oracle_batch_norm(&norm, x, norm.running_mean, norm.running_var, want);
        given("EVALUATION, x", x);
        BnForward forward = evaluate(&norm, x);
        expect_matrix("y", forward.y, want, rounding(64, 1000));
        expect(forward.mode == EVALUATION, "forward->mode is not EVALUATION");
    }
}

static void evaluation_changes_nothing(void)
{
    BatchNorm norm = noting_norm(311, 3), copy = noting_norm(311, 3);
    Matrix x = random_input(312, 5, 3, 0);
    given("EVALUATION, x", x);
    evaluate(&norm, x);
    expect(noted.calls == 0, "norm->update was called");
    expect_same_norm(&norm, &copy);
}

static void only_training_refuses_one_example(void)
{
    BatchNorm norm = noting_norm(321, 2);
    Matrix x = random_input(322, 1, 2, 0);
    given("x", x);
    expect_refusal("a single example in TRAINING", train(&norm, x));
    Matrix y = evaluate(&norm, x).y, want = output(1, 2);
    oracle_batch_norm(&norm, x, norm.running_mean, norm.running_var, want);
    expect_matrix("y", y, want, rounding(64, 100));
}

static void forward_refuses_another_D(void)
{
    BatchNorm norm = noting_norm(331, 3);
    Matrix x = roomy_input(332, 4, 2);
    BnForward forward = forward_outputs(TRAINING, 4, 3);
    forward.xhat = roomy_input(1, 4, 2);
    forward.y = roomy_input(2, 4, 2);
    given_values("a batch norm of 3 features, an x of 2");
    expect_refusal("in TRAINING", subject_batchnorm_forward(&norm, x, TRAINING, &forward));
    expect_refusal("in EVALUATION", subject_batchnorm_forward(&norm, x, EVALUATION, &forward));
}

/* ---- 6.7 batchnorm_backward ---- */

/* A forward pass that has happened, and what comes back; want is the oracle's. */
typedef struct {
    BatchNorm norm, copy;
    Matrix dy;
    BnForward forward;
    BnGradients out, want;
} Pass;

static Pass pass_after(Mode mode, unsigned seed, size_t N, size_t D)
{
    Pass p = {random_norm(seed, D),        random_norm(seed, D),   random_input(seed + 7, N, D, 1),
              forward_outputs(mode, N, D), gradient_outputs(N, D), gradient_outputs(N, D)};
    Matrix x = random_input(seed + 8, N, D, 3);
    Statistics s = statistics_of(x, p.norm.eps);
    if (mode == EVALUATION) {
        oracle_rstd(D, p.norm.running_var, p.norm.eps, s.rstd);
        oracle_normalize(x, p.norm.running_mean, s.rstd, s.xhat);
    }
    p.forward.rstd = s.rstd;
    p.forward.xhat = s.xhat;
    (mode == TRAINING ? oracle_backward : oracle_backward_eval)(p.dy, s.xhat, p.norm.gamma, s.rstd,
                                                                p.want);
    return p;
}

static Pass back_after(Mode mode, unsigned seed, size_t N, size_t D)
{
    Pass p = pass_after(mode, seed, N, D);
    given(mode == TRAINING ? "after a pass in TRAINING, dy" : "after a pass in EVALUATION, dy",
          p.dy);
    subject_batchnorm_backward(&p.norm, p.dy, &p.forward, p.out);
    return p;
}

static void back_through_training(void)
{
    for (size_t s = 1; s < COUNT(shapes); s++) {
        Pass p = back_after(TRAINING, 400 + 10 * (unsigned)s, shapes[s].N, shapes[s].D);
        expect_matrix("dx", p.out.dx, p.want.dx, rounding(256, 1000));
    }
}

static void back_through_evaluation(void)
{
    for (size_t s = 1; s < COUNT(shapes); s++) {
        Pass p = back_after(EVALUATION, 500 + 10 * (unsigned)s, shapes[s].N, shapes[s].D);
        expect_matrix("dx", p.out.dx, p.want.dx, rounding(256, 1000));
    }
    Pass p = back_after(EVALUATION, 570, 1, 3);
    expect_matrix("dx", p.out.dx, p.want.dx, rounding(256, 1000));
}

static void back_adds_to_the_gradients(void)
{
    Pass p = back_after(TRAINING, 580, 4, 3);
    for (size_t d = 0; d < 3; d++) {
        expect_number("gamma_gradient", (double)p.norm.gamma_gradient[d],
                      (double)p.copy.gamma_gradient[d] + p.want.dgamma[d], rounding(256, 1000));
        expect_number("beta_gradient", (double)p.norm.beta_gradient[d],
                      (double)p.copy.beta_gradient[d] + p.want.dbeta[d], rounding(256, 1000));
    }
}

static void back_hands_out_its_own_sums(void)
{
    Pass p = back_after(TRAINING, 590, 4, 3);
    expect_vector("dgamma", p.out.dgamma, p.want.dgamma, 3, rounding(256, 100));
    expect_vector("dbeta", p.out.dbeta, p.want.dbeta, 3, rounding(256, 100));
}

static void back_changes_nothing_else(void)
{
    Pass p = back_after(TRAINING, 600, 5, 3), copy = pass_after(TRAINING, 600, 5, 3);
    expect_numbers("dgamma", p.out.dgamma, 3);
    expect_same("dy", p.dy.v, copy.dy.v, 15 * sizeof(real));
    expect_same("forward->xhat", p.forward.xhat.v, copy.forward.xhat.v, 15 * sizeof(real));
    expect_same("forward->rstd", p.forward.rstd, copy.forward.rstd, 3 * sizeof(double));
    expect_same_statistics(&p.norm, &p.copy);
    expect_same_parameters(&p.norm, &p.copy);
}

/* ---- The tables ---- */

static Exercise exercises[] = {
    EXERCISE("6.1", bn_update_running),
    EXERCISE("6.2", bn_recalibrate),
    EXERCISE("6.3", bn_forward_eval),
    EXERCISE("6.4", bn_backward_eval),
    EXERCISE("6.5", bn_load),
    EXERCISE("6.6", batchnorm_forward),
    EXERCISE("6.7", batchnorm_backward),
};

static const Test tests[] = {
    {"6.1", 4, "{1, 2, 3, 4} takes 1 to 1.0667", update_by_hand},
    {"6.1", 3, "momentum is the weight of the new batch", update_weighs_with_momentum},
    {"6.1", 3, "stores the unbiased variance", update_stores_the_unbiased_variance},
    {"6.1", 2, "any batches, any N and any D", update_of_many_batches},
    {"6.1", 3, "cumulative: all batches count the same", update_cumulative},
    {"6.1", 2, "counts batches and examples", update_counts},
    {"6.1", 1, "changes nothing else", update_changes_nothing_else},
    {"6.1", 1, "refuses a single example", update_refuses},

    {"6.2", 4, "sees the distance of the means", recalibrate_sees_the_distance_of_the_means},
    {"6.2", 2, "one batch gives its own statistics", recalibrate_from_one_batch},
    {"6.2", 3, "equals one large batch", recalibrate_equals_one_large_batch},
    {"6.2", 2, "sorted data", recalibrate_of_sorted_data},
    {"6.2", 1, "survives an offset of 1e8", recalibrate_survives_an_offset},
    {"6.2", 1, "counts batches and examples", recalibrate_counts},
    {"6.2", 1, "refuses too few examples", recalibrate_refuses},
    {"6.2", 1, "changes nothing else", recalibrate_changes_nothing_else},

    {"6.3", 3, "{5, 3, -1}, as by hand", eval_by_hand},
    {"6.3", 1, "hands out rstd and xhat", eval_hands_out_rstd_and_xhat},
    {"6.3", 2, "a single example", eval_of_one_example},
    {"6.3", 3, "uses the running statistics", eval_uses_the_running_statistics},
    {"6.3", 3, "an example does not depend on its batch", eval_does_not_depend_on_the_batch},
    {"6.3", 3, "changes nothing", eval_changes_nothing},
    {"6.3", 1, "refuses other shapes", eval_refuses},

    {"6.4", 3, "dx is dy times gamma times rstd", backward_dx},
    {"6.4", 2, "dgamma and dbeta are sums", backward_sums},
    {"6.4", 1, "a single example", backward_of_one_example},
    {"6.4", 3, "equals central differences of the loss", backward_equals_differences},
    {"6.4", 1, "any N and any D", backward_of_any_shape},
    {"6.4", 1, "changes nothing else", backward_changes_nothing_else},
    {"6.4", 1, "refuses other shapes", backward_refuses},

    {"6.5", 3, "gives back exactly what was saved", load_gives_back_what_was_saved},
    {"6.5", 1, "reads one after the other", load_reads_one_after_the_other},
    {"6.5", 2, "refuses a file cut off at any length", load_refuses_truncated},
    {"6.5", 2, "refuses a file with any byte changed", load_refuses_corrupted},
    {"6.5", 1, "refuses another version", load_refuses_another_version},
    {"6.5", 1, "refuses a foreign file", load_refuses_foreign},
    {"6.5", 2, "refuses another number of features", load_refuses_another_D},
    {"6.5", 1, "changes nothing when it refuses", load_changes_nothing_when_it_refuses},
    {"6.5", 1, "says what it found", load_says_what_it_found},

    {"6.6", 2, "TRAINING uses the batch's statistics", training_uses_the_batch},
    {"6.6", 2, "hands out what backward needs", training_hands_out_what_backward_needs},
    {"6.6", 3, "TRAINING updates, once", training_updates_once},
    {"6.6", 3, "EVALUATION uses the running statistics", evaluation_uses_the_running_statistics},
    {"6.6", 3, "EVALUATION changes nothing", evaluation_changes_nothing},
    {"6.6", 1, "only TRAINING refuses one example", only_training_refuses_one_example},
    {"6.6", 1, "refuses another number of features", forward_refuses_another_D},

    {"6.7", 3, "after TRAINING, back through the statistics", back_through_training},
    {"6.7", 2, "after EVALUATION, constant statistics", back_through_evaluation},
    {"6.7", 2, "adds to the gradients", back_adds_to_the_gradients},
    {"6.7", 1, "hands out the sums of this pass", back_hands_out_its_own_sums},
    {"6.7", 1, "changes nothing else", back_changes_nothing_else},
};

const Chapter chapter = {
    "6", "Training and evaluation", exercises, COUNT(exercises), tests, COUNT(tests), suspects,
};
