#include "tests/08_gan/oracle.h"

#include <math.h>
#include <string.h>

/* ---- Forward ---- */

/* One parameter can be moved a little, for a difference quotient. */
static struct {
    const Network *network;
    size_t number;
    long double by;
} moved;

/* Where one reads a network's parameters, one after the other. */
typedef struct {
    const Network *network;
    size_t next, at; /* the parameter in the list, and its number in all */
} Reader;

static void read_parameters(Reader *reader, long double *into, size_t count)
{
    Parameter parameter = reader->network->parameters.list[reader->next++];
    require(parameter.count == count, "%zu parameters, expected %zu", parameter.count, count);
    for (size_t j = 0; j < count; j++, reader->at++) {
        into[j] = (long double)parameter.values[j];
        if (reader->network == moved.network && reader->at == moved.number)
            into[j] += moved.by;
    }
}

static Values linear(Reader *reader, const Piece *piece, const Values *x)
{
    Values y = {x->rows, piece->outputs, {{0}}};
    long double weights[MOST_UNITS * MOST_UNITS], bias[MOST_UNITS] = {0};
    read_parameters(reader, weights, piece->inputs * piece->outputs);
    if (piece->bias)
        read_parameters(reader, bias, piece->outputs);
    for (size_t n = 0; n < y.rows; n++)
        for (size_t d = 0; d < y.cols; d++) {
            y.v[n][d] = bias[d];
            for (size_t k = 0; k < x->cols; k++)
                y.v[n][d] += x->v[n][k] * weights[k * y.cols + d];
        }
    return y;
}

static void moments(const Values *x, size_t d, long double *mean, long double *var)
{
    *mean = *var = 0;
    for (size_t n = 0; n < x->rows; n++)
        *mean += x->v[n][d] / x->rows;
    for (size_t n = 0; n < x->rows; n++)
        *var += (x->v[n][d] - *mean) * (x->v[n][d] - *mean) / x->rows;
}

static Values normalize(Reader *reader, const BatchNorm *norm, const Values *x, Mode mode)
{
    Values y = *x;
    long double gamma[MOST_UNITS], beta[MOST_UNITS];
    read_parameters(reader, gamma, x->cols);
    read_parameters(reader, beta, x->cols);
    for (size_t d = 0; d < x->cols; d++) {
        long double mean = norm->running_mean[d], var = norm->running_var[d];
        if (mode == TRAINING)
            moments(x, d, &mean, &var);
        for (size_t n = 0; n < x->rows; n++)
            y.v[n][d] = gamma[d] * (x->v[n][d] - mean) / sqrtl(var + norm->eps) + beta[d];
    }
    return y;
}

static long double activate(const char *kind, long double x)
{
    if (strcmp(kind, "tanh") == 0)
        return tanhl(x);
    return x > 0 ? x : strcmp(kind, "leaky relu") == 0 ? 0.2L * x : 0;
}

Values oracle_values(Matrix m)
{
    Values values = {m.rows, m.cols, {{0}}};
    require(m.rows <= MOST_EXAMPLES && m.cols <= MOST_UNITS, "%zu x %zu", m.rows, m.cols);
    for (size_t n = 0; n < m.rows; n++)
        for (size_t d = 0; d < m.cols; d++)
            values.v[n][d] = (long double)row(m, n)[d];
    return values;
}

/* As oracle_forward; inputs, if it is there, gets what went into each batch norm. */
static Values forward(const Gan *gan, Player player, const Values *x, Mode mode, Values *inputs)
{
    const Network *network = player == GENERATOR ? &gan->generator : &gan->discriminator;
    Piece pieces[MOST_PIECES];
    Reader reader = {network, 0, 0};
    Values y = *x;
    size_t count = oracle_pieces(player, gan->shape, pieces);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(pieces[i].kind, "linear") == 0) {
            y = linear(&reader, &pieces[i], &y);
        } else if (strcmp(pieces[i].kind, "batch norm") == 0) {
            if (inputs)
                *inputs++ = y;
            y = normalize(&reader, network->layers[i].state, &y, mode);
        } else {
            for (size_t n = 0; n < y.rows; n++)
                for (size_t d = 0; d < y.cols; d++)
                    y.v[n][d] = activate(pieces[i].kind, y.v[n][d]);
        }
    }
    return y;
}

Values oracle_forward(const Gan *gan, Player player, const Values *x, Mode mode)
{
    return forward(gan, player, x, mode, NULL);
}

/* ---- Losses ---- */

/* -t log p - (1 - t) log(1 - p), with log p = -log(1 + exp(-s)): for |s| up to some thousands,
   which long double can hold. */
long double oracle_bce(const Values *s, double target)
{
    long double loss = 0;
    for (size_t n = 0; n < s->rows; n++)
        loss += target * log1pl(expl(-s->v[n][0])) + (1 - target) * log1pl(expl(s->v[n][0]));
    return loss / s->rows;
}

