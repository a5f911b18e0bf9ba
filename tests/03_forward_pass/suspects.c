/* Chapter 3's common mistakes: each is a wrong version of one exercise, and what is to be said
   of it. */

#include <math.h>
#include <string.h>

#include "forward_pass.h"
#include "tests/harness/harness.h"

/* ---- 3.1 bn_mean ---- */

static void mean_not_divided(Matrix x, double *mean)
{
    bn_mean(x, mean);
    for (size_t d = 0; d < x.cols; d++)
        mean[d] *= (double)x.rows;
}

static void mean_divided_by_D(Matrix x, double *mean)
{
    bn_mean(x, mean);
    for (size_t d = 0; d < x.cols; d++)
        mean[d] *= (double)x.rows / (double)x.cols;
}

static void mean_divided_by_N_minus_1(Matrix x, double *mean)
{
    bn_mean(x, mean);
    for (size_t d = 0; d < x.cols; d++)
        mean[d] *= (double)x.rows / ((double)x.rows - 1);
}

static void mean_integer_division(Matrix x, double *mean)
{
    bn_mean(x, mean);
    for (size_t d = 0; d < x.cols; d++)
        mean[d] *= (double)(x.rows * (1 / x.rows)); /* 1 / N in integers: 0 unless N is 1 */
}

static void mean_stays_zero(Matrix x, double *mean)
{
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = 0;
}

/* = where += is meant: the last example alone. */
static void mean_assigned(Matrix x, double *mean)
{
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = row(x, x.rows - 1)[d] / (double)x.rows;
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

static void mean_without_first_example(Matrix x, double *mean)
{
    memset(mean, 0, x.cols * sizeof *mean);
    for (size_t n = 1; n < x.rows; n++)
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

static void mean_centers_x(Matrix x, double *mean)
{
    bn_mean(x, mean);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(x, n)[d] -= (real)mean[d];
}

static void mean_remembers(Matrix x, double *mean)
{
    static double sum[4096], count;
    count += (double)x.rows;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            sum[d] += row(x, n)[d];
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = sum[d] / count;
}

/* ---- 3.2 bn_variance ---- */

static void scale_variance(Matrix x, const double *mean, double *var, double by)
{
    bn_variance(x, mean, var);
    for (size_t d = 0; d < x.cols; d++)
        var[d] *= by;
}

static void variance_of_population(Matrix x, const double *mean, double *var)
{
    scale_variance(x, mean, var, (double)x.rows / ((double)x.rows - 1));
}

static void variance_not_divided(Matrix x, const double *mean, double *var)
{
    scale_variance(x, mean, var, (double)x.rows);
}

static void variance_is_sd(Matrix x, const double *mean, double *var)
{
    bn_variance(x, mean, var);
    for (size_t d = 0; d < x.cols; d++)
        var[d] = sqrt(var[d]);
}

static void variance_stays_zero(Matrix x, const double *mean, double *var)
{
    (void)mean;
    for (size_t d = 0; d < x.cols; d++)
        var[d] = 0;
}

static void variance_divided_by_D(Matrix x, const double *mean, double *var)
{
    scale_variance(x, mean, var, (double)x.rows / (double)x.cols);
}

static void variance_assigned(Matrix x, const double *mean, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        double deviation = row(x, x.rows - 1)[d] - mean[d];
        var[d] = deviation * deviation / (double)x.rows;
    }
}

static void variance_around_own_mean(Matrix x, const double *mean, double *var)
{
    (void)mean;
    for (size_t d = 0; d < x.cols; d++) {
        double own = 0;
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            own += row(x, n)[d] / (double)x.rows;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += (row(x, n)[d] - own) * (row(x, n)[d] - own) / (double)x.rows;
    }
}

static void variance_of_float_deviations(Matrix x, const double *mean, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++) {
            float deviation = (float)(row(x, n)[d] - mean[d]);
            var[d] += (double)(deviation * deviation) / (double)x.rows;
        }
    }
}

