/* The graded tests of appendix A.

   Tolerances: in the float build the sums of a chunk are float, so results that are double have the
   digits of `real` too. rounding(units, magnitude) allows that many units at the magnitude of the
   largest number; a sum of 32 in any order is within 32 units. What follows 1e8 in double is within
   some units at 1e8. */

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "tests/A_speed/oracle.h"
#include "tests/A_speed/shared.h"
#include "tests/harness/oracle.h"

__typeof__(fast_sums) *subject_fast_sums = student_fast_sums;
__typeof__(fast_statistics) *subject_fast_statistics = student_fast_statistics;
__typeof__(fast_forward_block) *subject_fast_forward_block = student_fast_forward_block;
__typeof__(fast_backward_block) *subject_fast_backward_block = student_fast_backward_block;
__typeof__(fast_forward) *subject_fast_forward = student_fast_forward;
__typeof__(fast_backward) *subject_fast_backward = student_fast_backward;

/* Shapes around one chunk of 32 rows and around four rows at a time. */
static const struct {
    size_t N, D;
} shapes[] = {{1, 3}, {2, 5}, {5, 1}, {7, 4}, {31, 3}, {32, 2}, {33, 17}, {64, 5}, {100, 3}};

static Block all(Matrix x)
{
    return (Block){0, x.cols};
}

real *random_parameters(unsigned seed, size_t D)
{
    return random_input(seed, 1, D, 1).v;
}

FastForward forward_outputs(size_t N, size_t D)
{
    return (FastForward){output_vector(D), output_vector(D), output_vector(D), output(N, D)};
}

BnGradients gradient_outputs(size_t N, size_t D)
{
    return (BnGradients){output_vector(D), output_vector(D), output(N, D)};
}

/* ---- A.1 fast_sums ---- */

static void expect_reals(const char *name, const real *got, const double *want, size_t count,
                         double tolerance)
{
    Matrix wanted = output(1, count);
    for (size_t i = 0; i < count; i++)
        wanted.v[i] = (real)want[i];
    expect_matrix(name, (Matrix){1, count, (real *)got}, wanted, tolerance);
}

static void expect_sums(Matrix x, size_t n, size_t rows, Block block, double tolerance)
{
    double sum[64] = {0}, squares[64] = {0};
    for (size_t i = n; i < n + rows; i++)
        for (size_t d = 0; d < block.count; d++) {
            double moved = (double)row(x, i)[block.first + d] - row(x, n)[block.first + d];
            sum[d] += moved;
            squares[d] += moved * moved;
        }
    real *s = output(1, block.count).v, *q = output(1, block.count).v;
    given("x", x);
    subject_fast_sums(x, n, rows, block, s, q);
    expect_reals("sum", s, sum, block.count, tolerance);
    expect_reals("squares", q, squares, block.count, tolerance);
}

static void sums_by_hand(void)
{
    Matrix x = BATCH(4, 1, 1, 2, 4, 8);
    real *sum = output(1, 1).v, *squares = output(1, 1).v;
    given("x", x);
    subject_fast_sums(x, 0, 4, all(x), sum, squares);
    expect_number("sum[0]", (double)sum[0], 0 + 1 + 3 + 7, 0);
    expect_number("squares[0]", (double)squares[0], 0 + 1 + 9 + 49, 0);
}

static void sums_of_any_count(void)
{
    Matrix x = random_input(11, FAST_CHUNK, 3, 0);
    for (size_t rows = 1; rows <= FAST_CHUNK; rows++)
        expect_sums(x, 0, rows, all(x), rounding(64, 1000));
}

static void sums_of_some_rows_and_features(void)
{
    Matrix x = random_input(12, 23, 9, 0);
    expect_sums(x, 7, 13, (Block){2, 5}, rounding(64, 1000));
    expect_sums(x, 20, 3, (Block){8, 1}, rounding(64, 1000));
}

/* The differences from a row nearby are exact, in float too. */
static void sums_survive_an_offset(void)
{
    Matrix x = random_input(13, FAST_CHUNK, 3, 1e8);
    expect_sums(x, 0, FAST_CHUNK, all(x), rounding(64, 1e4));
}

