/* Chapter 1's common mistakes: each is a wrong version of one exercise, and what is to be said
   of it. */

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "input_normalization.h"
#include "tests/harness/harness.h"

/* ---- 1.1 feature_mean ---- */

static void scale_mean(Matrix x, double *mean, double by)
{
    feature_mean(x, mean);
    for (size_t d = 0; d < x.cols; d++)
        mean[d] *= by;
}

static void mean_not_divided(Matrix x, double *mean)
{
    scale_mean(x, mean, (double)x.rows);
}

static void mean_divided_by_D(Matrix x, double *mean)
{
    scale_mean(x, mean, (double)x.rows / (double)x.cols);
}

static void mean_divided_by_N_minus_1(Matrix x, double *mean)
{
    scale_mean(x, mean, (double)x.rows / ((double)x.rows - 1));
}

static void mean_integer_division(Matrix x, double *mean)
{
    scale_mean(x, mean, (double)(x.rows * (1 / x.rows))); /* 1 / N in integers: 0 unless N is 1 */
}

static void mean_not_cleared(Matrix x, double *mean)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            mean[d] += row(x, n)[d];
    for (size_t d = 0; d < x.cols; d++)
        mean[d] /= (double)x.rows;
}

static void mean_of_column_major(Matrix x, double *mean)
{
    for (size_t d = 0; d < x.cols; d++) {
        mean[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            mean[d] += x.v[d * x.rows + n];
        mean[d] /= (double)x.rows;
    }
}

/* One mean for each example; what does not fit into D places is lost. */
static void mean_over_features(Matrix x, double *mean)
{
    for (size_t n = 0; n < x.rows && n < x.cols; n++) {
        mean[n] = 0;
        for (size_t d = 0; d < x.cols; d++)
            mean[n] += row(x, n)[d];
        mean[n] /= (double)x.cols;
    }
}

static void mean_of_everything(Matrix x, double *mean)
{
    double sum = 0;
    for (size_t i = 0; i < x.rows * x.cols; i++)
        sum += x.v[i];
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = sum / (double)(x.rows * x.cols);
}

/* One sum for all features, never set back to 0. */
static void mean_sum_carried_over(Matrix x, double *mean)
{
    double sum = 0;
    for (size_t d = 0; d < x.cols; d++) {
        for (size_t n = 0; n < x.rows; n++)
            sum += row(x, n)[d];
        mean[d] = sum / (double)x.rows;
    }
}

static void mean_without_last_example(Matrix x, double *mean)
{
    memset(mean, 0, x.cols * sizeof *mean);
    for (size_t n = 0; n + 1 < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            mean[d] += row(x, n)[d] / (double)x.rows;
}

static void mean_in_float(Matrix x, double *mean)
{
    for (size_t d = 0; d < x.cols; d++) {
        float sum = 0;
        for (size_t n = 0; n < x.rows; n++)
            sum += (float)row(x, n)[d];
        mean[d] = sum / (float)x.rows;
    }
}

/* ---- 1.2 feature_variance ---- */

/* Divided by this instead of N - ddof. */
static void variance_over(Matrix x, const double *mean, double *var, double divisor)
{
    feature_variance(x, mean, 0, var);
    for (size_t d = 0; d < x.cols; d++)
        var[d] *= (double)x.rows / divisor;
}

static void variance_without_ddof(Matrix x, const double *mean, size_t ddof, double *var)
{
    (void)ddof;
    variance_over(x, mean, var, (double)x.rows);
}

static void variance_always_N_minus_1(Matrix x, const double *mean, size_t ddof, double *var)
{
    (void)ddof;
    variance_over(x, mean, var, (double)x.rows - 1);
}

static void variance_plus_ddof(Matrix x, const double *mean, size_t ddof, double *var)
{
    variance_over(x, mean, var, (double)(x.rows + ddof));
}

static void variance_not_divided(Matrix x, const double *mean, size_t ddof, double *var)
{
    (void)ddof;
    variance_over(x, mean, var, 1);
}

static void variance_is_sd(Matrix x, const double *mean, size_t ddof, double *var)
{
    feature_variance(x, mean, ddof, var);
    for (size_t d = 0; d < x.cols; d++)
        var[d] = sqrt(var[d]);
}

static void variance_difference_of_squares(Matrix x, const double *mean, size_t ddof, double *var)
{
    double N = (double)x.rows;
    for (size_t d = 0; d < x.cols; d++) {
        double squares = 0;
        for (size_t n = 0; n < x.rows; n++)
            squares += (double)row(x, n)[d] * row(x, n)[d];
        var[d] = (squares / N - mean[d] * mean[d]) * (N / (N - (double)ddof));
    }
}

static void variance_without_mean(Matrix x, const double *mean, size_t ddof, double *var)
{
    (void)mean;
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += (double)row(x, n)[d] * row(x, n)[d];
        var[d] /= (double)(x.rows - ddof);
    }
}

/* Sums of one function of the deviation. */
static void variance_of(Matrix x, const double *mean, size_t ddof, double *var,
                        double (*function)(double))
{
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += function(row(x, n)[d] - mean[d]);
        var[d] /= (double)(x.rows - ddof);
    }
}

static double itself(double deviation)
{
    return deviation;
}

static void variance_without_square(Matrix x, const double *mean, size_t ddof, double *var)
{
    variance_of(x, mean, ddof, var, itself);
}

