#include "running_statistics.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "forward_pass.h"
#include "gamma_beta.h"

void bn_reset(BatchNorm *norm)
{
    for (size_t d = 0; d < norm->D; d++) {
        norm->running_mean[d] = 0;
        norm->running_var[d] = 1;
    }
    norm->batches = norm->examples = 0;
}

/* 6.1   weight = momentum, or with BN_CUMULATIVE 1 / batches, this one counted
         running = (1 - weight) * running + weight * observed
         where the observed variance is var * N / (N - 1)
   Refuse N < 2 (with require, and say what N was). Count the batch and its examples. */
void bn_update_running(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    require(norm->momentum >= 0 && norm->momentum <= 1, "momentum is %g, it must be 0 .. 1",
            norm->momentum);
    TODO("6.1");
}

/* 6.2   with k = norm->examples before, total = k + N and delta = mean - running_mean
         running_mean = running_mean + delta * N / total
         running_var  = (running_var * (k - 1) + var * N + delta^2 * k * N / total) / (total - 1)
   The first term is 0 when k is 0. Refuse N = 0, and a total under 2. Count as in 6.1. */
void bn_recalibrate(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    TODO("6.2");
}

/* 6.3   rstd = 1 / sqrt(running_var + eps)
         xhat = (x - running_mean) * rstd
         y    = gamma * xhat + beta
   Refuse an x of other than norm->D features. The functions of chapters 3 and 4 do the rest. */
void bn_forward_eval(const BatchNorm *norm, Matrix x, double *rstd, Matrix xhat, Matrix y)
{
    TODO("6.3");
}

/* 6.4   dbeta = sum of dy, dgamma = sum of dy * xhat, dx = dy * gamma * rstd
   Refuse a dy or a dx of another shape than xhat. */
void bn_backward_eval(Matrix dy, Matrix xhat, const real *gamma, const double *rstd,
                      BnGradients gradients)
{
    TODO("6.4");
}

typedef struct {
    char name[8];
    uint64_t version, D, batches, examples;
    double eps, momentum;
} Head;

static const char batchnrm[8] = {'b', 'a', 't', 'c', 'h', 'n', 'r', 'm'};
static const uint64_t checksum_start = 14695981039346656037u;

/* The checksum of some more bytes, after those that gave `sum`. */
static uint64_t checksum(uint64_t sum, const void *bytes, size_t count)
{
    for (const unsigned char *byte = bytes; count > 0; byte++, count--)
        sum = (sum ^ *byte) * 1099511628211u;
    return sum;
}

