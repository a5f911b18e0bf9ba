/* The experiment of chapter 4, on your functions:   experiment FOLDER [SEED]

   1  what gamma and beta do to the distribution of a hidden unit, and so to its sigmoid
   2  a fit of y = 3 x + 7 behind a batch norm, with gamma and beta free or frozen
   3  a small network that needs gamma and beta, and what happens when gamma starts near 0
   4  the identity, the useless bias, folding: how exact is "exactly"?

   Prints a summary, and writes into FOLDER the numbers of the text (values.csv) and the tables
   of the figures. The same seed gives the same numbers. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/cats.h"
#include "common/csv.h"
#include "common/linear.h"
#include "common/losses.h"
#include "common/progress.h"
#include "forward_pass.h"
#include "gamma_beta.h"

#define EPS 1e-5

static const char *folder;
static Csv values;

/* value("one", "_sd", 1.0) is {{one_sd}} in the text. */
static double value(const char *of, const char *name, double number)
{
    csv_row(&values, "%s%s,%.9g", of, name, number);
    return number;
}

static double sigmoid(double y)
{
    return 1 / (1 + exp(-y));
}

static Matrix cats_new(Random *random, size_t N)
{
    Matrix x = matrix_new(N, CAT_FEATURES);
    cats_draw(random, x);
    return x;
}

static double largest_difference(Matrix a, Matrix b)
{
    double largest = 0;
    for (size_t i = 0; i < a.rows * a.cols; i++)
        largest = fmax(largest, fabs((double)a.v[i] - (double)b.v[i]));
    return largest;
}

static double largest_of(size_t count, const double *v)
{
    double largest = 0;
    for (size_t i = 0; i < count; i++)
        largest = fmax(largest, fabs(v[i]));
    return largest;
}

/* ---- A batch norm in training: its parameters, and what its passes leave ---- */

typedef struct {
    size_t D;
    double *mean, *var, *rstd, *dgamma, *dbeta;
    real *gamma, *beta;
    Matrix xhat, y, dxhat;
} Norm;

static Norm norm_new(size_t N, size_t D)
{
    Norm norm = {
        .D = D, .xhat = matrix_new(N, D), .y = matrix_new(N, D), .dxhat = matrix_new(N, D)};
    double **sums[] = {&norm.mean, &norm.var, &norm.rstd, &norm.dgamma, &norm.dbeta};
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        if (!(*sums[i] = calloc(D, sizeof(double))))
            bad_input("out of memory for %zu numbers", D);
    norm.gamma = matrix_new(1, D).v;
    norm.beta = matrix_new(1, D).v;
    for (size_t d = 0; d < D; d++)
        norm.gamma[d] = 1; /* beta stays 0 */
    return norm;
}

static void norm_free(Norm norm)
{
    double *sums[] = {norm.mean, norm.var, norm.rstd, norm.dgamma, norm.dbeta};
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        free(sums[i]);
    free(norm.gamma);
    free(norm.beta);
    matrix_free(norm.xhat);
    matrix_free(norm.y);
    matrix_free(norm.dxhat);
}

static Matrix norm_forward(Norm norm, Matrix x)
{
    bn_forward(x, EPS, norm.mean, norm.var, norm.rstd, norm.xhat);
    bn_scale_shift(norm.xhat, norm.gamma, norm.beta, norm.y);
    return norm.y;
}

/* A run of training. The gradients of gamma and beta are multiplied by a share: 1, or 0 for what
   is frozen. start: where gamma starts. */
typedef struct {
    const char *name, *says;
    double gamma_share, beta_share, rate, start;
} Run;

/* From dy, the gradient of the loss by y, a step for gamma and beta. */
static void norm_step(Norm norm, Matrix dy, const Run *run)
{
    bn_scale_shift_backward(dy, norm.xhat, norm.gamma, norm.dxhat, norm.dgamma, norm.dbeta);
    for (size_t d = 0; d < norm.D; d++) {
        norm.dgamma[d] *= run->gamma_share;
        norm.dbeta[d] *= run->beta_share;
    }
    bn_sgd_step(norm.D, norm.dgamma, norm.dbeta, run->rate, norm.gamma, norm.beta);
}

/* ---- A linear layer, a batch norm, and a loss: the mean squared distance from a target ---- */

typedef struct {
    Matrix x, weights, bias, z, target, dy;
    Norm norm;
} Block;