static void sums_change_nothing_else(void)
{
    Matrix x = random_input(14, 9, 4, 0), copy = random_input(14, 9, 4, 0);
    real *sum = output(1, 4).v, *squares = output(1, 4).v;
    given("x", x);
    subject_fast_sums(x, 1, 8, (Block){1, 2}, sum, squares);
    expect_same("x", x.v, copy.v, 36 * sizeof(real));
    expect(isnan(sum[2]) && isnan(squares[2]) && isnan(sum[3]),
           "a block of 2 features has 2 sums, you wrote a third");
    expect_refusal("a block of features 3 to 5 of 4",
                   subject_fast_sums(x, 1, 8, (Block){3, 2}, sum, squares));
}

/* ---- A.2 fast_statistics ---- */

static void expect_statistics(Matrix x, double mean_tolerance, double var_tolerance)
{
    double *mean = output_vector(x.cols), *var = output_vector(x.cols);
    double *want_mean = output_vector(x.cols), *want_var = output_vector(x.cols);
    oracle_mean(x, want_mean);
    oracle_variance(x, want_var);
    given("x", x);
    subject_fast_statistics(x, all(x), mean, var);
    expect_vector("mean", mean, want_mean, x.cols, mean_tolerance);
    expect_vector("var", var, want_var, x.cols, var_tolerance);
}

static void statistics_by_hand(void)
{
    expect_statistics(BATCH(4, 1, 1, 2, 3, 4), rounding(4, 4), rounding(8, 4));
}

static void statistics_of_any_shape(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++)
        expect_statistics(random_input(21 + (unsigned)s, shapes[s].N, shapes[s].D, 0),
                          rounding(64, 50), rounding(256, 200));
}

/* Each chunk lies 100 higher than the one before it: nearly all variance is between them. */
static void statistics_between_chunks(void)
{
    Matrix x = random_input(22, 5 * FAST_CHUNK + 9, 2, 0);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < 2; d++)
            row(x, n)[d] += (real)(100 * (n / FAST_CHUNK));
    expect_statistics(x, rounding(64, 1000), rounding(256, 1e5));
}

/* In double a mean near 1e8 has lost eight digits of sixteen. In float the data are 8 apart. */
static void statistics_survive_an_offset(void)
{
    expect_statistics(random_input(23, 150, 3, 1e8), rounding_double(16, 1e8) + rounding(64, 100),
                      1e-5 + rounding(256, 100));
}

/* Around its own chunk's first row the cancellation is at most by a factor of 32: digits enough. */
static void statistics_with_an_outlier(void)
{
    Matrix x = random_input(24, 300, 2, 0);
    row(x, 0)[0] = 1e6;
    row(x, 32)[1] = -1e6;
    double mean[2], var[2];
    oracle_mean(x, mean);
    oracle_variance(x, var);
    expect_statistics(x, rounding(64, 1e6), rounding(1024, var[0]));
}

static void statistics_stay_in_their_block(void)
{
    Matrix x = random_input(25, 40, 6, 0);
    double *mean = output_vector(6), *var = output_vector(6), want[6];
    oracle_variance(x, want);
    given("x", x);
    subject_fast_statistics(x, (Block){2, 3}, mean, var);
    for (size_t d = 0; d < 6; d++) {
        bool inside = d >= 2 && d < 5;
        expect(isnan(mean[d]) == !inside && isnan(var[d]) == !inside,
               "the block is features 2, 3 and 4; mean[%zu] is %g and var[%zu] is %g", d, mean[d],
               d, var[d]);
        if (inside)
            expect_number("var", var[d], want[d], rounding(256, 200));
    }
}

static void statistics_refuse(void)
{
    Matrix x = random_input(26, 4, 3, 0);
    double *mean = output_vector(3), *var = output_vector(3);
    given("x", x);
    subject_fast_statistics(x, all(x), mean, var);
    expect_refusal("an empty batch",
                   subject_fast_statistics((Matrix){0, 3, x.v}, all(x), mean, var));
    expect_refusal("a block of features 1 to 4 of 3",
                   subject_fast_statistics(x, (Block){1, 3}, mean, var));
}

/* ---- A.3 fast_forward_block ---- */

