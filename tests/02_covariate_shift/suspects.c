/* Chapter 2's common mistakes: each is a wrong version of one exercise, and what is to be said
   of it. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/solve.h"
#include "covariate_shift.h"
#include "tests/harness/harness.h"

/* ---- 2.1 shift_distance ---- */

static double distance_of(size_t d, const double *mean, const double *var, const double *new_mean)
{
    require(var[d] > 0, "feature %zu has variance %g", d, var[d]);
    return fabs(new_mean[d] - mean[d]) / sqrt(var[d]);
}

static double shift_signed(size_t D, const double *mean, const double *var, const double *new_mean)
{
    double largest = 0;
    for (size_t d = 0; d < D; d++) {
        distance_of(d, mean, var, new_mean);
        double distance = (new_mean[d] - mean[d]) / sqrt(var[d]);
        if (!(distance <= largest) && !isnan(largest))
            largest = distance;
    }
    return largest;
}

static double shift_over_variance(size_t D, const double *mean, const double *var,
                                  const double *new_mean)
{
    double largest = 0;
    for (size_t d = 0; d < D; d++) {
        double distance = distance_of(d, mean, var, new_mean) / sqrt(var[d]);
        if (!(distance <= largest) && !isnan(largest))
            largest = distance;
    }
    return largest;
}

static double shift_in_raw_units(size_t D, const double *mean, const double *var,
                                 const double *new_mean)
{
    double largest = 0;
    for (size_t d = 0; d < D; d++) {
        double distance = distance_of(d, mean, var, new_mean) * sqrt(var[d]);
        if (!(distance <= largest) && !isnan(largest))
            largest = distance;
    }
    return largest;
}

static double shift_summed(size_t D, const double *mean, const double *var, const double *new_mean)
{
    double sum = 0;
    for (size_t d = 0; d < D; d++)
        sum += distance_of(d, mean, var, new_mean);
    return sum;
}

static double shift_averaged(size_t D, const double *mean, const double *var,
                             const double *new_mean)
{
    return shift_summed(D, mean, var, new_mean) / (double)D;
}

static double shift_euclidean(size_t D, const double *mean, const double *var,
                              const double *new_mean)
{
    double squares = 0;
    for (size_t d = 0; d < D; d++)
        squares += pow(distance_of(d, mean, var, new_mean), 2);
    return sqrt(squares);
}

static double shift_of_last(size_t D, const double *mean, const double *var, const double *new_mean)
{
    double distance = 0;
    for (size_t d = 0; d < D; d++)
        distance = distance_of(d, mean, var, new_mean);
    return distance;
}

static double shift_of_first(size_t D, const double *mean, const double *var,
                             const double *new_mean)
{
    shift_of_last(D, mean, var, new_mean);
    return distance_of(0, mean, var, new_mean);
}

static double shift_smallest(size_t D, const double *mean, const double *var,
                             const double *new_mean)
{
    double smallest = INFINITY;
    for (size_t d = 0; d < D; d++) {
        double distance = distance_of(d, mean, var, new_mean);
        if (!(distance >= smallest) && !isnan(smallest))
            smallest = distance;
    }
    return smallest;
}

static double shift_misses_nan(size_t D, const double *mean, const double *var,
                               const double *new_mean)
{
    double largest = 0;
    for (size_t d = 0; d < D; d++)
        largest = fmax(largest, distance_of(d, mean, var, new_mean));
    return largest;
}

static double shift_accepts_constants(size_t D, const double *mean, const double *var,
                                      const double *new_mean)
{
    double largest = 0;
    for (size_t d = 0; d < D; d++) {
        double distance = fabs(new_mean[d] - mean[d]) / sqrt(var[d]);
        if (!(distance <= largest) && !isnan(largest))
            largest = distance;
    }
    return largest;
}

/* ---- 2.2 classifier_accuracy ---- */

static double score_of(const real *xn, size_t D, Classifier c)
{
    double score = c.b;
    for (size_t d = 0; d < D; d++)
        score += c.w[d] * (xn[d] - c.mean[d]) / sqrt(c.var[d]);
    return score;
}

static double accuracy_above(Matrix x, const double *label, Classifier c, double threshold)
{
    double right = 0;
    for (size_t n = 0; n < x.rows; n++)
        right += (score_of(row(x, n), x.cols, c) > threshold) == (label[n] > 0);
    return right / (double)x.rows;
}

static double accuracy_in_integers(Matrix x, const double *label, Classifier c)
{
    size_t right = (size_t)(accuracy_above(x, label, c, 0) * (double)x.rows + 0.5);
    return (double)(right / x.rows);
}

static double accuracy_counted(Matrix x, const double *label, Classifier c)
{
    return accuracy_above(x, label, c, 0) * (double)x.rows;
}

static double accuracy_of_errors(Matrix x, const double *label, Classifier c)
{
    return 1 - accuracy_above(x, label, c, 0);
}

static double accuracy_divided_by_D(Matrix x, const double *label, Classifier c)
{
    return accuracy_above(x, label, c, 0) * (double)x.rows / (double)x.cols;
}

static double accuracy_says_positive(Matrix x, const double *label, Classifier c)
{
    double said = 0;
    (void)label;
    for (size_t n = 0; n < x.rows; n++)
        said += score_of(row(x, n), x.cols, c) > 0;
    return said / (double)x.rows;
}

static double accuracy_with_0_positive(Matrix x, const double *label, Classifier c)
{
    double right = 0;
    for (size_t n = 0; n < x.rows; n++)
        right += (score_of(row(x, n), x.cols, c) >= 0) == (label[n] > 0);
    return right / (double)x.rows;
}

