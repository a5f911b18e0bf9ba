/* The experiment of chapter 3:   experiment FOLDER [SEED]

   Runs the functions of forward_pass.c, prints what they do, and writes into FOLDER the numbers
   of the text (values.csv) and the tables of the figures. The same seed gives the same numbers,
   apart from those whose names begin with time_. */

#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "common/cats.h"
#include "common/csv.h"
#include "common/progress.h"
#include "common/random.h"
#include "forward_pass.h"

#define EPS 1e-5

static const char *folder;
static Csv values;

static double value(const char *name, double number)
{
    csv_row(&values, "%s,%.12g", name, number);
    return number;
}

/* ---- A forward pass, with all that it hands out ---- */

typedef struct {
    double *mean, *var, *rstd;
    Matrix xhat;
} Forward;

static double *vector_new(size_t n)
{
    double *v = calloc(n, sizeof *v);
    if (!v)
        bad_input("out of memory for %zu numbers", n);
    return v;
}

static Forward forward(Matrix x, double eps)
{
    Forward f = {vector_new(x.cols), vector_new(x.cols), vector_new(x.cols),
                 matrix_new(x.rows, x.cols)};
    bn_forward(x, eps, f.mean, f.var, f.rstd, f.xhat);
    return f;
}

static void forward_free(Forward f)
{
    free(f.mean);
    free(f.var);
    free(f.rstd);
    matrix_free(f.xhat);
}

/* ---- Batches small enough to do by hand ---- */

/* What becomes of example n in a batch of one feature. */
static double xhat_of(size_t n, size_t N, const double *batch)
{
    Matrix x = matrix_new(N, 1);
    for (size_t i = 0; i < N; i++)
        x.v[i] = (real)batch[i];
    Forward f = forward(x, EPS);
    double xhat = f.xhat.v[n];
    forward_free(f);
    matrix_free(x);
    return xhat;
}

static void small_batches(void)
{
    static const double batch[] = {1, 2, 3, 4}, other[] = {1, 2, 3, 10}, two[] = {3, 7};
    double xhat[4];
    for (size_t n = 0; n < 4; n++)
        xhat[n] = xhat_of(n, 4, batch);
    printf("{1, 2, 3, 4} becomes {%.4f, %.4f, %.4f, %.4f}\n", xhat[0], xhat[1], xhat[2], xhat[3]);
    value("hand_rstd", 1 / sqrt(1.25 + EPS));
    value("hand_xhat_1", xhat[0]);
    value("hand_xhat_2", xhat[1]);
    value("hand_xhat_3", xhat[2]);
    value("hand_xhat_4", xhat[3]);
    printf("the 3 of {1, 2, 3, 10} becomes %.4f: its neighbors decide\n",
           value("neighbor_xhat_3", xhat_of(2, 4, other)));
    value("two_xhat", xhat_of(1, 2, two));

    /* A variance of 1e-6 is less than eps, and each place for eps gives another result. */
    static const double tiny[] = {0, 0.002};
    printf("{0, 0.002} becomes -+%.4f: eps outweighs a variance of 1e-6\n",
           value("tiny_xhat", xhat_of(1, 2, tiny)));
    value("tiny_eps_outside", 0.001 / (sqrt(1e-6) + EPS));
    value("tiny_unbiased", 0.001 / sqrt(2e-6 + EPS));

    double outlier[64] = {1000}, bound = value("outlier_bound", sqrt(63));
    printf("{1000, 0, ..., 0}, 64 examples: the first becomes %.4f, sqrt(63) is %.4f\n",
           value("outlier_xhat", xhat_of(0, 64, outlier)), bound);
}

/* ---- Scale and shift ---- */

