#include "tests/common/tools.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void assert_same(Matrix got, Matrix want)
{
    ck_assert_uint_eq(got.rows, want.rows);
    ck_assert_uint_eq(got.cols, want.cols);
    for (size_t i = 0; i < want.rows * want.cols; i++)
        ck_assert_msg(memcmp(&got.v[i], &want.v[i], sizeof(real)) == 0,
                      "number %zu: %.17g, not %.17g", i, (double)got.v[i], (double)want.v[i]);
}

/* ---- Refusals and ends ---------------------------------------------------------------- */

static jmp_buf refusal;

static void jump(const char *function, const char *file, int line, const char *message)
{
    ck_assert_msg(message[0] != 0, "%s:%d: %s refuses without a word", file, line, function);
    longjmp(refusal, 1);
}

jmp_buf *refusal_begin(void)
{
    require_hook = jump;
    return &refusal;
}

void refusal_end(void)
{
    require_hook = NULL;
}

Outcome outcome(void (*function)(void))
{
    Outcome outcome = {0};
    int ends[2], status;
    ck_assert_int_eq(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        function();
        fflush(NULL);
        _exit(0);
    }
    close(ends[1]);
    size_t length = 0;
    ssize_t got;
    while ((got = read(ends[0], outcome.stderr + length, sizeof outcome.stderr - 1 - length)) > 0)
        length += (size_t)got;
    close(ends[0]);
    waitpid(child, &status, 0);
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    return outcome;
}

bool one_line(const char *text, const char *part)
{
    const char *end = strchr(text, '\n');
    return end && end[1] == 0 && strstr(text, part);
}

/* ---- Matrices -------------------------------------------------------------------------- */

Matrix random_matrix(Random *random, size_t rows, size_t cols)
{
    Matrix m = matrix_new(rows, cols);
    for (size_t i = 0; i < rows * cols; i++)
        m.v[i] = (real)random_normal(random, 0, 1);
    return m;
}

Matrix copy_of(Matrix m)
{
    Matrix copy = matrix_new(m.rows, m.cols);
    memcpy(copy.v, m.v, m.rows * m.cols * sizeof(real));
    return copy;
}

/* ---- Gradients ------------------------------------------------------------------------- */

static double loss(Network *network, Matrix x, Matrix upstream, Mode mode)
{
    Matrix y = network_forward(network, x, mode);
    double sum = 0;
    for (size_t i = 0; i < y.rows * y.cols; i++)
        sum += (double)upstream.v[i] * y.v[i];
    return sum;
}

/* Each of values[0 .. count - 1] is moved to both sides. The differences are off by about
   step^2 and by rounding / step, relative to the largest gradient. */
static void compare(Network *network, Matrix x, Matrix upstream, Mode mode, const char *name,
                    real *values, const double *gradients, size_t count)
{
    const bool single = sizeof(real) == sizeof(float);
    const double step = single ? 1e-2 : 1e-5, tolerance = single ? 1e-3 : 1e-7;
    double *want = calloc(count, sizeof *want), largest = 0;
    for (size_t i = 0; i < count; i++) {
        real kept = values[i], high = (real)(kept + step), low = (real)(kept - step);
        values[i] = high;
        want[i] = loss(network, x, upstream, mode);
        values[i] = low;
        want[i] = (want[i] - loss(network, x, upstream, mode)) / ((double)high - low);
        values[i] = kept;
        largest = fmax(largest, fabs(want[i]));
    }
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(fabs(gradients[i] - want[i]) <= tolerance * largest,
                      "%s[%zu]: gradient %.12g, by differences %.12g", name, i, gradients[i],
                      want[i]);
    free(want);
}

/* What the gradients hold after backward, less what they held before: 1, 2, 3, ... */
static double **parameter_gradients(Network *network, Matrix dy, double *dx)
{
    Parameters all = network->parameters;
    for (size_t p = 0; p < all.count; p++)
        for (size_t i = 0; i < all.list[p].count; i++)
            all.list[p].gradients[i] = (real)(1 + i % 3);
    Matrix result = network_backward(network, dy);
    ck_assert_uint_eq(result.rows, dy.rows);
    for (size_t i = 0; i < result.rows * result.cols; i++)
        dx[i] = result.v[i];
    double **gradients = calloc(all.count + 1, sizeof *gradients);
    for (size_t p = 0; p < all.count; p++) {
        gradients[p] = calloc(all.list[p].count, sizeof **gradients);
        for (size_t i = 0; i < all.list[p].count; i++)
            gradients[p][i] = (double)all.list[p].gradients[i] - (double)(1 + i % 3);
    }
    return gradients;
}

void check_gradients(Network *network, size_t rows, double gap, Mode mode)
{
    Random random = random_new(3 + rows);
    size_t inputs = network->layers[0].inputs;
    size_t outputs = network->layers[network->layer_count - 1].outputs;
    Matrix x = random_matrix(&random, rows, inputs);
    Matrix upstream = random_matrix(&random, rows, outputs);
    for (size_t i = 0; i < rows * inputs; i++)
        x.v[i] += (real)(x.v[i] < 0 ? -gap : gap);

    double *dx = calloc(rows * inputs, sizeof *dx);
    network_forward(network, x, mode);
    double **gradients = parameter_gradients(network, upstream, dx);

    compare(network, x, upstream, mode, "x", x.v, dx, rows * inputs);
    for (size_t p = 0; p < network->parameters.count; p++) {
        Parameter parameter = network->parameters.list[p];
        compare(network, x, upstream, mode, parameter.name, parameter.values, gradients[p],
                parameter.count);
        free(gradients[p]);
    }
    free(gradients);
    free(dx);
    matrix_free(x);
    matrix_free(upstream);
}