static Block block_new(size_t N, size_t inputs, size_t units)
{
    return (Block){matrix_new(N, inputs), matrix_new(inputs, units), matrix_new(1, units),
                   matrix_new(N, units),  matrix_new(N, units),      matrix_new(N, units),
                   norm_new(N, units)};
}

static void block_free(Block b)
{
    Matrix m[] = {b.x, b.weights, b.bias, b.z, b.target, b.dy};
    for (size_t i = 0; i < sizeof m / sizeof *m; i++)
        matrix_free(m[i]);
    norm_free(b.norm);
}

static Matrix block_forward(Block b)
{
    linear_forward(b.x, b.weights, b.bias.v, b.z);
    return norm_forward(b.norm, b.z);
}

/* Fills dy, the gradient by y; it holds the mean's 1/N. */
static double block_loss(void *of)
{
    Block *b = of;
    Matrix y = block_forward(*b);
    mean_squared_error_backward(y, b->target, b->dy);
    return mean_squared_error(y, b->target);
}

//> region slope
/* The slope of a loss in one number, by a central difference. */
static double slope(double loss(void *), void *of, real *number)
{
    const double step = 1e-4;
    const real middle = *number;
    *number = (real)(middle + step);
    double above = loss(of);
    *number = (real)(middle - step);
    double below = loss(of);
    *number = middle;
    return (above - below) / (2 * step);
}
//< region

/* ---- 1. The distribution of a hidden unit ---- */

typedef struct {
    double mean, sd, skewness;
} Shape;

static Shape shape_of(Matrix y)
{
    double N = (double)y.rows, mean = 0, second = 0, third = 0;
    for (size_t n = 0; n < y.rows; n++)
        mean += y.v[n] / N;
    for (size_t n = 0; n < y.rows; n++) {
        double deviation = y.v[n] - mean;
        second += deviation * deviation / N;
        third += deviation * deviation * deviation / N;
    }
    return (Shape){mean, sqrt(second), third / pow(second, 1.5)};
}

/* How much of the variance of sigmoid(y) a straight line explains, in percent: the square of
   the correlation of y and sigmoid(y). */
static double straightness(Matrix y)
{
    double N = (double)y.rows, mean = shape_of(y).mean, height = 0, yy = 0, ss = 0, ys = 0;
    for (size_t n = 0; n < y.rows; n++)
        height += sigmoid(y.v[n]) / N;
    for (size_t n = 0; n < y.rows; n++) {
        double dy = y.v[n] - mean, ds = sigmoid(y.v[n]) - height;
        yy += dy * dy;
        ss += ds * ds;
        ys += dy * ds;
    }
    return 100 * ys * ys / (yy * ss);
}

static void write_density(Csv *csv, size_t setting, Matrix y)
{
    enum { BINS = 144 };
    const double low = -8, width = 18.0 / BINS;
    double density[BINS] = {0};
    for (size_t n = 0; n < y.rows; n++) {
        double bin = floor((y.v[n] - low) / width);
        if (bin >= 0 && bin < BINS)
            density[(size_t)bin] += 1 / (width * (double)y.rows);
    }
    for (size_t i = 0; i < BINS; i++)
        csv_row(csv, "%zu,%.4f,%.5f", setting, low + ((double)i + 0.5) * width, density[i]);
}

static void write_points(Csv *csv, size_t setting, Matrix y)
{
    for (size_t n = 0; n < 60; n++)
        csv_row(csv, "%zu,%.4f,%.5f", setting, (double)y.v[n], sigmoid(y.v[n]));
}

/* A unit of a second layer. It reads a sigmoid unit of the first, which is on for large cats. */
static Matrix hidden_unit(Random *random, size_t N)
{
    Matrix cats = cats_new(random, N), x = matrix_new(N, 1);
    for (size_t n = 0; n < N; n++)
        x.v[n] = (real)(40 + 10 * sigmoid(row(cats, n)[CAT_SIZE] - 6.0));
    matrix_free(cats);
    return x;
}

