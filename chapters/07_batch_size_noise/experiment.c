/* The experiment of chapter 7, on your functions:   experiment FOLDER [SEED]

   1  the statistics of many batches, for sizes from 2 to 512, and the law
   2  what that does to one example: a probe's xhat, and the two parts of its noise
   3  dropout with the same variance: what is alike, what is not
   4  training with wrong labels: the batch of a step fixed at 512, ghost batches of 4 to 512,
      against no batch norm and dropout

   Prints a summary, and writes into FOLDER the numbers of the text (values.csv) and the tables
   of the figures. With a SEED, part 4 trains with this one; without, with eight seeds. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch_size_noise.h"
#include "common/activations.h"
#include "common/cats.h"
#include "common/csv.h"
#include "common/linear.h"
#include "common/network.h"
#include "common/optimizers.h"
#include "common/progress.h"
#include "forward_pass.h"
#include "gamma_beta.h"

#define EPS 1e-5
#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *folder;
static Csv values;

/* value("mean_noise", 8, 0.3) is {{mean_noise_8}} in the text. */
static double value(const char *name, size_t of, double number)
{
    csv_row(&values, "%s_%zu,%.9g", name, of, number);
    return number;
}

static double named(const char *name, double number)
{
    csv_row(&values, "%s,%.9g", name, number);
    return number;
}

static void *numbers(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory)
        bad_input("out of memory for %zu numbers", count);
    return memory;
}

/* ---- Mean and spread of many numbers ---- */

typedef struct {
    double mean, sd, low, high;
} Spread;

static Spread spread_of(size_t count, const double *v)
{
    Spread s = {0, 0, INFINITY, -INFINITY};
    for (size_t i = 0; i < count; i++) {
        s.mean += v[i] / (double)count;
        s.low = fmin(s.low, v[i]);
        s.high = fmax(s.high, v[i]);
    }
    for (size_t i = 0; i < count; i++)
        s.sd += (v[i] - s.mean) * (v[i] - s.mean) / (double)count;
    s.sd = sqrt(s.sd);
    return s;
}

/* ---- 1 and 2. The noise of a batch's statistics, and of a probe in it ---- */

enum { NORMAL, SKEWED, UNITS };
enum { BATCHES = 5000, SHOWN = 1200 };

static const size_t sizes[] = {2, 4, 8, 16, 32, 64, 128, 256, 512};

/* Two units with mean 0 and variance 1: one is normal (kurtosis 3), the other skewed with a heavy
   tail, like a unit that is nearly silent most of the time (exponential, kurtosis 9). */
static void draw_batch(Random *random, Matrix x)
{
    for (size_t n = 0; n < x.rows; n++) {
        row(x, n)[NORMAL] = (real)random_normal(random, 0, 1);
        row(x, n)[SKEWED] = (real)(-log(1 - random_uniform(random)) - 1);
    }
}

/* What happened in many batches of one size. */
typedef struct {
    double mean[UNITS][BATCHES], var[UNITS][BATCHES], rstd[UNITS][BATCHES];
    double z[BATCHES], xhat[BATCHES];    /* of a probe that is not in the batch */
    double own_z[BATCHES], own[BATCHES]; /* of the batch's first example */
} Batches;

static void run_batches(Random *random, size_t N, Batches *b)
{
    Matrix x = matrix_new(N, UNITS), xhat = matrix_new(N, UNITS);
    double mean[UNITS], var[UNITS], rstd[UNITS];
    for (size_t i = 0; i < BATCHES; i++) {
        draw_batch(random, x);
        bn_forward(x, EPS, mean, var, rstd, xhat);
        for (size_t d = 0; d < UNITS; d++) {
            b->mean[d][i] = mean[d];
            b->var[d][i] = var[d];
            b->rstd[d][i] = rstd[d];
        }
        b->own_z[i] = (double)row(x, 0)[NORMAL];
        b->own[i] = (double)row(xhat, 0)[NORMAL];
        b->z[i] = random_normal(random, 0, 1);
        b->xhat[i] = (b->z[i] - mean[NORMAL]) * rstd[NORMAL];
    }
    matrix_free(x);
    matrix_free(xhat);
}

