#include "experiment.h"

#include <math.h>
#include <string.h>

#include "common/activations.h"
#include "common/linear.h"
#include "common/losses.h"
#include "common/optimizers.h"
#include "common/progress.h"

enum { HIDDEN = 32, STEPS = 400, EARLY = 100, RUNS = 20, NORM = 1 /* the batch norm's place */ };

//> region network
static Network network_of(Random *random)
{
    const size_t K = CAT_FEATURES, D = HIDDEN;
    Network net = network_new();
    network_add(&net, linear_layer_without_bias(random, K, D, HE_NORMAL));
    network_add(&net, batchnorm_layer(D));
    network_add(&net, relu_layer(D));
    network_add(&net, linear_layer(random, D, 1, GLOROT_NORMAL));
    return net;
}
//< region

static BatchNorm *norm_of(const Network *net)
{
    return net->layers[NORM].state;
}

static void train(Network *net, Random *random, Animals set, size_t steps)
{
    Matrix dy = matrix_new(BATCH, 1);
    for (size_t step = 0; step < steps; step++) {
        size_t first = random_below(random, set.x.rows / BATCH) * BATCH;
        parameters_zero_gradients(net->parameters);
        Matrix y = network_forward(net, matrix_rows(set.x, first, BATCH), TRAINING);
        mean_squared_error_backward(y, matrix_rows(set.target, first, BATCH), dy);
        network_backward(net, dy);
        sgd_step(net->parameters, 0.1);
    }
    matrix_free(dy);
}

/* What becomes of a test set with one kind of statistics, over the runs. */
typedef struct {
    const char *name, *text;
    double sum, worst, loss;
} Outcome;

static Outcome outcomes[] = {
    {"training_2", "the batch's own, batches of 2", 0, 1, 0},
    {"training_8", "the batch's own, batches of 8", 0, 1, 0},
    {"training_32", "the batch's own, batches of 32", 0, 1, 0},
    {"training_sorted", "... of 32, test set sorted", 0, 1, 0},
    {"reset", "running ones, never updated", 0, 1, 0},
    {"early", "running ones of step 100", 0, 1, 0},
    {"moving_50", "running ones, momentum 0.5", 0, 1, 0},
    {"moving_10", "running ones, momentum 0.1", 0, 1, 0},
    {"moving_1", "running ones, momentum 0.01", 0, 1, 0},
    {"averaged", "averages over sorted batches", 0, 1, 0},
    {"pooled", "recalibrated, sorted batches", 0, 1, 0},
    {"pooled_mixed", "recalibrated, shuffled", 0, 1, 0},
};
enum { OUTCOMES = COUNT_OF(outcomes) };

/* Puts a set through in batches, and takes note under this name. */
static void note(const char *name, Network *net, Animals set, size_t batch, Mode mode)
{
    double loss = 0, right = 0, N = (double)set.x.rows;
    for (size_t n = 0; n < set.x.rows; n += batch) {
        Matrix y = network_forward(net, matrix_rows(set.x, n, batch), mode);
        for (size_t i = 0; i < batch; i++) {
            double target = (double)set.target.v[n + i], error = (double)y.v[i] - target;
            loss += error * error / N;
            right += ((y.v[i] > 0) == (target > 0)) / N;
        }
    }
    Outcome *outcome = outcomes;
    while (strcmp(outcome->name, name) != 0)
        outcome++;
    outcome->sum += right;
    outcome->worst = fmin(outcome->worst, right);
    outcome->loss += loss;
}

//> region recalibrate
/* The set goes through in training mode. Nothing is learned. */
static void recalibrate(Network *net, Animals set, BnUpdate update)
{
    BatchNorm *norm = norm_of(net);
    double momentum = norm->momentum;
    bn_reset(norm);
    norm->update = update;
    norm->momentum = BN_CUMULATIVE;
    for (size_t n = 0; n < set.x.rows; n += BATCH)
        network_forward(net, matrix_rows(set.x, n, BATCH), TRAINING);
    norm->update = bn_update_running;
    norm->momentum = momentum;
}
//< region

static void keep(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    (void)norm, (void)N, (void)mean, (void)var;
}