static void variance_of_absolute_deviations(Matrix x, const double *mean, size_t ddof, double *var)
{
    variance_of(x, mean, ddof, var, fabs);
}

static void variance_not_cleared(Matrix x, const double *mean, size_t ddof, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        for (size_t n = 0; n < x.rows; n++)
            var[d] += (row(x, n)[d] - mean[d]) * (row(x, n)[d] - mean[d]);
        var[d] /= (double)(x.rows - ddof);
    }
}

static void variance_with_one_mean(Matrix x, const double *mean, size_t ddof, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += (row(x, n)[d] - mean[0]) * (row(x, n)[d] - mean[0]);
        var[d] /= (double)(x.rows - ddof);
    }
}

static void variance_centers_x(Matrix x, const double *mean, size_t ddof, double *var)
{
    feature_variance(x, mean, ddof, var);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(x, n)[d] -= (real)mean[d];
}

/* ---- 1.3 welford_update ---- */

static void welford_counts_numbers(Welford *w, const real *xn)
{
    for (size_t d = 0; d < w->D; d++) {
        w->count++;
        double delta = xn[d] - w->mean[d];
        w->mean[d] += delta / (double)w->count;
        w->m2[d] += delta * (xn[d] - w->mean[d]);
    }
}

/* What all of these have in common: the mean's divisor, the two factors of m2's growth. */
static void welford_with(Welford *w, const real *xn, double divisor, bool old_twice, bool new_twice)
{
    for (size_t d = 0; d < w->D; d++) {
        double before = xn[d] - w->mean[d];
        w->mean[d] += before / divisor;
        double after = xn[d] - w->mean[d];
        w->m2[d] += old_twice ? before * before : new_twice ? after * after : before * after;
    }
    w->count++;
}

static void welford_counts_too_late(Welford *w, const real *xn)
{
    welford_with(w, xn, (double)w->count, false, false); /* the first time, by 0 */
}

static void welford_counts_twice(Welford *w, const real *xn)
{
    welford_with(w, xn, (double)w->count + 2, false, false);
}

static void welford_old_mean_twice(Welford *w, const real *xn)
{
    welford_with(w, xn, (double)w->count + 1, true, false);
}

static void welford_new_mean_twice(Welford *w, const real *xn)
{
    welford_with(w, xn, (double)w->count + 1, false, true);
}

static void welford_half_and_half(Welford *w, const real *xn)
{
    welford_with(w, xn, w->count == 0 ? 1 : 2, false, false);
}

static void welford_does_not_count(Welford *w, const real *xn)
{
    welford_with(w, xn, 1, false, false);
    w->count--;
}

static void welford_mean_is_sum(Welford *w, const real *xn)
{
    welford_with(w, xn, 1, false, false);
    for (size_t d = 0; d < w->D; d++)
        w->mean[d] = w->count == 1 ? xn[d] : w->mean[d] + xn[d];
}

static void welford_m2_is_variance(Welford *w, const real *xn)
{
    for (size_t d = 0; d < w->D; d++)
        w->m2[d] *= (double)w->count;
    welford_update(w, xn);
    for (size_t d = 0; d < w->D; d++)
        w->m2[d] /= (double)w->count;
}

static void welford_m2_not_added(Welford *w, const real *xn)
{
    memset(w->m2, 0, w->D * sizeof *w->m2);
    welford_update(w, xn);
}

static void welford_m2_of_raw_squares(Welford *w, const real *xn)
{
    double *m2 = w->m2, ignored[4096] = {0};
    w->m2 = ignored;
    welford_update(w, xn);
    w->m2 = m2;
    for (size_t d = 0; d < w->D; d++)
        m2[d] += (double)xn[d] * xn[d];
}

static void welford_first_feature_only(Welford *w, const real *xn)
{
    Welford one = {1, w->count, w->mean, w->m2};
    welford_update(&one, xn);
    w->count = one.count;
}

/* ---- 1.4 standardize ---- */

typedef enum { AS_GIVEN, NOT_FABS, VARIANCE, NAN_TOO, EXACT, NO_RULE } ConstantRule;

static bool is_constant(ConstantRule rule, double mean, double var)
{
    switch (rule) {
    case NOT_FABS: return sqrt(var) <= 1e-12 * mean;
    case VARIANCE: return var <= 1e-12 * fabs(mean);
    case NAN_TOO: return !(sqrt(var) > 1e-12 * fabs(mean));
    case EXACT: return var == 0;
    case NO_RULE: return false;
    default: return sqrt(var) <= 1e-12 * fabs(mean);
    }
}

static void standardize_by_rule(Matrix x, const double *mean, const double *var, Matrix z,
                                ConstantRule rule)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(z, n)[d] = is_constant(rule, mean[d], var[d])
                               ? 0
                               : (real)((row(x, n)[d] - mean[d]) / sqrt(var[d]));
}

static void standardize_unguarded(Matrix x, const double *mean, const double *var, Matrix z)
{
    standardize_by_rule(x, mean, var, z, NO_RULE);
}

static void standardize_only_exact(Matrix x, const double *mean, const double *var, Matrix z)
{
    standardize_by_rule(x, mean, var, z, EXACT);
}

static void standardize_without_fabs(Matrix x, const double *mean, const double *var, Matrix z)
{
    standardize_by_rule(x, mean, var, z, NOT_FABS);
}