/* Runs it on all features, and compares all that it writes. */
static void expect_forward(Matrix x, double eps, double tolerance)
{
    real *gamma = random_parameters(31, x.cols), *beta = random_parameters(32, x.cols);
    FastForward got = forward_outputs(x.rows, x.cols), want = forward_outputs(x.rows, x.cols);
    oracle_forward(x, gamma, beta, eps, want);
    given("x", x);
    subject_fast_forward_block(x, all(x), gamma, beta, eps, got);
    expect_matrix("y", got.y, want.y, tolerance);
}

static void forward_by_hand(void)
{
    Matrix x = BATCH(4, 1, 1, 2, 3, 4), gamma = BATCH(1, 1, 2), beta = BATCH(1, 1, 10);
    FastForward f = forward_outputs(4, 1);
    given_values("x = {1, 2, 3, 4}, gamma = {2}, beta = {10}, eps = 1e-05");
    subject_fast_forward_block(x, all(x), gamma.v, beta.v, 1e-5, f);
    expect_matrix("y", f.y, BATCH(4, 1, 7.31672916, 9.10557639, 10.89442361, 12.68327084),
                  1e-7 + rounding(8, 20)); /* the last digit of the numbers here */
}

static void forward_hands_out_the_statistics(void)
{
    Matrix x = random_input(33, 50, 4, 2);
    real *gamma = random_parameters(31, 4), *beta = random_parameters(32, 4);
    FastForward got = forward_outputs(50, 4), want = forward_outputs(50, 4);
    oracle_forward(x, gamma, beta, 0.1, want);
    given("x", x);
    subject_fast_forward_block(x, all(x), gamma, beta, 0.1, got);
    expect_vector("mean", got.mean, want.mean, 4, rounding(64, 50));
    expect_vector("var", got.var, want.var, 4, rounding(256, 200));
    expect_vector("rstd", got.rstd, want.rstd, 4, rounding(256, 10));
}

static void forward_of_any_batch(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++)
        if (shapes[s].N >= 2)
            expect_forward(random_input(41 + (unsigned)s, shapes[s].N, shapes[s].D, 0), 0.1,
                           rounding(512, 50));
}

static void forward_survives_an_offset(void)
{
    expect_forward(random_input(51, 100, 3, 1e8), 0.1, 1e-6 + rounding(512, 50));
}

static void forward_stays_in_its_block(void)
{
    Matrix x = random_input(52, 8, 6, 0);
    real *gamma = random_parameters(31, 6), *beta = random_parameters(32, 6);
    FastForward got = forward_outputs(8, 6), want = forward_outputs(8, 6);
    oracle_forward(x, gamma, beta, 0.1, want);
    given_values("8 examples x 6 features, the block is features 2, 3 and 4");
    subject_fast_forward_block(x, (Block){2, 3}, gamma, beta, 0.1, got);
    for (size_t n = 0; n < 8; n++)
        for (size_t d = 0; d < 6; d++) {
            bool inside = d >= 2 && d < 5;
            double y = (double)row(got.y, n)[d], wanted = (double)row(want.y, n)[d];
            expect(inside ? fabs(y - wanted) <= rounding(512, 50) : isnan(y),
                   "y[%zu][%zu] is %g, %s %g", n, d, y,
                   inside ? "want" : "and must stay unset, not", wanted);
        }
}

static void forward_refuses(void)
{
    Matrix x = random_input(53, 4, 3, 0), one = random_input(53, 1, 3, 0);
    real *gamma = random_parameters(31, 3), *beta = random_parameters(32, 3);
    FastForward f = forward_outputs(4, 3), wrong = forward_outputs(3, 4);
    given("x", x);
    subject_fast_forward_block(x, all(x), gamma, beta, 0.1, f);
    expect_refusal(
        "a batch of one example",
        subject_fast_forward_block(one, all(one), gamma, beta, 0.1, forward_outputs(1, 3)));
    expect_refusal("eps = 0", subject_fast_forward_block(x, all(x), gamma, beta, 0, f));
    expect_refusal("a y of 3 x 4", subject_fast_forward_block(x, all(x), gamma, beta, 0.1, wrong));
}

