/* Standardized cats -> weights -> batch norm -> sigmoid -> out. The question: is the cat large,
   or dark, but not both? No straight line parts the two answers. */

#include "experiment.h"

#include <math.h>
#include <stdio.h>

#include "common/progress.h"
#include "forward_pass.h"

enum { CATS = 128, HIDDEN = 4, WEIGHTS = CAT_FEATURES * HIDDEN, STEPS = 1500, EARLY = 300 };

/* The block's bias stays 0; the last of out is a bias. right: the share of right answers. */
typedef struct {
    Block block;
    real out[HIDDEN + 1];
    double dout[HIDDEN + 1], label[CATS], right;
} Net;

static void draw_cats(Random *random, Net *net)
{
    double mean[CAT_FEATURES], var[CAT_FEATURES], rstd[CAT_FEATURES];
    Matrix cats = cats_new(random, CATS), x = net->block.x;
    bn_forward(cats, EPS, mean, var, rstd, x);
    for (size_t n = 0; n < CATS; n++)
        net->label[n] = (row(x, n)[CAT_SIZE] > 0) != (row(x, n)[CAT_FUR] > 0) ? 1 : -1;
    matrix_free(cats);
}

static Net net_new(Random random, double gamma)
{
    Net net = {.block = block_new(CATS, CAT_FEATURES, HIDDEN)};
    for (size_t i = 0; i < WEIGHTS; i++)
        net.block.weights.v[i] = (real)random_normal(&random, 0, 1);
    for (size_t d = 0; d < HIDDEN; d++) {
        net.block.norm.gamma[d] = (real)gamma;
        net.out[d] = (real)random_normal(&random, 0, 1);
    }
    draw_cats(&random, &net);
    return net;
}

/* ---- Its loss and gradients ---- */

/* One example: adds its part to the loss, and to the gradients. y: the unit's inputs. */
static double net_example(Net *net, size_t n, const real *y)
{
    double unit[HIDDEN], logit = net->out[HIDDEN];
    for (size_t d = 0; d < HIDDEN; d++) {
        unit[d] = sigmoid(y[d]);
        logit += net->out[d] * unit[d];
    }
    double margin = net->label[n] * logit;
    double dlogit = -net->label[n] * sigmoid(-margin) / CATS;
    for (size_t d = 0; d < HIDDEN; d++) {
        net->dout[d] += dlogit * unit[d];
        row(net->block.dy, n)[d] = (real)(dlogit * net->out[d] * unit[d] * (1 - unit[d]));
    }
    net->dout[HIDDEN] += dlogit;
    net->right += (margin > 0 ? 1.0 : 0.0) / CATS;
    return log1p(exp(-margin)) / CATS;
}

/* The mean logistic loss. A net that knows nothing has log 2 = 0.693. */
static double net_loss(void *model)
{
    Net *net = model;
    double loss = net->right = 0;
    Matrix y = block_forward(net->block);
    for (size_t d = 0; d <= HIDDEN; d++)
        net->dout[d] = 0;
    for (size_t n = 0; n < CATS; n++)
        loss += net_example(net, n, row(y, n));
    return loss;
}

/* The gradient by the weights before the batch norm; returns its length. */
static double net_slopes(Net *net, double dweights[WEIGHTS])
{
    double squares = 0;
    for (size_t i = 0; i < WEIGHTS; i++) {
        dweights[i] = slope(net_loss, net, &net->block.weights.v[i]);
        squares += dweights[i] * dweights[i];
    }
    return sqrt(squares);
}

/* ---- Training ---- */

static const Run runs[] = {
    {"free", "both learn", 1, 1, 1, 1},         {"beta", "only beta", 0, 1, 1, 1},
    {"gamma", "only gamma", 1, 0, 1, 1},        {"frozen", "both frozen", 0, 0, 1, 1},
    {"late", "gamma from 0.01", 1, 1, 1, 0.01},
};

enum { RUNS = COUNT_OF(runs) };

/* The weights and out learn in every run. Returns the loss before the step. */
static double net_step(Net *net, const Run *run)
{
    real *weights = net->block.weights.v;
    double dweights[WEIGHTS];
    net_slopes(net, dweights);
    double loss = net_loss(net);
    norm_step(net->block.norm, net->block.dy, run);
    for (size_t i = 0; i < WEIGHTS; i++)
        weights[i] = (real)(weights[i] - run->rate * dweights[i]);
    for (size_t d = 0; d <= HIDDEN; d++)
        net->out[d] = (real)(net->out[d] - run->rate * net->dout[d]);
    return loss;
}

/* The largest gamma and beta, without their signs. */
static void describe_learned(Experiment *e, Norm norm)
{
    double gamma = 0, beta = 0;
    for (size_t d = 0; d < norm.D; d++) {
        gamma = fmax(gamma, fabs((double)norm.gamma[d]));
        beta = fmax(beta, fabs((double)norm.beta[d]));
    }
    experiment_value(e, "learned_gamma", gamma);
    experiment_value(e, "learned_beta", beta);
}

static void show_run(Experiment *e, const Run *run, Net *net, const double *losses)
{
    double loss = net_loss(net);
    experiment_named_value(e, loss, "net_%s", run->name);
    experiment_named_value(e, 100 * net->right, "right_%s", run->name);
    experiment_named_value(e, losses[EARLY], "early_%s", run->name);
    printf("   %-15s loss %.3f, right %3.0f %%; loss after %d steps %.3f\n", run->says, loss,
           100 * net->right, EARLY, losses[EARLY]);
}

/* The gradient by the weights at the start, for some gammas. */
static void show_starts(Experiment *e, Random random)
{
    static const struct {
        const char *name;
        double gamma;
    } starts[] = {{"1", 1}, {"01", 0.1}, {"001", 0.01}, {"0001", 0.001}, {"0", 0}};
    printf("   slope of the weights, at gamma = 1, 0.1, 0.01, 0.001, 0:");
    for (size_t i = 0; i < COUNT_OF(starts); i++) {
        Net net = net_new(random, starts[i].gamma);
        double dweights[WEIGHTS], length = net_slopes(&net, dweights);
        experiment_named_value(e, length, "slope_%s", starts[i].name);
        printf(" %.2g", length);
        block_free(net.block);
    }
    putchar('\n');
}

static void write_losses(const Experiment *e, double losses[RUNS][STEPS + 1])
{
    Csv csv = csv_open(e->folder, "net_losses.csv", "step,free,beta,gamma,frozen,late");
    for (size_t step = 0; step <= STEPS; step += 5)
        csv_row(&csv, "%zu,%.5f,%.5f,%.5f,%.5f,%.5f", step, losses[0][step], losses[1][step],
                losses[2][step], losses[3][step], losses[4][step]);
    csv_close(&csv);
}

void network(Experiment *e, Random random)
{
    static double losses[RUNS][STEPS + 1];
    printf("3. A network, large or dark but not both, after %d steps:\n", STEPS);
    for (size_t i = 0; i < RUNS; i++) {
        Net net = net_new(random, runs[i].start);
        for (size_t step = 0; step <= STEPS; step++) {
            progress("training", i * STEPS + step, RUNS * STEPS);
            losses[i][step] = net_step(&net, &runs[i]);
        }
        show_run(e, &runs[i], &net, losses[i]);
        if (i == 0)
            describe_learned(e, net.block.norm);
        block_free(net.block);
    }
    write_losses(e, losses);
    experiment_value(e, "net_steps", STEPS);
    experiment_value(e, "early_steps", EARLY);
    show_starts(e, random);
}