/* The dropout rate at which the multiplier, 0 or 1 / (1 - rate), has this standard deviation. */
static double rate_for(double sd)
{
    return sd * sd / (1 + sd * sd);
}

/* The slope of log(noise) over log(N), from N = 8 on. */
static double log_slope(const double *noise)
{
    double u = 0, v = 0, uu = 0, uv = 0, count = 0;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        double x = log((double)sizes[i]), y = log(noise[i]);
        if (sizes[i] < 8)
            continue;
        count++, u += x, v += y, uu += x * x, uv += x * y;
    }
    return (uv - u * v / count) / (uu - u * u / count);
}

static void write_cloud(const Batches *b, size_t N)
{
    char name[32];
    snprintf(name, sizeof name, "cloud_%zu.csv", N);
    Csv csv = csv_open(folder, name, "z,xhat");
    for (size_t i = 0; i < SHOWN; i++)
        csv_row(&csv, "%.5f,%.5f", b->z[i], b->xhat[i]);
    csv_close(&csv);
}

/* The two parts of the noise, as shares of the slope: a constant stretch is no noise. */
static ProbeNoise parts(const char *where, size_t N, const double *z, const double *xhat)
{
    char name[64];
    ProbeNoise probe;
    probe_noise(BATCHES, z, xhat, &probe);
    snprintf(name, sizeof name, "%sslope", where);
    value(name, N, probe.slope);
    snprintf(name, sizeof name, "%soffset", where);
    value(name, N, probe.offset);
    snprintf(name, sizeof name, "%sadditive", where);
    probe.additive = value(name, N, probe.additive / probe.slope);
    snprintf(name, sizeof name, "%smultiplicative", where);
    probe.multiplicative = value(name, N, probe.multiplicative / probe.slope);
    return probe;
}

static void law(size_t N, double measured_scale)
{
    StatisticNoise normal, skewed;
    batch_statistic_noise(N, 1, 3, &normal);
    batch_statistic_noise(N, 1, 9, &skewed);
    value("mean_law", N, normal.mean);
    value("var_law", N, normal.var);
    value("scale_law", N, normal.scale);
    value("skewed_law", N, skewed.var);
    value("scale_excess", N, 100 * (measured_scale / normal.scale - 1));
}

static void noise(Random random)
{
    Batches *b = numbers(1, sizeof *b);
    double mean_noise[COUNT(sizes)], var_noise[COUNT(sizes)];
    Csv csv = csv_open(folder, "noise.csv", "N,mean,var,scale,skewed_var");
    printf("1. The noise of a batch's statistics (a normal unit, sd 1); 2. of a probe's xhat\n"
           "      N    mean     var   scale  dropout   additive  multiplicative\n");
    for (size_t i = 0; i < COUNT(sizes); i++) {
        size_t N = sizes[i];
        progress("drawing batches", i, COUNT(sizes));
        run_batches(&random, N, b);
        Spread rstd = spread_of(BATCHES, b->rstd[NORMAL]);
        mean_noise[i] = value("mean_noise", N, spread_of(BATCHES, b->mean[NORMAL]).sd);
        var_noise[i] = value("var_noise", N, spread_of(BATCHES, b->var[NORMAL]).sd);
        double scale = value("scale_noise", N, rstd.sd / rstd.mean);
        double skewed = value("skewed_noise", N, spread_of(BATCHES, b->var[SKEWED]).sd);
        double rate = value("rate", N, 100 * rate_for(scale));
        law(N, scale);
        ProbeNoise probe = parts("", N, b->z, b->xhat);
        parts("own_", N, b->own_z, b->own);
        csv_row(&csv, "%zu,%.6g,%.6g,%.6g,%.6g", N, mean_noise[i], var_noise[i], scale, skewed);
        if (N == 8 || N == 128)
            write_cloud(b, N);
        if (N == 8 || N == 32 || N == 128 || N == 512)
            printf("   %4zu   %.3f   %.3f   %.3f   %4.1f %%     %.3f     %.3f\n", N, mean_noise[i],
                   var_noise[i], scale, rate, probe.additive, probe.multiplicative);
    }
    progress("drawing batches", COUNT(sizes), COUNT(sizes));
    csv_close(&csv);
    printf("   slope on log-log axes: mean %.3f, variance %.3f\n",
           named("slope_mean", log_slope(mean_noise)), named("slope_var", log_slope(var_noise)));
    named("batches", BATCHES);
    free(b);
}