static void variance_in_float(Matrix x, const double *mean, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        float m = (float)mean[d], sum = 0;
        for (size_t n = 0; n < x.rows; n++)
            sum += ((float)row(x, n)[d] - m) * ((float)row(x, n)[d] - m);
        var[d] = (double)(sum / (float)x.rows);
    }
}

static void variance_difference_of_squares(Matrix x, const double *mean, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        double squares = 0;
        for (size_t n = 0; n < x.rows; n++)
            squares += (double)row(x, n)[d] * row(x, n)[d];
        var[d] = squares / (double)x.rows - mean[d] * mean[d];
    }
}

static void variance_without_mean(Matrix x, const double *mean, double *var)
{
    (void)mean;
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += (double)row(x, n)[d] * row(x, n)[d];
        var[d] /= (double)x.rows;
    }
}

static void variance_without_square(Matrix x, const double *mean, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += row(x, n)[d] - mean[d];
        var[d] /= (double)x.rows;
    }
}

static void variance_of_absolute_deviations(Matrix x, const double *mean, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += fabs(row(x, n)[d] - mean[d]);
        var[d] /= (double)x.rows;
    }
}

static void variance_not_cleared(Matrix x, const double *mean, double *var)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++) {
            double deviation = row(x, n)[d] - mean[d];
            var[d] += deviation * deviation;
        }
    for (size_t d = 0; d < x.cols; d++)
        var[d] /= (double)x.rows;
}

static void variance_with_one_mean(Matrix x, const double *mean, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += (row(x, n)[d] - mean[0]) * (row(x, n)[d] - mean[0]);
        var[d] /= (double)x.rows;
    }
}

static void variance_of_column_major(Matrix x, const double *mean, double *var)
{
    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++) {
            double deviation = x.v[d * x.rows + n] - mean[d];
            var[d] += deviation * deviation;
        }
        var[d] /= (double)x.rows;
    }
}

static void variance_with_eps(Matrix x, const double *mean, double *var)
{
    bn_variance(x, mean, var);
    for (size_t d = 0; d < x.cols; d++)
        var[d] += 1e-5;
}

static void variance_centers_x(Matrix x, const double *mean, double *var)
{
    bn_variance(x, mean, var);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(x, n)[d] -= (real)mean[d];
}

/* ---- 3.3 bn_rstd ---- */

static void rstd_of_variance(size_t D, const double *var, double eps, double *rstd)
{
    for (size_t d = 0; d < D; d++)
        rstd[d] = 1 / (var[d] + eps);
}

static void rstd_eps_outside(size_t D, const double *var, double eps, double *rstd)
{
    for (size_t d = 0; d < D; d++)
        rstd[d] = 1 / (sqrt(var[d]) + eps);
}

static void rstd_without_eps(size_t D, const double *var, double eps, double *rstd)
{
    (void)eps;
    for (size_t d = 0; d < D; d++)
        rstd[d] = 1 / sqrt(var[d]);
}

static void rstd_own_eps(size_t D, const double *var, double eps, double *rstd)
{
    (void)eps;
    for (size_t d = 0; d < D; d++)
        rstd[d] = 1 / sqrt(var[d] + 1e-5);
}

static void rstd_larger_own_eps(size_t D, const double *var, double eps, double *rstd)
{
    (void)eps;
    for (size_t d = 0; d < D; d++)
        rstd[d] = 1 / sqrt(var[d] + 1e-3);
}

static void rstd_squared_eps(size_t D, const double *var, double eps, double *rstd)
{
    for (size_t d = 0; d < D; d++)
        rstd[d] = 1 / sqrt(var[d] + eps * eps);
}

static void rstd_at_least_eps(size_t D, const double *var, double eps, double *rstd)
{
    for (size_t d = 0; d < D; d++)
        rstd[d] = 1 / sqrt(var[d] > eps ? var[d] : eps);
}

static void rstd_is_sd(size_t D, const double *var, double eps, double *rstd)
{
    for (size_t d = 0; d < D; d++)
        rstd[d] = sqrt(var[d] + eps);
}

