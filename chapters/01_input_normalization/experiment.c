/* Chapter 1's experiment: what does standardizing its inputs buy a linear model?

   experiment FOLDER [SEED] prints a summary, and writes values.csv and the figures' tables
   into FOLDER. Means, variances, Hessians and steps come from your functions. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/cats.h"
#include "common/csv.h"
#include "common/eigen.h"
#include "input_normalization.h"

enum { N = 1000, D = 2, P = D + 1, STARTS = 100, MOST = 1000 * 1000 };

/* How far a cat jumps, in meters: so much for each unit of size and of fur, and a bias. In
   this world it is exactly so, and the best weights are known. */
static const double jump[P] = {0.2, -1.2, 2.0};

static const double zeros[D] = {0, 0}, ones[D] = {1, 1};

static Csv values;

/* A number for the text: value("steps_", "raw", 5) is {{steps_raw}}. */
static void value(const char *name, const char *of, double number)
{
    csv_row(&values, "%s%s,%.10g", name, of, number);
}

static void statistics(Matrix x, double *mean, double *var)
{
    feature_mean(x, mean);
    feature_variance(x, mean, 0, var);
}

/* ---- The cost of one set of inputs ---- */

typedef struct {
    double hessian[P * P];
    double largest, condition; /* the largest eigenvalue, and largest over smallest */
    double best[P];            /* the weights at the minimum */
} Cost;

//> region cost
/* The cost of a linear model on z = (x - mean) / sqrt(var). A jump that is linear in x is
   linear in z too, with other weights: these are the best ones. */
static Cost cost_of(Matrix x, const double *mean, const double *var)
{
    Cost cost = {.best = {[D] = jump[D]}};
    Matrix z = matrix_new(x.rows, x.cols);
    standardize(x, mean, var, z);
    cost_hessian(z, cost.hessian);
    matrix_free(z);

    double copy[P * P], eigenvalues[P];
    memcpy(copy, cost.hessian, sizeof copy);
    symmetric_eigenvalues(P, copy, eigenvalues);
    cost.largest = eigenvalues[P - 1];
    cost.condition = eigenvalues[P - 1] / eigenvalues[0];

    for (size_t d = 0; d < D; d++) {
        cost.best[d] = jump[d] * sqrt(var[d]);
        cost.best[D] += jump[d] * mean[d];
    }
    return cost;
}
//< region

static Cost standardized_cost_of(Matrix x)
{
    double mean[D], var[D];
    statistics(x, mean, var);
    return cost_of(x, mean, var);
}

/* The steps from these weights to the minimum. */
static size_t descend(const Cost *cost, const double *weights)
{
    double error[P], gradient[P];
    for (size_t i = 0; i < P; i++)
        error[i] = weights[i] - cost->best[i];
    return descent_steps(P, cost->hessian, 1 / cost->largest, MOST, error, gradient);
}

static double gap_at_0(const Cost *cost)
{
    double sum = 0;
    for (size_t i = 0; i < P; i++)
        for (size_t j = 0; j < P; j++)
            sum += cost->best[i] * cost->hessian[i * P + j] * cost->best[j];
    return sum / 2;
}

/* ---- Steps and condition number ---- */

typedef struct {
    size_t from_0, bound;       /* from weights 0, and what these steps cannot exceed */
    size_t least, median, most; /* from random weights: normal, mean 0, standard deviation 1 */
} Steps;

