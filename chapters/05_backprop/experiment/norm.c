#include "experiment.h"

Norm norm_new(Random *random, double eps, double x[NORM_SIZE])
{
    Norm norm = {.kind = WEIGHTED, .gamma = {2, -0.5, 1.5}, .eps = eps};
    norm.x = normal_matrix(random, NORM_N, NORM_D, 2);
    norm.weights = normal_matrix(random, NORM_N, NORM_D, 1);
    norm.xhat = matrix_new(NORM_N, NORM_D);
    norm.y = matrix_new(NORM_N, NORM_D);
    norm.dy = matrix_new(NORM_N, NORM_D);
    norm.dx = matrix_new(NORM_N, NORM_D);
    for (size_t i = 0; i < NORM_SIZE; i++)
        x[i] = norm.x.v[i];
    return norm;
}

void norm_free(Norm *norm)
{
    matrix_free(norm->x);
    matrix_free(norm->weights);
    matrix_free(norm->xhat);
    matrix_free(norm->y);
    matrix_free(norm->dy);
    matrix_free(norm->dx);
}

/* Writes the gradient by y into dy. */
static double loss_of(Norm *norm)
{
    double loss = 0;
    for (size_t i = 0; i < NORM_SIZE; i++) {
        double y = norm->y.v[i], weight = norm->weights.v[i];
        loss += norm->kind == SUM ? y : norm->kind == SQUARES ? y * y : weight * y;
        norm->dy.v[i] = (real)(norm->kind == SUM ? 1 : norm->kind == SQUARES ? 2 * y : weight);
    }
    return loss;
}

double norm_loss(const double *x, void *context)
{
    Norm *norm = context;
    for (size_t i = 0; i < NORM_SIZE; i++)
        norm->x.v[i] = (real)x[i];
    bn_forward(norm->x, norm->eps, norm->mean, norm->var, norm->rstd, norm->xhat);
    bn_scale_shift(norm->xhat, norm->gamma, norm->beta, norm->y);
    return loss_of(norm);
}

void norm_gradient(Norm *norm, double gradient[NORM_SIZE])
{
    bn_backward(norm->dy, norm->xhat, norm->gamma, norm->rstd,
                (BnGradients){norm->dgamma, norm->dbeta, norm->dx});
    for (size_t i = 0; i < NORM_SIZE; i++)
        gradient[i] = norm->dx.v[i];
}