/* How far BN(a x + c) is from sign(a) BN(x), at most. */
static double difference(Matrix x, double a, double c, double eps)
{
    Matrix moved = matrix_new(x.rows, x.cols);
    for (size_t i = 0; i < x.rows * x.cols; i++)
        moved.v[i] = (real)(a * x.v[i] + c);
    Forward f = forward(x, eps), g = forward(moved, eps);
    double largest = 0;
    for (size_t i = 0; i < x.rows * x.cols; i++)
        largest = fmax(largest, fabs(g.xhat.v[i] - copysign(1, a) * f.xhat.v[i]));
    forward_free(f);
    forward_free(g);
    matrix_free(moved);
    return largest;
}

static void scale_and_shift(Random random)
{
    Matrix x = matrix_new(256, CAT_FEATURES);
    cats_draw(&random, x);
    Forward f = forward(x, EPS);
    value("fur_sd_after", sqrt(f.var[CAT_FUR] / (f.var[CAT_FUR] + EPS)));
    value("size_sd_after", sqrt(f.var[CAT_SIZE] / (f.var[CAT_SIZE] + EPS)));
    double shift = value("shift_difference", difference(x, 1, 3, EPS));
    double both = value("affine_difference", difference(x, -50, 7, EPS));
    value("affine_difference_small_eps", difference(x, -50, 7, 1e-12));
    printf("256 cats: x + 3 changes xhat by %.0e, -50 x + 7 by %.0e and the sign\n", shift, both);
    forward_free(f);
    matrix_free(x);
}

/* ---- A hidden unit that moves ----
   Cats go through two random layers. At each step the first layer's weights move a little,
   and the next batch finds another distribution in the second. */

enum { BATCH = 256, HIDDEN = 8, UNITS = 16, STEPS = 51, EACH = 10, GRID = 181 };

typedef struct {
    Matrix first, push, second; /* HIDDEN x 3 (two weights, one bias), HIDDEN x 3, UNITS x HIDDEN */
} Net;

static Matrix normal_matrix(Random *random, size_t rows, size_t cols, double sd)
{
    Matrix m = matrix_new(rows, cols);
    for (size_t i = 0; i < rows * cols; i++)
        m.v[i] = (real)random_normal(random, 0, sd);
    return m;
}

/* z: what the second layer's units compute for a batch, before their own activation. */
static void run(Net net, Matrix cats, Matrix z)
{
    for (size_t n = 0; n < cats.rows; n++) {
        double hidden[HIDDEN];
        for (size_t h = 0; h < HIDDEN; h++) {
            const real *w = row(net.first, h);
            hidden[h] = fmax(0, w[0] * row(cats, n)[0] + w[1] * row(cats, n)[1] + w[2]);
        }
        for (size_t d = 0; d < UNITS; d++) {
            double sum = 0;
            for (size_t h = 0; h < HIDDEN; h++)
                sum += row(net.second, d)[h] * hidden[h];
            row(z, n)[d] = (real)sum;
        }
    }
}

typedef struct {
    double mean, sd, skewness, kurtosis;
} Moments;

static Moments moments(Matrix z, size_t d)
{
    double N = (double)z.rows, mean = 0, power[5] = {0};
    for (size_t n = 0; n < z.rows; n++)
        mean += row(z, n)[d] / N;
    for (size_t n = 0; n < z.rows; n++)
        for (int k = 2; k <= 4; k++)
            power[k] += pow(row(z, n)[d] - mean, k) / N;
    return (Moments){mean, sqrt(power[2]), power[3] / pow(power[2], 1.5),
                     power[4] / (power[2] * power[2])};
}

static size_t most_skewed(Matrix z)
{
    size_t most = 0;
    for (size_t d = 1; d < z.cols; d++)
        if (fabs(moments(z, d).skewness) > fabs(moments(z, most).skewness))
            most = d;
    return most;
}

/* The density of unit d's values at `at`: a little normal bump on each value. */
static double density(Matrix z, size_t d, double at, double sd)
{
    double width = sd / 4, sum = 0;
    for (size_t n = 0; n < z.rows; n++)
        sum += exp(-0.5 * pow((at - row(z, n)[d]) / width, 2));
    return sum / ((double)z.rows * width * sqrt(2 * acos(-1)));
}