static void forward_keeps_a_nan_in_its_feature(void)
{
    Matrix x = random_input(54, 40, 3, 0);
    row(x, 35)[1] = NAN;
    FastForward f = forward_outputs(40, 3);
    given("x", x);
    subject_fast_forward_block(x, all(x), random_parameters(31, 3), random_parameters(32, 3), 0.1,
                               f);
    for (size_t i = 0; i < 120; i++)
        expect(isnan(f.y.v[i]) == (i % 3 == 1),
               "y[%zu][%zu] is %g: x[35][1] is not a number, so feature 1 has no mean, but the "
               "other features do",
               i / 3, i % 3, (double)f.y.v[i]);
}

/* ---- A.4 fast_backward_block ---- */

/* What the backward pass reads of a forward pass, from the oracle. y and var are not to be read. */
static FastForward forward_of(Matrix x, const real *gamma, double eps)
{
    FastForward f = forward_outputs(x.rows, x.cols);
    oracle_forward(x, gamma, random_parameters(62, x.cols), eps, f);
    return (FastForward){f.mean, NULL, f.rstd, {x.rows, x.cols, NULL}};
}

static void expect_gradients(BnGradients got, BnGradients want, double tolerance)
{
    expect_vector("dbeta", got.dbeta, want.dbeta, want.dx.cols, tolerance);
    expect_vector("dgamma", got.dgamma, want.dgamma, want.dx.cols, tolerance);
    expect_matrix("dx", got.dx, want.dx, tolerance);
}

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

/* ---- A.5 and A.6: all features, several threads ---- */

/* A batch that takes two blocks: the second is narrow. */
enum { WIDE = FAST_PAGE + 5, FEW = 3 };

static void all_forward_in_blocks(void)
{
    Matrix x = random_input(81, FEW, WIDE, 0);
    real *gamma = random_parameters(31, WIDE), *beta = random_parameters(32, WIDE);
    FastForward got = forward_outputs(FEW, WIDE), want = forward_outputs(FEW, WIDE);
    oracle_forward(x, gamma, beta, 0.1, want);
    given("x", x);
    subject_fast_forward(1, x, gamma, beta, 0.1, got);
    expect_matrix("y", got.y, want.y, rounding(512, 1000));
    expect_vector("mean", got.mean, want.mean, WIDE, rounding(64, 2000));
    expect_vector("rstd", got.rstd, want.rstd, WIDE, rounding(512, 10));
}

/* From many to few: a runtime that adds threads to those it has may forget memory over it. */
static const size_t counts[] = {7, 3, 2};

static void all_forward_with_threads(void)
{
    Matrix x = random_input(82, 70, 100, 0);
    real *gamma = random_parameters(31, 100), *beta = random_parameters(32, 100);
    FastForward one = forward_outputs(70, 100);
    given_values("x: 70 examples x 100 features, random; 1, 7, 3 and 2 threads");
    subject_fast_forward(1, x, gamma, beta, 0.1, one);
    expect_numbers("rstd", one.rstd, 100);
    for (size_t i = 0; i < COUNT(counts); i++) {
        FastForward more = forward_outputs(70, 100);
        subject_fast_forward(counts[i], x, gamma, beta, 0.1, more);
        expect(memcmp(more.y.v, one.y.v, 7000 * sizeof(real)) == 0 &&
                   memcmp(more.rstd, one.rstd, 100 * sizeof(double)) == 0,
               "with %zu threads the result has other bits than with one", counts[i]);
    }
}

/* Where the compiler has no OpenMP (make says so) there is nothing to see. */
static void expect_threads(int before)
{
#ifdef _OPENMP
    int after = threads_of_process();
    given_values("100 features, 2 threads");
    expect(before == 0 || after > before,
           "no second thread was started: is the loop under #pragma omp parallel for,\n"
           "with num_threads((int)threads)?");
#else
    (void)before;
#endif
}

static void all_forward_starts_threads(void)
{
    Matrix x = random_input(83, 4, 100, 0);
    int before = threads_of_process();
    given("x", x);
    subject_fast_forward(2, x, random_parameters(31, 100), random_parameters(32, 100), 0.1,
                         forward_outputs(4, 100));
    expect_threads(before);
}

