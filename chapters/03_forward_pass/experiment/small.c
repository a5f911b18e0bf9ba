#include "experiment.h"

#include <math.h>
#include <stdio.h>

/* What becomes of example n in a batch of one feature. */
static double xhat_of(size_t n, size_t N, const double *batch)
{
    Matrix x = matrix_new(N, 1);
    for (size_t i = 0; i < N; i++)
        x.v[i] = (real)batch[i];
    Forward forward = forward_of(x, EPS);
    double xhat = forward.xhat.v[n];
    forward_free(forward);
    matrix_free(x);
    return xhat;
}

static void batch_by_hand(Experiment *e)
{
    static const double batch[] = {1, 2, 3, 4};
    double xhat[4];
    for (size_t n = 0; n < 4; n++)
        xhat[n] = xhat_of(n, 4, batch);
    printf("{1, 2, 3, 4} becomes {%.4f, %.4f, %.4f, %.4f}\n", xhat[0], xhat[1], xhat[2], xhat[3]);
    experiment_value(e, "hand_rstd", 1 / sqrt(1.25 + EPS));
    for (size_t n = 0; n < 4; n++)
        experiment_named_value(e, xhat[n], "hand_xhat_%zu", n + 1);
}

void small_batches(Experiment *e)
{
    batch_by_hand(e);

    static const double other[] = {1, 2, 3, 10}, two[] = {3, 7};
    printf("the 3 of {1, 2, 3, 10} becomes %.4f: its neighbors decide\n",
           experiment_value(e, "neighbor_xhat_3", xhat_of(2, 4, other)));
    experiment_value(e, "two_xhat", xhat_of(1, 2, two));

    /* A variance of 1e-6 is less than eps, and each place for eps gives another result. */
    static const double tiny[] = {0, 0.002};
    printf("{0, 0.002} becomes -+%.4f: eps outweighs a variance of 1e-6\n",
           experiment_value(e, "tiny_xhat", xhat_of(1, 2, tiny)));
    experiment_value(e, "tiny_eps_outside", 0.001 / (sqrt(1e-6) + EPS));
    experiment_value(e, "tiny_unbiased", 0.001 / sqrt(2e-6 + EPS));

    static const double outlier[64] = {1000};
    double bound = experiment_value(e, "outlier_bound", sqrt(63));
    printf("{1000, 0, ..., 0}, 64 examples: the first becomes %.4f, sqrt(63) is %.4f\n",
           experiment_value(e, "outlier_xhat", xhat_of(0, 64, outlier)), bound);
}