/* The test set goes through in training mode: somebody forgot to switch. */
static void forget_to_switch(Network *net, Animals sorted, Animals test)
{
    norm_of(net)->update = keep;
    note("training_2", net, test, 2, TRAINING);
    note("training_8", net, test, 8, TRAINING);
    note("training_32", net, test, 32, TRAINING);
    note("training_sorted", net, sorted, 32, TRAINING);
    norm_of(net)->update = bn_update_running;
}

/* The same training once more: running statistics play no part in it, only in what follows. */
static void with_momentum(const char *name, double momentum, Random random, Animals set,
                          Animals test)
{
    Network net = network_of(&random);
    norm_of(&net)->momentum = momentum;
    train(&net, &random, set, STEPS);
    note(name, &net, test, TEST, EVALUATION);
    network_free(&net);
}

/* The running statistics from the file; gamma and beta stay as they are. */
static void load_statistics(FILE *file, BatchNorm *norm)
{
    char error[BN_ERROR];
    real parameters[2 * HIDDEN];
    memcpy(parameters, norm->gamma, HIDDEN * sizeof(real));
    memcpy(parameters + HIDDEN, norm->beta, HIDDEN * sizeof(real));
    if (!bn_load(file, norm, error))
        bad_input("a temporary file: %s", error);
    memcpy(norm->gamma, parameters, HIDDEN * sizeof(real));
    memcpy(norm->beta, parameters + HIDDEN, HIDDEN * sizeof(real));
    fclose(file);
}

static void one_run(Random random)
{
    Animals sorted = animals_sorted(&random, TRAIN), mixed = animals_shuffled(&random, sorted);
    Animals test_sorted = animals_sorted(&random, TEST);
    Animals test = animals_shuffled(&random, test_sorted);
    with_momentum("moving_50", 0.5, random, mixed, test);
    with_momentum("moving_1", 0.01, random, mixed, test);
    Network net = network_of(&random);
    train(&net, &random, mixed, EARLY);
    FILE *early = saved(norm_of(&net));
    train(&net, &random, mixed, STEPS - EARLY);
    note("moving_10", &net, test, TEST, EVALUATION);
    forget_to_switch(&net, test_sorted, test);
    bn_reset(norm_of(&net));
    note("reset", &net, test, TEST, EVALUATION);
    load_statistics(early, norm_of(&net));
    note("early", &net, test, TEST, EVALUATION);
    recalibrate(&net, sorted, bn_update_running);
    note("averaged", &net, test, TEST, EVALUATION);
    recalibrate(&net, sorted, bn_recalibrate);
    note("pooled", &net, test, TEST, EVALUATION);
    recalibrate(&net, mixed, bn_recalibrate);
    note("pooled_mixed", &net, test, TEST, EVALUATION);
    network_free(&net);
    Animals sets[] = {sorted, mixed, test_sorted, test};
    for (size_t i = 0; i < COUNT_OF(sets); i++)
        animals_free(sets[i]);
}

static void write_outcome(Experiment *e, const Outcome *outcome)
{
    double accuracy = outcome->sum / RUNS;
    experiment_named_value(e, accuracy, "accuracy_%s", outcome->name);
    experiment_named_value(e, outcome->worst, "worst_%s", outcome->name);
    experiment_named_value(e, outcome->loss / RUNS, "loss_%s", outcome->name);
    printf("  %-32s accuracy %.3f on average, %.3f at worst\n", outcome->text, accuracy,
           outcome->worst);
}

void networks(Experiment *e)
{
    for (size_t run = 0; run < RUNS; run++) {
        progress("training networks", run, RUNS);
        one_run(random_new(RUNS * e->seed + run));
    }
    progress("training networks", RUNS, RUNS);
    printf("\n%d networks on mice, cats and dogs; the test set, normalized with\n", RUNS);
    for (size_t i = 0; i < OUTCOMES; i++)
        write_outcome(e, &outcomes[i]);
    double loss = outcomes[OUTCOMES - 2].loss, shuffled = outcomes[OUTCOMES - 1].loss;
    experiment_value(e, "order_matters", fabs(loss - shuffled) / RUNS);
}
