#include "experiment.h"

#include <stdio.h>

#include "common/activations.h"
#include "common/linear.h"
#include "common/losses.h"
#include "common/network.h"
#include "common/optimizers.h"
#include "common/progress.h"

/* The units of hidden layer 3 are followed: they are linear layer DEEP of the network, and read
   what the layer BELOW gives. */
enum { INPUTS = 2, UNITS = 16, DEEP = 4, BELOW = DEEP - 1, PROBE = 256, BATCH = 64, STEPS = 3000 };

/* ---- The network and its training ---- */

static Network network_of_sigmoids(Random *random)
{
    Network net = network_new();
    network_add(&net, linear_layer(random, INPUTS, UNITS, GLOROT_NORMAL));
    network_add(&net, sigmoid_layer(UNITS));
    network_add(&net, linear_layer(random, UNITS, UNITS, GLOROT_NORMAL));
    network_add(&net, sigmoid_layer(UNITS));
    network_add(&net, linear_layer(random, UNITS, UNITS, GLOROT_NORMAL)); /* layer DEEP */
    network_add(&net, sigmoid_layer(UNITS));
    network_add(&net, linear_layer(random, UNITS, 1, GLOROT_NORMAL));
    return net;
}

typedef struct {
    Matrix x, target, dy;
} Batch;

static Batch batch_new(size_t N)
{
    return (Batch){matrix_new(N, INPUTS), matrix_new(N, 1), matrix_new(N, 1)};
}

static void batch_free(Batch batch)
{
    matrix_free(batch.x);
    matrix_free(batch.target);
    matrix_free(batch.dy);
}

/* Animals of every color: fur and ear are N(0, 1). */
static void batch_draw(Random *random, Batch batch)
{
    for (size_t n = 0; n < batch.x.rows; n++) {
        real *cat = row(batch.x, n);
        cat[0] = (real)random_normal(random, 0, 1);
        cat[1] = (real)random_normal(random, 0, 1);
        batch.target.v[n] = cat[1] > curve((double)cat[0]) ? 1 : -1;
    }
}

static void train_step(Network *net, Batch batch)
{
    parameters_zero_gradients(net->parameters);
    Matrix y = network_forward(net, batch.x, TRAINING);
    mean_squared_error_backward(y, batch.target, batch.dy);
    network_backward(net, batch.dy);
    sgd_step(net->parameters, 0.2);
}

static double sign_accuracy(Matrix y, Matrix target)
{
    double right = 0;
    for (size_t n = 0; n < y.rows; n++)
        right += (y.v[n] > 0) == (target.v[n] > 0);
    return right / (double)y.rows;
}

/* ---- The units of a layer ---- */

/* A unit's weights and bias, out of its layer's. */
typedef struct {
    real w[UNITS], b;
} Unit;

static void copy_units(const Layer *layer, Unit units[UNITS])
{
    const Parameter weights = layer->parameters[0], bias = layer->parameters[1];
    for (size_t d = 0; d < UNITS; d++) {
        units[d].b = bias.values[d];
        for (size_t k = 0; k < layer->inputs; k++)
            units[d].w[k] = weights.values[k * layer->outputs + d];
    }
}

/* What each unit computes over a batch, before its activation. */
typedef struct {
    double mean[UNITS], sd[UNITS], var[UNITS];
} Distribution;

static Distribution distribution_of(Matrix x, const Unit units[UNITS])
{
    Distribution now;
    for (size_t d = 0; d < UNITS; d++) {
        track_unit(x, units[d].w, units[d].b, &now.mean[d], &now.sd[d]);
        now.var[d] = now.sd[d] * now.sd[d];
    }
    return now;
}

/* How far the units have moved, on average over them, in standard deviations at the start. */
static double moved(const Distribution *start, const Distribution *now)
{
    double sum = 0;
    for (size_t d = 0; d < UNITS; d++)
        sum += shift_distance(1, &start->mean[d], &start->var[d], &now->mean[d]) / UNITS;
    return sum;
}

/* ---- How they drift ---- */

/* held is what they would be with the weights and biases that they had at the start: moved by
   the layers below alone. */
typedef struct {
    Distribution start, now, held;
} Drift;

static void write_drift(Experiment *e, const Drift *drift)
{
    const Distribution *start = &drift->start, *now = &drift->now, *held = &drift->held;
    experiment_value(e, "unit_mean_start", start->mean[0]);
    experiment_value(e, "unit_sd_start", start->sd[0]);
    experiment_value(e, "unit_mean_end", now->mean[0]);
    experiment_value(e, "unit_sd_end", now->sd[0]);
    experiment_value(e, "held_mean_end", held->mean[0]);
    experiment_value(e, "held_sd_end", held->sd[0]);
    double wider = 0;
    for (size_t d = 0; d < UNITS; d++)
        wider += held->sd[d] / start->sd[d] / UNITS;
    experiment_value(e, "units_moved", moved(start, now));
    experiment_value(e, "held_moved", moved(start, held));
    experiment_value(e, "held_wider", wider);
    printf("A unit of hidden layer 3: mean %.2f, sd %.2f at the start; %.2f, %.2f after %d steps\n",
           start->mean[0], start->sd[0], now->mean[0], now->sd[0], STEPS);
    printf("  the layer's units moved %.1f standard deviations; by the layers below alone: %.1f\n",
           moved(start, now), moved(start, held));
}

/* Trains the network, and follows the units on the probe. */
static Drift follow(const Experiment *e, Network *net, Random *random, Matrix probe)
{
    const Layer *layer = &net->layers[DEEP];
    Unit held[UNITS], units[UNITS];
    Drift drift;
    Batch batch = batch_new(BATCH);
    Csv csv = csv_open(e->folder, "unit.csv", "step,mean,sd,held_mean,held_sd");
    copy_units(layer, held);
    for (int step = 0; step <= STEPS; step++) {
        if (step < 100 || step % 10 == 0) { /* the first steps move it most */
            network_forward(net, probe, EVALUATION);
            copy_units(layer, units);
            drift.now = distribution_of(net->outputs[BELOW], units);
            drift.held = distribution_of(net->outputs[BELOW], held);
            csv_row(&csv, "%d,%.6g,%.6g,%.6g,%.6g", step, drift.now.mean[0], drift.now.sd[0],
                    drift.held.mean[0], drift.held.sd[0]);
        }
        if (step == 0)
            drift.start = drift.now;
        progress("a network learns", (size_t)step, STEPS);
        if (step < STEPS) {
            batch_draw(random, batch);
            train_step(net, batch);
        }
    }
    csv_close(&csv);
    batch_free(batch);
    return drift;
}

void hidden_unit(Experiment *e, Random random)
{
    Network net = network_of_sigmoids(&random);
    Batch probe = batch_new(PROBE);
    batch_draw(&random, probe);
    Unit first[UNITS];
    copy_units(&net.layers[0], first);
    Distribution inputs_start = distribution_of(probe.x, first);
    Matrix y = network_forward(&net, probe.x, EVALUATION);
    experiment_value(e, "net_loss_start", mean_squared_error(y, probe.target));

    Drift drift = follow(e, &net, &random, probe.x);
    write_drift(e, &drift);

    y = network_forward(&net, probe.x, EVALUATION);
    experiment_value(e, "net_loss_end", mean_squared_error(y, probe.target));
    experiment_value(e, "net_accuracy", sign_accuracy(y, probe.target));
    Distribution inputs_end = distribution_of(probe.x, first);
    experiment_value(e, "inputs_moved", moved(&inputs_start, &inputs_end));
    network_free(&net);
    batch_free(probe);
}