/* Is all well? If not, the message goes to error: check(error, N > 1, "N is %zu", N). */
static bool check(char error[BN_ERROR], bool good, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static bool check(char error[BN_ERROR], bool good, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (!good)
        vsnprintf(error, BN_ERROR, format, arguments);
    va_end(arguments);
    return good;
}

/* Memory for gamma, beta, running_mean and running_var, one after the other. */
static double *numbers_new(size_t D)
{
    double *numbers = malloc((4 * D + 1) * sizeof *numbers); /* + 1: never 0 bytes */
    if (!numbers)
        bad_input("out of memory for a batch norm of %zu features", D);
    return numbers;
}

bool bn_save(FILE *file, const BatchNorm *norm, char error[BN_ERROR])
{
    size_t D = norm->D;
    Head head = {"", BN_VERSION, D, norm->batches, norm->examples, norm->eps, norm->momentum};
    memcpy(head.name, batchnrm, sizeof head.name);
    double *numbers = numbers_new(D);
    for (size_t d = 0; d < D; d++) {
        numbers[d] = (double)norm->gamma[d];
        numbers[D + d] = (double)norm->beta[d];
        numbers[2 * D + d] = norm->running_mean[d];
        numbers[3 * D + d] = norm->running_var[d];
    }
    uint64_t sum = checksum(checksum_start, &head, sizeof head);
    sum = checksum(sum, numbers, 4 * D * sizeof *numbers);
    bool written = fwrite(&head, sizeof head, 1, file) == 1 &&
                   fwrite(numbers, sizeof *numbers, 4 * D, file) == 4 * D &&
                   fwrite(&sum, sizeof sum, 1, file) == 1;
    free(numbers);
    return check(error, written, "a batch norm of %zu features could not be written", D);
}

/* 6.5   Read the head; check its name, version and D. Read 4 D numbers and the checksum; check it.
   Only then change norm. Each check that fails: a message in error (see check above), and false. */
bool bn_load(FILE *file, BatchNorm *norm, char error[BN_ERROR])
{
    TODO("6.5");
}

/* 6.6   Refuse an x of other than norm->D features. Keep the mode.
   TRAINING: bn_forward, bn_scale_shift, norm->update. EVALUATION: bn_forward_eval. */
void batchnorm_forward(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    TODO("6.6");
}

/* 6.7   bn_backward or bn_backward_eval, by the mode of the forward pass.
   Then add dgamma to norm->gamma_gradient, and dbeta to norm->beta_gradient. */
void batchnorm_backward(BatchNorm *norm, Matrix dy, const BnForward *forward, BnGradients gradients)
{
    TODO("6.7");
}

typedef struct {
    BatchNorm norm;
    BnForward forward;
    BnGradients gradients;
    Buffer xhat, y, dx;
} State;

static Matrix forward_layer(void *state, Matrix x, Mode mode)
{
    State *s = state;
    s->forward.xhat = buffer_rows(&s->xhat, x.rows);
    s->forward.y = buffer_rows(&s->y, x.rows);
    batchnorm_forward(&s->norm, x, mode, &s->forward);
    return s->forward.y;
}

static Matrix backward_layer(void *state, Matrix dy)
{
    State *s = state;
    s->gradients.dx = buffer_rows(&s->dx, dy.rows);
    batchnorm_backward(&s->norm, dy, &s->forward, s->gradients);
    return s->gradients.dx;
}

static void free_layer(void *state)
{
    State *s = state;
    free(s->norm.gamma);
    free(s->norm.running_mean);
    buffer_free(s->xhat);
    buffer_free(s->y);
    buffer_free(s->dx);
    free(s);
}

static State *state_new(size_t D)
{
    State *s = layer_state(sizeof *s);
    real *parameters = layer_state(4 * D * sizeof *parameters);
    double *statistics = layer_state(7 * D * sizeof *statistics);
    BatchNorm *norm = &s->norm;
    norm->D = D;
    norm->gamma = parameters;
    norm->beta = parameters + D;
    norm->gamma_gradient = parameters + 2 * D;
    norm->beta_gradient = parameters + 3 * D;
    norm->running_mean = statistics;
    norm->running_var = statistics + D;
    s->forward.mean = statistics + 2 * D;
    s->forward.var = statistics + 3 * D;
    s->forward.rstd = statistics + 4 * D;
    s->gradients.dgamma = statistics + 5 * D;
    s->gradients.dbeta = statistics + 6 * D;
    s->xhat = buffer_new(D);
    s->y = buffer_new(D);
    s->dx = buffer_new(D);
    return s;
}

Layer batchnorm_layer(size_t features)
{
    require(features >= 1, "batch norm for %zu features", features);
    State *s = state_new(features);
    BatchNorm *norm = &s->norm;
    norm->eps = 1e-5;
    norm->momentum = 0.1;
    norm->update = bn_update_running;
    for (size_t d = 0; d < features; d++)
        norm->gamma[d] = 1;
    bn_reset(norm);
    return (Layer){
        .kind = "batch norm",
        .inputs = features,
        .outputs = features,
        .parameters = {{"gamma", features, norm->gamma, norm->gamma_gradient},
                       {"beta", features, norm->beta, norm->beta_gradient}},
        .state = s,
        .forward = forward_layer,
        .backward = backward_layer,
        .free = free_layer,
    };
}