static int compare(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

static Steps steps_of(const Cost *cost)
{
    Random random = random_new(2024); /* the same starts for every cost */
    double weights[P] = {0};
    size_t from_0 = descend(cost, weights), from[STARTS];
    for (size_t s = 0; s < STARTS; s++) {
        for (size_t i = 0; i < P; i++)
            weights[i] = random_normal(&random, 0, 1);
        from[s] = descend(cost, weights);
    }
    qsort(from, STARTS, sizeof *from, compare);
    size_t bound = (size_t)ceil(cost->condition / 2 * log(gap_at_0(cost) / LOSS_GAP));
    return (Steps){from_0, bound, from[0], from[STARTS / 2], from[STARTS - 1]};
}

static Steps write_steps(Csv *csv, const char *inputs, const Cost *cost)
{
    Steps steps = steps_of(cost);
    csv_row(csv, "%s,%.6g,%zu,%zu,%zu,%zu,%zu", inputs, cost->condition, steps.from_0, steps.bound,
            steps.least, steps.median, steps.most);
    return steps;
}

static void show_steps(Csv *csv, const char *inputs, const Cost *cost)
{
    Steps steps = write_steps(csv, inputs, cost);
    printf("  %-24s %9.*f %11zu %13zu .. %zu\n", inputs, cost->condition < 100 ? 2 : 0,
           cost->condition, steps.from_0, steps.least, steps.most);
    value("condition_", inputs, cost->condition);
    value("largest_", inputs, cost->largest);
    value("smallest_", inputs, cost->largest / cost->condition);
    value("steps_", inputs, (double)steps.from_0);
    value("bound_", inputs, (double)steps.bound);
    value("least_", inputs, (double)steps.least);
    value("median_", inputs, (double)steps.median);
    value("most_", inputs, (double)steps.most);
}

static void show_condition(const char *name, const char *inputs, const Cost *cost)
{
    printf("  %-24s %9.*f\n", inputs, cost->condition < 100 ? 2 : 0, cost->condition);
    value("condition_", name, cost->condition);
}

/* Two normal features with correlation 0.9. */
static void draw_correlated(Random *random, Matrix x)
{
    for (size_t n = 0; n < x.rows; n++) {
        double a = random_normal(random, 0, 1), b = random_normal(random, 0, 1);
        row(x, n)[0] = (real)a;
        row(x, n)[1] = (real)(0.9 * a + sqrt(1 - 0.9 * 0.9) * b);
    }
}

/* One feature from 0 to 1, one from 1 to 1000. */
static void draw_ranges(Random *random, Matrix x)
{
    for (size_t n = 0; n < x.rows; n++) {
        row(x, n)[0] = (real)random_uniform(random);
        row(x, n)[1] = (real)(1 + 999 * random_uniform(random));
    }
}

static void compare_inputs(const char *folder, Random *random, const Cost *raw,
                           const Cost *centered, const Cost *standardized)
{
    Csv csv = csv_open(folder, "inputs.csv", "inputs,condition,from_0,bound,least,median,most");
    printf("  %-24s %9s %11s %21s\n", "inputs", "condition", "steps", "100 random starts");
    show_steps(&csv, "raw", raw);
    show_steps(&csv, "centered", centered);
    show_steps(&csv, "standardized", standardized);
    value("gap_at_0", "", gap_at_0(raw));
    value("gain_", "centering", raw->condition / centered->condition);
    value("gain_", "scaling", centered->condition / standardized->condition);

    Matrix other = matrix_new(N, D);
    draw_correlated(random, other);
    Cost cost = standardized_cost_of(other);
    show_steps(&csv, "correlated", &cost);
    draw_ranges(random, other);
    cost = cost_of(other, zeros, ones);
    show_condition("ranges", "0 .. 1 and 1 .. 1000", &cost);
    cost = standardized_cost_of(other);
    show_condition("ranges_standardized", "the same, standardized", &cost);
    matrix_free(other);
    csv_close(&csv);
}

/* Standardized cats, but the fur with ever less of the spread that it should have. */
static void squeeze_fur(const char *folder, Matrix x, const double *mean, const double *var)
{
    Csv csv = csv_open(folder, "squeezed.csv", "inputs,condition,from_0,bound,least,median,most");
    for (int i = 0; i <= 8; i++) {
        double larger[D] = {var[CAT_SIZE], var[CAT_FUR] * pow(10, 0.5 * i)};
        Cost cost = cost_of(x, mean, larger);
        write_steps(&csv, "squeezed", &cost);
    }
    csv_close(&csv);
}

/* ---- The landscape over the two weights: contours of the cost, and a descent ---- */

/* Where the cost is so much above its minimum: an ellipse around it. */
static void contour(Csv *csv, const Cost *cost, double gap)
{
    double a = cost->hessian[0], b = cost->hessian[1], c = cost->hessian[P + 1];
    for (int i = 0; i <= 120; i++) {
        double angle = i * 6.283185307179586 / 120;
        double fur = sqrt(2 * gap / (c - b * b / a)) * sin(angle);
        double size = sqrt(2 * gap / a) * cos(angle) - b / a * fur;
        csv_row(csv, "%.6g,%.6g", cost->best[CAT_SIZE] + size, cost->best[CAT_FUR] + fur);
    }
    csv_row(csv, "%s", "");
}

static void landscape(const char *folder, const char *contours, const char *path, const Cost *cost)
{
    Csv csv = csv_open(folder, contours, "size,fur");
    for (int i = 1; i <= 4; i++) { /* they are 1.6, 3.2, 4.8 and 6.4 long */
        double half = 0.8 * i;
        contour(&csv, cost, cost->hessian[P + 1] * half * half / 2);
    }
    csv_close(&csv);

    csv = csv_open(folder, path, "steps,size,fur");
    double error[P] = {1 - cost->best[0], 1 - cost->best[1], 0}, gradient[P];
    csv_row(&csv, "0,1,1");
    for (size_t steps = 0, wanted = 1; wanted <= MOST; wanted *= 10) {
        steps +=
            descent_steps(P, cost->hessian, 1 / cost->largest, wanted - steps, error, gradient);
        csv_row(&csv, "%zu,%.6g,%.6g", steps, cost->best[0] + error[0], cost->best[1] + error[1]);
        if (steps < wanted)
            break;
    }
    csv_close(&csv);
}

static void write_cats(const char *folder, Matrix x, const double *mean, const double *var)
{
    Matrix shown = matrix_rows(x, 0, 400), z = matrix_new(shown.rows, D);
    Csv csv = csv_open(folder, "cats.csv", "size,fur,z_size,z_fur");
    standardize(shown, mean, var, z);
    for (size_t n = 0; n < shown.rows; n++)
        csv_row(&csv, "%.5g,%.5g,%.5g,%.5g", (double)row(shown, n)[0], (double)row(shown, n)[1],
                (double)row(z, n)[0], (double)row(z, n)[1]);
    csv_close(&csv);
    matrix_free(z);
}

/* ---- What rounding does ---- */

typedef struct {
    double mean, two_passes, welford, shortcut; /* the variance, in three ways */
} Rounded;

static Rounded in_three_ways(Matrix x)
{
    Rounded r;
    double sum = 0, squares = 0, m2 = 0, running = 0;
    Welford welford = {1, 0, &running, &m2};
    statistics(x, &r.mean, &r.two_passes);
    for (size_t n = 0; n < x.rows; n++) {
        welford_update(&welford, row(x, n));
        sum += x.v[n];
        squares += (double)x.v[n] * x.v[n];
    }
    double count = (double)x.rows;
    r.welford = m2 / count;
    r.shortcut = squares / count - sum / count * (sum / count);
    return r;
}

static void variance_far_from_0(int power)
{
    Matrix x = matrix_new(4, 1);
    for (size_t n = 0; n < x.rows; n++)
        x.v[n] = (real)(pow(10, power) + (double)n + 1);
    Rounded r = in_three_ways(x);
    matrix_free(x);
    printf("  1, 2, 3, 4 plus 1e%d %14.9g %11.9g %16.9g\n", power, r.two_passes, r.welford,
           r.shortcut);
    char digit[] = {(char)('0' + power), '\0'};
    value("variance_", digit, r.two_passes);
    value("welford_", digit, r.welford);
    value("shortcut_", digit, r.shortcut);
}

static void constant_feature(void)
{
    Matrix x = matrix_new(N, 1), z = matrix_new(N, 1);
    for (size_t n = 0; n < N; n++)
        x.v[n] = (real)1234.567;
    Rounded r = in_three_ways(x);
    double off = r.mean - x.v[0], sd = sqrt(r.two_passes);
    standardize(x, &r.mean, &r.two_passes, z);
    printf("  1234.567, each time %14.2g %11.2g %16.2g\n\n", r.two_passes, r.welford, r.shortcut);
    value("constant_", "off", fabs(off));
    value("constant_", "sd", sd);
    value("constant_", "welford", r.welford);
    value("constant_", "z", z.v[0]);
    value("constant_", "unguarded", sd > 0 ? -off / sd : 0);
    value("constant_", "unseen", sd > 0 ? (1 - off) / sd : 0);
    matrix_free(x);
    matrix_free(z);
}

/* ---- New cats ---- */

/* How wrong the learned weights are on cats that are standardized by other statistics than
   the training set's: the root of the mean squared error, in meters. */
static double wrong_by(Matrix x, const double *mean, const double *var, const double *other_mean,
                       const double *other_var)
{
    Matrix z = matrix_new(x.rows, D), other = matrix_new(x.rows, D);
    standardize(x, mean, var, z);
    standardize(x, other_mean, other_var, other);
    double sum = 0;
    for (size_t n = 0; n < x.rows; n++) {
        double wrong = 0;
        for (size_t d = 0; d < D; d++)
            wrong += jump[d] * sqrt(var[d]) * (row(other, n)[d] - row(z, n)[d]);
        sum += wrong * wrong;
    }
    matrix_free(z);
    matrix_free(other);
    return sqrt(sum / (double)x.rows);
}

static void new_cats(Random *random, const char *town, double lighter, const double *mean,
                     const double *var)
{
    Matrix x = matrix_new(N, D), z = matrix_new(N, D);
    double own_mean[D], own_var[D], z_mean[D], z_var[D];
    cats_draw(random, x);
    for (size_t n = 0; n < N; n++)
        row(x, n)[CAT_FUR] -= (real)lighter;
    statistics(x, own_mean, own_var);
    standardize(x, mean, var, z);
    statistics(z, z_mean, z_var);
    double wrong = wrong_by(x, mean, var, own_mean, own_var);
    printf("  %s town %7.2f +- %.2f %7.2f +- %.2f %15.3f m\n", town, z_mean[0], sqrt(z_var[0]),
           z_mean[1], sqrt(z_var[1]), wrong);
    value("fur_mean_", town, z_mean[CAT_FUR]);
    value("fur_sd_", town, sqrt(z_var[CAT_FUR]));
    value("wrong_", town, wrong);
    matrix_free(x);
    matrix_free(z);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        bad_input("usage: experiment FOLDER [SEED]");
    Random random = random_new(argc > 2 ? strtoull(argv[2], NULL, 10) : 1);
    values = csv_open(argv[1], "values.csv", "name,value");

    double mean[D], var[D];
    Matrix x = matrix_new(N, D);
    cats_draw(&random, x);
    statistics(x, mean, var);
    printf("%d cats: size %.3f +- %.3f, fur %.3f +- %.3f\n\n", N, mean[CAT_SIZE],
           sqrt(var[CAT_SIZE]), mean[CAT_FUR], sqrt(var[CAT_FUR]));
    value("size_", "mean", mean[CAT_SIZE]);
    value("size_", "sd", sqrt(var[CAT_SIZE]));
    value("fur_", "mean", mean[CAT_FUR]);
    value("fur_", "sd", sqrt(var[CAT_FUR]));
    write_cats(argv[1], x, mean, var);

    Cost raw = cost_of(x, zeros, ones), centered = cost_of(x, mean, ones),
         standardized = cost_of(x, mean, var);
    compare_inputs(argv[1], &random, &raw, &centered, &standardized);
    squeeze_fur(argv[1], x, mean, var);
    landscape(argv[1], "centered.csv", "centered_path.csv", &centered);
    landscape(argv[1], "standardized.csv", "standardized_path.csv", &standardized);

    printf("\n  %-19s %14s %11s %16s\n", "variance of", "two passes", "Welford",
           "mean(x^2)-mean^2");
    variance_far_from_0(0);
    variance_far_from_0(6);
    variance_far_from_0(8);
    variance_far_from_0(9);
    constant_feature();

    printf("  new cats  %14s %15s   wrong by, if measured by their own\n", "size", "fur");
    new_cats(&random, "this", 0, mean, var);
    new_cats(&random, "next", 0.165, mean, var);
    matrix_free(x);
    csv_close(&values);
    return 0;
}
