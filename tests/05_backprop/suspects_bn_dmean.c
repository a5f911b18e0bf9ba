/* Exercise 5.4, bn_dmean: its common mistakes, and what is to be said of each. */

#include "backprop.h"
#include "tests/05_backprop/suspects.h"
#include "tests/harness/harness.h"

static void dmean_sign(Matrix dcentered, double *dmean)
{
    bn_dmean(dcentered, dmean);
    scale(dmean, dcentered.cols, -1);
}

static void dmean_averaged(Matrix dcentered, double *dmean)
{
    bn_dmean(dcentered, dmean);
    scale(dmean, dcentered.cols, 1 / (double)dcentered.rows);
}

static void dmean_not_cleared(Matrix dcentered, double *dmean)
{
    for (size_t n = 0; n < dcentered.rows; n++)
        for (size_t d = 0; d < dcentered.cols; d++)
            dmean[d] -= row(dcentered, n)[d];
}

static void dmean_over_features(Matrix dcentered, double *dmean)
{
    for (size_t n = 0; n < dcentered.rows && n < dcentered.cols; n++) {
        dmean[n] = 0;
        for (size_t d = 0; d < dcentered.cols; d++)
            dmean[n] -= row(dcentered, n)[d];
    }
}

static void dmean_carried_over(Matrix dcentered, double *dmean)
{
    double sum = 0;
    for (size_t d = 0; d < dcentered.cols; d++) {
        for (size_t n = 0; n < dcentered.rows; n++)
            sum -= row(dcentered, n)[d];
        dmean[d] = sum;
    }
}

const Suspect suspects_bn_dmean[] = {
    SUSPECT(dmean_sign, "minus the sum over the batch",
            "The minus is missing: the mean is subtracted, so its derivative is -1."),
    SUSPECT(dmean_averaged, "minus the sum over the batch",
            "You divided by N. Every example subtracts the whole mean, and the N parts add up. The "
            "1/N belongs to the next edge, in bn_dx."),
    SUSPECT(dmean_not_cleared, "minus the sum over the batch",
            "You add to what the array dmean held before the call. Set dmean[d] to 0 first."),
    SUSPECT(dmean_over_features, "features are kept apart",
            "You summed the features of each example. Each feature has one mean: sum over the "
            "examples."),
    SUSPECT(dmean_carried_over, "features are kept apart",
            "The sum of one feature goes on into the next. Start each feature's sum at 0."),
    {0},
};