static void distribution(Random random)
{
    static const struct {
        const char *name;
        real gamma, beta;
    } settings[] = {{"one", 1, 0}, {"narrow", (real)0.4, 3}, {"mirrored", -1, -3}, {"wide", 4, 0}};
    enum { N = 20000 };
    Matrix x = hidden_unit(&random, N);
    Norm norm = norm_new(N, 1);
    Csv densities = csv_open(folder, "densities.csv", "setting,y,density");
    Csv points = csv_open(folder, "points.csv", "setting,y,sigmoid");
    Shape s = shape_of(x);
    printf("1. A hidden unit: mean %.2f, sd %.2f, skewness %.2f\n", value("unit", "_mean", s.mean),
           value("unit", "_sd", s.sd), value("unit", "_skewness", s.skewness));
    printf("   gamma  beta     mean     sd   skewness   its sigmoid is straight to\n");
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        const char *name = settings[i].name;
        norm.gamma[0] = settings[i].gamma;
        norm.beta[0] = settings[i].beta;
        Matrix y = norm_forward(norm, x);
        s = shape_of(y);
        value(name, "_mean_off", fabs(s.mean - norm.beta[0]));
        printf("   %5.1f %5.0f   %6.2f %6.2f %10.2f %20.1f %%\n", (double)norm.gamma[0],
               (double)norm.beta[0], fabs(s.mean) < 1e-6 ? 0 : s.mean, value(name, "_sd", s.sd),
               value(name, "_skewness", s.skewness), value(name, "_straight", straightness(y)));
        write_density(&densities, i, y);
        write_points(&points, i, y);
    }
    csv_close(&densities);
    csv_close(&points);
    matrix_free(x);
    norm_free(norm);
}

/* ---- 2. The fit ---- */

/* The batch {1, 2, 3, 4} is to come out as it went in: L = sum of (y - x)^2 / 2, rate 1/N. */
static void by_hand(void)
{
    enum { N = 4 };
    Matrix x = matrix_new(N, 1), dy = matrix_new(N, 1);
    Norm norm = norm_new(N, 1);
    for (size_t n = 0; n < N; n++)
        x.v[n] = (real)(n + 1);
    norm_forward(norm, x);
    for (size_t n = 0; n < N; n++)
        dy.v[n] = norm.y.v[n] - x.v[n];
    bn_scale_shift_backward(dy, norm.xhat, norm.gamma, norm.dxhat, norm.dgamma, norm.dbeta);
    bn_sgd_step(1, norm.dgamma, norm.dbeta, 1.0 / N, norm.gamma, norm.beta);
    for (size_t n = 0; n < N; n++) {
        char number[2] = {(char)('1' + n), '\0'};
        value("hand_xhat_", number, norm.xhat.v[n]);
        value("hand_dy_", number, dy.v[n]);
        value("hand_product_", number, dy.v[n] * norm.xhat.v[n]);
    }
    value("hand", "_dgamma", norm.dgamma[0]);
    value("hand", "_dbeta", norm.dbeta[0]);
    printf("2. {1, 2, 3, 4} as its own target: after one step gamma is %.4f, beta %.4f\n",
           value("hand", "_gamma", norm.gamma[0]), value("hand", "_beta", norm.beta[0]));
    value("hand", "_off", largest_difference(norm_forward(norm, x), x));
    matrix_free(x);
    matrix_free(dy);
    norm_free(norm);
}

/* A cat's size -> weight and bias -> batch norm -> a prediction of 3 size + 7. */

enum { FIT_CATS = 64, FIT_STEPS = 150 };

static Block fit_new(Random random)
{
    Matrix cats = cats_new(&random, FIT_CATS);
    Block fit = block_new(FIT_CATS, 1, 1);
    fit.weights.v[0] = 1;
    for (size_t n = 0; n < FIT_CATS; n++) {
        fit.x.v[n] = row(cats, n)[CAT_SIZE];
        fit.target.v[n] = 3 * fit.x.v[n] + 7;
    }
    matrix_free(cats);
    return fit;
}

static const Run fit_runs[] = {
    {"free", "both learn", 1, 1, 0.05, 1},
    {"beta", "only beta", 0, 1, 0.05, 1},
    {"gamma", "only gamma", 1, 0, 0.05, 1},
    {"frozen", "both frozen", 0, 0, 0.05, 1},
    {"averaged", "gradients / N", 1.0 / FIT_CATS, 1.0 / FIT_CATS, 0.05, 1},
};

enum { FIT_RUNS = sizeof fit_runs / sizeof *fit_runs };