static void standardize_compares_variance(Matrix x, const double *mean, const double *var, Matrix z)
{
    standardize_by_rule(x, mean, var, z, VARIANCE);
}

static void standardize_hides_nan(Matrix x, const double *mean, const double *var, Matrix z)
{
    standardize_by_rule(x, mean, var, z, NAN_TOO);
}

/* (x - mean) / divisor, with a 0 where the rule says so. */
static void standardize_with(Matrix x, const double *mean, const double *var, Matrix z,
                             double (*divisor)(double))
{
    standardize(x, mean, var, z);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            if (!is_constant(AS_GIVEN, mean[d], var[d]))
                row(z, n)[d] = (real)((row(x, n)[d] - mean[d]) / divisor(var[d]));
}

static double one(double var)
{
    return var - var + 1; /* NaN for NaN */
}

static void standardize_divides_by_variance(Matrix x, const double *mean, const double *var,
                                            Matrix z)
{
    standardize_with(x, mean, var, z, itself);
}

static void standardize_only_centers(Matrix x, const double *mean, const double *var, Matrix z)
{
    standardize_with(x, mean, var, z, one);
}

static void standardize_with_eps(Matrix x, const double *mean, const double *var, Matrix z)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(z, n)[d] = (real)((row(x, n)[d] - mean[d]) / sqrt(var[d] + 1e-5));
}

static void standardize_constant_only_centered(Matrix x, const double *mean, const double *var,
                                               Matrix z)
{
    standardize(x, mean, var, z);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            if (is_constant(AS_GIVEN, mean[d], var[d]))
                row(z, n)[d] = (real)(row(x, n)[d] - mean[d]);
}

static void standardize_only_scales(Matrix x, const double *mean, const double *var, Matrix z)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(z, n)[d] =
                is_constant(AS_GIVEN, mean[d], var[d]) ? 0 : (real)(row(x, n)[d] / sqrt(var[d]));
}

static void standardize_precedence(Matrix x, const double *mean, const double *var, Matrix z)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(z, n)[d] = is_constant(AS_GIVEN, mean[d], var[d])
                               ? 0
                               : (real)(row(x, n)[d] - mean[d] / sqrt(var[d]));
}

static void standardize_sign(Matrix x, const double *mean, const double *var, Matrix z)
{
    standardize(x, mean, var, z);
    for (size_t i = 0; i < z.rows * z.cols; i++)
        z.v[i] = -z.v[i];
}

static void standardize_own_statistics(Matrix x, const double *mean, const double *var, Matrix z)
{
    double own_mean[4096], own_var[4096];
    (void)mean;
    (void)var;
    feature_mean(x, own_mean);
    feature_variance(x, own_mean, 0, own_var);
    standardize(x, own_mean, own_var, z);
}

static void standardize_first_feature_only(Matrix x, const double *mean, const double *var,
                                           Matrix z)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            standardize((Matrix){1, 1, row(x, n) + d}, mean, var, (Matrix){1, 1, row(z, n) + d});
}

/* The statistics are taken by the example's number; past their end, those there are. */
static void standardize_statistics_by_row(Matrix x, const double *mean, const double *var, Matrix z)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            standardize((Matrix){1, 1, row(x, n) + d}, mean + n % x.cols, var + n % x.cols,
                        (Matrix){1, 1, row(z, n) + d});
}

static void standardize_column_major(Matrix x, const double *mean, const double *var, Matrix z)
{
    for (size_t d = 0; d < x.cols; d++)
        for (size_t n = 0; n < x.rows; n++) {
            size_t i = d * x.rows + n;
            standardize((Matrix){1, 1, x.v + i}, mean + d, var + d, (Matrix){1, 1, z.v + i});
        }
}

static void standardize_in_place(Matrix x, const double *mean, const double *var, Matrix z)
{
    standardize(x, mean, var, z);
    memcpy(x.v, z.v, x.rows * x.cols * sizeof *x.v);
}

/* ---- 1.5 cost_hessian ---- */

static void scale_hessian(Matrix x, double *hessian, double by)
{
    cost_hessian(x, hessian);
    for (size_t i = 0; i < (x.cols + 1) * (x.cols + 1); i++)
        hessian[i] *= by;
}

static void hessian_not_divided(Matrix x, double *hessian)
{
    scale_hessian(x, hessian, (double)x.rows);
}

static void hessian_of_whole_error(Matrix x, double *hessian)
{
    scale_hessian(x, hessian, 2);
}

static void hessian_divided_by_D(Matrix x, double *hessian)
{
    scale_hessian(x, hessian, (double)x.rows / (double)x.cols);
}

static void hessian_divided_by_P(Matrix x, double *hessian)
{
    scale_hessian(x, hessian, (double)x.rows / (double)(x.cols + 1));
}

static void hessian_not_cleared(Matrix x, double *hessian)
{
    size_t P = x.cols + 1;
    for (size_t i = 0; i < P; i++)
        for (size_t j = 0; j < P; j++) {
            for (size_t n = 0; n < x.rows; n++)
                hessian[i * P + j] += (i < x.cols ? (double)row(x, n)[i] : 1) *
                                      (j < x.cols ? (double)row(x, n)[j] : 1);
            hessian[i * P + j] /= (double)x.rows;
        }
}