static double accuracy_at_a_half(Matrix x, const double *label, Classifier c)
{
    return accuracy_above(x, label, c, 0.5);
}

static double accuracy_of_products(Matrix x, const double *label, Classifier c)
{
    double right = 0;
    for (size_t n = 0; n < x.rows; n++)
        right += score_of(row(x, n), x.cols, c) * label[n] > 0;
    return right / (double)x.rows;
}

static double accuracy_of_own_statistics(Matrix x, const double *label, Classifier c)
{
    double *mean = calloc(2 * x.cols, sizeof *mean), *var = mean + x.cols;
    for (size_t d = 0; d < x.cols; d++) {
        for (size_t n = 0; n < x.rows; n++)
            mean[d] += row(x, n)[d] / (double)x.rows;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += pow(row(x, n)[d] - mean[d], 2) / (double)x.rows;
    }
    double result = accuracy_above(x, label, (Classifier){mean, var, c.w, c.b}, 0);
    free(mean);
    return result;
}

static double accuracy_on_raw_features(Matrix x, const double *label, Classifier c)
{
    double right = 0;
    for (size_t n = 0; n < x.rows; n++) {
        double score = c.b;
        for (size_t d = 0; d < x.cols; d++)
            score += c.w[d] * row(x, n)[d];
        right += (score > 0) == (label[n] > 0);
    }
    return right / (double)x.rows;
}

static double accuracy_over_variance(Matrix x, const double *label, Classifier c)
{
    double right = 0;
    for (size_t n = 0; n < x.rows; n++) {
        double score = c.b;
        for (size_t d = 0; d < x.cols; d++)
            score += c.w[d] * (row(x, n)[d] - c.mean[d]) / c.var[d];
        right += (score > 0) == (label[n] > 0);
    }
    return right / (double)x.rows;
}

static double accuracy_without_centering(Matrix x, const double *label, Classifier c)
{
    double right = 0;
    for (size_t n = 0; n < x.rows; n++) {
        double score = c.b;
        for (size_t d = 0; d < x.cols; d++)
            score += c.w[d] * row(x, n)[d] / sqrt(c.var[d]);
        right += (score > 0) == (label[n] > 0);
    }
    return right / (double)x.rows;
}

static double accuracy_without_b(Matrix x, const double *label, Classifier c)
{
    c.b = 0;
    return accuracy_above(x, label, c, 0);
}

static double accuracy_with_one_statistic(Matrix x, const double *label, Classifier c)
{
    double right = 0;
    for (size_t n = 0; n < x.rows; n++) {
        double score = c.b;
        for (size_t d = 0; d < x.cols; d++)
            score += c.w[d] * (row(x, n)[d] - c.mean[0]) / sqrt(c.var[0]);
        right += (score > 0) == (label[n] > 0);
    }
    return right / (double)x.rows;
}

static double accuracy_b_for_each_feature(Matrix x, const double *label, Classifier c)
{
    c.b *= (double)x.cols;
    return accuracy_above(x, label, c, 0);
}

static double accuracy_standardizes_x(Matrix x, const double *label, Classifier c)
{
    double result = accuracy_above(x, label, c, 0);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(x, n)[d] = (real)((row(x, n)[d] - c.mean[d]) / sqrt(c.var[d]));
    return result;
}

/* ---- 2.3 importance_weights ---- */

static double log_density(double x, size_t d, Normal p)
{
    return -0.5 * log(p.var[d]) - (x - p.mean[d]) * (x - p.mean[d]) / (2 * p.var[d]);
}

static void log_weights(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t n = 0; n < x.rows; n++) {
        ratio[n] = 0;
        for (size_t d = 0; d < x.cols; d++)
            ratio[n] += log_density(row(x, n)[d], d, test) - log_density(row(x, n)[d], d, train);
    }
}

static void weights_upside_down(Matrix x, Normal train, Normal test, double *ratio)
{
    importance_weights(x, test, train, ratio);
}

static void weights_in_logarithms(Matrix x, Normal train, Normal test, double *ratio)
{
    log_weights(x, train, test, ratio);
}

static void weights_with_var_for_sd(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t n = 0; n < x.rows; n++) {
        double sum = 0;
        for (size_t d = 0; d < x.cols; d++) {
            double a = (row(x, n)[d] - train.mean[d]) / train.var[d];
            double b = (row(x, n)[d] - test.mean[d]) / test.var[d];
            sum += log(train.var[d] / test.var[d]) + (a * a - b * b) / 2;
        }
        ratio[n] = exp(sum);
    }
}

static void weights_with_var_for_sd_in_front(Matrix x, Normal train, Normal test, double *ratio)
{
    log_weights(x, train, test, ratio);
    for (size_t n = 0; n < x.rows; n++) {
        for (size_t d = 0; d < x.cols; d++)
            ratio[n] += 0.5 * log(train.var[d] / test.var[d]);
        ratio[n] = exp(ratio[n]);
    }
}

static void weights_without_factor(Matrix x, Normal train, Normal test, double *ratio)
{
    log_weights(x, train, test, ratio);
    for (size_t n = 0; n < x.rows; n++) {
        for (size_t d = 0; d < x.cols; d++)
            ratio[n] -= 0.5 * log(train.var[d] / test.var[d]);
        ratio[n] = exp(ratio[n]);
    }
}