/* Weight and bias learn in every run. Returns the last loss. */
static double fit_run(Block *fit, const Run *run, double *losses)
{
    real *weight = fit->weights.v, *bias = fit->bias.v;
    for (size_t step = 0; step <= FIT_STEPS; step++) {
        double dweight = slope(block_loss, fit, weight), dbias = slope(block_loss, fit, bias);
        losses[step] = block_loss(fit);
        norm_step(fit->norm, fit->dy, run);
        *weight = (real)(*weight - 0.05 * dweight);
        *bias = (real)(*bias - 0.05 * dbias);
    }
    return block_loss(fit);
}

/* The line that was learned: its height at size 0 and at size 9, and a row of the table. */
static void fit_line(const Block *fit, size_t run, double loss, Csv *lines)
{
    double factor = fit->norm.gamma[0] * fit->norm.rstd[0], rise = factor * fit->weights.v[0];
    double start = fit->norm.beta[0] + factor * (fit->bias.v[0] - fit->norm.mean[0]);
    csv_row(lines, "%zu,%.5f,%.5f", run, start, start + 9 * rise);
    printf("   %-15s %.3f x %+7.3f   loss %.2g\n", fit_runs[run].says, rise, start,
           value("loss_", fit_runs[run].name, loss));
}

/* What the free run has learned, beside what must come out: gamma = 3 sd, beta = 3 mean + 7. */
static void fit_learned(const Block *fit, const double *losses)
{
    double mean, var;
    bn_mean(fit->x, &mean);
    bn_variance(fit->x, &mean, &var);
    Csv csv = csv_open(folder, "fit_points.csv", "size,target");
    for (size_t n = 0; n < FIT_CATS; n++)
        csv_row(&csv, "%.4f,%.4f", (double)fit->x.v[n], (double)fit->target.v[n]);
    csv_close(&csv);
    value("fit", "_cats", FIT_CATS);
    value("fit", "_steps", FIT_STEPS);
    value("fit", "_gamma", fit->norm.gamma[0]);
    value("fit", "_gamma_exact", 3 * sqrt(var + EPS));
    value("fit", "_beta", fit->norm.beta[0]);
    value("fit", "_beta_exact", 3 * mean + 7);
    value("fit", "_start", losses[0]);
    value("fit", "_left", 100 * losses[1] / losses[0]);
}

/* dgamma at the start: by 4.2, by a difference, and by the mistake of taking x for xhat. */
static void fit_gradient(Random random)
{
    Block fit = fit_new(random);
    Norm norm = fit.norm;
    double difference = slope(block_loss, &fit, norm.gamma);
    block_loss(&fit);
    bn_scale_shift_backward(fit.dy, fit.x, norm.gamma, norm.dxhat, norm.dgamma, norm.dbeta);
    double from_x = norm.dgamma[0];
    bn_scale_shift_backward(fit.dy, norm.xhat, norm.gamma, norm.dxhat, norm.dgamma, norm.dbeta);
    double dgamma = norm.dgamma[0];
    printf("   dgamma at the start: %.5f, by differences %.5f; from x %.1f\n",
           value("dgamma", "", dgamma), value("dgamma", "_difference", difference),
           value("dgamma", "_from_x", from_x));
    value("dgamma", "_error", fabs(dgamma - difference));
    block_free(fit);
}

static void fits(Random random)
{
    static double losses[FIT_RUNS][FIT_STEPS + 1];
    Csv lines = csv_open(folder, "fit_lines.csv", "run,at_0,at_9");
    printf("   3 x + 7 behind a batch norm, after %d steps:\n", FIT_STEPS);
    for (size_t i = 0; i < FIT_RUNS; i++) {
        Block fit = fit_new(random);
        double loss = fit_run(&fit, &fit_runs[i], losses[i]);
        fit_line(&fit, i, loss, &lines);
        if (i == 0)
            fit_learned(&fit, losses[0]);
        value("weight_", fit_runs[i].name, fit.weights.v[0]);
        value("share_", fit_runs[i].name, loss / losses[i][0]);
        block_free(fit);
    }
    csv_close(&lines);
    Csv csv = csv_open(folder, "fit_losses.csv", "step,free,beta,gamma,frozen");
    for (size_t step = 0; step <= FIT_STEPS; step++)
        csv_row(&csv, "%zu,%.6g,%.6g,%.6g,%.6g", step, losses[0][step], losses[1][step],
                losses[2][step], losses[3][step]);
    csv_close(&csv);
    fit_gradient(random);
}