static void rstd_of_a_variance_in_float(size_t D, const double *var, double eps, double *rstd)
{
    for (size_t d = 0; d < D; d++)
        rstd[d] = (double)(1 / sqrtf((float)(var[d] + eps)));
}

/* ---- 3.4 bn_normalize ---- */

static void normalize_only_centers(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    (void)rstd;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)(row(x, n)[d] - mean[d]);
}

static void normalize_only_scales(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    (void)mean;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)(row(x, n)[d] * rstd[d]);
}

static void normalize_divides_by_rstd(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)((row(x, n)[d] - mean[d]) / rstd[d]);
}

static void normalize_precedence(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)(row(x, n)[d] - mean[d] * rstd[d]);
}

static void normalize_sign(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)((mean[d] - row(x, n)[d]) * rstd[d]);
}

static void normalize_own_statistics(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    (void)mean;
    (void)rstd;
    for (size_t d = 0; d < x.cols; d++) {
        double m = 0, v = 0;
        for (size_t n = 0; n < x.rows; n++)
            m += row(x, n)[d] / (double)x.rows;
        for (size_t n = 0; n < x.rows; n++)
            v += (row(x, n)[d] - m) * (row(x, n)[d] - m) / (double)x.rows;
        for (size_t n = 0; n < x.rows; n++)
            row(xhat, n)[d] = (real)((row(x, n)[d] - m) / sqrt(v + 1e-5));
    }
}

static void normalize_first_feature_only(Matrix x, const double *mean, const double *rstd,
                                         Matrix xhat)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)((row(x, n)[d] - mean[0]) * rstd[0]);
}

static void normalize_statistics_by_row(Matrix x, const double *mean, const double *rstd,
                                        Matrix xhat)
{
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)((row(x, n)[d] - mean[n % x.cols]) * rstd[n % x.cols]);
}

static void normalize_column_major(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    for (size_t d = 0; d < x.cols; d++)
        for (size_t n = 0; n < x.rows; n++)
            xhat.v[d * x.rows + n] = (real)((x.v[d * x.rows + n] - mean[d]) * rstd[d]);
}

static void normalize_in_place(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    bn_normalize(x, mean, rstd, xhat);
    memcpy(x.v, xhat.v, x.rows * x.cols * sizeof(real));
}

static void normalize_into_x(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    (void)xhat;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(x, n)[d] = (real)((row(x, n)[d] - mean[d]) * rstd[d]);
}

static void normalize_clips(Matrix x, const double *mean, const double *rstd, Matrix xhat)
{
    bn_normalize(x, mean, rstd, xhat);
    for (size_t i = 0; i < x.rows * x.cols; i++)
        xhat.v[i] = xhat.v[i] > 1 ? 1 : xhat.v[i] < -1 ? -1 : xhat.v[i];
}

/* ---- 3.5 bn_forward ---- */

static void forward_accepts_one(Matrix x, double eps, double *mean, double *var, double *rstd,
                                Matrix xhat)
{
    bn_mean(x, mean);
    bn_variance(x, mean, var);
    bn_rstd(x.cols, var, eps, rstd);
    bn_normalize(x, mean, rstd, xhat);
}

static void forward_unbiased(Matrix x, double eps, double *mean, double *var, double *rstd,
                             Matrix xhat)
{
    bn_forward(x, eps, mean, var, rstd, xhat);
    variance_of_population(x, mean, var);
    bn_rstd(x.cols, var, eps, rstd);
    bn_normalize(x, mean, rstd, xhat);
}

static void forward_own_eps(Matrix x, double eps, double *mean, double *var, double *rstd,
                            Matrix xhat)
{
    require(eps > 0, "eps is %g", eps);
    bn_forward(x, 1e-5, mean, var, rstd, xhat);
}

static void forward_adds_eps_to_var(Matrix x, double eps, double *mean, double *var, double *rstd,
                                    Matrix xhat)
{
    bn_forward(x, eps, mean, var, rstd, xhat);
    for (size_t d = 0; d < x.cols; d++)
        var[d] += eps;
}

