#include "experiment.h"

#include <math.h>
#include <string.h>

#include "common/optimizers.h"

enum { BATCH = 64, PROBE = 128, EACH = 10 };

/* ---- The task: do two scores of an example have the same sign? ----------------------- */

typedef struct {
    double score[2][INPUTS]; /* two directions */
    Random random;
} Task;

static Task task_new(uint64_t seed)
{
    Task task = {.random = random_new(seed + 2000)};
    for (size_t k = 0; k < 2 * INPUTS; k++)
        task.score[k % 2][k / 2] = random_normal(&task.random, 0, 1);
    return task;
}

/* Examples that were never drawn before, with labels 1 and -1. */
static void task_draw(Task *task, Matrix x, double *label)
{
    for (size_t n = 0; n < x.rows; n++) {
        double score[2] = {0, 0};
        for (size_t k = 0; k < INPUTS; k++) {
            row(x, n)[k] = (real)random_normal(&task->random, 0, 1);
            score[0] += task->score[0][k] * row(x, n)[k];
            score[1] += task->score[1][k] * row(x, n)[k];
        }
        label[n] = score[0] * score[1] > 0 ? 1 : -1;
    }
}

/* The logistic loss: the mean of log(1 + exp(-label output)), and its gradient. */
static double logistic_loss(Matrix output, const double *label, Matrix doutput)
{
    double loss = 0;
    for (size_t n = 0; n < output.rows; n++) {
        double margin = label[n] * output.v[n];
        loss += fmax(-margin, 0) + log1p(exp(-fabs(margin)));
        doutput.v[n] = (real)(-label[n] / (1 + exp(margin)) / (double)output.rows);
    }
    return loss / (double)output.rows;
}

/* ---- Training, with a look at layer 3 at every tenth step ---------------------------- */

typedef struct {
    Kind kind;
    Network net;
    Parameters below, third, above; /* the parameters of layers 1 and 2, 3, and 4 to 6 */
    Task task;
    Random drift;
    Matrix x, probe, doutput, saved;            /* a batch, other examples to look at, scratch */
    double label[BATCH], loss, result[RESULTS]; /* loss: the mean of recent ones */
    size_t looks;
    Csv *csv; /* NULL: no looks */
} Training;

static Training training_new(Kind kind, uint64_t seed, Csv *csv)
{
    Training t = {.kind = kind, .net = deep_network(kind, seed), .csv = csv};
    Random random = random_new(seed + 3000);
    size_t each = kind.batch_norm ? 3 : 2, count = t.net.parameters.count;
    Parameter *list = t.net.parameters.list;
    t.below = (Parameters){2 * each, list};
    t.third = (Parameters){each, list + 2 * each};
    t.above = (Parameters){count - 3 * each, list + 3 * each};
    t.task = task_new(seed);
    t.drift = random_new(seed + 1000);
    t.x = matrix_new(BATCH, INPUTS);
    t.probe = normal_matrix(&random, PROBE, INPUTS, 1);
    t.doutput = matrix_new(BATCH, 1);
    t.saved = matrix_new(1, parameters_total(t.net.parameters));
    inject_drift(&t.net, kind.drift, &t.drift);
    return t;
}

static void training_free(Training *t)
{
    network_free(&t->net);
    matrix_free(t->x);
    matrix_free(t->probe);
    matrix_free(t->doutput);
    matrix_free(t->saved);
}

static double loss_and_gradients(Training *t)
{
    parameters_zero_gradients(t->net.parameters);
    double loss = logistic_loss(network_forward(&t->net, t->x, TRAINING), t->label, t->doutput);
    network_backward(&t->net, t->doutput);
    return loss;
}

typedef struct {
    double mean[WIDTH], sd[WIDTH];
} Moments;

/* Of the values that go into layer 3's sigmoids. */
static Moments third_moments(Training *t)
{
    Moments m = {{0}, {0}};
    network_forward(&t->net, t->probe, TRAINING);
    Matrix y = t->net.outputs[t->kind.batch_norm ? 7 : 4];
    for (size_t d = 0; d < WIDTH; d++) {
        for (size_t n = 0; n < PROBE; n++)
            m.mean[d] += row(y, n)[d] / (double)PROBE;
        for (size_t n = 0; n < PROBE; n++) {
            double deviation = row(y, n)[d] - m.mean[d];
            m.sd[d] += deviation * deviation / PROBE;
        }
        m.sd[d] = sqrt(m.sd[d]);
    }
    return m;
}

