#include "experiment.h"

#include <math.h>
#include <stdio.h>

#include "forward_pass.h"

/* ---- One step by hand ---- */

/* The batch {1, 2, 3, 4} is to come out as it went in: L = sum of (y - x)^2 / 2, rate 1/N. */
void step_by_hand(Experiment *e)
{
    enum { N = 4 };
    Matrix x = matrix_new(N, 1), dy = matrix_new(N, 1);
    Norm norm = norm_new(N, 1);
    for (size_t n = 0; n < N; n++)
        x.v[n] = (real)(n + 1);
    norm_forward(norm, x);
    for (size_t n = 0; n < N; n++)
        dy.v[n] = norm.y.v[n] - x.v[n];
    norm_step(norm, dy, &(Run){.gamma_share = 1, .beta_share = 1, .rate = 1.0 / N});

    for (size_t n = 0; n < N; n++) {
        experiment_named_value(e, norm.xhat.v[n], "hand_xhat_%zu", n + 1);
        experiment_named_value(e, dy.v[n], "hand_dy_%zu", n + 1);
        experiment_named_value(e, dy.v[n] * norm.xhat.v[n], "hand_product_%zu", n + 1);
    }
    experiment_value(e, "hand_dgamma", norm.dgamma[0]);
    experiment_value(e, "hand_dbeta", norm.dbeta[0]);
    experiment_value(e, "hand_gamma", norm.gamma[0]);
    experiment_value(e, "hand_beta", norm.beta[0]);
    experiment_value(e, "hand_off", largest_difference(norm_forward(norm, x), x));
    printf("2. {1, 2, 3, 4} as its own target: after one step gamma is %.4f, beta %.4f\n",
           (double)norm.gamma[0], (double)norm.beta[0]);
    matrix_free(x);
    matrix_free(dy);
    norm_free(norm);
}

/* ---- The fit: a cat's size -> weight and bias -> batch norm -> a prediction of 3 size + 7 ---- */

enum { CATS = 64, STEPS = 150 };

static const Run runs[] = {
    {"free", "both learn", 1, 1, 0.05, 1},
    {"beta", "only beta", 0, 1, 0.05, 1},
    {"gamma", "only gamma", 1, 0, 0.05, 1},
    {"frozen", "both frozen", 0, 0, 0.05, 1},
    {"averaged", "gradients / N", 1.0 / CATS, 1.0 / CATS, 0.05, 1},
};

enum { RUNS = COUNT_OF(runs) };

static Block fit_new(Random random)
{
    Matrix cats = cats_new(&random, CATS);
    Block fit = block_new(CATS, 1, 1);
    fit.weights.v[0] = 1;
    for (size_t n = 0; n < CATS; n++) {
        fit.x.v[n] = row(cats, n)[CAT_SIZE];
        fit.target.v[n] = 3 * fit.x.v[n] + 7;
    }
    matrix_free(cats);
    return fit;
}

/* Weight and bias learn in every run. Returns the last loss. */
static double fit_run(Block *fit, const Run *run, double *losses)
{
    real *weight = fit->weights.v, *bias = fit->bias.v;
    for (size_t step = 0; step <= STEPS; step++) {
        double dweight = slope(block_loss, fit, weight), dbias = slope(block_loss, fit, bias);
        losses[step] = block_loss(fit);
        norm_step(fit->norm, fit->dy, run);
        *weight = (real)(*weight - run->rate * dweight);
        *bias = (real)(*bias - run->rate * dbias);
    }
    return block_loss(fit);
}

/* ---- What it has learned ---- */

/* A line: its height at size 0 and at size 9, and a row of the table. */
static void show_line(Experiment *e, Csv *lines, const Block *fit, size_t run, double loss)
{
    const Norm norm = fit->norm;
    double factor = norm.gamma[0] * norm.rstd[0], rise = factor * fit->weights.v[0];
    double start = norm.beta[0] + factor * (fit->bias.v[0] - norm.mean[0]);
    csv_row(lines, "%zu,%.5f,%.5f", run, start, start + 9 * rise);
    experiment_named_value(e, loss, "loss_%s", runs[run].name);
    printf("   %-15s %.3f x %+7.3f   loss %.2g\n", runs[run].says, rise, start, loss);
}