/* With the bias as parameter 0. */
static void hessian_bias_first(Matrix x, double *hessian)
{
    size_t D = x.cols, P = D + 1;
    double copy[64 * 64];
    require(P <= 64, "a suspect with %zu parameters", P);
    cost_hessian(x, copy);
    for (size_t i = 0; i < P; i++)
        for (size_t j = 0; j < P; j++)
            hessian[i * P + j] = copy[(i + D) % P * P + (j + D) % P];
}

/* D numbers in a row, not P: what is after them is left as it was. */
static void hessian_rows_of_D(Matrix x, double *hessian)
{
    size_t D = x.cols, P = D + 1;
    double copy[64 * 64];
    require(P <= 64, "a suspect with %zu parameters", P);
    cost_hessian(x, copy);
    for (size_t i = 0; i < P; i++)
        for (size_t j = 0; j < P; j++)
            hessian[i * D + j] = copy[i * P + j];
}

static void hessian_without_bias(Matrix x, double *hessian)
{
    size_t P = x.cols + 1;
    cost_hessian(x, hessian);
    for (size_t i = 0; i < P; i++)
        hessian[i * P + x.cols] = hessian[x.cols * P + i] = 0;
}

static void hessian_corner_is_N(Matrix x, double *hessian)
{
    size_t P = x.cols + 1;
    cost_hessian(x, hessian);
    hessian[P * P - 1] = (double)x.rows;
}

static void hessian_upper_half(Matrix x, double *hessian)
{
    size_t P = x.cols + 1;
    cost_hessian(x, hessian);
    for (size_t i = 0; i < P; i++)
        for (size_t j = 0; j < i; j++)
            hessian[i * P + j] = 0;
}

static void hessian_is_covariance(Matrix x, double *hessian)
{
    size_t P = x.cols + 1;
    cost_hessian(x, hessian);
    for (size_t i = 0; i < x.cols; i++)
        for (size_t j = 0; j < x.cols; j++)
            hessian[i * P + j] -= hessian[i * P + x.cols] * hessian[j * P + x.cols];
    for (size_t i = 0; i < x.cols; i++)
        hessian[i * P + x.cols] = hessian[x.cols * P + i] = 0;
}

static void hessian_column_major(Matrix x, double *hessian)
{
    size_t P = x.cols + 1;
    for (size_t i = 0; i < P; i++)
        for (size_t j = 0; j < P; j++) {
            double sum = 0;
            for (size_t n = 0; n < x.rows; n++)
                sum += (i < x.cols ? (double)x.v[i * x.rows + n] : 1) *
                       (j < x.cols ? (double)x.v[j * x.rows + n] : 1);
            hessian[i * P + j] = sum / (double)x.rows;
        }
}

/* ---- 1.6 descent_steps ---- */

static double gap_and_gradient(size_t P, const double *hessian, const double *error,
                               double *gradient)
{
    double gap = 0;
    for (size_t i = 0; i < P; i++) {
        gradient[i] = 0;
        for (size_t j = 0; j < P; j++)
            gradient[i] += hessian[i * P + j] * error[j];
        gap += error[i] * gradient[i] / 2;
    }
    return gap;
}

static size_t steps_one_by_one(size_t P, const double *hessian, double rate, size_t most,
                               double *error, double *gradient)
{
    size_t steps = 0;
    while (!(gap_and_gradient(P, hessian, error, gradient) <= LOSS_GAP) && steps < most) {
        for (size_t i = 0; i < P; i++) {
            double slope = 0;
            for (size_t j = 0; j < P; j++)
                slope += hessian[i * P + j] * error[j];
            error[i] -= rate * slope;
        }
        steps++;
    }
    return steps;
}

static size_t steps_uphill(size_t P, const double *hessian, double rate, size_t most, double *error,
                           double *gradient)
{
    size_t steps = 0;
    while (!(gap_and_gradient(P, hessian, error, gradient) <= LOSS_GAP) && steps < most) {
        for (size_t i = 0; i < P; i++)
            error[i] += rate * gradient[i];
        steps++;
    }
    return steps;
}

/* Goes on while this holds; whatever it is, most is the limit. */
static size_t steps_while(size_t P, const double *hessian, double rate, size_t most, double *error,
                          double *gradient,
                          bool (*far)(size_t P, const double *error, const double *gradient))
{
    size_t steps = 0;
    for (; steps < most; steps++) {
        gap_and_gradient(P, hessian, error, gradient);
        if (!far(P, error, gradient))
            break;
        for (size_t i = 0; i < P; i++)
            error[i] -= rate * gradient[i];
    }
    return steps;
}

static double dot(size_t P, const double *a, const double *b)
{
    double sum = 0;
    for (size_t i = 0; i < P; i++)
        sum += a[i] * b[i];
    return sum;
}

static bool far_without_half(size_t P, const double *error, const double *gradient)
{
    return !(dot(P, error, gradient) <= LOSS_GAP);
}

static bool far_by_error(size_t P, const double *error, const double *gradient)
{
    (void)gradient;
    return !(dot(P, error, error) / 2 <= LOSS_GAP);
}

static bool far_by_gradient(size_t P, const double *error, const double *gradient)
{
    (void)error;
    return !(dot(P, gradient, gradient) / 2 <= LOSS_GAP);
}

