/* Probes: what tells one program from another. See tests/harness/harness.h. */

#include <math.h>

#include "tests/04_gamma_beta/probes.h"

real *random_parameters(unsigned seed, size_t D, double offset)
{
    return random_input(seed, 1, D, offset).v;
}

Layers random_layers(unsigned seed, size_t K, size_t D)
{
    return (Layers){random_input(seed, K, D, -1),       random_parameters(seed + 1, D, 3),
                    random_vector(seed + 2, D),         random_vector(seed + 3, D),
                    random_parameters(seed + 4, D, -2), random_parameters(seed + 5, D, 1)};
}

static void observe_parameters(const real *v, size_t D, double tolerance)
{
    for (size_t d = 0; d < D; d++)
        observe(&(double){(double)v[d]}, 1, tolerance);
}

void probe_bn_scale_shift(void)
{
    Matrix xhat[] = {BATCH(3, 1, -1, 0, 2), BATCH(3, 2, 1, 2, 3, 4, 5, 7), random_input(1, 4, 4, 0),
                     random_input(2, 2, 5, 3), random_input(3, 1, 3, 0)};
    for (size_t i = 0; i < COUNT(xhat); i++) {
        size_t D = xhat[i].cols;
        real *gamma = random_parameters(4, D, -2), *beta = random_parameters(5, D, 0);
        Matrix y = random_input(9, xhat[i].rows, D, 0);
        observe_refusal(refused(subject_bn_scale_shift(xhat[i], gamma, beta, y)));
        observe_matrix(y, 1e-9 + rounding(16, 100));
        observe_matrix(xhat[i], 0);
        observe_parameters(gamma, D, 0);
        observe_parameters(beta, D, 0);
    }
}

static void observe_backward(Matrix dy, Matrix xhat, Matrix dxhat)
{
    size_t D = xhat.cols;
    real *gamma = random_parameters(4, D, -2);
    double *dgamma = random_vector(6, D), *dbeta = random_vector(7, D);
    observe_refusal(
        refused(subject_bn_scale_shift_backward(dy, xhat, gamma, dxhat, dgamma, dbeta)));
    observe(dgamma, D, 1e-9 + rounding(256, 1000));
    observe(dbeta, D, 1e-9);
    observe_matrix(dxhat, 1e-9 + rounding(16, 1000));
    observe_matrix(dy, 0);
    observe_matrix(xhat, 0);
    observe_parameters(gamma, D, 0);
}

void probe_bn_scale_shift_backward(void)
{
    static const size_t N[] = {3, 4, 2, 1, 5}, D[] = {1, 4, 5, 3, 3};
    for (unsigned i = 0; i < COUNT(N); i++)
        observe_backward(random_input(10 + i, N[i], D[i], 1), random_input(20 + i, N[i], D[i], 0),
                         random_input(30 + i, N[i], D[i], 0));
    Matrix large = random_input(40, 100, 2, 1), ones = random_input(41, 100, 2, 0);
    for (size_t i = 0; i < 200; i++)
        ones.v[i] = 1;
    large.v[0] = (real)1e8;
    observe_backward(large, ones, random_input(42, 100, 2, 0));
    Matrix xhat = random_input(43, 4, 3, 0);
    observe_backward(random_input(44, 3, 4, 0), xhat, random_input(45, 4, 3, 0));
    observe_backward(random_input(46, 4, 3, 0), xhat, random_input(47, 3, 4, 0));
}

void probe_bn_identity(void)
{
    static const double eps[] = {1e-5, 0.1, 0.5, 4};
    for (unsigned i = 0; i < COUNT(eps); i++) {
        double *mean = VECTOR(5, 2.5, -1, 0.5, 3, 40), *var = VECTOR(5, 1.25, 0, 0.25, 9, 100);
        real *gamma = random_parameters(2, 5, 0), *beta = random_parameters(3, 5, 0);
        observe_refusal(refused(subject_bn_identity(5, mean, var, eps[i], gamma, beta)));
        observe_parameters(gamma, 5, 1e-9 + rounding(16, 100));
        observe_parameters(beta, 5, 1e-9 + rounding(16, 100));
        observe(mean, 5, 0);
        observe(var, 5, 0);
    }
}

void probe_bn_fold_into_linear(void)
{
    static const size_t K[] = {2, 4, 3, 1}, D[] = {1, 4, 5, 3};
    for (unsigned i = 0; i < COUNT(K); i++) {
        Layers l = random_layers(10 * i + 1, K[i], D[i]);
        subject_bn_fold_into_linear(l.weights, l.bias, l.mean, l.rstd, l.gamma, l.beta);
        observe_matrix(l.weights, 1e-9 + rounding(16, 100));
        observe_parameters(l.bias, D[i], 1e-9 + rounding(16, 100));
        observe(l.mean, D[i], 0);
        observe(l.rstd, D[i], 0);
        observe_parameters(l.gamma, D[i], 0);
        observe_parameters(l.beta, D[i], 0);
    }
}

void probe_bn_sgd_step(void)
{
    static const double rate[] = {0.1, 0.5, 3, 0, -0.1, NAN};
    for (unsigned i = 0; i < COUNT(rate); i++) {
        double *dgamma = random_vector(10 + i, 4), *dbeta = random_vector(20 + i, 4);
        real *gamma = random_parameters(30 + i, 4, 0), *beta = random_parameters(40 + i, 4, 0);
        observe_refusal(refused(subject_bn_sgd_step(4, dgamma, dbeta, rate[i], gamma, beta)));
        observe_parameters(gamma, 4, 1e-9 + rounding(16, 10));
        observe_parameters(beta, 4, 1e-9 + rounding(16, 10));
        observe(dgamma, 4, 0);
        observe(dbeta, 4, 0);
    }
}
