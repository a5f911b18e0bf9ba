/* Probes: what tells one program from another. See tests/harness/harness.h. */

#include <math.h>
#include <string.h>

#include "tests/06_running_statistics/oracle.h"
#include "tests/06_running_statistics/probes.h"
#include "tests/harness/oracle.h"

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

void take_in(Update update, BatchNorm *norm, Matrix batch)
{
    double *mean = output_vector(batch.cols), *var = output_vector(batch.cols);
    oracle_mean(batch, mean);
    oracle_variance(batch, var);
    update(norm, batch.rows, mean, var);
}

/* In memory, which is 20 times faster than on disk. */
FILE *file_of(const unsigned char *bytes, size_t count)
{
    static unsigned char copy[4096];
    require(count <= sizeof copy, "a file of %zu bytes", count);
    memcpy(copy, bytes, count);
    FILE *file = count > 0 ? fmemopen(copy, count, "rb") : tmpfile(); /* 0: not everywhere */
    require(file != NULL, "no file of %zu bytes could be made", count);
    return file;
}

/* ---- Observations ---- */

static void observe_number(double number, double tolerance)
{
    observe(&number, 1, tolerance);
}

static void observe_parameters(const real *v, size_t D, double tolerance)
{
    for (size_t d = 0; d < D; d++)
        observe_number((double)v[d], tolerance);
}

static void observe_norm(const BatchNorm *norm, double tolerance)
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

/* ---- Statistics ---- */

static void probe_update(Update update, BatchNorm *norm, size_t N, unsigned seed)
{
    double *mean = random_vector(seed, norm->D), *var = random_variances(seed + 1, norm->D);
    observe_refusal(refused(update(norm, N, mean, var)));
    observe_norm(norm, 1e-9);
    observe(mean, norm->D, 0);
    observe(var, norm->D, 0);
}

void probe_bn_update_running(void)
{
    static const double momentum[] = {0.25, 0.1, 0.6, 1, BN_CUMULATIVE, BN_CUMULATIVE};
    for (unsigned i = 0; i < COUNT(momentum); i++) {
        BatchNorm norm = random_norm(10 * i + 1, 1 + i % 4);
        norm.momentum = momentum[i];
        if (i == COUNT(momentum) - 1)
            norm.batches = norm.examples = 0;
        probe_update(subject_bn_update_running, &norm, 2 + i, 100 + i);
        probe_update(subject_bn_update_running, &norm, 7, 200 + i);
    }
    BatchNorm norm = random_norm(90, 3);
    double *mean = random_vector(300, 3), *var = random_variances(301, 3);
    observe_refusal(refused(subject_bn_update_running(&norm, 1, mean, var)));
    observe_refusal(refused(subject_bn_update_running(&norm, 0, mean, var)));
}

void probe_bn_recalibrate(void)
{
    static const size_t N[][3] = {{4, 4, 4}, {2, 3, 9}, {5, 1, 2}, {2, 8, 1}, {3, 2, 2}};
    for (unsigned i = 0; i < COUNT(N); i++) {
        BatchNorm norm = random_norm(10 * i + 1, 1 + i % 4);
        norm.batches = norm.examples = 0;
        for (size_t batch = 0; batch < 3; batch++)
            probe_update(subject_bn_recalibrate, &norm, N[i][batch],
                         100 * i + 10 * (unsigned)batch);
    }
    BatchNorm norm = random_norm(90, 3);
    double *mean = random_vector(300, 3), *var = random_variances(301, 3);
    observe_refusal(refused(subject_bn_recalibrate(&norm, 0, mean, var)));
    norm.batches = norm.examples = 0;
    observe_refusal(refused(subject_bn_recalibrate(&norm, 1, mean, var)));
}

/* ---- Evaluation ---- */

static void probe_eval(BatchNorm *norm, Matrix x, Matrix xhat, Matrix y)
{
    double *rstd = random_vector(8, norm->D);
    observe_refusal(refused(subject_bn_forward_eval(norm, x, rstd, xhat, y)));
    observe(rstd, norm->D, 1e-9);
    observe_matrix(xhat, 1e-9 + rounding(64, 100));
    observe_matrix(y, 1e-9 + rounding(64, 1000));
    observe_matrix(x, 0);
    observe_norm(norm, 0);
}