/* ---- 3. Dropout: independent, or shared by the batch ---- */

/* How alike the noise of two examples is, in the same unit and the same step: the correlation. */
static double correlation(size_t count, const double *a, const double *b)
{
    Spread sa = spread_of(count, a), sb = spread_of(count, b);
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += (a[i] - sa.mean) * (b[i] - sb.mean) / (double)count;
    return sum / (sa.sd * sb.sd);
}

enum { STEPS_SHARED = 4000, DROPOUT_N = 32 };

/* The multipliers of two examples, and the mean over the batch, in many steps. */
static void dropout_noise(Random random, Dropping dropping, double rate, const char *name)
{
    static double first[STEPS_SHARED], second[STEPS_SHARED], mean[STEPS_SHARED];
    Matrix x = matrix_new(DROPOUT_N, 1), mask = matrix_new(DROPOUT_N, 1);
    Matrix y = matrix_new(DROPOUT_N, 1);
    char label[64];
    for (size_t n = 0; n < DROPOUT_N; n++)
        x.v[n] = 1;
    for (size_t i = 0; i < STEPS_SHARED; i++) {
        dropout_forward(x, rate, dropping, &random, mask, y);
        first[i] = (double)y.v[0];
        second[i] = (double)y.v[1];
        bn_mean(y, &mean[i]);
    }
    snprintf(label, sizeof label, "%s_mean", name);
    named(label, spread_of(STEPS_SHARED, first).mean);
    snprintf(label, sizeof label, "%s_sd", name);
    double sd = named(label, spread_of(STEPS_SHARED, first).sd);
    snprintf(label, sizeof label, "%s_batch", name);
    double batch = named(label, spread_of(STEPS_SHARED, mean).sd);
    snprintf(label, sizeof label, "%s_correlation", name);
    printf(
        "   %-12s multiplier's sd %.3f, that of the batch's mean %.3f, two examples' correlation "
        "%.2f\n",
        dropping == DROP_EACH ? "independent" : "shared", sd, batch,
        named(label, correlation(STEPS_SHARED, first, second)));
    matrix_free(x);
    matrix_free(mask);
    matrix_free(y);
}

/* The same for batch norm: two examples with the values 1 and 0.5, in batches with others. */
static void norm_noise(Random random)
{
    static double first[STEPS_SHARED], second[STEPS_SHARED];
    Matrix x = matrix_new(DROPOUT_N, UNITS), xhat = matrix_new(DROPOUT_N, UNITS);
    double mean[UNITS], var[UNITS], rstd[UNITS];
    for (size_t i = 0; i < STEPS_SHARED; i++) {
        draw_batch(&random, x);
        row(x, 0)[NORMAL] = 1;
        row(x, 1)[NORMAL] = (real)0.5;
        bn_forward(x, EPS, mean, var, rstd, xhat);
        first[i] = (double)row(xhat, 0)[NORMAL];
        second[i] = (double)row(xhat, 1)[NORMAL];
    }
    printf("   %-12s two examples' correlation %.2f\n", "batch norm",
           named("norm_correlation", correlation(STEPS_SHARED, first, second)));
    matrix_free(x);
    matrix_free(xhat);
}