static bool far_unless_nan(size_t P, const double *error, const double *gradient)
{
    return dot(P, error, gradient) / 2 > LOSS_GAP;
}

static bool far_always(size_t P, const double *error, const double *gradient)
{
    (void)P;
    (void)error;
    (void)gradient;
    return true;
}

#define STEPS_WHILE(name, far)                                                                   \
    static size_t name(size_t P, const double *hessian, double rate, size_t most, double *error, \
                       double *gradient)                                                         \
    {                                                                                            \
        return steps_while(P, hessian, rate, most, error, gradient, far);                        \
    }
STEPS_WHILE(steps_gap_without_half, far_without_half)
STEPS_WHILE(steps_gap_is_distance, far_by_error)
STEPS_WHILE(steps_gap_is_slope, far_by_gradient)
STEPS_WHILE(steps_ended_by_nan, far_unless_nan)
STEPS_WHILE(steps_without_gap, far_always)

static size_t steps_without_limit(size_t P, const double *hessian, double rate, size_t most,
                                  double *error, double *gradient)
{
    (void)most;
    return steps_while(P, hessian, rate, (size_t)-1, error, gradient, far_unless_nan);
}

static size_t steps_one_too_many(size_t P, const double *hessian, double rate, size_t most,
                                 double *error, double *gradient)
{
    size_t steps = 0;
    do {
        gap_and_gradient(P, hessian, error, gradient);
        for (size_t i = 0; i < P; i++)
            error[i] -= rate * gradient[i];
        steps++;
    } while (!(gap_and_gradient(P, hessian, error, gradient) <= LOSS_GAP) && steps < most);
    return steps;
}

static size_t steps_counted_from_1(size_t P, const double *hessian, double rate, size_t most,
                                   double *error, double *gradient)
{
    return 1 + descent_steps(P, hessian, rate, most, error, gradient);
}

static size_t steps_along_the_diagonal(size_t P, const double *hessian, double rate, size_t most,
                                       double *error, double *gradient)
{
    double diagonal[64 * 64] = {0};
    require(P <= 64, "a suspect with %zu parameters", P);
    for (size_t i = 0; i < P; i++)
        diagonal[i * P + i] = hessian[i * P + i];
    return descent_steps(P, diagonal, rate, most, error, gradient);
}

static size_t steps_gradient_not_cleared(size_t P, const double *hessian, double rate, size_t most,
                                         double *error, double *gradient)
{
    size_t steps = 0;
    for (;; steps++) {
        for (size_t i = 0; i < P; i++)
            for (size_t j = 0; j < P; j++)
                gradient[i] += hessian[i * P + j] * error[j];
        if (dot(P, error, gradient) / 2 <= LOSS_GAP || steps == most)
            return steps;
        for (size_t i = 0; i < P; i++)
            error[i] -= rate * gradient[i];
    }
}

static size_t steps_keep_error(size_t P, const double *hessian, double rate, size_t most,
                               double *error, double *gradient)
{
    double copy[64];
    require(P <= 64, "a suspect with %zu parameters", P);
    memcpy(copy, error, P * sizeof *copy);
    return descent_steps(P, hessian, rate, most, copy, gradient);
}

/* ---- The catalogue ---- */

