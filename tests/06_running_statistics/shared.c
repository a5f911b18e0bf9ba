/* What the tests of several exercises use. See shared.h. */

#include "running_statistics.h"
#include "tests/06_running_statistics/shared.h"
#include "tests/harness/harness.h"
#include "tests/harness/oracle.h"

void expect_same_parameters(const BatchNorm *norm, const BatchNorm *copy)
{
    size_t D = copy->D;
    expect_same("norm->gamma", norm->gamma, copy->gamma, D * sizeof(real));
    expect_same("norm->beta", norm->beta, copy->beta, D * sizeof(real));
    expect(norm->D == D, "norm->D was %zu, and is %zu", D, norm->D);
    expect(norm->eps == copy->eps, "norm->eps was %g, and is %g", copy->eps, norm->eps);
    expect(norm->momentum == copy->momentum, "norm->momentum was %g, and is %g", copy->momentum,
           norm->momentum);
    expect(norm->update == copy->update, "norm->update was changed");
}

void expect_same_gradients(const BatchNorm *norm, const BatchNorm *copy)
{
    size_t bytes = copy->D * sizeof(real);
    expect_same("norm->gamma_gradient", norm->gamma_gradient, copy->gamma_gradient, bytes);
    expect_same("norm->beta_gradient", norm->beta_gradient, copy->beta_gradient, bytes);
}

void expect_same_statistics(const BatchNorm *norm, const BatchNorm *copy)
{
    size_t bytes = copy->D * sizeof(double);
    expect_same("norm->running_mean", norm->running_mean, copy->running_mean, bytes);
    expect_same("norm->running_var", norm->running_var, copy->running_var, bytes);
    expect(norm->batches == copy->batches, "norm->batches was %zu, and is %zu", copy->batches,
           norm->batches);
    expect(norm->examples == copy->examples, "norm->examples was %zu, and is %zu", copy->examples,
           norm->examples);
}

void expect_same_norm(const BatchNorm *norm, const BatchNorm *copy)
{
    expect_same_statistics(norm, copy);
    expect_same_parameters(norm, copy);
    expect_same_gradients(norm, copy);
}

BnGradients gradient_outputs(size_t N, size_t D)
{
    return (BnGradients){.dgamma = output_vector(D), .dbeta = output_vector(D), .dx = output(N, D)};
}

BnForward forward_outputs(Mode not_mode, size_t N, size_t D)
{
    return (BnForward){not_mode,         output_vector(D), output_vector(D),
                       output_vector(D), output(N, D),     output(N, D)};
}

Statistics statistics_of(Matrix x, double eps)
{
    Statistics s = {output_vector(x.cols), output_vector(x.cols), output_vector(x.cols),
                    output(x.rows, x.cols)};
    oracle_mean(x, s.mean);
    oracle_variance(x, s.var);
    oracle_rstd(x.cols, s.var, eps, s.rstd);
    oracle_normalize(x, s.mean, s.rstd, s.xhat);
    return s;
}

real *random_parameters(unsigned seed, size_t D, double offset)
{
    return random_input(seed, 1, D, offset).v;
}

Matrix roomy_input(unsigned seed, size_t rows, size_t cols)
{
    Matrix m = random_input(seed, rows + cols, rows + cols, 0);
    return (Matrix){rows, cols, m.v};
}

double *random_variances(unsigned seed, size_t D)
{
    double *var = random_vector(seed, D);
    for (size_t d = 0; d < D; d++)
        var[d] = 0.5 + var[d] * var[d];
    return var;
}

BatchNorm random_norm(unsigned seed, size_t D)
{
    return (BatchNorm){
        .D = D,
        .eps = 0.1,
        .momentum = 0.25,
        .gamma = random_parameters(seed, D, -2),
        .beta = random_parameters(seed + 1, D, 1),
        .gamma_gradient = random_parameters(seed + 2, D, 5),
        .beta_gradient = random_parameters(seed + 3, D, -5),
        .running_mean = random_vector(seed + 4, D),
        .running_var = random_variances(seed + 5, D),
        .batches = 3,
        .examples = 40,
        .update = bn_update_running,
    };
}

BatchNorm small_norm(double running_mean, double running_var)
{
    BatchNorm norm = random_norm(1, 1);
    norm.gamma[0] = 1;
    norm.beta[0] = 0;
    norm.running_mean[0] = running_mean;
    norm.running_var[0] = running_var;
    return norm;
}

void observe_number(double number, double tolerance)
{
    observe(&number, 1, tolerance);
}

void observe_parameters(const real *v, size_t D, double tolerance)
{
    for (size_t d = 0; d < D; d++)
        observe_number((double)v[d], tolerance);
}

void observe_norm(const BatchNorm *norm, double tolerance)
{
    observe(norm->running_mean, norm->D, tolerance);
    observe(norm->running_var, norm->D, tolerance);
    observe_number((double)norm->batches, 0);
    observe_number((double)norm->examples, 0);
    observe_number(norm->eps, 0);
    observe_number(norm->momentum, 0);
    observe_parameters(norm->gamma, norm->D, 0);
    observe_parameters(norm->beta, norm->D, 0);
    observe_parameters(norm->gamma_gradient, norm->D, 1e-9 + rounding(64, 100));
    observe_parameters(norm->beta_gradient, norm->D, 1e-9 + rounding(64, 100));
}

void probe_update(Update update, BatchNorm *norm, size_t N, unsigned seed)
{
    double *mean = random_vector(seed, norm->D), *var = random_variances(seed + 1, norm->D);
    observe_refusal(refused(update(norm, N, mean, var)));
    observe_norm(norm, 1e-9);
    observe(mean, norm->D, 0);
    observe(var, norm->D, 0);
}

Shapes shapes_of(unsigned seed, size_t N, size_t D)
{
    return (Shapes){random_input(seed, N, D, 1), random_input(seed + 1, N, D, 0),
                    random_input(seed + 2, N, D, 0)};
}

void observe_gradients(BnGradients gradients, size_t D)
{
    observe(gradients.dgamma, D, 1e-9 + rounding(256, 1000));
    observe(gradients.dbeta, D, 1e-9 + rounding(256, 1000));
    observe_matrix(gradients.dx, 1e-9 + rounding(256, 100));
}