static void weights_factor_upside_down(Matrix x, Normal train, Normal test, double *ratio)
{
    log_weights(x, train, test, ratio);
    for (size_t n = 0; n < x.rows; n++) {
        for (size_t d = 0; d < x.cols; d++)
            ratio[n] -= log(train.var[d] / test.var[d]);
        ratio[n] = exp(ratio[n]);
    }
}

static void weights_without_half(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t n = 0; n < x.rows; n++) {
        double sum = 0;
        for (size_t d = 0; d < x.cols; d++) {
            double a = row(x, n)[d] - train.mean[d], b = row(x, n)[d] - test.mean[d];
            sum +=
                0.5 * log(train.var[d] / test.var[d]) + a * a / train.var[d] - b * b / test.var[d];
        }
        ratio[n] = exp(sum);
    }
}

static void weights_from_products(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t n = 0; n < x.rows; n++) {
        double in_test = 1, in_training = 1;
        for (size_t d = 0; d < x.cols; d++) {
            in_test *= exp(log_density(row(x, n)[d], d, test));
            in_training *= exp(log_density(row(x, n)[d], d, train));
        }
        ratio[n] = in_test / in_training;
    }
}

static void weights_added_up(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t n = 0; n < x.rows; n++) {
        ratio[n] = 0;
        for (size_t d = 0; d < x.cols; d++)
            ratio[n] +=
                exp(log_density(row(x, n)[d], d, test) - log_density(row(x, n)[d], d, train));
    }
}

static void weights_of_first_feature(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t n = 0; n < x.rows; n++)
        ratio[n] = exp(log_density(row(x, n)[0], 0, test) - log_density(row(x, n)[0], 0, train));
}

static void weights_of_test_alone(Matrix x, Normal train, Normal test, double *ratio)
{
    const double two_pi = 6.283185307179586;
    (void)train;
    for (size_t n = 0; n < x.rows; n++) {
        ratio[n] = 1;
        for (size_t d = 0; d < x.cols; d++)
            ratio[n] *= exp(log_density(row(x, n)[d], d, test)) / sqrt(two_pi);
    }
}

static void weights_made_to_average_1(Matrix x, Normal train, Normal test, double *ratio)
{
    double sum = 0;
    importance_weights(x, train, test, ratio);
    for (size_t n = 0; n < x.rows; n++)
        sum += ratio[n];
    for (size_t n = 0; n < x.rows; n++)
        ratio[n] *= (double)x.rows / sum;
}

static void weights_not_cleared(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t n = 0; n < x.rows; n++) {
        for (size_t d = 0; d < x.cols; d++)
            ratio[n] += log_density(row(x, n)[d], d, test) - log_density(row(x, n)[d], d, train);
        ratio[n] = exp(ratio[n]);
    }
}

static void weights_carried_over(Matrix x, Normal train, Normal test, double *ratio)
{
    double sum = 0;
    for (size_t n = 0; n < x.rows; n++) {
        for (size_t d = 0; d < x.cols; d++)
            sum += log_density(row(x, n)[d], d, test) - log_density(row(x, n)[d], d, train);
        ratio[n] = exp(sum);
    }
}

/* ---- 2.4 effective_sample_size ---- */

typedef struct {
    double N, positive, largest, sum, squares; /* of the weights over the largest */
} Sums;

static Sums sums_of(size_t N, const double *ratio)
{
    Sums s = {.N = (double)N};
    for (size_t n = 0; n < N; n++)
        s.largest = fmax(s.largest, ratio[n]);
    require(s.largest > 0, "%zu weights", N);
    for (size_t n = 0; n < N; n++) {
        s.positive += ratio[n] > 0;
        s.sum += ratio[n] / s.largest;
        s.squares += pow(ratio[n] / s.largest, 2);
    }
    return s;
}

static double size_upside_down(size_t N, const double *ratio)
{
    Sums s = sums_of(N, ratio);
    return s.squares / (s.sum * s.sum);
}

static double size_sum_not_squared(size_t N, const double *ratio)
{
    Sums s = sums_of(N, ratio);
    return s.sum / s.squares / s.largest;
}

static double size_sum_not_squared_scaled(size_t N, const double *ratio)
{
    Sums s = sums_of(N, ratio);
    return s.sum / s.squares;
}

static double size_squares_not_squared(size_t N, const double *ratio)
{
    Sums s = sums_of(N, ratio);
    return s.sum * s.largest;
}

static double size_over_squares_alone(size_t N, const double *ratio)
{
    Sums s = sums_of(N, ratio);
    return 1 / s.squares / s.largest / s.largest;
}

static double size_over_the_largest(size_t N, const double *ratio)
{
    return sums_of(N, ratio).sum;
}

static double size_counts_positive(size_t N, const double *ratio)
{
    return sums_of(N, ratio).positive;
}

static double size_as_a_fraction(size_t N, const double *ratio)
{
    Sums s = sums_of(N, ratio);
    return s.sum * s.sum / s.squares / s.N;
}

static double size_as_a_root(size_t N, const double *ratio)
{
    Sums s = sums_of(N, ratio);
    return s.sum / sqrt(s.squares);
}

static double size_overflows(size_t N, const double *ratio)
{
    double sum = 0, squares = 0;
    sums_of(N, ratio);
    for (size_t n = 0; n < N; n++) {
        sum += ratio[n];
        squares += ratio[n] * ratio[n];
    }
    return sum * sum / squares;
}

static double size_of_nothing(size_t N, const double *ratio)
{
    for (size_t n = 0; n < N; n++)
        if (ratio[n] > 0)
            return effective_sample_size(N, ratio);
    return 0;
}