/* ---- 3. A network that needs gamma and beta ----
   Standardized cats -> weights -> batch norm -> sigmoid -> out. The question: is the cat large,
   or dark, but not both? No straight line parts the two answers. */

enum { NET_CATS = 128, HIDDEN = 4, NET_STEPS = 1500, NET_EARLY = 300 };

/* The block's bias stays 0; the last of out is a bias. right: the share of right answers. */
typedef struct {
    Block block;
    real out[HIDDEN + 1];
    double dout[HIDDEN + 1], label[NET_CATS], right;
} Net;

static Net net_new(Random random, double gamma)
{
    Net net = {.block = block_new(NET_CATS, CAT_FEATURES, HIDDEN)};
    for (size_t i = 0; i < CAT_FEATURES * HIDDEN; i++)
        net.block.weights.v[i] = (real)random_normal(&random, 0, 1);
    for (size_t d = 0; d < HIDDEN; d++) {
        net.block.norm.gamma[d] = (real)gamma;
        net.out[d] = (real)random_normal(&random, 0, 1);
    }
    Matrix cats = cats_new(&random, NET_CATS);
    double mean[CAT_FEATURES], var[CAT_FEATURES], rstd[CAT_FEATURES];
    Matrix x = net.block.x;
    bn_forward(cats, EPS, mean, var, rstd, x);
    for (size_t n = 0; n < NET_CATS; n++)
        net.label[n] = (row(x, n)[CAT_SIZE] > 0) != (row(x, n)[CAT_FUR] > 0) ? 1 : -1;
    matrix_free(cats);
    return net;
}

/* One example: adds its part to the loss, and to the gradients. y: the unit's inputs. */
static double net_example(Net *net, size_t n, const real *y)
{
    double unit[HIDDEN], logit = net->out[HIDDEN];
    for (size_t d = 0; d < HIDDEN; d++) {
        unit[d] = sigmoid(y[d]);
        logit += net->out[d] * unit[d];
    }
    double margin = net->label[n] * logit;
    double dlogit = -net->label[n] * sigmoid(-margin) / NET_CATS;
    for (size_t d = 0; d < HIDDEN; d++) {
        net->dout[d] += dlogit * unit[d];
        row(net->block.dy, n)[d] = (real)(dlogit * net->out[d] * unit[d] * (1 - unit[d]));
    }
    net->dout[HIDDEN] += dlogit;
    net->right += (margin > 0 ? 1.0 : 0.0) / NET_CATS;
    return log1p(exp(-margin)) / NET_CATS;
}

/* The mean logistic loss. A net that knows nothing has log 2 = 0.693. */
static double net_loss(void *of)
{
    Net *net = of;
    double loss = net->right = 0;
    Matrix y = block_forward(net->block);
    for (size_t d = 0; d <= HIDDEN; d++)
        net->dout[d] = 0;
    for (size_t n = 0; n < NET_CATS; n++)
        loss += net_example(net, n, row(y, n));
    return loss;
}

/* The gradient by the weights before the batch norm; returns its length. */
static double net_slopes(Net *net, double *dweights)
{
    double squares = 0;
    for (size_t i = 0; i < CAT_FEATURES * HIDDEN; i++) {
        dweights[i] = slope(net_loss, net, &net->block.weights.v[i]);
        squares += dweights[i] * dweights[i];
    }
    return sqrt(squares);
}

/* The weights and out learn in every run. Returns the loss before the step. */
static double net_step(Net *net, const Run *run)
{
    real *weights = net->block.weights.v;
    double dweights[CAT_FEATURES * HIDDEN];
    net_slopes(net, dweights);
    double loss = net_loss(net);
    norm_step(net->block.norm, net->block.dy, run);
    for (size_t i = 0; i < CAT_FEATURES * HIDDEN; i++)
        weights[i] = (real)(weights[i] - dweights[i]);
    for (size_t d = 0; d <= HIDDEN; d++)
        net->out[d] = (real)(net->out[d] - net->dout[d]);
    return loss;
}

