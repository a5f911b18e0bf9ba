#include "experiment.h"

#include <math.h>
#include <stdio.h>

/* ---- Which mistakes show under which loss -------------------------------------------- */

typedef enum { RIGHT, CONSTANTS, NO_MEAN, NO_VARIANCE, NO_GAMMA, GAMMA_TWICE, MISTAKES } Mistake;

static const char *const mistake_names[MISTAKES] = {"right",       "constants", "no_mean",
                                                    "no_variance", "no_gamma",  "gamma_twice"};
static const char *const loss_names[LOSSES] = {"sum", "squares", "weighted"};

static double wrong(const Norm *norm, Mistake mistake, size_t n, size_t d)
{
    double dy = row(norm->dy, n)[d], xhat = row(norm->xhat, n)[d], gamma = norm->gamma[d];
    bool no_mean = mistake == CONSTANTS || mistake == NO_MEAN;
    bool no_variance = mistake == CONSTANTS || mistake == NO_VARIANCE;
    double left = dy - (no_mean ? 0 : norm->dbeta[d] / NORM_N) -
                  (no_variance ? 0 : xhat * norm->dgamma[d] / NORM_N);
    double factor = mistake == NO_GAMMA ? 1 : mistake == GAMMA_TWICE ? gamma * gamma : gamma;
    return factor * norm->rstd[d] * left;
}

/* Puts the mistake into a right gradient. Returns the largest difference that it makes. */
static double spoil(const Norm *norm, Mistake mistake, double gradient[NORM_SIZE])
{
    double largest = 0;
    for (size_t i = 0; mistake != RIGHT && i < NORM_SIZE; i++) {
        double right = gradient[i];
        gradient[i] = wrong(norm, mistake, i / NORM_D, i % NORM_D);
        largest = fmax(largest, fabs(gradient[i] - right));
    }
    return largest;
}

/* A mistake under one loss. Returns what gradient_check says. */
static double try_mistake(Experiment *e, Norm *norm, Mistake mistake, double x[NORM_SIZE])
{
    double gradient[NORM_SIZE], largest = 0;
    const char *mistake_name = mistake_names[mistake], *loss_name = loss_names[norm->kind];
    norm_loss(x, norm);
    norm_gradient(norm, gradient);
    for (size_t i = 0; i < NORM_SIZE; i++)
        largest = fmax(largest, fabs(gradient[i]));
    if (mistake == RIGHT)
        experiment_named_value(e, largest, "largest_%s", loss_name);
    double off = spoil(norm, mistake, gradient);
    double error = gradient_check(norm_loss, norm, NORM_SIZE, x, gradient, 1e-5);
    experiment_named_value(e, off, "off_%s_%s", mistake_name, loss_name);
    return experiment_named_value(e, error, "check_%s_%s", mistake_name, loss_name);
}

void mistakes_table(Experiment *e, Random random)
{
    double x[NORM_SIZE];
    Norm norm = norm_new(&random, EPS, x);
    printf("\ngradient_check of a batch norm %24s%14s%16s\n", "the sum", "squares",
           "random weights");
    for (Mistake m = RIGHT; m < MISTAKES; m++) {
        double error[LOSSES];
        for (norm.kind = SUM; norm.kind < LOSSES; norm.kind++)
            error[norm.kind] = try_mistake(e, &norm, m, x);
        if (m != CONSTANTS && m != GAMMA_TWICE) /* these are in values.csv */
            printf("  %-20s%32.1e%14.1e%16.1e\n", mistake_names[m], error[SUM], error[SQUARES],
                   error[WEIGHTED]);
    }
    norm_free(&norm);
}

/* ---- The step of the check ----------------------------------------------------------- */

typedef struct {
    const Norm *norm;
    bool in_float;
} Precision;

/* A number as it is kept in float, or as it is. */
static double kept(double v, bool in_float)
{
    return in_float ? (double)(float)v : v;
}