/* ---- 2.5 weighted_least_squares ---- */

/* The normal equations with one weight for A and another for c: the ratio to some power. */
static void solve_with_powers(Matrix x, const double *target, const double *ratio, double *A,
                              double *w, double power_of_A, double power_of_c)
{
    size_t D = x.cols;
    memset(A, 0, D * D * sizeof *A);
    memset(w, 0, D * sizeof *w);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t i = 0; i < D; i++) {
            w[i] += pow(ratio[n], power_of_c) * row(x, n)[i] * target[n];
            for (size_t j = 0; j < D; j++)
                A[i * D + j] += pow(ratio[n], power_of_A) * row(x, n)[i] * row(x, n)[j];
        }
    solve_symmetric(D, A, w);
}

static void squares_without_weights(Matrix x, const double *target, const double *ratio, double *A,
                                    double *w)
{
    solve_with_powers(x, target, ratio, A, w, 0, 0);
}

static void squares_weights_only_in_A(Matrix x, const double *target, const double *ratio,
                                      double *A, double *w)
{
    solve_with_powers(x, target, ratio, A, w, 1, 0);
}

static void squares_weights_only_in_c(Matrix x, const double *target, const double *ratio,
                                      double *A, double *w)
{
    solve_with_powers(x, target, ratio, A, w, 0, 1);
}

static void squares_of_squared_weights(Matrix x, const double *target, const double *ratio,
                                       double *A, double *w)
{
    solve_with_powers(x, target, ratio, A, w, 2, 2);
}

static void squares_of_weights_squared_in_A(Matrix x, const double *target, const double *ratio,
                                            double *A, double *w)
{
    solve_with_powers(x, target, ratio, A, w, 2, 1);
}

static void squares_of_root_weights(Matrix x, const double *target, const double *ratio, double *A,
                                    double *w)
{
    solve_with_powers(x, target, ratio, A, w, 0.5, 0.5);
}

static void squares_of_inverse_weights(Matrix x, const double *target, const double *ratio,
                                       double *A, double *w)
{
    solve_with_powers(x, target, ratio, A, w, -1, -1);
}

static void squares_divided_on_one_side(Matrix x, const double *target, const double *ratio,
                                        double *A, double *w)
{
    weighted_least_squares(x, target, ratio, A, w);
    for (size_t d = 0; d < x.cols; d++)
        w[d] *= (double)x.rows;
}

static void squares_of_column_major(Matrix x, const double *target, const double *ratio, double *A,
                                    double *w)
{
    Matrix other = {x.rows, x.cols, malloc(x.rows * x.cols * sizeof(real))};
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(other, n)[d] = x.v[d * x.rows + n];
    weighted_least_squares(other, target, ratio, A, w);
    free(other.v);
}

static void squares_of_the_diagonal(Matrix x, const double *target, const double *ratio, double *A,
                                    double *w)
{
    for (size_t d = 0; d < x.cols; d++) {
        Matrix feature = {x.rows, 1, malloc(x.rows * sizeof(real))};
        for (size_t n = 0; n < x.rows; n++)
            feature.v[n] = row(x, n)[d];
        weighted_least_squares(feature, target, ratio, A, &w[d]);
        free(feature.v);
    }
}

static void squares_not_cleared(Matrix x, const double *target, const double *ratio, double *A,
                                double *w)
{
    size_t D = x.cols;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t i = 0; i < D; i++) {
            w[i] += ratio[n] * row(x, n)[i] * target[n];
            for (size_t j = 0; j < D; j++)
                A[i * D + j] += ratio[n] * row(x, n)[i] * row(x, n)[j];
        }
    solve_symmetric(D, A, w);
}

static void squares_not_solved(Matrix x, const double *target, const double *ratio, double *A,
                               double *w)
{
    size_t D = x.cols;
    weighted_least_squares(x, target, ratio, A, w);
    memset(w, 0, D * sizeof *w);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t i = 0; i < D; i++)
            w[i] += ratio[n] * row(x, n)[i] * target[n];
}

static void squares_with_a_ridge(Matrix x, const double *target, const double *ratio, double *A,
                                 double *w)
{
    size_t D = x.cols;
    memset(A, 0, D * D * sizeof *A);
    memset(w, 0, D * sizeof *w);
    for (size_t d = 0; d < D; d++)
        A[d * D + d] = 1;
    squares_not_cleared(x, target, ratio, A, w);
}

static void squares_weigh_x_itself(Matrix x, const double *target, const double *ratio, double *A,
                                   double *w)
{
    weighted_least_squares(x, target, ratio, A, w);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(x, n)[d] *= (real)sqrt(ratio[n]);
}

/* ---- 2.6 track_unit ---- */

static void unit_without_b(Matrix x, const real *w, double b, double *mean, double *sd)
{
    (void)b;
    track_unit(x, w, 0, mean, sd);
}

static void unit_with_b_in_each_term(Matrix x, const real *w, double b, double *mean, double *sd)
{
    track_unit(x, w, b * (double)x.cols, mean, sd);
}

static void unit_variance(Matrix x, const real *w, double b, double *mean, double *sd)
{
    track_unit(x, w, b, mean, sd);
    *sd *= *sd;
}

static void unit_of_population(Matrix x, const real *w, double b, double *mean, double *sd)
{
    track_unit(x, w, b, mean, sd);
    *sd *= sqrt((double)x.rows / ((double)x.rows - 1));
}

static void unit_not_divided(Matrix x, const real *w, double b, double *mean, double *sd)
{
    track_unit(x, w, b, mean, sd);
    *mean *= (double)x.rows;
}