static void forward_hands_out_sd(Matrix x, double eps, double *mean, double *var, double *rstd,
                                 Matrix xhat)
{
    bn_forward(x, eps, mean, var, rstd, xhat);
    for (size_t d = 0; d < x.cols; d++)
        rstd[d] = sqrt(var[d] + eps);
}

static void forward_wrong_order(Matrix x, double eps, double *mean, double *var, double *rstd,
                                Matrix xhat)
{
    require(x.rows >= 2, "%zu examples", x.rows);
    bn_variance(x, mean, var); /* mean is not computed yet */
    bn_mean(x, mean);
    bn_rstd(x.cols, var, eps, rstd);
    bn_normalize(x, mean, rstd, xhat);
}

static void forward_layer_norm(Matrix x, double eps, double *mean, double *var, double *rstd,
                               Matrix xhat)
{
    bn_forward(x, eps, mean, var, rstd, xhat);
    for (size_t n = 0; n < x.rows; n++) {
        Matrix features = {x.cols, 1, row(x, n)};
        double m, v;
        bn_mean(features, &m);
        bn_variance(features, &m, &v);
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)((row(x, n)[d] - m) / sqrt(v + eps));
    }
}

static void forward_keeps_statistics(Matrix x, double eps, double *mean, double *var, double *rstd,
                                     Matrix xhat)
{
    enum { MOST = 64 };
    double m[MOST], v[MOST], r[MOST];
    (void)mean;
    (void)var;
    (void)rstd;
    require(x.cols <= MOST, "%zu features", x.cols);
    bn_forward(x, eps, m, v, r, xhat);
}

static void forward_passes_var_as_rstd(Matrix x, double eps, double *mean, double *var,
                                       double *rstd, Matrix xhat)
{
    bn_forward(x, eps, mean, var, rstd, xhat);
    bn_normalize(x, mean, var, xhat);
}