/* norm_loss, WEIGHTED, for feature d, with every result rounded to float on the way. */
static double feature_loss(const double *x, const Precision *p, size_t d)
{
    const Norm *norm = p->norm;
    bool f = p->in_float;
    double centered[NORM_N], mean = 0, var = 0, loss = 0;
    for (size_t n = 0; n < NORM_N; n++)
        mean = kept(mean + kept(x[n * NORM_D + d], f), f);
    mean = kept(mean / NORM_N, f);
    for (size_t n = 0; n < NORM_N; n++) {
        centered[n] = kept(kept(x[n * NORM_D + d], f) - mean, f);
        var = kept(var + kept(centered[n] * centered[n], f), f);
    }
    double rstd = kept(1 / kept(sqrt(kept(var / NORM_N + norm->eps, f)), f), f);
    for (size_t n = 0; n < NORM_N; n++) {
        double y = kept(norm->gamma[d] * kept(centered[n] * rstd, f), f);
        loss = kept(loss + kept(row(norm->weights, n)[d] * y, f), f);
    }
    return loss;
}

static double rounded_loss(const double *x, void *context)
{
    const Precision *p = context;
    double loss = 0;
    for (size_t d = 0; d < NORM_D; d++)
        loss = kept(loss + feature_loss(x, p, d), p->in_float);
    return loss;
}

/* The error of differences to one side, relative to both lengths as in gradient_check. */
static double forward_error(Precision *p, double *x, const double *gradient, double step)
{
    double off = 0, gradients = 0, slopes = 0, here = rounded_loss(x, p);
    for (size_t i = 0; i < NORM_SIZE; i++) {
        double before = x[i];
        x[i] = before + step;
        double slope = (rounded_loss(x, p) - here) / step;
        x[i] = before;
        off += (gradient[i] - slope) * (gradient[i] - slope);
        gradients += gradient[i] * gradient[i];
        slopes += slope * slope;
    }
    return sqrt(off) / (sqrt(gradients) + sqrt(slopes));
}

typedef enum { CENTRAL, FORWARD, IN_FLOAT, CURVES } Curve;

static const char *const curve_names[CURVES] = {"central", "forward", "float"};

typedef struct {
    double step, error;
} Best;

static void write_best(Experiment *e, const Best best[CURVES])
{
    for (Curve c = CENTRAL; c < CURVES; c++) {
        experiment_named_value(e, best[c].step, "best_step_%s", curve_names[c]);
        experiment_named_value(e, best[c].error, "best_error_%s", curve_names[c]);
    }
    printf("Best step of the check: %.0e in double (error %.0e), %.0e in float (error %.0e)\n",
           best[CENTRAL].step, best[CENTRAL].error, best[IN_FLOAT].step, best[IN_FLOAT].error);
}

void step_curves(Experiment *e, Random random)
{
    double x[NORM_SIZE], gradient[NORM_SIZE];
    Best best[CURVES] = {{0, 1}, {0, 1}, {0, 1}};
    Norm norm = norm_new(&random, 0.1, x);
    norm_loss(x, &norm);
    norm_gradient(&norm, gradient);
    Precision in_double = {&norm, false}, in_float = {&norm, true};
    Csv csv = csv_open(e->folder, "steps.csv", "step,central,forward,float");
    for (int k = -52; k <= 0; k++) {
        double step = exp(k / 4.0 * log(10));
        double error[CURVES] = {
            gradient_check(rounded_loss, &in_double, NORM_SIZE, x, gradient, step),
            forward_error(&in_double, x, gradient, step),
            gradient_check(rounded_loss, &in_float, NORM_SIZE, x, gradient, step)};
        csv_row(&csv, "%g,%g,%g,%g", step, error[CENTRAL], error[FORWARD], error[IN_FLOAT]);
        for (Curve c = CENTRAL; c < CURVES; c++)
            if (error[c] < best[c].error)
                best[c] = (Best){step, error[c]};
        if (k == -20) /* a step of 1e-5 */
            experiment_value(e, "error_small_step_float", error[IN_FLOAT]);
    }
    csv_close(&csv);
    write_best(e, best);
    norm_free(&norm);
}