static void unit_sd_not_divided(Matrix x, const real *w, double b, double *mean, double *sd)
{
    track_unit(x, w, b, mean, sd);
    *sd *= sqrt((double)x.rows);
}

static double output_of(const real *xn, size_t D, const real *w, double b)
{
    double u = b;
    for (size_t d = 0; d < D; d++)
        u += (double)w[d] * xn[d];
    return u;
}

static void unit_after_activation(Matrix x, const real *w, double b, double *mean, double *sd)
{
    double sum = 0, squares = 0, N = (double)x.rows;
    for (size_t n = 0; n < x.rows; n++)
        sum += 1 / (1 + exp(-output_of(row(x, n), x.cols, w, b)));
    *mean = sum / N;
    for (size_t n = 0; n < x.rows; n++)
        squares += pow(1 / (1 + exp(-output_of(row(x, n), x.cols, w, b))) - *mean, 2);
    *sd = sqrt(squares / N);
}

static void unit_difference_of_squares(Matrix x, const real *w, double b, double *mean, double *sd)
{
    double sum = 0, squares = 0, N = (double)x.rows;
    for (size_t n = 0; n < x.rows; n++) {
        double u = output_of(row(x, n), x.cols, w, b);
        sum += u;
        squares += u * u;
    }
    *mean = sum / N;
    *sd = sqrt(squares / N - *mean * *mean);
}

static void unit_around_0(Matrix x, const real *w, double b, double *mean, double *sd)
{
    double squares = 0;
    track_unit(x, w, b, mean, sd);
    for (size_t n = 0; n < x.rows; n++)
        squares += pow(output_of(row(x, n), x.cols, w, b), 2);
    *sd = sqrt(squares / (double)x.rows);
}

static void unit_absolute_deviation(Matrix x, const real *w, double b, double *mean, double *sd)
{
    double sum = 0;
    track_unit(x, w, b, mean, sd);
    for (size_t n = 0; n < x.rows; n++)
        sum += fabs(output_of(row(x, n), x.cols, w, b) - *mean);
    *sd = sum / (double)x.rows;
}

static void unit_without_weights(Matrix x, const real *w, double b, double *mean, double *sd)
{
    Matrix ones = {1, x.cols, malloc(x.cols * sizeof(real))};
    (void)w;
    for (size_t d = 0; d < x.cols; d++)
        ones.v[d] = 1;
    track_unit(x, ones.v, b, mean, sd);
    free(ones.v);
}

static void unit_of_first_feature(Matrix x, const real *w, double b, double *mean, double *sd)
{
    Matrix first = {1, x.cols, calloc(x.cols, sizeof(real))};
    first.v[0] = w[0];
    track_unit(x, first.v, b, mean, sd);
    free(first.v);
}

static void unit_sd_from_variances(Matrix x, const real *w, double b, double *mean, double *sd)
{
    double var = 0;
    for (size_t d = 0; d < x.cols; d++) { /* as if the features were independent */
        Matrix feature = {x.rows, 1, malloc(x.rows * sizeof(real))};
        for (size_t n = 0; n < x.rows; n++)
            feature.v[n] = row(x, n)[d];
        track_unit(feature, &w[d], 0, mean, sd);
        var += *sd * *sd;
        free(feature.v);
    }
    track_unit(x, w, b, mean, sd);
    *sd = sqrt(var);
}

static void unit_remembers(Matrix x, const real *w, double b, double *mean, double *sd)
{
    static double sum;
    track_unit(x, w, b, mean, sd);
    sum += *mean * (double)x.rows;
    *mean = sum / (double)x.rows;
}