static void write_density(Csv *csv, size_t step, Matrix z, Matrix xhat, size_t d)
{
    Moments before = moments(z, d), after = moments(xhat, d);
    for (int g = 0; g < GRID; g++) {
        double u = -4 + 9.0 * g / (GRID - 1); /* in standard deviations from the mean */
        double at = before.mean + u * before.sd, then = after.mean + u * after.sd;
        csv_row(csv, "%zu,%g,%g,%g,%g", step, at, density(z, d, at, before.sd), then,
                density(xhat, d, then, after.sd));
    }
}

/* The lowest (fmin) or the highest (fmax) of a number over the steps. */
static double extreme(double choose(double, double), const double *number)
{
    double result = number[0];
    for (size_t step = 1; step < STEPS; step++)
        result = choose(result, number[step]);
    return result;
}

static void write_unit(const Moments *before, const Moments *after)
{
    Csv csv = csv_open(folder, "unit.csv", "step,mean,sd,skewness,kurtosis,mean_after,sd_after");
    double mean[STEPS], sd[STEPS], mean_off[STEPS], sd_off[STEPS], shape_off[STEPS];
    for (size_t step = 0; step < STEPS; step++) {
        Moments b = before[step], a = after[step];
        csv_row(&csv, "%zu,%g,%g,%g,%g,%g,%g", step, b.mean, b.sd, b.skewness, b.kurtosis, a.mean,
                a.sd);
        mean[step] = b.mean;
        sd[step] = b.sd;
        mean_off[step] = fabs(a.mean);
        sd_off[step] = fabs(a.sd - b.sd / sqrt(b.sd * b.sd + EPS));
        shape_off[step] = fmax(fabs(a.skewness - b.skewness), fabs(a.kurtosis - b.kurtosis));
    }
    csv_close(&csv);
    value("unit_mean_low", extreme(fmin, mean));
    value("unit_mean_high", extreme(fmax, mean));
    value("unit_sd_low", extreme(fmin, sd));
    value("unit_sd_high", extreme(fmax, sd));
    value("unit_mean_off", extreme(fmax, mean_off));
    value("unit_sd_off", extreme(fmax, sd_off));
    value("unit_shape_off", extreme(fmax, shape_off));
    value("unit_skewness_first", before[0].skewness);
    value("unit_skewness_last", before[STEPS - 1].skewness);
    printf("\nA hidden unit in %d batches of %d cats, while the layer below it moves:\n", STEPS,
           BATCH);
    printf("  before  mean %.2f .. %.2f, sd %.2f .. %.2f\n", extreme(fmin, mean),
           extreme(fmax, mean), extreme(fmin, sd), extreme(fmax, sd));
    printf("  after   mean 0 to %.0e, sd sqrt(var / (var + eps)) to %.0e\n",
           extreme(fmax, mean_off), extreme(fmax, sd_off));
    printf("  skewness %.2f, then %.2f; batch norm changes it by %.0e at most\n",
           before[0].skewness, before[STEPS - 1].skewness, extreme(fmax, shape_off));
}