const Suspect suspects[] = {
    {"3.1", "mean_not_divided", "the mean of {1, 2, 3, 4} is 2.5",
     "You return the sum. The mean is the sum divided by N, the number of rows of x.",
     (Function)mean_not_divided, BY_VALUE},
    {"3.1", "mean_divided_by_D", "features are kept apart",
     "You divided by the number of features. Divide by N, the number of examples (x.rows).",
     (Function)mean_divided_by_D, BY_VALUE},
    {"3.1", "mean_divided_by_N_minus_1", "the mean of {1, 2, 3, 4} is 2.5",
     "You divided by N-1. A mean is divided by N.", (Function)mean_divided_by_N_minus_1, BY_VALUE},
    {"3.1", "mean_integer_division", "the mean of {1, 2, 3, 4} is 2.5",
     "All your means are 0. 1 / x.rows divides whole numbers, and its result is 0 for every N "
     "above 1. Divide the sum, which is a double.",
     (Function)mean_integer_division, BY_VALUE},
    {"3.1", "mean_stays_zero", "the mean of {1, 2, 3, 4} is 2.5",
     "All your means are 0, of a single example too: nothing is added to them, or they are set "
     "to 0 again after it.",
     (Function)mean_stays_zero, BY_VALUE},
    {"3.1", "mean_assigned", "the mean of {1, 2, 3, 4} is 2.5",
     "Only the last example is left. Add each one: mean[d] += ..., not mean[d] = ...",
     (Function)mean_assigned, BY_VALUE},
    {"3.1", "mean_not_cleared", "the mean of {1, 2, 3, 4} is 2.5",
     "You add to what the array mean held before the call. Set mean[d] to 0 first.",
     (Function)mean_not_cleared, BY_VALUE},
    {"3.1", "mean_of_column_major", "features are kept apart",
     "You read x as if each feature's values stood side by side. Rows stand side by side: "
     "feature d of example n is row(x, n)[d], that is x.v[n * x.cols + d].",
     (Function)mean_of_column_major, BY_VALUE},
    {"3.1", "mean_over_features", "features are kept apart",
     "You averaged the features of each example. Batch norm averages each feature over the "
     "examples: the sum runs over n, and there is one mean for each d.",
     (Function)mean_over_features, BY_VALUE},
    {"3.1", "mean_of_everything", "features are kept apart",
     "You computed one mean of all the numbers. Each feature has a mean of its own.",
     (Function)mean_of_everything, BY_VALUE},
    {"3.1", "mean_sum_carried_over", "features are kept apart",
     "The sum of one feature goes on into the next. Start each feature's sum at 0.",
     (Function)mean_sum_carried_over, BY_VALUE},
    {"3.1", "mean_without_last_example", "the mean of {1, 2, 3, 4} is 2.5",
     "You left out the last example. n runs from 0 to N-1: n < x.rows.",
     (Function)mean_without_last_example, BY_VALUE},
    {"3.1", "mean_without_first_example", "the mean of {1, 2, 3, 4} is 2.5",
     "You left out the first example. n starts at 0.", (Function)mean_without_first_example,
     BY_VALUE},
    {"3.1", "mean_in_float", "survives an offset of 1e8",
     "You sum in float, which keeps seven digits. Sum in double: mean is an array of double.",
     (Function)mean_in_float, BY_ROUNDING},
    {"3.1", "mean_centers_x", "changes nothing else",
     "You subtracted the mean from x itself. x is an input: write to mean only.",
     (Function)mean_centers_x, BY_VALUE},
    {"3.1", "mean_remembers", "changes nothing else",
     "Something is kept from the calls before. The result may depend on this batch only: "
     "no static variables.",
     (Function)mean_remembers, BY_VALUE},

    {"3.2", "variance_of_population", "divides by N",
     "You divided by N-1. Batch norm divides by N: it wants the spread of this batch, not an "
     "estimate for a larger population.",
     (Function)variance_of_population, BY_VALUE},
    {"3.2", "variance_not_divided", "divides by N",
     "You return the sum of the squared deviations. Divide it by N.",
     (Function)variance_not_divided, BY_VALUE},
    {"3.2", "variance_is_sd", "divides by N",
     "You return the standard deviation. The variance is its square: no root here, it comes in "
     "exercise 3.3.",
     (Function)variance_is_sd, BY_VALUE},
    {"3.2", "variance_stays_zero", "divides by N",
     "All your variances are 0: nothing is added to them, or 1 / x.rows divides whole numbers.",
     (Function)variance_stays_zero, BY_VALUE},
    {"3.2", "variance_divided_by_D", "divides by N",
     "You divided by the number of features. Divide by N, the number of examples (x.rows).",
     (Function)variance_divided_by_D, BY_VALUE},
    {"3.2", "variance_assigned", "divides by N",
     "Only the last example is left. Add each one: var[d] += ..., not var[d] = ...",
     (Function)variance_assigned, BY_VALUE},
    {"3.2", "variance_around_own_mean", "is around the mean that is given",
     "You took the deviations from the mean of x. Take them from the mean that is given.",
     (Function)variance_around_own_mean, BY_VALUE},
    {"3.2", "variance_of_float_deviations", "any N and any D, but no empty batch",
     "You kept the deviation in a float, which has seven digits. Declare it double.",
     (Function)variance_of_float_deviations, BY_ROUNDING},
    {"3.2", "variance_in_float", "any N and any D, but no empty batch",
     "You computed in float, which keeps seven digits. Compute in double.",
     (Function)variance_in_float, BY_ROUNDING},
    {"3.2", "variance_difference_of_squares", "survives an offset of 1e8",
     "You subtract two large numbers, mean(x^2) - mean^2, and the digits of the variance are "
     "lost. Subtract the mean from each value first, then square.",
     (Function)variance_difference_of_squares, BY_PATTERN},
    {"3.2", "variance_without_mean", "divides by N",
     "You averaged the squares of x. The variance averages the squares of x - mean.",
     (Function)variance_without_mean, BY_VALUE},
    {"3.2", "variance_without_square", "divides by N",
     "You added up the deviations, and these always cancel to 0. Square each one before you add "
     "it.",
     (Function)variance_without_square, BY_VALUE},
    {"3.2", "variance_of_absolute_deviations", "divides by N",
     "You averaged the absolute deviations. The variance averages their squares.",
     (Function)variance_of_absolute_deviations, BY_VALUE},
    {"3.2", "variance_not_cleared", "divides by N",
     "You add to what the array var held before the call. Set var[d] to 0 first.",
     (Function)variance_not_cleared, BY_VALUE},
    {"3.2", "variance_with_one_mean", "features are kept apart",
     "You subtracted mean[0] from every feature. Feature d has mean[d].",
     (Function)variance_with_one_mean, BY_VALUE},
    {"3.2", "variance_of_column_major", "features are kept apart",
     "You read x as if each feature's values stood side by side. Feature d of example n is "
     "row(x, n)[d], that is x.v[n * x.cols + d].",
     (Function)variance_of_column_major, BY_VALUE},
    {"3.2", "variance_with_eps", "divides by N",
     "You added eps to the variance. eps has its place in exercise 3.3.",
     (Function)variance_with_eps, BY_VALUE},
    {"3.2", "variance_centers_x", "changes nothing else",
     "You subtracted the mean from x itself. x is an input: keep the deviation in a variable.",
     (Function)variance_centers_x, BY_VALUE},

    {"3.3", "rstd_of_variance", "the rstd of variance 1.25 is 0.8944",
     "You divided by the variance. The root is missing: 1 / sqrt(var + eps).",
     (Function)rstd_of_variance, BY_VALUE},
    {"3.3", "rstd_eps_outside", "eps stands under the root",
     "You added eps to the standard deviation. It belongs under the root: sqrt(var + eps).",
     (Function)rstd_eps_outside, BY_VALUE},
    {"3.3", "rstd_without_eps", "finite for a constant feature",
     "You left eps out, so a constant feature is divided by 0. Add it under the root: sqrt(var + "
     "eps).",
     (Function)rstd_without_eps, BY_VALUE},
    {"3.3", "rstd_own_eps", "uses the eps that is given, if positive",
     "Your eps is always 1e-5. Use the argument.", (Function)rstd_own_eps, BY_VALUE},
    {"3.3", "rstd_larger_own_eps", "uses the eps that is given, if positive",
     "Your eps is always 1e-3. Use the argument.", (Function)rstd_larger_own_eps, BY_VALUE},
    {"3.3", "rstd_squared_eps", "eps stands under the root",
     "You added the square of eps. eps is added to the variance as it is.",
     (Function)rstd_squared_eps, BY_VALUE},
    {"3.3", "rstd_at_least_eps", "eps stands under the root",
     "You took the larger of var and eps. eps is added, always.", (Function)rstd_at_least_eps,
     BY_VALUE},
    {"3.3", "rstd_is_sd", "the rstd of variance 1.25 is 0.8944",
     "You return the standard deviation. rstd is 1 divided by it.", (Function)rstd_is_sd, BY_VALUE},
    {"3.3", "rstd_of_a_variance_in_float", "the rstd of variance 1.25 is 0.8944",
     "You computed in float. var and rstd are double: use sqrt, not sqrtf.",
     (Function)rstd_of_a_variance_in_float, BY_ROUNDING},

    {"3.4", "normalize_only_centers", "{1, 2, 3, 4}, as by hand",
     "You subtracted the mean and stopped. Multiply by rstd[d] too.",
     (Function)normalize_only_centers, BY_VALUE},
    {"3.4", "normalize_only_scales", "{1, 2, 3, 4}, as by hand",
     "You multiplied by rstd without subtracting the mean first. It is (x - mean) * rstd.",
     (Function)normalize_only_scales, BY_VALUE},
    {"3.4", "normalize_divides_by_rstd", "{1, 2, 3, 4}, as by hand",
     "You divided by rstd. It is one over the standard deviation already: multiply.",
     (Function)normalize_divides_by_rstd, BY_VALUE},
    {"3.4", "normalize_precedence", "{1, 2, 3, 4}, as by hand",
     "You computed x - (mean * rstd). Parentheses are missing: (x - mean) * rstd.",
     (Function)normalize_precedence, BY_VALUE},
    {"3.4", "normalize_sign", "{1, 2, 3, 4}, as by hand",
     "Your signs are the wrong way round: x - mean, not mean - x.", (Function)normalize_sign,
     BY_VALUE},
    {"3.4", "normalize_own_statistics", "uses the statistics that are given",
     "You computed the mean and the variance of x anew. Use those that are given: in a trained "
     "network they come from earlier batches.",
     (Function)normalize_own_statistics, BY_VALUE},
    {"3.4", "normalize_first_feature_only", "features are kept apart",
     "You used mean[0] and rstd[0] for every feature. Feature d has mean[d] and rstd[d].",
     (Function)normalize_first_feature_only, BY_VALUE},
    {"3.4", "normalize_statistics_by_row", "features are kept apart",
     "You took the statistics by the example's number. They belong to features: mean[d].",
     (Function)normalize_statistics_by_row, BY_VALUE},
    {"3.4", "normalize_column_major", "features are kept apart",
     "You read x as if each feature's values stood side by side. Feature d of example n is "
     "row(x, n)[d].",
     (Function)normalize_column_major, BY_VALUE},
    {"3.4", "normalize_in_place", "changes nothing else",
     "You changed x. It is an input: write to xhat only. The backward pass needs x as it was.",
     (Function)normalize_in_place, BY_VALUE},
    {"3.4", "normalize_into_x", "{1, 2, 3, 4}, as by hand",
     "You wrote the result into x. It goes to xhat; x is an input.", (Function)normalize_into_x,
     BY_VALUE},
    {"3.4", "normalize_clips", "{1, 2, 3, 4}, as by hand",
     "You cut the values off at -1 and 1. Normalized values have standard deviation 1; they may "
     "be as large as sqrt(N - 1).",
     (Function)normalize_clips, BY_VALUE},

    {"3.5", "forward_accepts_one", "refuses a single example",
     "You accept a batch of one example. It is its own mean, so xhat is 0 whatever x holds. "
     "Refuse it with require.",
     (Function)forward_accepts_one, BY_VALUE},
    {"3.5", "forward_unbiased", "{1, 2, 3, 4}, as by hand",
     "You normalized with the variance divided by N-1. In training it is divided by N.",
     (Function)forward_unbiased, BY_VALUE},
    {"3.5", "forward_own_eps", "hands out mean, var and rstd",
     "Your eps is always 1e-5. Pass on the argument.", (Function)forward_own_eps, BY_VALUE},
    {"3.5", "forward_adds_eps_to_var", "hands out mean, var and rstd",
     "You handed out var + eps. var is the variance alone; chapter 6 stores it.",
     (Function)forward_adds_eps_to_var, BY_VALUE},
    {"3.5", "forward_hands_out_sd", "hands out mean, var and rstd",
     "rstd holds the standard deviation. It must hold one over it, as in 3.3.",
     (Function)forward_hands_out_sd, BY_VALUE},
    {"3.5", "forward_wrong_order", "{1, 2, 3, 4}, as by hand",
     "You computed the variance before the mean that it needs. Call bn_mean first.",
     (Function)forward_wrong_order, BY_VALUE},
    {"3.5", "forward_layer_norm", "any batch of two or more",
     "You normalized each example over its features: that is layer norm. Batch norm normalizes "
     "each feature over the examples.",
     (Function)forward_layer_norm, BY_VALUE},
    {"3.5", "forward_keeps_statistics", "hands out mean, var and rstd",
     "xhat is right, but mean, var and rstd were not written. They are outputs: the backward "
     "pass and chapter 6 need them.",
     (Function)forward_keeps_statistics, BY_VALUE},
    {"3.5", "forward_passes_var_as_rstd", "{1, 2, 3, 4}, as by hand",
     "You passed var to bn_normalize. It wants rstd, from bn_rstd.",
     (Function)forward_passes_var_as_rstd, BY_VALUE},
    {0},
};