/* The gradient by the weights at the start, for some gammas. */
static void net_starts(Random random)
{
    static const struct {
        const char *name;
        double gamma;
    } starts[] = {{"1", 1}, {"01", 0.1}, {"001", 0.01}, {"0001", 0.001}, {"0", 0}};
    printf("   slope of the weights, at gamma = 1, 0.1, 0.01, 0.001, 0:");
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        Net net = net_new(random, starts[i].gamma);
        double dweights[CAT_FEATURES * HIDDEN];
        printf(" %.2g", value("slope_", starts[i].name, net_slopes(&net, dweights)));
        block_free(net.block);
    }
    putchar('\n');
}

static const Run net_runs[] = {
    {"free", "both learn", 1, 1, 1, 1},         {"beta", "only beta", 0, 1, 1, 1},
    {"gamma", "only gamma", 1, 0, 1, 1},        {"frozen", "both frozen", 0, 0, 1, 1},
    {"late", "gamma from 0.01", 1, 1, 1, 0.01},
};

enum { NET_RUNS = sizeof net_runs / sizeof *net_runs };

/* The largest gamma and beta, without their signs. */
static void net_learned(Norm norm)
{
    double gamma = 0, beta = 0;
    for (size_t d = 0; d < norm.D; d++) {
        gamma = fmax(gamma, fabs((double)norm.gamma[d]));
        beta = fmax(beta, fabs((double)norm.beta[d]));
    }
    value("learned", "_gamma", gamma);
    value("learned", "_beta", beta);
}

static void network(Random random)
{
    static double losses[NET_RUNS][NET_STEPS + 1];
    printf("3. A network, large or dark but not both, after %d steps:\n", NET_STEPS);
    for (size_t i = 0; i < NET_RUNS; i++) {
        Net net = net_new(random, net_runs[i].start);
        for (size_t step = 0; step <= NET_STEPS; step++) {
            progress("training", i * NET_STEPS + step, NET_RUNS * NET_STEPS);
            losses[i][step] = net_step(&net, &net_runs[i]);
        }
        double loss = net_loss(&net);
        const char *name = net_runs[i].name;
        printf("   %-15s loss %.3f, right %3.0f %%; loss after %d steps %.3f\n", net_runs[i].says,
               value("net_", name, loss), value("right_", name, 100 * net.right), NET_EARLY,
               value("early_", name, losses[i][NET_EARLY]));
        if (i == 0)
            net_learned(net.block.norm);
        block_free(net.block);
    }
    Csv csv = csv_open(folder, "net_losses.csv", "step,free,beta,gamma,frozen,late");
    for (size_t step = 0; step <= NET_STEPS; step += 5)
        csv_row(&csv, "%zu,%.5f,%.5f,%.5f,%.5f,%.5f", step, losses[0][step], losses[1][step],
                losses[2][step], losses[3][step], losses[4][step]);
    csv_close(&csv);
    value("net", "_steps", NET_STEPS);
    value("early", "_steps", NET_EARLY);
    net_starts(random);
}

/* ---- 4. Exactly? ---- */

static void identity(Random random)
{
    enum { N = 256 };
    Matrix x = cats_new(&random, N);
    Norm norm = norm_new(N, CAT_FEATURES);
    norm_forward(norm, x);
    bn_identity(norm.D, norm.mean, norm.var, EPS, norm.gamma, norm.beta);
    double off = largest_difference(norm_forward(norm, x), x);
    for (size_t d = 0; d < norm.D; d++)
        norm.gamma[d] = (real)sqrt(norm.var[d]);
    double off_without = largest_difference(norm_forward(norm, x), x);
    printf("4. The identity: y is x to %.1e; with gamma = sqrt(var), to %.1e\n",
           value("identity", "_off", off), value("identity", "_off_without_eps", off_without));
    value("identity", "_shrinks", 100 * (1 - sqrt(norm.var[CAT_FUR] / (norm.var[CAT_FUR] + EPS))));
    matrix_free(x);
    norm_free(norm);
}

enum { UNITS = 8, BATCH = 64 };

static Block random_block(Random random)
{
    Block b = block_new(BATCH, CAT_FEATURES, UNITS);
    cats_draw(&random, b.x);
    for (size_t i = 0; i < CAT_FEATURES * UNITS; i++)
        b.weights.v[i] = (real)random_normal(&random, 0, 1);
    for (size_t i = 0; i < BATCH * UNITS; i++)
        b.target.v[i] = (real)random_normal(&random, 0, 1);
    for (size_t d = 0; d < UNITS; d++) {
        b.bias.v[d] = (real)random_normal(&random, 0, 1);
        b.norm.gamma[d] = (real)random_normal(&random, 1, 0.5);
        b.norm.beta[d] = (real)random_normal(&random, 0, 1);
    }
    return b;
}