static void moving_unit(Random random)
{
    Net net = {normal_matrix(&random, HIDDEN, 3, 1), normal_matrix(&random, HIDDEN, 3, 0.03),
               normal_matrix(&random, UNITS, HIDDEN, sqrt(2.0 / HIDDEN))};
    Matrix all = matrix_new(4096, CAT_FEATURES), z = matrix_new(BATCH, UNITS);
    cats_draw(&random, all);
    Forward inputs = forward(all, EPS); /* standardized, as in chapter 1 */
    Csv curves = csv_open(folder, "unit_density.csv", "step,z,density,xhat,density_after");
    Moments before[STEPS], after[STEPS];
    size_t d = 0;
    for (size_t step = 0; step < STEPS; step++) {
        size_t start = random_below(&random, all.rows - BATCH);
        run(net, matrix_rows(inputs.xhat, start, BATCH), z);
        Forward f = forward(z, EPS);
        if (step == 0)
            d = most_skewed(z);
        before[step] = moments(z, d);
        after[step] = moments(f.xhat, d);
        if (step % EACH == 0)
            write_density(&curves, step, z, f.xhat, d);
        for (size_t i = 0; i < HIDDEN * 3; i++)
            net.first.v[i] += net.push.v[i];
        forward_free(f);
    }
    csv_close(&curves);
    write_unit(before, after);
    forward_free(inputs);
    matrix_free(all);
    matrix_free(z);
    matrix_free(net.first);
    matrix_free(net.push);
    matrix_free(net.second);
}

/* ---- Subtract first, then square ---- */

/* mean(x^2) - mean(x)^2, all in one type. */
static double shortcut_in_double(Matrix x)
{
    double sum = 0, squares = 0, N = (double)x.rows;
    for (size_t n = 0; n < x.rows; n++) {
        double xn = x.v[n];
        sum += xn;
        squares += xn * xn;
    }
    return squares / N - (sum / N) * (sum / N);
}

static double shortcut_in_float(Matrix x)
{
    float sum = 0, squares = 0, N = (float)x.rows;
    for (size_t n = 0; n < x.rows; n++) {
        float xn = (float)x.v[n];
        sum += xn;
        squares += xn * xn;
    }
    return (double)(squares / N - (sum / N) * (sum / N));
}

static double variance(Matrix x)
{
    double mean, var;
    bn_mean(x, &mean);
    bn_variance(x, &mean, &var);
    return var;
}

/* The batch {1, 2, 3, 4} + offset has variance 1.25 whatever the offset. */
static void shortcut_table(void)
{
    Matrix x = matrix_new(4, 1);
    for (int k = 0; k <= 10; k++) {
        char name[3][32];
        for (size_t n = 0; n < 4; n++)
            x.v[n] = (real)(pow(10, k) + (double)n + 1);
        snprintf(name[0], sizeof name[0], "shortcut_float_1e%d", k);
        snprintf(name[1], sizeof name[1], "shortcut_double_1e%d", k);
        snprintf(name[2], sizeof name[2], "variance_1e%d", k);
        value(name[0], shortcut_in_float(x));
        value(name[1], shortcut_in_double(x));
        value(name[2], variance(x));
    }
    matrix_free(x);
}

/* Relative errors on 1000 normal numbers, moved away from 0. The right variance is that of
   x - offset, which is exact for numbers this near to the offset. */
static void shortcut_curve(Random random)
{
    enum { N = 1000 };
    Matrix g = normal_matrix(&random, N, 1, 1), x = matrix_new(N, 1), back = matrix_new(N, 1);
    Csv csv = csv_open(folder, "shortcut.csv", "offset,shortcut,subtracted,sign");
    for (int k = 0; k <= 40; k++) {
        double offset = pow(10, k / 4.0);
        for (size_t n = 0; n < N; n++) {
            x.v[n] = (real)(offset + g.v[n]);
            back.v[n] = (real)(x.v[n] - offset);
        }
        double want = variance(back), got = shortcut_in_double(x);
        csv_row(&csv, "%g,%g,%g,%d", offset, fabs(got - want) / want,
                fabs(variance(x) - want) / want, got < 0 ? -1 : 1);
    }
    csv_close(&csv);
    matrix_free(g);
    matrix_free(x);
    matrix_free(back);
}

/* ---- Two walks through a batch ---- */

//> region walks
/* A function that is not inlined keeps its loop: it cannot be exchanged with the loop
   around the call. It begins on a boundary of 64 bytes, since a loop this short can take
   twice as long where its instructions lie across two cache lines. */
#define APART __attribute__((noinline, aligned(64)))

