/* Its own elimination with pivots in the place of solve_symmetric; sums in long double. */

#include "covariate_shift.h"

#include <float.h>
#include <math.h>

double shift_distance(size_t D, const double *mean, const double *var, const double *new_mean)
{
    long double largest = 0;
    for (size_t d = 0; d < D; d++)
        require(var[d] > 0, "feature %zu is constant", d);
    for (size_t d = 0; d < D; d++) {
        long double z = ((long double)new_mean[d] - mean[d]) / sqrtl(var[d]);
        if (isnan(z))
            return NAN;
        if (z > largest)
            largest = z;
        if (-z > largest)
            largest = -z;
    }
    return (double)largest;
}

double classifier_accuracy(Matrix x, const double *label, Classifier c)
{
    require(x.rows != 0, "no examples");
    size_t right = 0;
    for (size_t n = 0; n < x.rows; n++) {
        long double score = 0;
        for (size_t d = 0; d < x.cols; d++)
            score += c.w[d] * (row(x, n)[d] - (long double)c.mean[d]) / sqrtl(c.var[d]);
        score += c.b;
        if (label[n] > 0 ? score > 0 : !(score > 0))
            right++;
    }
    return 1.0 * (double)right / (double)x.rows;
}

void importance_weights(Matrix x, Normal train, Normal test, double *ratio)
{
    for (size_t d = 0; d < x.cols; d++)
        require(train.var[d] > 0 && test.var[d] > 0, "feature %zu is constant", d);
    for (size_t n = 0; n < x.rows; n++) {
        long double sum = 0;
        for (size_t d = 0; d < x.cols; d++) {
            long double a = row(x, n)[d] - (long double)train.mean[d];
            long double b = row(x, n)[d] - (long double)test.mean[d];
            sum +=
                logl(train.var[d]) - logl(test.var[d]) + a * a / train.var[d] - b * b / test.var[d];
        }
        ratio[n] = (double)expl(sum / 2);
    }
}

double effective_sample_size(size_t N, const double *ratio)
{
    long double sum = 0, squares = 0; /* its exponent has 15 bits: nothing to scale */
    for (size_t n = 0; n < N; n++) {
        sum += ratio[n];
        squares += (long double)ratio[n] * ratio[n];
    }
    require(sum > 0, "no weight is positive");
    return (double)(sum * sum / squares);
}

static void swap(double *a, double *b)
{
    double old = *a;
    *a = *b;
    *b = old;
}

static void eliminate(size_t D, double *A, double *c)
{
    double largest = 0;
    for (size_t k = 0; k < D * D; k++)
        largest = fmax(largest, fabs(A[k]));
    for (size_t k = 0; k < D; k++) {
        size_t pivot = k;
        for (size_t i = k + 1; i < D; i++)
            if (fabs(A[i * D + k]) > fabs(A[pivot * D + k]))
                pivot = i;
        require(fabs(A[pivot * D + k]) > 16 * DBL_EPSILON * largest, "singular");
        for (size_t j = 0; j < D; j++)
            swap(&A[k * D + j], &A[pivot * D + j]);
        swap(&c[k], &c[pivot]);
        for (size_t i = 0; i < D; i++) {
            double factor = A[i * D + k] / A[k * D + k];
            if (i == k)
                continue;
            for (size_t j = k; j < D; j++)
                A[i * D + j] -= factor * A[k * D + j];
            c[i] -= factor * c[k];
        }
    }
    for (size_t k = 0; k < D; k++)
        c[k] /= A[k * D + k];
}

void weighted_least_squares(Matrix x, const double *target, const double *ratio, double *A,
                            double *w)
{
    for (size_t i = 0; i < x.cols; i++) {
        long double right = 0;
        for (size_t n = 0; n < x.rows; n++)
            right += (long double)ratio[n] * row(x, n)[i] * target[n];
        w[i] = (double)right;
        for (size_t j = 0; j < x.cols; j++) {
            long double sum = 0;
            for (size_t n = 0; n < x.rows; n++)
                sum += (long double)ratio[n] * row(x, n)[i] * row(x, n)[j];
            A[i * x.cols + j] = (double)sum;
        }
    }
    eliminate(x.cols, A, w);
}

void track_unit(Matrix x, const real *w, double b, double *mean, double *sd)
{
    require(x.rows != 0, "no examples");
    long double sum = 0, squares = 0; /* of u - b: the bias is added at the end */
    for (size_t n = 0; n < x.rows; n++) {
        long double u = 0;
        for (size_t d = 0; d < x.cols; d++)
            u += (long double)w[d] * row(x, n)[d];
        sum += u;
        squares += u * u;
    }
    sum /= (long double)x.rows;
    long double var = squares / (long double)x.rows - sum * sum;
    *mean = (double)(b + sum);
    *sd = var > 0 ? (double)sqrtl(var) : 0;
}