static long double loss_of(const Gan *gan, const Values *x, double target)
{
    Values s = oracle_forward(gan, DISCRIMINATOR, x, TRAINING);
    return oracle_bce(&s, target);
}

static Values fakes_of(const Gan *gan, Matrix z)
{
    Values noise = oracle_values(z);
    return oracle_forward(gan, GENERATOR, &noise, TRAINING);
}

long double oracle_discriminator_loss(const Gan *gan, Matrix x, Matrix z)
{
    Values examples = oracle_values(x), fakes = fakes_of(gan, z);
    return loss_of(gan, &examples, 1) + loss_of(gan, &fakes, 0);
}

long double oracle_generator_loss(const Gan *gan, Matrix z)
{
    Values fakes = fakes_of(gan, z);
    return loss_of(gan, &fakes, 1);
}

/* ---- Steps ---- */

static long double loss_with(const Gan *gan, Player player, Matrix x, Matrix z, long double by)
{
    moved.by = by;
    return player == GENERATOR ? oracle_generator_loss(gan, z)
                               : oracle_discriminator_loss(gan, x, z);
}

/* From four points: right to 1e-10 even where long double is double (valgrind, some machines). */
static long double gradient(const Gan *gan, Player player, Matrix x, Matrix z, size_t number)
{
    const long double h = 2e-5L;
    moved.network = player == GENERATOR ? &gan->generator : &gan->discriminator;
    moved.number = number;
    long double near = loss_with(gan, player, x, z, h) - loss_with(gan, player, x, z, -h);
    long double far = loss_with(gan, player, x, z, 2 * h) - loss_with(gan, player, x, z, -2 * h);
    moved.network = NULL;
    return (8 * near - far) / (12 * h);
}

void oracle_step(const Gan *gan, Player player, Matrix x, Matrix z, double after[MOST_PARAMETERS])
{
    const Network *network = player == GENERATOR ? &gan->generator : &gan->discriminator;
    const Adam *adam = player == GENERATOR ? &gan->generator_adam : &gan->discriminator_adam;
    const long double t = (long double)adam->steps + 1;
    size_t number = 0;
    for (size_t i = 0; i < network->parameters.count; i++)
        for (size_t j = 0; j < network->parameters.list[i].count; j++, number++) {
            require(number < MOST_PARAMETERS, "over %zu parameters", number);
            long double g = gradient(gan, player, x, z, number);
            long double m = adam->beta1 * (long double)adam->m[number] + (1 - adam->beta1) * g;
            long double v = adam->beta2 * (long double)adam->v[number] + (1 - adam->beta2) * g * g;
            long double mhat = m / (1 - powl(adam->beta1, t));
            long double vhat = v / (1 - powl(adam->beta2, t));
            after[number] = (double)((long double)network->parameters.list[i].values[j] -
                                     adam->rate * mhat / (sqrtl(vhat) + adam->eps));
        }
}

/* mean[D], var[D]: moved by this batch norm's momentum towards what x has. */
static void move_statistics(const BatchNorm *norm, const Values *x, double *mean, double *var)
{
    const long double N = x->rows;
    for (size_t d = 0; d < x->cols; d++) {
        long double batch_mean, batch_var;
        moments(x, d, &batch_mean, &batch_var);
        mean[d] = (double)(mean[d] + norm->momentum * (batch_mean - mean[d]));
        var[d] = (double)(var[d] + norm->momentum * (batch_var * N / (N - 1) - var[d]));
    }
}

size_t oracle_statistics(const Gan *gan, Player player, const Values *batches, size_t count,
                         double after[MOST_PARAMETERS])
{
    const Network *network = player == GENERATOR ? &gan->generator : &gan->discriminator;
    Values inputs[MOST_PIECES];
    Piece pieces[MOST_PIECES];
    size_t layers = oracle_pieces(player, gan->shape, pieces), numbers = 0;
    for (size_t b = 0; b < count; b++) {
        size_t norms = 0;
        forward(gan, player, &batches[b], TRAINING, inputs);
        numbers = 0;
        for (size_t i = 0; i < layers; i++) {
            if (strcmp(pieces[i].kind, "batch norm") != 0)
                continue;
            const BatchNorm *norm = network->layers[i].state;
            double *mean = after + numbers, *var = mean + norm->D;
            numbers += 2 * norm->D;
            require(numbers <= MOST_PARAMETERS, "%zu running statistics", numbers);
            if (b == 0) {
                memcpy(mean, norm->running_mean, norm->D * sizeof *mean);
                memcpy(var, norm->running_var, norm->D * sizeof *var);
            }
            move_statistics(norm, &inputs[norms++], mean, var);
        }
    }
    return numbers;
}