static void dropout(Random random)
{
    StatisticNoise expected;
    batch_statistic_noise(DROPOUT_N, 1, 3, &expected);
    double rate = rate_for(expected.scale);
    named("dropout_rate", 100 * rate);
    printf("3. Dropout at a rate of %.1f %%, as noisy as the scale of a batch of %d\n", 100 * rate,
           (int)DROPOUT_N);
    dropout_noise(random, DROP_EACH, rate, "each");
    dropout_noise(random, DROP_SHARED, rate, "shared");
    norm_noise(random);
}

/* ---- Layers: batch norm in ghost batches, and dropout ---- */

enum { EXAMPLES = 512, TEST = 2000, INPUTS = 6, HIDDEN = 32, EPOCHS = 300, BLOCKS = 2 };

typedef struct {
    size_t D, ghost;
    GhostStatistics statistics;
    real *gamma, *beta, *gamma_gradient, *beta_gradient;
    double *dgamma, *dbeta;
    Buffer xhat, y, dx;
} Ghosts;

/* EVALUATION uses the statistics of the last pass in TRAINING, which must have been one in which
   the whole set was a single ghost batch: see settle. */
//> region ghost-layer
static Matrix ghosts_forward(void *state, Matrix x, Mode mode)
{
    Ghosts *g = state;
    Matrix xhat = buffer_rows(&g->xhat, x.rows), y = buffer_rows(&g->y, x.rows);
    if (mode == TRAINING)
        ghost_forward(x, g->ghost, EPS, g->statistics, xhat);
    else
        bn_normalize(x, g->statistics.mean, g->statistics.rstd, xhat);
    bn_scale_shift(xhat, g->gamma, g->beta, y);
    return y;
}

static Matrix ghosts_backward(void *state, Matrix dy)
{
    Ghosts *g = state;
    Matrix dx = buffer_rows(&g->dx, dy.rows);
    ghost_backward(dy, g->xhat.m, g->ghost, g->gamma, g->statistics.rstd,
                   (BnGradients){g->dgamma, g->dbeta, dx});
    for (size_t d = 0; d < g->D; d++) {
        g->gamma_gradient[d] += (real)g->dgamma[d];
        g->beta_gradient[d] += (real)g->dbeta[d];
    }
    return dx;
}
//< region

static void ghosts_free(void *state)
{
    Ghosts *g = state;
    void *arrays[] = {g->statistics.mean, g->statistics.var, g->statistics.rstd, g->gamma, g->beta,
                      g->gamma_gradient,  g->beta_gradient,  g->dgamma,          g->dbeta};
    for (size_t i = 0; i < COUNT(arrays); i++)
        free(arrays[i]);
    buffer_free(g->xhat);
    buffer_free(g->y);
    buffer_free(g->dx);
    free(g);
}

static Layer ghosts_layer(size_t D, size_t ghost)
{
    Ghosts *g = layer_state(sizeof *g);
    double **sums[] = {&g->statistics.mean, &g->statistics.var, &g->statistics.rstd};
    real **parameters[] = {&g->gamma, &g->beta, &g->gamma_gradient, &g->beta_gradient};
    g->D = D;
    g->ghost = ghost;
    for (size_t i = 0; i < COUNT(sums); i++)
        *sums[i] = numbers(EXAMPLES / 2 * D, sizeof(double));
    for (size_t i = 0; i < COUNT(parameters); i++)
        *parameters[i] = numbers(D, sizeof(real));
    g->dgamma = numbers(D, sizeof(double));
    g->dbeta = numbers(D, sizeof(double));
    g->xhat = buffer_new(D);
    g->y = buffer_new(D);
    g->dx = buffer_new(D);
    for (size_t d = 0; d < D; d++)
        g->gamma[d] = 1;
    return (Layer){.kind = "ghost batch norm",
                   .inputs = D,
                   .outputs = D,
                   .parameters = {{"gamma", D, g->gamma, g->gamma_gradient},
                                  {"beta", D, g->beta, g->beta_gradient}},
                   .state = g,
                   .forward = ghosts_forward,
                   .backward = ghosts_backward,
                   .free = ghosts_free};
}