const Suspect suspects[] = {
    {"1.1", "mean_not_divided", "the mean of {3, 4, 5, 6} is 4.5",
     "You return the sum. The mean is the sum divided by N, the number of rows of x.",
     (Function)mean_not_divided, BY_VALUE},
    {"1.1", "mean_divided_by_D", "features are kept apart",
     "You divided by the number of features. Divide by N, the number of examples (x.rows).",
     (Function)mean_divided_by_D, BY_VALUE},
    {"1.1", "mean_divided_by_N_minus_1", "the mean of {3, 4, 5, 6} is 4.5",
     "You divided by N-1. A mean is divided by N; the 1 is for a variance.",
     (Function)mean_divided_by_N_minus_1, BY_VALUE},
    {"1.1", "mean_integer_division", "the mean of {3, 4, 5, 6} is 4.5",
     "All your means are 0. 1 / x.rows divides whole numbers, and its result is 0 for every N "
     "above 1. Divide the sum, which is a double.",
     (Function)mean_integer_division, BY_VALUE},
    {"1.1", "mean_not_cleared", "the mean of {3, 4, 5, 6} is 4.5",
     "You add to what the array mean held before the call. Set mean[d] to 0 first.",
     (Function)mean_not_cleared, BY_VALUE},
    {"1.1", "mean_of_column_major", "features are kept apart",
     "You read x as if each feature's values stood side by side. Rows stand side by side: "
     "feature d of example n is row(x, n)[d], that is x.v[n * x.cols + d].",
     (Function)mean_of_column_major, BY_VALUE},
    {"1.1", "mean_over_features", "features are kept apart",
     "You averaged the features of each example: a cat's size with its fur. Average each "
     "feature over the examples: the sum runs over n, and there is one mean for each d.",
     (Function)mean_over_features, BY_VALUE},
    {"1.1", "mean_of_everything", "features are kept apart",
     "You computed one mean of all the numbers. Each feature has a mean of its own.",
     (Function)mean_of_everything, BY_VALUE},
    {"1.1", "mean_sum_carried_over", "features are kept apart",
     "The sum of one feature goes on into the next. Start each feature's sum at 0.",
     (Function)mean_sum_carried_over, BY_VALUE},
    {"1.1", "mean_without_last_example", "the mean of {3, 4, 5, 6} is 4.5",
     "You left out the last example. n runs from 0 to N-1: n < x.rows.",
     (Function)mean_without_last_example, BY_VALUE},
    {"1.1", "mean_in_float", "near 1e8, 1e-30 and 1e20",
     "You sum in float, which keeps seven digits. Sum in double: mean is an array of double.",
     (Function)mean_in_float, BY_PATTERN},

    {"1.2", "variance_without_ddof", "divides by N - ddof",
     "You always divide by N. Divide by N - ddof: x.rows - ddof.", (Function)variance_without_ddof,
     BY_VALUE},
    {"1.2", "variance_always_N_minus_1", "the variance of {3, 4, 5, 6} is 1.25",
     "You always divide by N-1. That is right for a ddof of 1; in general divide by x.rows - ddof.",
     (Function)variance_always_N_minus_1, BY_VALUE},
    {"1.2", "variance_plus_ddof", "divides by N - ddof",
     "You divided by N + ddof. ddof is subtracted: the mean has used up a degree of freedom.",
     (Function)variance_plus_ddof, BY_VALUE},
    {"1.2", "variance_not_divided", "the variance of {3, 4, 5, 6} is 1.25",
     "You return the sum of the squared deviations. Divide it by N - ddof.",
     (Function)variance_not_divided, BY_VALUE},
    {"1.2", "variance_is_sd", "the variance of {3, 4, 5, 6} is 1.25",
     "You return the standard deviation. The variance is its square: no root here, it comes in "
     "exercise 1.4.",
     (Function)variance_is_sd, BY_VALUE},
    {"1.2", "variance_difference_of_squares", "survives an offset of 1e8",
     "You subtract two large numbers, mean(x^2) - mean^2, and the digits of the variance are "
     "lost. Subtract the mean from each value first, then square.",
     (Function)variance_difference_of_squares, BY_PATTERN},
    {"1.2", "variance_without_mean", "the variance of {3, 4, 5, 6} is 1.25",
     "You averaged the squares of x. The variance averages the squares of x - mean.",
     (Function)variance_without_mean, BY_VALUE},
    {"1.2", "variance_without_square", "the variance of {3, 4, 5, 6} is 1.25",
     "You added up the deviations, and these always cancel to 0. Square each one before you add "
     "it.",
     (Function)variance_without_square, BY_VALUE},
    {"1.2", "variance_of_absolute_deviations", "the variance of {3, 4, 5, 6} is 1.25",
     "You averaged the absolute deviations. The variance averages their squares.",
     (Function)variance_of_absolute_deviations, BY_VALUE},
    {"1.2", "variance_not_cleared", "the variance of {3, 4, 5, 6} is 1.25",
     "You add to what the array var held before the call. Set var[d] to 0 first.",
     (Function)variance_not_cleared, BY_VALUE},
    {"1.2", "variance_with_one_mean", "features are kept apart",
     "You subtracted mean[0] from every feature. Feature d has mean[d].",
     (Function)variance_with_one_mean, BY_VALUE},
    {"1.2", "variance_centers_x", "changes nothing else",
     "You subtracted the mean from x itself. x is an input: keep the deviation in a variable.",
     (Function)variance_centers_x, BY_VALUE},

    {"1.3", "welford_counts_numbers", "features are kept apart",
     "count grows once for each feature. It counts examples: add 1 before the loop, not in it.",
     (Function)welford_counts_numbers, BY_VALUE},
    {"1.3", "welford_counts_too_late", "one example: its own mean, no spread",
     "You divided by count before this example was counted: by 0, for the first one. Add 1 to "
     "count first.",
     (Function)welford_counts_too_late, BY_VALUE},
    {"1.3", "welford_counts_twice", "one example: its own mean, no spread",
     "You divided by count + 1, but this example is in count already. Divide by count.",
     (Function)welford_counts_twice, BY_VALUE},
    {"1.3", "welford_old_mean_twice", "one example: its own mean, no spread",
     "m2 grows by delta * delta: both deviations are from the old mean. The second one is from "
     "the new mean, after it has moved.",
     (Function)welford_old_mean_twice, BY_VALUE},
    {"1.3", "welford_new_mean_twice", "{3, 4, 5, 6}, as by hand",
     "m2 grows by the square of the deviation from the new mean. One factor is from the old "
     "mean: compute delta before the mean moves, and keep it.",
     (Function)welford_new_mean_twice, BY_VALUE},
    {"1.3", "welford_half_and_half", "{3, 4, 5, 6}, as by hand",
     "You averaged the old mean and the new value. The old mean stands for count - 1 examples: "
     "move it by delta / count only.",
     (Function)welford_half_and_half, BY_VALUE},
    {"1.3", "welford_does_not_count", "one example: its own mean, no spread",
     "count stays as it was. Add 1 to w->count for each example.", (Function)welford_does_not_count,
     BY_VALUE},
    {"1.3", "welford_mean_is_sum", "{3, 4, 5, 6}, as by hand",
     "w->mean holds the sum of the values. It must hold their mean after each example.",
     (Function)welford_mean_is_sum, BY_VALUE},
    {"1.3", "welford_m2_is_variance", "{3, 4, 5, 6}, as by hand",
     "m2 holds the variance. It is the sum of squared deviations, not yet divided; whoever "
     "reads it divides.",
     (Function)welford_m2_is_variance, BY_VALUE},
    {"1.3", "welford_m2_not_added", "{3, 4, 5, 6}, as by hand",
     "You set m2 to this example's share. Add it to what is there: m2[d] += ...",
     (Function)welford_m2_not_added, BY_VALUE},
    {"1.3", "welford_m2_of_raw_squares", "one example: its own mean, no spread",
     "m2 adds up the squares of the values. It adds up squared deviations from the mean; after "
     "one example it is 0.",
     (Function)welford_m2_of_raw_squares, BY_VALUE},
    {"1.3", "welford_first_feature_only", "one example: its own mean, no spread",
     "Only feature 0 is updated. d runs from 0 to w->D - 1.", (Function)welford_first_feature_only,
     BY_VALUE},

    {"1.4", "standardize_unguarded", "a constant feature becomes 0",
     "A constant feature has standard deviation 0, and you divided by it. Its z is 0.",
     (Function)standardize_unguarded, BY_VALUE},
    {"1.4", "standardize_only_exact", "also one that is constant up to rounding",
     "You ask whether var is exactly 0. A computed variance need not be: a mean that is off in "
     "its last digits makes it tiny instead. Compare sqrt(var) with 1e-12 * |mean|.",
     (Function)standardize_only_exact, BY_VALUE},
    {"1.4", "standardize_without_fabs", "also one that is constant up to rounding",
     "You compare with 1e-12 * mean, and no standard deviation is below that when the mean is "
     "negative. Take its absolute value: fabs.",
     (Function)standardize_without_fabs, BY_VALUE},
    {"1.4", "standardize_compares_variance", "the same in any unit",
     "You compare the variance with 1e-12 * |mean|. Compare its root: the standard deviation "
     "is in the mean's unit, the variance is not.",
     (Function)standardize_compares_variance, BY_VALUE},
    {"1.4", "standardize_hides_nan", "a NaN stays in its feature",
     "You turn a NaN into 0. A comparison with a NaN is false: ask for sd <= 1e-12 * |mean|, "
     "not for the opposite of sd > ...",
     (Function)standardize_hides_nan, BY_VALUE},
    {"1.4", "standardize_constant_only_centered", "a constant feature becomes 0",
     "Where the training set was constant, you return x - mean. In this course it is 0, for "
     "new values too: training has learned nothing about this feature.",
     (Function)standardize_constant_only_centered, BY_VALUE},
    {"1.4", "standardize_with_eps", "{3, 4, 5, 6}, as by hand",
     "You added 1e-5 to the variance. That comes in chapter 3; here it is the rule about "
     "constant features that keeps the result finite.",
     (Function)standardize_with_eps, BY_VALUE},
    {"1.4", "standardize_divides_by_variance", "{3, 4, 5, 6}, as by hand",
     "You divided by the variance. Divide by the standard deviation, its square root.",
     (Function)standardize_divides_by_variance, BY_VALUE},
    {"1.4", "standardize_only_centers", "{3, 4, 5, 6}, as by hand",
     "You subtracted the mean and stopped. Divide by the standard deviation too.",
     (Function)standardize_only_centers, BY_VALUE},
    {"1.4", "standardize_only_scales", "{3, 4, 5, 6}, as by hand",
     "You divided without subtracting the mean first. It is (x - mean) / sd.",
     (Function)standardize_only_scales, BY_VALUE},
    {"1.4", "standardize_precedence", "{3, 4, 5, 6}, as by hand",
     "You computed x - (mean / sd). Parentheses are missing: (x - mean) / sd.",
     (Function)standardize_precedence, BY_VALUE},
    {"1.4", "standardize_sign", "{3, 4, 5, 6}, as by hand",
     "Your signs are the wrong way round: x - mean, not mean - x.", (Function)standardize_sign,
     BY_VALUE},
    {"1.4", "standardize_own_statistics", "uses the statistics that are given",
     "You computed the mean and the variance of x anew. Use those that are given: a test set "
     "is measured with the training set's.",
     (Function)standardize_own_statistics, BY_VALUE},
    {"1.4", "standardize_first_feature_only", "features are kept apart",
     "You used mean[0] and var[0] for every feature. Feature d has mean[d] and var[d].",
     (Function)standardize_first_feature_only, BY_VALUE},
    {"1.4", "standardize_statistics_by_row", "features are kept apart",
     "You took the statistics by the example's number. They belong to features: mean[d].",
     (Function)standardize_statistics_by_row, BY_VALUE},
    {"1.4", "standardize_column_major", "features are kept apart",
     "You read x as if each feature's values stood side by side. Feature d of example n is "
     "row(x, n)[d].",
     (Function)standardize_column_major, BY_VALUE},
    {"1.4", "standardize_in_place", "changes nothing else",
     "You changed x. The result goes to z only.", (Function)standardize_in_place, BY_VALUE},

    {"1.5", "hessian_not_divided", "four cats, as by hand",
     "You return the sum over the examples. Divide it by N.", (Function)hessian_not_divided,
     BY_VALUE},
    {"1.5", "hessian_of_whole_error", "four cats, as by hand",
     "Every entry is twice too large: that is the Hessian of the mean squared error. The cost "
     "is half of it, so that this 2 cancels.",
     (Function)hessian_of_whole_error, BY_VALUE},
    {"1.5", "hessian_divided_by_D", "four cats, as by hand",
     "You divided by the number of features. Divide by N, the number of examples.",
     (Function)hessian_divided_by_D, BY_VALUE},
    {"1.5", "hessian_divided_by_P", "four cats, as by hand",
     "You divided by the number of parameters. Divide by N, the number of examples.",
     (Function)hessian_divided_by_P, BY_VALUE},
    {"1.5", "hessian_not_cleared", "four cats, as by hand",
     "You add to what the array hessian held before the call. Set it to 0 first, all P * P "
     "places.",
     (Function)hessian_not_cleared, BY_VALUE},
    {"1.5", "hessian_bias_first", "four cats, as by hand",
     "You put the bias first. The 1 stands after the last feature: the bias is parameter D.",
     (Function)hessian_bias_first, BY_VALUE},
    {"1.5", "hessian_rows_of_D", "four cats, as by hand",
     "You wrote rows of D numbers. A row of the Hessian has P = D + 1: hessian[i * P + j].",
     (Function)hessian_rows_of_D, BY_VALUE},
    {"1.5", "hessian_without_bias", "four cats, as by hand",
     "The bias is missing: its row and its column are 0. It is a weight whose feature is "
     "always 1.",
     (Function)hessian_without_bias, BY_VALUE},
    {"1.5", "hessian_corner_is_N", "four cats, as by hand",
     "The last entry is N. It is the mean of 1 * 1, which is 1: divide it too.",
     (Function)hessian_corner_is_N, BY_VALUE},
    {"1.5", "hessian_upper_half", "four cats, as by hand",
     "Only one half of the matrix is right. It is symmetric: hessian[j][i] = hessian[i][j].",
     (Function)hessian_upper_half, BY_VALUE},
    {"1.5", "hessian_is_covariance", "nothing is subtracted",
     "You subtracted the means: that is the covariance. The Hessian takes x as it is, which is "
     "why centering changes it.",
     (Function)hessian_is_covariance, BY_VALUE},
    {"1.5", "hessian_column_major", "four cats, as by hand",
     "You read x as if each feature's values stood side by side. Feature d of example n is "
     "row(x, n)[d].",
     (Function)hessian_column_major, BY_VALUE},

    {"1.6", "steps_one_by_one", "uses the whole matrix",
     "You move each weight before the slopes of the others are known. Compute the whole "
     "gradient first, then move all weights.",
     (Function)steps_one_by_one, BY_VALUE},
    {"1.6", "steps_uphill", "10 steps and 1 step, as by hand",
     "You add the gradient, and climb. Descent subtracts it.", (Function)steps_uphill, BY_VALUE},
    {"1.6", "steps_gap_without_half", "uses the whole matrix",
     "Your gap is twice too large. The cost has a factor 1/2, and the gap has it too.",
     (Function)steps_gap_without_half, BY_VALUE},
    {"1.6", "steps_gap_is_distance", "more steps where the bowl is long",
     "You stop by the length of error. The gap weighs it with the Hessian: error times "
     "gradient, not error times error.",
     (Function)steps_gap_is_distance, BY_VALUE},
    {"1.6", "steps_gap_is_slope", "more steps where the bowl is long",
     "You stop by the length of the gradient, which is small on the whole floor of a flat "
     "valley. The gap is error times gradient, halved.",
     (Function)steps_gap_is_slope, BY_VALUE},
    {"1.6", "steps_ended_by_nan", "a rate too large never gets there",
     "With too large a rate the gap becomes NaN, and your loop takes that for success: gap > "
     "LOSS_GAP is false for a NaN. Stop when gap <= LOSS_GAP, and go on otherwise.",
     (Function)steps_ended_by_nan, BY_VALUE},
    {"1.6", "steps_without_gap", "10 steps and 1 step, as by hand",
     "You always make most steps. Stop as soon as gap <= LOSS_GAP.", (Function)steps_without_gap,
     BY_VALUE},
    {"1.6", "steps_without_limit", "stops after most steps",
     "You pay no attention to most. Stop after that many steps, and return most.",
     (Function)steps_without_limit, BY_VALUE},
    {"1.6", "steps_one_too_many", "0 steps when it is there already",
     "You make a step before you look at the gap. Look first: at the start there may be nothing "
     "left to do.",
     (Function)steps_one_too_many, BY_VALUE},
    {"1.6", "steps_counted_from_1", "10 steps and 1 step, as by hand",
     "Your count is one too high. Count the steps that are made, from 0.",
     (Function)steps_counted_from_1, BY_VALUE},
    {"1.6", "steps_along_the_diagonal", "uses the whole matrix",
     "You used the diagonal of the Hessian only. gradient[i] is a sum over all j.",
     (Function)steps_along_the_diagonal, BY_VALUE},
    {"1.6", "steps_gradient_not_cleared", "10 steps and 1 step, as by hand",
     "gradient keeps what was in it before. Set gradient[i] to 0 before you add to it.",
     (Function)steps_gradient_not_cleared, BY_VALUE},
    {"1.6", "steps_keep_error", "10 steps and 1 step, as by hand",
     "The count is right, but error is as it was. It is an output too: it tells where the descent "
     "ends.",
     (Function)steps_keep_error, BY_VALUE},
    {0},
};