/* How far the mean and the sd of layer 3's units moved, in sds, averaged over the units. */
static double moves(Moments before, Moments after)
{
    double sum = 0;
    for (size_t d = 0; d < WIDTH; d++) {
        double mean = after.mean[d] - before.mean[d], sd = after.sd[d] - before.sd[d];
        sum += sqrt(mean * mean + sd * sd) / before.sd[d];
    }
    return sum / WIDTH;
}

/* Exchanges the gradients with those that were saved. */
static void swap_gradients(Training *t)
{
    real *saved = t->saved.v;
    for (size_t i = 0; i < t->net.parameters.count; i++) {
        Parameter p = t->net.parameters.list[i];
        for (size_t j = 0; j < p.count; j++, saved++) {
            real gradient = p.gradients[j];
            p.gradients[j] = *saved;
            *saved = gradient;
        }
    }
}

/* Layer 3's gradient and the saved one: the cosine of the angle between the two, and the length
   of their difference relative to the gradient's. */
static void compare_third(Training *t, double *cosine, double *change)
{
    const real *other = t->saved.v + parameters_total(t->below);
    double product = 0, squares = 0, others = 0, difference = 0;
    for (size_t i = 0; i < t->third.count; i++)
        for (size_t j = 0; j < t->third.list[i].count; j++) {
            double a = t->third.list[i].gradients[j], b = *other++;
            product += a * b;
            squares += a * a;
            others += b * b;
            difference += (a - b) * (a - b);
        }
    *cosine = product / sqrt(squares * others);
    *change = sqrt(difference / squares);
}

/* A step, first of the layers below the third, then of the third and those above. In between:
   what would the gradient of the third be now, on the same batch? (Santurkar et al. 2018,
   definition 2.1) */
static void look_and_step(Training *t, size_t step)
{
    double cosine, change;
    Moments before = third_moments(t);
    loss_and_gradients(t);
    sgd_step(t->below, t->kind.rate);
    inject_drift(&t->net, t->kind.drift, &t->drift);
    swap_gradients(t);
    loss_and_gradients(t);
    swap_gradients(t);
    compare_third(t, &cosine, &change);
    sgd_step(t->third, t->kind.rate);
    sgd_step(t->above, t->kind.rate);
    double moved = moves(before, third_moments(t));
    csv_row(t->csv, "%s,%zu,%g,%g,%g,%g", t->kind.name, step, t->loss, moved, cosine, change);
    if (!(t->loss < 0.6))
        return;
    t->result[MOVES] += moved;
    t->result[TURN] += cosine;
    t->result[CHANGE] += change;
    t->looks++;
}

static double gradient_length(const Layer *layer)
{
    double squares = 0;
    for (size_t i = 0; i < layer->parameters[0].count; i++) {
        double gradient = layer->parameters[0].gradients[i];
        squares += gradient * gradient;
    }
    return sqrt(squares);
}

static void training_step(Training *t, size_t step)
{
    task_draw(&t->task, t->x, t->label);
    double loss = loss_and_gradients(t);
    t->loss = step == 0 ? loss : 0.95 * t->loss + 0.05 * loss;
    if (step == 0) {
        t->result[FIRST_LENGTH] = gradient_length(&t->net.layers[0]);
        t->result[LAST_LENGTH] = gradient_length(&t->net.layers[t->net.layer_count - 1]);
    }
    if (t->csv && step % EACH == 0) {
        look_and_step(t, step);
        return;
    }
    sgd_step(t->net.parameters, t->kind.rate);
    inject_drift(&t->net, t->kind.drift, &t->drift);
}

double train(Kind kind, uint64_t seed, Csv *csv, double result[RESULTS])
{
    Training t = training_new(kind, seed, csv);
    size_t step = 0;
    for (t.loss = INFINITY; step < MOST_STEPS && !(t.loss <= 0.25); step++)
        training_step(&t, step);
    t.result[STEPS_TO] = (double)step;
    for (Result r = MOVES; r <= CHANGE; r++)
        t.result[r] /= (double)t.looks;
    if (result)
        memcpy(result, t.result, sizeof t.result);
    training_free(&t);
    return (double)step;
}