/* The largest change of the output when every bias grows by this much. */
static double block_moves(Block *b, double by)
{
    Matrix before = matrix_new(BATCH, UNITS), y = block_forward(*b);
    memcpy(before.v, y.v, BATCH * UNITS * sizeof *y.v);
    for (size_t d = 0; d < UNITS; d++)
        b->bias.v[d] += (real)by;
    double moved = largest_difference(before, block_forward(*b));
    for (size_t d = 0; d < UNITS; d++)
        b->bias.v[d] -= (real)by;
    matrix_free(before);
    return moved;
}

static void useless_bias(Random random)
{
    Block b = random_block(random);
    Norm norm = b.norm;
    double dbias[UNITS], dweights[CAT_FEATURES * UNITS];
    for (size_t d = 0; d < UNITS; d++)
        dbias[d] = slope(block_loss, &b, &b.bias.v[d]);
    for (size_t i = 0; i < CAT_FEATURES * UNITS; i++)
        dweights[i] = slope(block_loss, &b, &b.weights.v[i]);
    block_loss(&b);
    bn_scale_shift_backward(b.dy, norm.xhat, norm.gamma, norm.dxhat, norm.dgamma, norm.dbeta);
    printf("   A bias before it: + 1 moves y by %.0e, + 1000 by %.0e; its slope %.0e\n",
           value("bias", "_moves_1", block_moves(&b, 1)),
           value("bias", "_moves_1000", block_moves(&b, 1000)),
           value("bias", "_slope", largest_of(UNITS, dbias)));
    printf("   (slopes of the weights %.2g, of gamma %.2g, of beta %.2g)\n",
           value("weights", "_slope", largest_of(CAT_FEATURES * UNITS, dweights)),
           value("gamma", "_slope", largest_of(UNITS, norm.dgamma)),
           value("beta", "_slope", largest_of(UNITS, norm.dbeta)));
    block_free(b);
}

/* Statistics of many cats, fixed; then new cats through both layers, and through the folded one. */
static void folding(Random random)
{
    Block b = random_block(random);
    Norm norm = b.norm;
    Matrix many = cats_new(&random, 4096), z = matrix_new(4096, UNITS);
    linear_forward(many, b.weights, b.bias.v, z);
    bn_mean(z, norm.mean);
    bn_variance(z, norm.mean, norm.var);
    bn_rstd(UNITS, norm.var, EPS, norm.rstd);

    linear_forward(b.x, b.weights, b.bias.v, b.z);
    bn_normalize(b.z, norm.mean, norm.rstd, norm.xhat);
    bn_scale_shift(norm.xhat, norm.gamma, norm.beta, norm.y);
    bn_fold_into_linear(b.weights, b.bias.v, norm.mean, norm.rstd, norm.gamma, norm.beta);
    Matrix folded = matrix_new(BATCH, UNITS);
    linear_forward(b.x, b.weights, b.bias.v, folded);
    printf("   Folded: the same y to %.1e",
           value("fold", "_off", largest_difference(folded, norm.y)));
    printf("; with the batch's own statistics y differs by %.2g\n",
           value("fold", "_from_batch", largest_difference(folded, norm_forward(norm, b.z))));
    value("fold", "_before", CAT_FEATURES * UNITS + 2 * UNITS);
    value("fold", "_after", CAT_FEATURES * UNITS);
    matrix_free(many);
    matrix_free(z);
    matrix_free(folded);
    block_free(b);
}

int main(int argc, char **argv)
{
    char *end = "";
    unsigned long long seed = argc == 3 ? strtoull(argv[2], &end, 10) : 1;
    if (argc < 2 || argc > 3 || *end != '\0')
        bad_input("usage: experiment FOLDER [SEED]");
    folder = argv[1];
    values = csv_open(folder, "values.csv", "name,value");
    distribution(random_new(seed));
    by_hand();
    fits(random_new(seed));
    network(random_new(seed));
    identity(random_new(seed));
    useless_bias(random_new(seed));
    folding(random_new(seed));
    csv_close(&values);
    return 0;
}
