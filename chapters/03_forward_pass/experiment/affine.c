#include "experiment.h"

#include <math.h>
#include <stdio.h>

/* How far BN(a x + c) is from sign(a) BN(x), at most. */
static double difference(Matrix x, double a, double c, double eps)
{
    Matrix moved = matrix_new(x.rows, x.cols);
    for (size_t i = 0; i < x.rows * x.cols; i++)
        moved.v[i] = (real)(a * x.v[i] + c);
    Forward before = forward_of(x, eps), after = forward_of(moved, eps);
    double largest = 0;
    for (size_t i = 0; i < x.rows * x.cols; i++)
        largest = fmax(largest, fabs(after.xhat.v[i] - copysign(1, a) * before.xhat.v[i]));
    forward_free(before);
    forward_free(after);
    matrix_free(moved);
    return largest;
}

void scale_and_shift(Experiment *e, Random random)
{
    Matrix x = cats_new(&random, 256);
    Forward forward = forward_of(x, EPS);
    const double *var = forward.var;
    experiment_value(e, "fur_sd_after", sqrt(var[CAT_FUR] / (var[CAT_FUR] + EPS)));
    experiment_value(e, "size_sd_after", sqrt(var[CAT_SIZE] / (var[CAT_SIZE] + EPS)));
    double shift = experiment_value(e, "shift_difference", difference(x, 1, 3, EPS));
    double both = experiment_value(e, "affine_difference", difference(x, -50, 7, EPS));
    experiment_value(e, "affine_difference_small_eps", difference(x, -50, 7, 1e-12));
    printf("256 cats: x + 3 changes xhat by %.0e, -50 x + 7 by %.0e and the sign\n", shift, both);
    forward_free(forward);
    matrix_free(x);
}