void probe_bn_forward_eval(void)
{
    static const size_t N[] = {4, 1, 3, 2, 7}, D[] = {1, 3, 2, 5, 3};
    for (unsigned i = 0; i < COUNT(N); i++) {
        BatchNorm norm = random_norm(10 * i + 1, D[i]);
        probe_eval(&norm, random_input(100 + i, N[i], D[i], 0),
                   random_input(200 + i, N[i], D[i], 0), random_input(300 + i, N[i], D[i], 0));
    }
    BatchNorm norm = random_norm(60, 3);
    norm.eps = 0.75;
    probe_eval(&norm, random_input(110, 4, 3, 0), random_input(210, 4, 3, 0),
               random_input(310, 4, 3, 0));
    /* fewer features than the norm has: whoever takes them reads and writes within bounds */
    Matrix narrow = roomy_input(111, 4, 2), wide = roomy_input(112, 4, 3);
    double *rstd = random_vector(8, 3);
    observe_refusal(refused(
        subject_bn_forward_eval(&norm, narrow, rstd, roomy_input(1, 4, 2), roomy_input(2, 4, 2))));
    observe_refusal(refused(
        subject_bn_forward_eval(&norm, wide, rstd, roomy_input(1, 4, 3), roomy_input(2, 3, 3))));
}

typedef struct {
    Matrix dy, xhat, dx;
} Shapes;

static Shapes shapes_of(unsigned seed, size_t N, size_t D)
{
    return (Shapes){random_input(seed, N, D, 1), random_input(seed + 1, N, D, 0),
                    random_input(seed + 2, N, D, 0)};
}

static void observe_gradients(BnGradients gradients, size_t D)
{
    observe(gradients.dgamma, D, 1e-9 + rounding(256, 1000));
    observe(gradients.dbeta, D, 1e-9 + rounding(256, 1000));
    observe_matrix(gradients.dx, 1e-9 + rounding(256, 100));
}

static void probe_eval_backward(Shapes s)
{
    size_t D = s.xhat.cols;
    real *gamma = random_parameters(4, D, -2);
    double *rstd = random_variances(5, D);
    BnGradients gradients = {random_vector(6, D), random_vector(7, D), s.dx};
    observe_refusal(refused(subject_bn_backward_eval(s.dy, s.xhat, gamma, rstd, gradients)));
    observe_gradients(gradients, D);
    observe_matrix(s.dy, 0);
    observe_matrix(s.xhat, 0);
    observe_parameters(gamma, D, 0);
    observe(rstd, D, 0);
}

void probe_bn_backward_eval(void)
{
    static const size_t N[] = {3, 4, 2, 1, 5}, D[] = {1, 4, 5, 3, 3};
    for (unsigned i = 0; i < COUNT(N); i++)
        probe_eval_backward(shapes_of(10 * i + 10, N[i], D[i]));
    Shapes s = shapes_of(90, 4, 3);
    Matrix turned = roomy_input(93, 3, 4);
    real *gamma = random_parameters(4, 4, -2);
    double *rstd = random_variances(5, 4);
    BnGradients good = {random_vector(6, 4), random_vector(7, 4), s.dx}, bad = good;
    bad.dx = turned;
    observe_refusal(refused(subject_bn_backward_eval(turned, s.xhat, gamma, rstd, good)));
    observe_refusal(refused(subject_bn_backward_eval(s.dy, s.xhat, gamma, rstd, bad)));
}

/* ---- Loading ---- */

/* found: a number that a refusal must name, or NULL */
static void probe_load(const unsigned char *bytes, size_t count, size_t D, const char *found)
{
    char error[BN_ERROR] = "";
    BatchNorm norm = random_norm(500, D);
    norm.eps = 0.5;
    norm.momentum = 0.75;
    norm.batches = norm.examples = 77;
    FILE *file = file_of(bytes, count);
    bool loaded = subject_bn_load(file, &norm, error);
    observe_number(loaded, 0);
    observe_number((double)ftell(file) * loaded, 0);
    observe_number(!loaded && error[0] != '\0', 0);
    observe_number(!loaded && found && strstr(error, found), 0);
    observe_norm(&norm, 0);
    fclose(file);
}

