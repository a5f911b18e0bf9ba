#include "experiment.h"

#include <stdlib.h>

#include "gamma_beta.h"

/* ---- Batch norm in ghost batches ----------------------------------------------------- */

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
    for (size_t i = 0; i < COUNT_OF(arrays); i++)
        free(arrays[i]);
    buffer_free(g->xhat);
    buffer_free(g->y);
    buffer_free(g->dx);
    free(g);
}

static Ghosts *ghosts_new(size_t D, size_t ghost)
{
    Ghosts *g = layer_state(sizeof *g);
    double **statistics[] = {&g->statistics.mean, &g->statistics.var, &g->statistics.rstd};
    real **parameters[] = {&g->gamma, &g->beta, &g->gamma_gradient, &g->beta_gradient};
    g->D = D;
    g->ghost = ghost;
    for (size_t i = 0; i < COUNT_OF(statistics); i++)
        *statistics[i] = vector_new(EXAMPLES / 2 * D); /* a ghost batch has 2 examples or more */
    for (size_t i = 0; i < COUNT_OF(parameters); i++)
        *parameters[i] = layer_state(D * sizeof(real));
    for (size_t d = 0; d < D; d++)
        g->gamma[d] = 1;
    g->dgamma = vector_new(D);
    g->dbeta = vector_new(D);
    g->xhat = buffer_new(D);
    g->y = buffer_new(D);
    g->dx = buffer_new(D);
    return g;
}

Layer ghosts_layer(size_t D, size_t ghost)
{
    Ghosts *g = ghosts_new(D, ghost);
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

void settle(Network *net, Matrix x)
{
    for (size_t i = 0; i < net->layer_count; i++)
        if (net->layers[i].forward == ghosts_forward)
            ((Ghosts *)net->layers[i].state)->ghost = x.rows;
    network_forward(net, x, TRAINING);
}

/* ---- Dropout ------------------------------------------------------------------------- */

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

Layer dropout_layer(size_t D, double rate, Dropping dropping, Random random)
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