typedef struct {
    double rate;
    Dropping dropping;
    Random random;
    Buffer mask, y, dx;
} Dropout;

static Matrix drop_forward(void *state, Matrix x, Mode mode)
{
    Dropout *d = state;
    if (mode == EVALUATION)
        return x;
    Matrix mask = buffer_rows(&d->mask, x.rows), y = buffer_rows(&d->y, x.rows);
    dropout_forward(x, d->rate, d->dropping, &d->random, mask, y);
    return y;
}

static Matrix drop_backward(void *state, Matrix dy)
{
    Dropout *d = state;
    Matrix dx = buffer_rows(&d->dx, dy.rows);
    dropout_backward(dy, d->mask.m, dx);
    return dx;
}

static void drop_free(void *state)
{
    Dropout *d = state;
    buffer_free(d->mask);
    buffer_free(d->y);
    buffer_free(d->dx);
    free(d);
}

static Layer dropout_layer(size_t D, double rate, Dropping dropping, Random random)
{
    Dropout *d = layer_state(sizeof *d);
    *d = (Dropout){rate, dropping, random, buffer_new(D), buffer_new(D), buffer_new(D)};
    return (Layer){.kind = "dropout",
                   .inputs = D,
                   .outputs = D,
                   .state = d,
                   .forward = drop_forward,
                   .backward = drop_backward,
                   .free = drop_free};
}

/* ---- 4. Training with wrong labels ---- */

/* Cats, standardized, and features that have nothing to do with the question: large or dark, but
   not both? */
typedef struct {
    Matrix x, target;
} Examples;

static Examples examples_new(Random *random, size_t N, double wrong)
{
    Examples e = {matrix_new(N, INPUTS), matrix_new(N, 1)};
    Matrix cats = matrix_new(N, CAT_FEATURES);
    cats_draw(random, cats);
    for (size_t n = 0; n < N; n++) {
        real *xn = row(e.x, n);
        xn[0] = (real)((row(cats, n)[CAT_SIZE] - 4.5) / 1.5);
        xn[1] = (real)((row(cats, n)[CAT_FUR] - 0.85) / 0.05);
        for (size_t d = CAT_FEATURES; d < INPUTS; d++)
            xn[d] = (real)random_normal(random, 0, 1);
        int yes = (xn[0] > 0) != (xn[1] > 0);
        e.target.v[n] = (random_uniform(random) < wrong) != yes;
    }
    matrix_free(cats);
    return e;
}

static void examples_free(Examples e)
{
    matrix_free(e.x);
    matrix_free(e.target);
}

/* The logistic loss, its gradient by the logits (if wanted), and the share of wrong answers. */
static double logistic(Matrix logits, Matrix target, Matrix dlogits, double *wrong)
{
    double loss = 0, N = (double)logits.rows;
    *wrong = 0;
    for (size_t n = 0; n < logits.rows; n++) {
        double s = (double)logits.v[n], t = (double)target.v[n];
        loss += (fmax(s, 0) - s * t + log1p(exp(-fabs(s)))) / N;
        *wrong += ((s > 0) != (t > 0)) / N;
        if (dlogits.v)
            dlogits.v[n] = (real)((1 / (1 + exp(-s)) - t) / N);
    }
    return loss;
}

typedef struct {
    const char *name, *says;
    size_t ghost; /* 0: no batch norm */
    double rate;  /* 0: no dropout */
    Dropping dropping;
    size_t batch, epochs; /* of a step; through all examples */
    double mislabeled;    /* the share of the training labels that are wrong */
} Run;

