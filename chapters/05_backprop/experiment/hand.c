#include "experiment.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static BnStages stages_new(size_t N, size_t D)
{
    return (BnStages){vector_new(D), vector_new(D), matrix_new(N, D), vector_new(D),
                      matrix_new(N, D)};
}

static void stages_free(BnStages s)
{
    free(s.drstd);
    free(s.dvar);
    free(s.dmean);
    matrix_free(s.dcentered);
    matrix_free(s.dx);
}

static void four_values(Experiment *e, const char *name, const real *v)
{
    for (int n = 0; n < 4; n++)
        experiment_named_value(e, v[n], "%s_%d", name, n + 1);
}

void by_hand(Experiment *e)
{
    Matrix x = {4, 1, (real[]){1, 2, 3, 4}}, dxhat = {4, 1, (real[]){1, 0, 0, 0}};
    Matrix xhat = matrix_new(4, 1);
    double mean, var, rstd;
    BnStages s = stages_new(4, 1);
    bn_forward(x, EPS, &mean, &var, &rstd, xhat);
    bn_backward_staged(dxhat, x, &mean, &rstd, s);
    experiment_value(e, "hand_rstd", rstd);
    four_values(e, "hand_xhat", xhat.v);
    experiment_value(e, "hand_drstd", s.drstd[0]);
    experiment_value(e, "hand_dvar", s.dvar[0]);
    experiment_value(e, "hand_dvar_share", s.dvar[0] * 2 / 4);
    four_values(e, "hand_dcentered", s.dcentered.v);
    experiment_value(e, "hand_dmean", s.dmean[0]);
    four_values(e, "hand_dx", s.dx.v);
    printf("{1, 2, 3, 4}, a gradient of 1 at the first xhat, on its way back:\n");
    printf("  drstd %.4f, dvar %.4f, dcentered {%.4f, %.4f, %.4f, %.4f}, dmean %.4f\n", s.drstd[0],
           s.dvar[0], s.dcentered.v[0], s.dcentered.v[1], s.dcentered.v[2], s.dcentered.v[3],
           s.dmean[0]);
    printf("  dx {%.4f, %.4f, %.4f, %.4f}\n", s.dx.v[0], s.dx.v[1], s.dx.v[2], s.dx.v[3]);
    stages_free(s);
    matrix_free(xhat);
}

void two_ways(Experiment *e, Random random)
{
    double x[NORM_SIZE], gradient[NORM_SIZE], largest = 0;
    Norm norm = norm_new(&random, EPS, x);
    BnStages s = stages_new(NORM_N, NORM_D);
    Matrix dxhat = matrix_new(NORM_N, NORM_D);
    norm_loss(x, &norm);
    norm_gradient(&norm, gradient);
    bn_scale_shift_backward(norm.dy, norm.xhat, norm.gamma, dxhat, norm.dgamma, norm.dbeta);
    bn_backward_staged(dxhat, norm.x, norm.mean, norm.rstd, s);
    for (size_t i = 0; i < NORM_SIZE; i++)
        largest = fmax(largest, fabs(s.dx.v[i] - gradient[i]));
    experiment_value(e, "two_ways", largest);
    printf("Staged and closed form differ by %.0e at most\n", largest);
    matrix_free(dxhat);
    stages_free(s);
    norm_free(&norm);
}