static void all_forward_refuses(void)
{
    Matrix x = random_input(84, 4, 3, 0), one = {1, 3, x.v};
    real *gamma = random_parameters(31, 3), *beta = random_parameters(32, 3);
    FastForward f = forward_outputs(4, 3);
    given("x", x);
    subject_fast_forward(1, x, gamma, beta, 0.1, f);
    expect_refusal("0 threads", subject_fast_forward(0, x, gamma, beta, 0.1, f));
    expect_refusal("a batch of one example",
                   subject_fast_forward(1, one, gamma, beta, 0.1, forward_outputs(1, 3)));
    expect_refusal("eps = NaN", subject_fast_forward(1, x, gamma, beta, NAN, f));
    expect_refusal("a y of 3 x 4",
                   subject_fast_forward(1, x, gamma, beta, 0.1, forward_outputs(3, 4)));
}

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
    int before = threads_of_process();
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

/* ---- The tables ---- */

static Exercise exercises[] = {
    EXERCISE("A.1", fast_sums),          EXERCISE("A.2", fast_statistics),
    EXERCISE("A.3", fast_forward_block), EXERCISE("A.4", fast_backward_block),
    EXERCISE("A.5", fast_forward),       EXERCISE("A.6", fast_backward),
};

static const Test tests[] = {
    {"A.1", 4, "{1, 2, 4, 8}, as by hand", sums_by_hand},
    {"A.1", 4, "any number of rows, 1 to 32", sums_of_any_count},
    {"A.1", 3, "the rows and features that are given", sums_of_some_rows_and_features},
    {"A.1", 2, "survives an offset of 1e8", sums_survive_an_offset},
    {"A.1", 2, "changes nothing else", sums_change_nothing_else},

    {"A.2", 3, "{1, 2, 3, 4}: 2.5 and 1.25", statistics_by_hand},
    {"A.2", 4, "any N and any D", statistics_of_any_shape},
    {"A.2", 5, "chunks with different means", statistics_between_chunks},
    {"A.2", 3, "survives an offset of 1e8", statistics_survive_an_offset},
    {"A.2", 2, "survives an outlier", statistics_with_an_outlier},
    {"A.2", 2, "stays in its block", statistics_stay_in_their_block},
    {"A.2", 1, "refuses what does not fit", statistics_refuse},
    {"A.2", 5, "faster than chapter 3", statistics_are_faster},

    {"A.3", 3, "{1, 2, 3, 4}, as by hand", forward_by_hand},
    {"A.3", 3, "hands out mean, var and rstd", forward_hands_out_the_statistics},
    {"A.3", 3, "any batch of two or more", forward_of_any_batch},
    {"A.3", 5, "survives an offset of 1e8", forward_survives_an_offset},
    {"A.3", 2, "stays in its block", forward_stays_in_its_block},
    {"A.3", 2, "refuses what does not fit", forward_refuses},
    {"A.3", 2, "a NaN stays in its feature", forward_keeps_a_nan_in_its_feature},
    {"A.3", 5, "faster than chapters 3 and 4", forward_is_faster},

    {"A.4", 3, "{3, 4, 5}, as by hand", backward_by_hand},
    {"A.4", 3, "any batch of two or more", backward_of_any_batch},
    {"A.4", 4, "survives an offset of 1e8", backward_survives_an_offset},
    {"A.4", 2, "stays in its block", backward_stays_in_its_block},
    {"A.4", 2, "refuses what does not fit", backward_refuses},
    {"A.4", 1, "a NaN stays in its feature", backward_keeps_a_nan_in_its_feature},
    {"A.4", 5, "faster than chapter 5", backward_is_faster},

    {"A.5", 2, "all features, in blocks", all_forward_in_blocks},
    {"A.5", 2, "the same bits for any number of threads", all_forward_with_threads},
    {"A.5", 2, "starts the threads", all_forward_starts_threads},
    {"A.5", 2, "refuses what does not fit", all_forward_refuses},

    {"A.6", 2, "all features, in blocks", all_backward_in_blocks},
    {"A.6", 2, "the same bits for any number of threads", all_backward_with_threads},
    {"A.6", 2, "starts the threads", all_backward_starts_threads},
    {"A.6", 1, "refuses what does not fit", all_backward_refuses},
};

const Chapter chapter = {
    "A", "Making it fast", exercises, COUNT(exercises), tests, COUNT(tests), suspects,
};