/* The free run, beside what must come out: gamma = 3 sd, beta = 3 mean + 7. */
static void describe_free_run(Experiment *e, const Block *fit, const double *losses)
{
    double mean, var;
    bn_mean(fit->x, &mean);
    bn_variance(fit->x, &mean, &var);
    experiment_value(e, "fit_cats", CATS);
    experiment_value(e, "fit_steps", STEPS);
    experiment_value(e, "fit_gamma", fit->norm.gamma[0]);
    experiment_value(e, "fit_gamma_exact", 3 * sqrt(var + EPS));
    experiment_value(e, "fit_beta", fit->norm.beta[0]);
    experiment_value(e, "fit_beta_exact", 3 * mean + 7);
    experiment_value(e, "fit_start", losses[0]);
    experiment_value(e, "fit_left", 100 * losses[1] / losses[0]);
}

/* dgamma at the start: by 4.2, by a difference, and by the mistake of taking x for xhat. */
static void show_gradient(Experiment *e, Random random)
{
    Block fit = fit_new(random);
    Norm norm = fit.norm;
    double difference = slope(block_loss, &fit, norm.gamma);
    block_loss(&fit);
    bn_scale_shift_backward(fit.dy, fit.x, norm.gamma, norm.dxhat, norm.dgamma, norm.dbeta);
    double from_x = norm.dgamma[0];
    norm_backward(norm, fit.dy);
    double dgamma = norm.dgamma[0];
    experiment_value(e, "dgamma", dgamma);
    experiment_value(e, "dgamma_difference", difference);
    experiment_value(e, "dgamma_from_x", from_x);
    experiment_value(e, "dgamma_error", fabs(dgamma - difference));
    printf("   dgamma at the start: %.5f, by differences %.5f; from x %.1f\n", dgamma, difference,
           from_x);
    block_free(fit);
}

/* ---- Tables ---- */

static void write_points(const Experiment *e, const Block *fit)
{
    Csv csv = csv_open(e->folder, "fit_points.csv", "size,target");
    for (size_t n = 0; n < CATS; n++)
        csv_row(&csv, "%.4f,%.4f", (double)fit->x.v[n], (double)fit->target.v[n]);
    csv_close(&csv);
}

static void write_losses(const Experiment *e, double losses[RUNS][STEPS + 1])
{
    Csv csv = csv_open(e->folder, "fit_losses.csv", "step,free,beta,gamma,frozen");
    for (size_t step = 0; step <= STEPS; step++)
        csv_row(&csv, "%zu,%.6g,%.6g,%.6g,%.6g", step, losses[0][step], losses[1][step],
                losses[2][step], losses[3][step]);
    csv_close(&csv);
}

void fits(Experiment *e, Random random)
{
    static double losses[RUNS][STEPS + 1];
    Csv lines = csv_open(e->folder, "fit_lines.csv", "run,at_0,at_9");
    printf("   3 x + 7 behind a batch norm, after %d steps:\n", STEPS);
    for (size_t i = 0; i < RUNS; i++) {
        Block fit = fit_new(random);
        double loss = fit_run(&fit, &runs[i], losses[i]);
        show_line(e, &lines, &fit, i, loss);
        if (i == 0) {
            write_points(e, &fit);
            describe_free_run(e, &fit, losses[0]);
        }
        experiment_named_value(e, fit.weights.v[0], "weight_%s", runs[i].name);
        experiment_named_value(e, loss / losses[i][0], "share_%s", runs[i].name);
        block_free(fit);
    }
    csv_close(&lines);
    write_losses(e, losses);
    show_gradient(e, random);
}
