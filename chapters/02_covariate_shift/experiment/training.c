#include "experiment.h"

#include <stdlib.h>
#include <string.h>

#include "input_normalization.h"

double *ones_new(size_t count)
{
    double *v = vector_new(count);
    for (size_t i = 0; i < count; i++)
        v[i] = 1;
    return v;
}

Trained train(Matrix x, const double *label)
{
    size_t N = x.rows, D = x.cols;
    Trained trained = {D, vector_new(D), vector_new(D), vector_new(D + 1)};
    double *A = vector_new((D + 1) * (D + 1)), *ratio = ones_new(N);
    Matrix z = matrix_new(N, D), with_1 = matrix_new(N, D + 1);
    feature_mean(x, trained.mean);
    feature_variance(x, trained.mean, 0, trained.var);
    standardize(x, trained.mean, trained.var, z);
    for (size_t n = 0; n < N; n++) {
        memcpy(row(with_1, n), row(z, n), D * sizeof(real));
        row(with_1, n)[D] = 1;
    }
    weighted_least_squares(with_1, label, ratio, A, trained.w);
    free(A);
    free(ratio);
    matrix_free(z);
    matrix_free(with_1);
    return trained;
}

void trained_free(Trained trained)
{
    free(trained.mean);
    free(trained.var);
    free(trained.w);
}

Classifier classifier_of(Trained trained)
{
    return (Classifier){trained.mean, trained.var, trained.w, trained.w[trained.D]};
}