/* Adds one row to the sums of all columns. */
static APART void add_row(double *sum, const real *v, size_t D)
{
    for (size_t d = 0; d < D; d++)
        sum[d] += v[d];
}

/* Adds up one column: from each number to the next it is a whole row. */
static APART double add_column(const real *v, size_t N, size_t stride)
{
    double sum = 0;
    for (size_t n = 0; n < N; n++)
        sum += v[n * stride];
    return sum;
}
//< region

static void by_rows(Matrix x, double *sum)
{
    for (size_t d = 0; d < x.cols; d++)
        sum[d] = 0;
    for (size_t n = 0; n < x.rows; n++)
        add_row(sum, row(x, n), x.cols);
}

static void by_columns(Matrix x, double *sum)
{
    for (size_t d = 0; d < x.cols; d++)
        sum[d] = add_column(x.v + d, x.rows, x.cols);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Nanoseconds for each number of x: the best of several tries, which other programs on the
   machine have disturbed least. */
static double nanoseconds(void (*sum_of)(Matrix, double *), Matrix x, double *sum)
{
    size_t numbers = x.rows * x.cols, times = 1 + 2000000 / numbers;
    double best = INFINITY;
    for (int attempt = 0; attempt < 7; attempt++) {
        double start = seconds();
        for (size_t i = 0; i < times; i++)
            sum_of(x, sum);
        best = fmin(best, (seconds() - start) / (double)(times * numbers));
    }
    return 1e9 * best;
}

/* One shape: how far the two walks' sums are apart, and a row of the table. */
static double walk(Csv *csv, const Matrix numbers, size_t N, size_t D)
{
    double *sum = vector_new(numbers.cols), *other = vector_new(numbers.cols), apart = 0;
    Matrix x = {N, D, numbers.v}, wider = {N, numbers.cols, numbers.v};
    double rows = nanoseconds(by_rows, x, sum), columns = nanoseconds(by_columns, x, other);
    for (size_t d = 0; d < D; d++)
        apart = fmax(apart, fabs(sum[d] - other[d]));
    csv_row(csv, "%zu,%g,%g,%g", N, rows, columns, nanoseconds(by_columns, wider, other));
    if (N == 1024) {
        printf("\nThe sums of a 1024 x 1024 batch, in nanoseconds for each number:\n");
        printf("  by rows %.2f, by columns %.2f, your bn_mean %.2f\n", rows, columns,
               value("time_bn_mean", nanoseconds(bn_mean, x, sum)));
        value("time_rows", rows);
        value("time_columns", columns);
        value("time_ratio", columns / rows);
    }
    free(sum);
    free(other);
    return apart;
}

static void walks(Random random)
{
    enum { LEAST = 8, MOST = 4096, D = 1024, WIDER = 1040 };
    Matrix numbers = normal_matrix(&random, MOST, WIDER, 1);
    Csv csv = csv_open(folder, "walks.csv", "N,rows,columns,columns_wider");
    double apart = 0;
    for (size_t N = LEAST; N <= MOST; N *= 2) {
        progress("walking through batches", N - LEAST, MOST - LEAST);
        apart = fmax(apart, walk(&csv, numbers, N, D));
    }
    value("walk_difference", apart);
    csv_close(&csv);
    matrix_free(numbers);
}

int main(int argc, char **argv)
{
    char *end = "";
    unsigned long long seed = argc == 3 ? strtoull(argv[2], &end, 10) : 1;
    if (argc < 2 || argc > 3 || *end != '\0')
        bad_input("usage: experiment FOLDER [SEED]");
    folder = argv[1];
    values = csv_open(folder, "values.csv", "name,value");
    small_batches();
    scale_and_shift(random_new(seed));
    moving_unit(random_new(seed));
    shortcut_table();
    shortcut_curve(random_new(seed));
    walks(random_new(seed));
    csv_close(&values);
    return 0;
}
