#include "experiment.h"

#include <math.h>
#include <stdio.h>

/* How wrong the learned weights are on cats that are standardized by their own statistics
   instead of the training set's: the root of the mean squared error, in meters. */
static double wrong_by(Matrix x, const Statistics *training, const Statistics *own)
{
    Matrix right = matrix_new(x.rows, D), other = matrix_new(x.rows, D);
    standardize(x, training->mean, training->var, right);
    standardize(x, own->mean, own->var, other);
    double sum = 0;
    for (size_t n = 0; n < x.rows; n++) {
        double wrong = 0;
        for (size_t d = 0; d < D; d++)
            wrong += jump[d] * sqrt(training->var[d]) * (row(other, n)[d] - row(right, n)[d]);
        sum += wrong * wrong;
    }
    matrix_free(right);
    matrix_free(other);
    return sqrt(sum / (double)x.rows);
}

void meet_new_cats(Experiment *e, Random *random, const char *town, double lighter,
                   const Statistics *training)
{
    Matrix x = cats_new(random, CATS), z = matrix_new(CATS, D);
    for (size_t n = 0; n < CATS; n++)
        row(x, n)[CAT_FUR] -= (real)lighter;
    standardize(x, training->mean, training->var, z);
    Statistics own = statistics_of(x), seen = statistics_of(z);
    double size_sd = sqrt(seen.var[CAT_SIZE]), fur_sd = sqrt(seen.var[CAT_FUR]);
    double wrong = wrong_by(x, training, &own);
    printf("  %s town %7.2f +- %.2f %7.2f +- %.2f %15.3f m\n", town, seen.mean[CAT_SIZE], size_sd,
           seen.mean[CAT_FUR], fur_sd, wrong);
    experiment_named_value(e, seen.mean[CAT_FUR], "fur_mean_%s", town);
    experiment_named_value(e, fur_sd, "fur_sd_%s", town);
    experiment_named_value(e, wrong, "wrong_%s", town);
    matrix_free(x);
    matrix_free(z);
}