static const Run runs[] = {
    {"4", "ghost batches of 4", 4, 0, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"8", "ghost batches of 8", 8, 0, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"16", "ghost batches of 16", 16, 0, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"32", "ghost batches of 32", 32, 0, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"64", "ghost batches of 64", 64, 0, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"128", "ghost batches of 128", 128, 0, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"256", "ghost batches of 256", 256, 0, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"512", "batch norm, 512", 512, 0, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"none", "neither", 0, 0, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"each", "dropout 0.5", 0, 0.5, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"shared", "dropout 0.5, shared", 0, 0.5, DROP_SHARED, EXAMPLES, EPOCHS, 0.2},
    /* equal epochs, without any batch norm */
    {"few", "neither", 0, 0, DROP_EACH, EXAMPLES, 20, 0.2},
    {"many", "neither, steps of 32", 0, 0, DROP_EACH, 32, 20, 0.2},
    /* all labels right */
    {"right_4", "right labels, 4", 4, 0, DROP_EACH, EXAMPLES, EPOCHS, 0},
    {"right_512", "right labels, 512", 512, 0, DROP_EACH, EXAMPLES, EPOCHS, 0},
};

enum { RUNS = COUNT(runs), MOST_SEEDS = 8 };

typedef struct {
    double test_loss, test_wrong, train_loss;
} Result;

static Network build(const Run *run, Random *random)
{
    Network net = network_new();
    size_t inputs = INPUTS;
    for (size_t i = 0; i < BLOCKS; i++, inputs = HIDDEN) {
        if (run->ghost) {
            network_add(&net, linear_layer_without_bias(random, inputs, HIDDEN, HE_NORMAL));
            network_add(&net, ghosts_layer(HIDDEN, run->ghost));
        } else {
            network_add(&net, linear_layer(random, inputs, HIDDEN, HE_NORMAL));
        }
        network_add(&net, relu_layer(HIDDEN));
        if (run->rate > 0)
            network_add(&net, dropout_layer(HIDDEN, run->rate, run->dropping,
                                            random_new(random_bits(random))));
    }
    network_add(&net, linear_layer(random, HIDDEN, 1, GLOROT_NORMAL));
    return net;
}

/* Gives each ghost layer the statistics of the whole training set, for EVALUATION. */
static void settle(Network *net, Matrix x)
{
    for (size_t i = 0; i < net->layer_count; i++)
        if (net->layers[i].forward == ghosts_forward)
            ((Ghosts *)net->layers[i].state)->ghost = x.rows;
    network_forward(net, x, TRAINING);
}

/* The examples in a new order: other ghost batches in each step. */
static void shuffle(Random *random, Examples e)
{
    for (size_t n = e.x.rows; n > 1; n--) {
        size_t other = random_below(random, n);
        for (size_t d = 0; d < INPUTS; d++) {
            real kept = row(e.x, n - 1)[d];
            row(e.x, n - 1)[d] = row(e.x, other)[d];
            row(e.x, other)[d] = kept;
        }
        real kept = e.target.v[n - 1];
        e.target.v[n - 1] = e.target.v[other];
        e.target.v[other] = kept;
    }
}

static void step(Network *net, Adam *adam, Matrix x, Matrix target)
{
    Matrix dlogits = matrix_new(x.rows, 1);
    double unused;
    parameters_zero_gradients(net->parameters);
    logistic(network_forward(net, x, TRAINING), target, dlogits, &unused);
    network_backward(net, dlogits);
    adam_step(adam);
    matrix_free(dlogits);
}