const Suspect suspects[] = {
    {"2.1", "shift_signed", "up or down",
     "A shift downward counts as none. Take the absolute value of the difference: fabs.",
     (Function)shift_signed, BY_VALUE},
    {"2.1", "shift_over_variance", "a fur 3.3 standard deviations off",
     "You divided by the variance. The unit is the standard deviation, its square root.",
     (Function)shift_over_variance, BY_VALUE},
    {"2.1", "shift_in_raw_units", "a fur 3.3 standard deviations off",
     "You compared the means without dividing. 0.165 is nothing for a size and much for a fur: "
     "divide by sqrt(var[d]).",
     (Function)shift_in_raw_units, BY_VALUE},
    {"2.1", "shift_summed", "the largest distance, whichever feature",
     "You added the features' distances up. The result is the largest of them.",
     (Function)shift_summed, BY_VALUE},
    {"2.1", "shift_averaged", "the largest distance, whichever feature",
     "You averaged over the features. One feature that has moved far is then hidden by many that "
     "have not; take the largest.",
     (Function)shift_averaged, BY_VALUE},
    {"2.1", "shift_euclidean", "the largest distance, whichever feature",
     "You took the root of the sum of squares, the distance in a straight line. Here it is the "
     "largest of the features' distances.",
     (Function)shift_euclidean, BY_VALUE},
    {"2.1", "shift_of_last", "the largest distance, whichever feature",
     "You return the last feature's distance. Keep the largest of all.", (Function)shift_of_last,
     BY_VALUE},
    {"2.1", "shift_of_first", "the largest distance, whichever feature",
     "You return the first feature's distance. Keep the largest of all.", (Function)shift_of_first,
     BY_VALUE},
    {"2.1", "shift_smallest", "the largest distance, whichever feature",
     "You return the smallest distance. The largest is wanted.", (Function)shift_smallest,
     BY_VALUE},
    {"2.1", "shift_misses_nan", "a NaN does not hide",
     "A new mean that is not a number is passed over: NaN > largest is false, and fmax drops a "
     "NaN. Write the comparison so that a NaN gets through, or look for it with isnan.",
     (Function)shift_misses_nan, BY_VALUE},
    {"2.1", "shift_accepts_constants", "refuses a constant feature",
     "You divide by the root of a variance of 0. Refuse it with require(var[d] > 0, ...).",
     (Function)shift_accepts_constants, BY_VALUE},

    {"2.2", "accuracy_in_integers", "three of four right, as by hand",
     "Your accuracy is 0 unless every example is right. A division of two whole numbers drops "
     "what is behind the point: make the count a double first.",
     (Function)accuracy_in_integers, BY_VALUE},
    {"2.2", "accuracy_counted", "three of four right, as by hand",
     "You return how many are right. Divide by N, the number of examples.",
     (Function)accuracy_counted, BY_VALUE},
    {"2.2", "accuracy_of_errors", "three of four right, as by hand",
     "You return the fraction that is wrong. The accuracy is the fraction that is right.",
     (Function)accuracy_of_errors, BY_VALUE},
    {"2.2", "accuracy_divided_by_D", "three of four right, as by hand",
     "You divided by the number of features. Divide by the number of examples, x.rows.",
     (Function)accuracy_divided_by_D, BY_VALUE},
    {"2.2", "accuracy_says_positive", "three of four right, as by hand",
     "You counted how often the classifier says +1. Count how often it says what the label says.",
     (Function)accuracy_says_positive, BY_VALUE},
    {"2.2", "accuracy_with_0_positive", "a score of 0 is a -1",
     "You take a score of 0 for a +1. Only a positive score is: score > 0.",
     (Function)accuracy_with_0_positive, BY_VALUE},
    {"2.2", "accuracy_at_a_half", "three of four right, as by hand",
     "You compare the score with 0.5. That is the threshold for labels 0 and 1; for +1 and -1 it "
     "is 0.",
     (Function)accuracy_at_a_half, BY_VALUE},
    {"2.2", "accuracy_of_products", "a score of 0 is a -1",
     "score * label > 0 counts a score of 0 as wrong for both labels. It says -1, and is right "
     "when the label is -1.",
     (Function)accuracy_of_products, BY_VALUE},
    {"2.2", "accuracy_of_own_statistics", "uses the statistics that are given",
     "You standardized x with its own mean and variance. Use those in the classifier: whether a "
     "test set may bring statistics of its own is this chapter's question, and the caller's "
     "choice.",
     (Function)accuracy_of_own_statistics, BY_VALUE},
    {"2.2", "accuracy_on_raw_features", "three of four right, as by hand",
     "You multiplied the weights with x as it is. They belong to standardized features: "
     "(x - mean) / sqrt(var).",
     (Function)accuracy_on_raw_features, BY_VALUE},
    {"2.2", "accuracy_over_variance", "features are kept apart",
     "You divided by the variance. Standardizing divides by its square root.",
     (Function)accuracy_over_variance, BY_VALUE},
    {"2.2", "accuracy_without_centering", "three of four right, as by hand",
     "You divided by the standard deviation without subtracting the mean first. It is (x - mean) / "
     "sqrt(var).",
     (Function)accuracy_without_centering, BY_VALUE},
    {"2.2", "accuracy_without_b", "three of four right, as by hand",
     "You left out b. The score starts with it.", (Function)accuracy_without_b, BY_VALUE},
    {"2.2", "accuracy_with_one_statistic", "features are kept apart",
     "You used mean[0] and var[0] for every feature. Feature d has mean[d] and var[d].",
     (Function)accuracy_with_one_statistic, BY_VALUE},
    {"2.2", "accuracy_b_for_each_feature", "features are kept apart",
     "You added b once for each feature. It is added once for each example.",
     (Function)accuracy_b_for_each_feature, BY_VALUE},
    {"2.2", "accuracy_standardizes_x", "changes nothing",
     "You wrote the standardized features into x. x is an input: keep them in a variable.",
     (Function)accuracy_standardizes_x, BY_VALUE},

    {"2.3", "weights_upside_down", "N(0, 1) to N(1, 1), as by hand",
     "Your ratio is upside down. What is frequent in the test must weigh more: the test's density "
     "over the training's.",
     (Function)weights_upside_down, BY_VALUE},
    {"2.3", "weights_in_logarithms", "N(0, 1) to N(1, 1), as by hand",
     "You return the logarithm of the ratio. Take exp of the sum, at the end.",
     (Function)weights_in_logarithms, BY_VALUE},
    {"2.3", "weights_with_var_for_sd", "a narrower density is higher",
     "You took the variance for the standard deviation. The square of x - mean is divided by "
     "2 var, and the factor in front is 1 / sqrt(var).",
     (Function)weights_with_var_for_sd, BY_VALUE},
    {"2.3", "weights_with_var_for_sd_in_front", "a narrower density is higher",
     "The factor in front of your density is 1 / var. It is 1 / sqrt(var): in the logarithm, "
     "-0.5 log(var).",
     (Function)weights_with_var_for_sd_in_front, BY_VALUE},
    {"2.3", "weights_without_factor", "a narrower density is higher",
     "You left out the factor 1 / sqrt(var) in front of exp. It cancels only when training and "
     "test have the same variance.",
     (Function)weights_without_factor, BY_VALUE},
    {"2.3", "weights_factor_upside_down", "a narrower density is higher",
     "The factors in front of exp are the wrong way round. The narrower density is the higher "
     "one: the ratio holds sqrt(var of training / var of test).",
     (Function)weights_factor_upside_down, BY_VALUE},
    {"2.3", "weights_without_half", "N(0, 1) to N(1, 1), as by hand",
     "The 2 below the square is missing: (x - mean)^2 / (2 var).", (Function)weights_without_half,
     BY_VALUE},
    {"2.3", "weights_from_products", "densities too small for a double",
     "You computed both densities and divided them. Far out, both are 0 in a double, and 0/0 is "
     "not a number. Subtract their logarithms, and take exp at the end.",
     (Function)weights_from_products, BY_PATTERN},
    {"2.3", "weights_added_up", "features multiply, any N and any D",
     "You added the features' ratios up. The density of independent features is a product: add "
     "their logarithms, and take exp of the sum.",
     (Function)weights_added_up, BY_VALUE},
    {"2.3", "weights_of_first_feature", "features multiply, any N and any D",
     "Only feature 0 counts in your weights. Each feature multiplies the ratio by its own.",
     (Function)weights_of_first_feature, BY_VALUE},
    {"2.3", "weights_of_test_alone", "N(0, 1) to N(1, 1), as by hand",
     "You return the density in the test. Divide by the density in training: what was drawn often "
     "need not weigh much.",
     (Function)weights_of_test_alone, BY_VALUE},
    {"2.3", "weights_made_to_average_1", "N(0, 1) to N(1, 1), as by hand",
     "You scaled the weights so that they average 1 over these examples. They do so only on "
     "average over all that training could draw; return the ratio as it is.",
     (Function)weights_made_to_average_1, BY_VALUE},
    {"2.3", "weights_not_cleared", "N(0, 1) to N(1, 1), as by hand",
     "You add to what the array ratio held before the call. Start each example's sum at 0.",
     (Function)weights_not_cleared, BY_VALUE},
    {"2.3", "weights_carried_over", "N(0, 1) to N(1, 1), as by hand",
     "The sum of one example goes on into the next. Start each example's sum at 0.",
     (Function)weights_carried_over, BY_VALUE},

    {"2.4", "size_upside_down", "{2, 1, 1, 0} are worth 8/3",
     "Your fraction is upside down. The square of the sum stands above, the sum of the squares "
     "below.",
     (Function)size_upside_down, BY_VALUE},
    {"2.4", "size_sum_not_squared", "{2, 1, 1, 0} are worth 8/3",
     "The sum above is not squared. Without that the result depends on the weights' scale.",
     (Function)size_sum_not_squared, BY_VALUE},
    {"2.4", "size_sum_not_squared_scaled", "{2, 1, 1, 0} are worth 8/3",
     "You divided the sum by the sum of the squares. Square the sum first.",
     (Function)size_sum_not_squared_scaled, BY_VALUE},
    {"2.4", "size_squares_not_squared", "{2, 1, 1, 0} are worth 8/3",
     "Your result is the sum of the weights. Divide the square of the sum by the sum of the "
     "squares: each weight is squared before it is added.",
     (Function)size_squares_not_squared, BY_VALUE},
    {"2.4", "size_over_squares_alone", "{2, 1, 1, 0} are worth 8/3",
     "1 / (sum of the squares) is right only for weights that add up to 1. Put the square of the "
     "sum above.",
     (Function)size_over_squares_alone, BY_VALUE},
    {"2.4", "size_over_the_largest", "{2, 1, 1, 0} are worth 8/3",
     "You return the sum over the largest weight. Dividing by the largest is the first step only; "
     "then comes (sum)^2 / (sum of squares).",
     (Function)size_over_the_largest, BY_VALUE},
    {"2.4", "size_counts_positive", "{2, 1, 1, 0} are worth 8/3",
     "You counted the weights that are not 0. A small weight is worth less than an example: "
     "divide the square of the sum by the sum of the squares.",
     (Function)size_counts_positive, BY_VALUE},
    {"2.4", "size_as_a_fraction", "{2, 1, 1, 0} are worth 8/3",
     "You divided by N. The result is a number of examples, between 1 and N.",
     (Function)size_as_a_fraction, BY_VALUE},
    {"2.4", "size_as_a_root", "{2, 1, 1, 0} are worth 8/3",
     "You took the root of the sum of squares. Leave it, and square the sum above instead.",
     (Function)size_as_a_root, BY_VALUE},
    {"2.4", "size_overflows", "the scale does not matter, 1e-200 or 1e200",
     "The squares of your weights leave the range of a double. Divide the weights by the largest "
     "first: the result does not depend on their scale.",
     (Function)size_overflows, BY_PATTERN},
    {"2.4", "size_of_nothing", "refuses weights that are all 0",
     "You return 0 for weights that are all 0. No set of examples is worth 0: refuse it with "
     "require.",
     (Function)size_of_nothing, BY_VALUE},

    {"2.5", "squares_without_weights", "a weighted mean, as by hand",
     "You left the weights out: this is ordinary least squares. Multiply each example's share of A "
     "and of c by ratio[n].",
     (Function)squares_without_weights, BY_VALUE},
    {"2.5", "squares_weights_only_in_A", "a weighted mean, as by hand",
     "The weights are in A but not in c. ratio[n] multiplies the example's share of both.",
     (Function)squares_weights_only_in_A, BY_VALUE},
    {"2.5", "squares_weights_only_in_c", "a weighted mean, as by hand",
     "The weights are in c but not in A. ratio[n] multiplies the example's share of both.",
     (Function)squares_weights_only_in_c, BY_VALUE},
    {"2.5", "squares_of_squared_weights", "a weighted mean, as by hand",
     "You used the squares of the weights. The weight multiplies the squared error; it is not "
     "squared with it.",
     (Function)squares_of_squared_weights, BY_VALUE},
    {"2.5", "squares_of_weights_squared_in_A", "a weighted mean, as by hand",
     "In A the weight is squared: you multiplied x[i] and x[j] by it. Once is enough.",
     (Function)squares_of_weights_squared_in_A, BY_VALUE},
    {"2.5", "squares_of_root_weights", "a weighted mean, as by hand",
     "You used the roots of the weights. Multiply each example's share of A and of c by ratio[n] "
     "itself.",
     (Function)squares_of_root_weights, BY_VALUE},
    {"2.5", "squares_of_inverse_weights", "a weighted mean, as by hand",
     "You divided by the weights. A large weight must pull the fit toward its example: multiply.",
     (Function)squares_of_inverse_weights, BY_VALUE},
    {"2.5", "squares_divided_on_one_side", "a weighted mean, as by hand",
     "You divided A by N but not c. Divide both or none.", (Function)squares_divided_on_one_side,
     BY_VALUE},
    {"2.5", "squares_of_column_major", "with ratio 1, ordinary least squares",
     "You read x as if each feature's values stood side by side. Feature d of example n is "
     "row(x, n)[d].",
     (Function)squares_of_column_major, BY_VALUE},
    {"2.5", "squares_of_the_diagonal", "with ratio 1, ordinary least squares",
     "Only A's diagonal is filled, as if each feature were fitted alone. A[i][j] is needed for "
     "i and j that differ, too.",
     (Function)squares_of_the_diagonal, BY_VALUE},
    {"2.5", "squares_not_cleared", "a weighted mean, as by hand",
     "You add to what A and w held before the call. Set them to 0 first.",
     (Function)squares_not_cleared, BY_VALUE},
    {"2.5", "squares_not_solved", "a weighted mean, as by hand",
     "w holds the right-hand side c. Call solve_symmetric(D, A, w): it puts the solution there.",
     (Function)squares_not_solved, BY_VALUE},
    {"2.5", "squares_with_a_ridge", "with ratio 1, ordinary least squares",
     "You added something to A's diagonal. That pulls w toward 0, and hides a system that has no "
     "answer. Leave A as the sums make it.",
     (Function)squares_with_a_ridge, BY_VALUE},
    {"2.5", "squares_weigh_x_itself", "changes nothing else",
     "You multiplied x itself by the roots of the weights. x is an input: multiply where you add "
     "up.",
     (Function)squares_weigh_x_itself, BY_VALUE},

    {"2.6", "unit_without_b", "three examples, as by hand",
     "You left out b. It moves the mean, though not the standard deviation.",
     (Function)unit_without_b, BY_VALUE},
    {"2.6", "unit_with_b_in_each_term", "three examples, as by hand",
     "You added b once for each feature. It is added once for each example.",
     (Function)unit_with_b_in_each_term, BY_VALUE},
    {"2.6", "unit_variance", "three examples, as by hand",
     "You return the variance. sd is its square root.", (Function)unit_variance, BY_VALUE},
    {"2.6", "unit_of_population", "three examples, as by hand",
     "You divided by N-1. What is wanted is the spread of this batch: divide by N.",
     (Function)unit_of_population, BY_VALUE},
    {"2.6", "unit_not_divided", "three examples, as by hand",
     "Your mean is the sum. Divide it by N.", (Function)unit_not_divided, BY_VALUE},
    {"2.6", "unit_sd_not_divided", "three examples, as by hand",
     "You took the root of the sum of the squared deviations. Divide by N under the root.",
     (Function)unit_sd_not_divided, BY_VALUE},
    {"2.6", "unit_after_activation", "three examples, as by hand",
     "You applied the sigmoid. The unit is tracked before its activation.",
     (Function)unit_after_activation, BY_VALUE},
    {"2.6", "unit_difference_of_squares", "survives b = 1e8",
     "You subtract two large numbers, mean(u^2) - mean^2, and the digits of the sd are lost. "
     "Subtract the mean from each u first, then square; or use Welford's update.",
     (Function)unit_difference_of_squares, BY_PATTERN},
    {"2.6", "unit_around_0", "three examples, as by hand",
     "Your sd is the root of the mean square of u. Subtract the mean first.",
     (Function)unit_around_0, BY_VALUE},
    {"2.6", "unit_absolute_deviation", "three examples, as by hand",
     "You averaged the absolute deviations. The sd is the root of the mean of their squares.",
     (Function)unit_absolute_deviation, BY_VALUE},
    {"2.6", "unit_without_weights", "three examples, as by hand",
     "You added the features up without their weights. Each is multiplied by w[d].",
     (Function)unit_without_weights, BY_VALUE},
    {"2.6", "unit_of_first_feature", "three examples, as by hand",
     "Only feature 0 reaches your unit. It adds up all of them.", (Function)unit_of_first_feature,
     BY_VALUE},
    {"2.6", "unit_sd_from_variances", "three examples, as by hand",
     "You added up the features' variances, as if they did not vary together. Compute u for each "
     "example, then the sd of u.",
     (Function)unit_sd_from_variances, BY_VALUE},
    {"2.6", "unit_remembers", "changes nothing else",
     "Something is kept from the calls before. The result may depend on this batch only: no static "
     "variables.",
     (Function)unit_remembers, BY_VALUE},
    {0},
};
