#include "experiment.h"

#include <math.h>
#include <stdlib.h>

#include "forward_pass.h"

double sigmoid(double y)
{
    return 1 / (1 + exp(-y));
}

double largest_difference(Matrix a, Matrix b)
{
    double largest = 0;
    for (size_t i = 0; i < a.rows * a.cols; i++)
        largest = fmax(largest, fabs((double)a.v[i] - (double)b.v[i]));
    return largest;
}

/* ---- A batch norm in training ---- */

Norm norm_new(size_t N, size_t D)
{
    Norm norm = {
        .D = D,
        .mean = vector_new(D),
        .var = vector_new(D),
        .rstd = vector_new(D),
        .dgamma = vector_new(D),
        .dbeta = vector_new(D),
        .gamma = matrix_new(1, D).v,
        .beta = matrix_new(1, D).v,
        .xhat = matrix_new(N, D),
        .y = matrix_new(N, D),
        .dxhat = matrix_new(N, D),
    };
    for (size_t d = 0; d < D; d++)
        norm.gamma[d] = 1;
    return norm;
}

void norm_free(Norm norm)
{
    free(norm.mean);
    free(norm.var);
    free(norm.rstd);
    free(norm.dgamma);
    free(norm.dbeta);
    free(norm.gamma);
    free(norm.beta);
    matrix_free(norm.xhat);
    matrix_free(norm.y);
    matrix_free(norm.dxhat);
}

Matrix norm_forward(Norm norm, Matrix x)
{
    bn_forward(x, EPS, norm.mean, norm.var, norm.rstd, norm.xhat);
    bn_scale_shift(norm.xhat, norm.gamma, norm.beta, norm.y);
    return norm.y;
}

void norm_backward(Norm norm, Matrix dy)
{
    bn_scale_shift_backward(dy, norm.xhat, norm.gamma, norm.dxhat, norm.dgamma, norm.dbeta);
}

void norm_step(Norm norm, Matrix dy, const Run *run)
{
    norm_backward(norm, dy);
    for (size_t d = 0; d < norm.D; d++) {
        norm.dgamma[d] *= run->gamma_share;
        norm.dbeta[d] *= run->beta_share;
    }
    bn_sgd_step(norm.D, norm.dgamma, norm.dbeta, run->rate, norm.gamma, norm.beta);
}