static Result train(const Run *run, Random random)
{
    Examples train_set = examples_new(&random, EXAMPLES, run->mislabeled);
    Examples test_set = examples_new(&random, TEST, 0);
    Network net = build(run, &random);
    Adam adam = adam_new(net.parameters, 0.01);
    Result result;
    double unused;
    for (size_t epoch = 0; epoch < run->epochs; epoch++) {
        shuffle(&random, train_set);
        for (size_t n = 0; n < EXAMPLES; n += run->batch)
            step(&net, &adam, matrix_rows(train_set.x, n, run->batch),
                 matrix_rows(train_set.target, n, run->batch));
    }
    settle(&net, train_set.x);
    const Matrix no_gradient = {0};
    result.train_loss = logistic(network_forward(&net, train_set.x, EVALUATION), train_set.target,
                                 no_gradient, &unused);
    result.test_loss = logistic(network_forward(&net, test_set.x, EVALUATION), test_set.target,
                                no_gradient, &result.test_wrong);
    adam_free(&adam);
    network_free(&net);
    examples_free(train_set);
    examples_free(test_set);
    return result;
}

static Spread report(const char *what, const Run *run, size_t seeds, const double *v)
{
    char name[64];
    Spread s = spread_of(seeds, v);
    snprintf(name, sizeof name, "%s_%s", what, run->name);
    named(name, s.mean);
    snprintf(name, sizeof name, "%s_%s_low", what, run->name);
    named(name, s.low);
    snprintf(name, sizeof name, "%s_%s_high", what, run->name);
    named(name, s.high);
    return s;
}

static void training(uint64_t seed, size_t seeds)
{
    static double loss[RUNS][MOST_SEEDS], wrong[RUNS][MOST_SEEDS], fitted[RUNS][MOST_SEEDS];
    Csv csv =
        csv_open(folder, "training.csv", "name,ghost,loss,low,high,wrong,wrong_low,wrong_high");
    for (size_t s = 0; s < seeds; s++)
        for (size_t i = 0; i < RUNS; i++) {
            progress("training", s * RUNS + i, seeds * RUNS);
            Result result = train(&runs[i], random_new(1000 + seed + s));
            loss[i][s] = result.test_loss;
            wrong[i][s] = 100 * result.test_wrong;
            fitted[i][s] = result.train_loss;
        }
    progress("training", seeds * RUNS, seeds * RUNS);
    printf("4. A fifth of the labels wrong; %d steps on all 512 examples; %zu seed%s\n"
           "                         test loss             wrong   training loss\n",
           EPOCHS, seeds, seeds == 1 ? "" : "s");
    for (size_t i = 0; i < RUNS; i++) {
        Spread l = report("loss", &runs[i], seeds, loss[i]);
        Spread w = report("wrong", &runs[i], seeds, wrong[i]);
        Spread f = report("fitted", &runs[i], seeds, fitted[i]);
        const char *note = runs[i].epochs == EPOCHS ? "" : "   20 epochs";
        if (runs[i].ghost != 16 && runs[i].ghost != 64 && runs[i].ghost != 256)
            printf("   %-21s %.2f (%.2f .. %.2f)   %4.1f %%   %.2f%s\n", runs[i].says, l.mean,
                   l.low, l.high, w.mean, f.mean, note);
        csv_row(&csv, "%s,%zu,%.5g,%.5g,%.5g,%.5g,%.5g,%.5g", runs[i].name, runs[i].ghost, l.mean,
                l.low, l.high, w.mean, w.low, w.high);
    }
    csv_close(&csv);
    named("seeds", (double)seeds);
    named("steps", EPOCHS);
    named("updates_few", 20);
    named("updates_many", 20.0 * EXAMPLES / 32);
}

int main(int argc, char **argv)
{
    char *end = "";
    unsigned long long seed = argc == 3 ? strtoull(argv[2], &end, 10) : 1;
    if (argc < 2 || argc > 3 || *end != '\0')
        bad_input("usage: experiment FOLDER [SEED]");
    folder = argv[1];
    values = csv_open(folder, "values.csv", "name,value");
    noise(random_new(seed));
    dropout(random_new(seed));
    training(seed, argc == 3 ? 1 : MOST_SEEDS);
    csv_close(&values);
    return 0;
}