void probe_bn_load(void)
{
    unsigned char bytes[FILE_MOST];
    BatchNorm norm = random_norm(600, 3);
    size_t count = oracle_file(&norm, BN_VERSION, "batchnrm", bytes);
    probe_load(bytes, count, 3, NULL);
    probe_load(bytes, count, 2, "3"); /* another D */
    probe_load(bytes, count, 4, "3");
    static const size_t cut[] = {0, 3, 8, 40, 56, 57, 64, 100, 151, 152, 159};
    for (size_t i = 0; i < COUNT(cut); i++)
        probe_load(bytes, cut[i], 3, NULL);
    for (size_t i = 0; i < count; i += 7) {
        bytes[i] ^= 0x10;
        probe_load(bytes, count, 3, NULL);
        bytes[i] ^= 0x10;
    }
    static const uint64_t version[] = {0, 2, 1000};
    for (size_t i = 0; i < COUNT(version); i++) {
        oracle_file(&norm, version[i], "batchnrm", bytes);
        probe_load(bytes, count, 3, NULL);
    }
    oracle_file(&norm, BN_VERSION, "BATCHNRM", bytes);
    probe_load(bytes, count, 3, NULL);
}

/* ---- The layer ---- */

static void probe_layer_forward(BatchNorm *norm, Matrix x, Mode mode)
{
    size_t N = x.rows, D = x.cols;
    BnForward forward = {mode == TRAINING ? EVALUATION : TRAINING,
                         random_vector(2, D),
                         random_vector(3, D),
                         random_vector(4, D),
                         random_input(5, N, D, 0),
                         random_input(6, N, D, 0)};
    observe_refusal(refused(subject_batchnorm_forward(norm, x, mode, &forward)));
    observe_number(forward.mode, 0);
    if (mode == TRAINING) {
        observe(forward.mean, D, 1e-9);
        observe(forward.var, D, 1e-9);
    }
    observe(forward.rstd, D, 1e-9);
    observe_matrix(forward.xhat, 1e-9 + rounding(64, 100));
    observe_matrix(forward.y, 1e-9 + rounding(64, 1000));
    observe_matrix(x, 0);
    observe_norm(norm, mode == TRAINING ? 1e-9 : 0);
}

void probe_batchnorm_forward(void)
{
    static const size_t N[] = {4, 2, 3, 7}, D[] = {1, 3, 2, 3};
    for (unsigned i = 0; i < COUNT(N); i++) {
        BatchNorm norm = random_norm(10 * i + 1, D[i]);
        probe_layer_forward(&norm, random_input(100 + i, N[i], D[i], 0), TRAINING);
        probe_layer_forward(&norm, random_input(200 + i, N[i], D[i], 0), EVALUATION);
        probe_layer_forward(&norm, random_input(250 + i, 1, D[i], 0), EVALUATION);
        probe_layer_forward(&norm, random_input(300 + i, N[i] + 1, D[i], 0), TRAINING);
    }
    BatchNorm norm = random_norm(60, 3);
    norm.update = bn_recalibrate;
    probe_layer_forward(&norm, random_input(400, 5, 3, 0), TRAINING);
    Matrix narrow = roomy_input(401, 4, 2), single = random_input(402, 1, 3, 0);
    BnForward forward = {TRAINING,
                         random_vector(2, 3),
                         random_vector(3, 3),
                         random_vector(4, 3),
                         random_input(5, 4, 2, 0),
                         random_input(6, 4, 2, 0)};
    observe_refusal(refused(subject_batchnorm_forward(&norm, narrow, TRAINING, &forward)));
    observe_refusal(refused(subject_batchnorm_forward(&norm, narrow, EVALUATION, &forward)));
    forward.xhat = random_input(5, 1, 3, 0);
    forward.y = random_input(6, 1, 3, 0);
    observe_refusal(refused(subject_batchnorm_forward(&norm, single, TRAINING, &forward)));
}

void probe_batchnorm_backward(void)
{
    static const size_t N[] = {3, 4, 2, 5, 1, 4}, D[] = {1, 4, 5, 3, 3, 2};
    for (unsigned i = 0; i < COUNT(N); i++) {
        BatchNorm norm = random_norm(10 * i + 1, D[i]);
        Shapes s = shapes_of(100 * i + 100, N[i], D[i]);
        BnForward forward = {i % 2 || N[i] == 1 ? EVALUATION : TRAINING,
                             random_vector(2, D[i]),
                             random_variances(3, D[i]),
                             random_variances(4, D[i]),
                             s.xhat,
                             random_input(5, N[i], D[i], 0)};
        BnGradients gradients = {random_vector(6, D[i]), random_vector(7, D[i]), s.dx};
        observe_refusal(refused(subject_batchnorm_backward(&norm, s.dy, &forward, gradients)));
        observe_gradients(gradients, D[i]);
        observe_norm(&norm, 0);
        observe_matrix(s.dy, 0);
        observe_matrix(s.xhat, 0);
    }
}
