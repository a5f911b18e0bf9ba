/* The standardization is folded into the weights; the log of the ratio is a quadratic with
   precomputed coefficients; rows are multiplied by the root of their weight on the heap. */

#include "covariate_shift.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/solve.h"

double shift_distance(size_t D, const double *mean, const double *var, const double *new_mean)
{
    double z[64], largest = -1;
    require(D <= 64, "too many features for this program");
    for (size_t d = 0; d < D; d++) {
        require(!(var[d] <= 0) && !isnan(var[d]), "variance %g", var[d]);
        z[d] = fabs(new_mean[d] / sqrt(var[d]) - mean[d] / sqrt(var[d]));
    }
    for (size_t d = 0; d < D; d++) {
        if (isnan(z[d]))
            return z[d];
        largest = z[d] > largest ? z[d] : largest;
    }
    return largest;
}

double classifier_accuracy(Matrix x, const double *label, Classifier c)
{
    require(x.rows > 0, "no examples");
    double *v = malloc((x.cols + 1) * sizeof *v), b = c.b, agree = 0;
    for (size_t d = 0; d < x.cols; d++) {
        v[d] = c.w[d] / sqrt(c.var[d]);
        b -= v[d] * c.mean[d];
    }
    for (size_t n = 0; n < x.rows; n++) {
        double score = b;
        for (size_t d = 0; d < x.cols; d++)
            score += v[d] * row(x, n)[d];
        agree += copysign(1, score > 0 ? 1 : -1) * label[n];
    }
    free(v);
    return (1 + agree / (double)x.rows) / 2; /* right minus wrong, from -1 .. 1 to 0 .. 1 */
}

void importance_weights(Matrix x, Normal train, Normal test, double *ratio)
{
    size_t D = x.cols;
    double *inverse = malloc((2 * D + 1) * sizeof *inverse), constant = 0;
    for (size_t d = 0; d < D; d++) {
        require(train.var[d] > 0, "training has variance %g", train.var[d]);
        require(test.var[d] > 0, "the test has variance %g", test.var[d]);
        inverse[d] = 0.5 / train.var[d];
        inverse[D + d] = 0.5 / test.var[d];
        constant += (log(train.var[d]) - log(test.var[d])) / 2;
    }
    for (size_t n = 0; n < x.rows; n++) {
        double exponent = constant;
        for (size_t d = 0; d < D; d++) {
            double a = row(x, n)[d] - train.mean[d], b = row(x, n)[d] - test.mean[d];
            exponent += a * a * inverse[d] - b * b * inverse[D + d];
        }
        ratio[n] = exp(exponent);
    }
    free(inverse);
}

double effective_sample_size(size_t N, const double *ratio)
{
    size_t top = 0;
    require(N > 0, "no weights");
    for (size_t n = 1; n < N; n++)
        if (ratio[n] > ratio[top])
            top = n;
    require(ratio[top] > 0, "the largest weight is %g", ratio[top]);
    double sum = 0, squares = 0;
    for (size_t n = 0; n < N; n++) {
        sum += ratio[n] / ratio[top];
        squares += ratio[n] / ratio[top] * (ratio[n] / ratio[top]);
    }
    return pow(sum, 2) / squares;
}

void weighted_least_squares(Matrix x, const double *target, const double *ratio, double *A,
                            double *w)
{
    size_t D = x.cols;
    double *rooted = malloc((D + 1) * sizeof *rooted); /* one row: features, then the target */
    memset(A, 0, D * D * sizeof *A);
    memset(w, 0, D * sizeof *w);
    for (size_t n = 0; n < x.rows; n++) {
        double root = sqrt(ratio[n]);
        for (size_t d = 0; d < D; d++)
            rooted[d] = root * row(x, n)[d];
        rooted[D] = root * target[n];
        for (size_t i = 0; i < D; i++) {
            for (size_t j = 0; j < D; j++)
                A[i * D + j] += rooted[i] * rooted[j];
            w[i] += rooted[i] * rooted[D];
        }
    }
    free(rooted); /* before the solver, which may refuse */
    solve_symmetric(D, A, w);
}

void track_unit(Matrix x, const real *w, double b, double *mean, double *sd)
{
    require(x.rows > 0, "no examples");
    double first = 0, sum = 0, squares = 0, N = (double)x.rows;
    for (size_t n = 0; n < x.rows; n++) {
        double u = 0;
        for (size_t d = 0; d < x.cols; d++)
            u += (double)w[d] * row(x, n)[d];
        if (n == 0)
            first = u; /* sums are taken from here, so they stay small */
        sum += u - first;
        squares += (u - first) * (u - first);
    }
    double var = squares / N - (sum / N) * (sum / N);
    *mean = b + first + sum / N;
    *sd = var > 0 ? sqrt(var) : 0;
}
