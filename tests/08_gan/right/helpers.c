/* Small helpers: one for a block of either network, one that judges a batch, one for softplus, one
   for a distance; samples one by one. Nothing is the solution's but what is given. */
#define OWN_NETWORKS
#define OWN_LOSS
#define OWN_STEPS
#define OWN_SAMPLE
#define OWN_SCORE
#include "tests/08_gan/right/rest.h"

static void block(Network *network, Random *random, size_t inputs, size_t outputs, bool norm,
                  double slope)
{
    gan_add_linear(network, random, inputs, outputs, HE_NORMAL, norm);
    network_add(network, slope > 0 ? leaky_relu_layer(outputs, slope) : relu_layer(outputs));
}

Network gan_generator(Random *random, GanShape shape)
{
    require(shape.noise && shape.hidden && shape.features, "a size of 0");
    bool inside = (shape.norms & NORM_GENERATOR) != 0, end = shape.norms & NORM_GENERATOR_OUTPUT;
    Network g = network_new();
    block(&g, random, shape.noise, shape.hidden, inside, 0);
    block(&g, random, shape.hidden, shape.hidden, inside, 0);
    gan_add_linear(&g, random, shape.hidden, shape.features, GLOROT_NORMAL, end);
    if (shape.tanh)
        network_add(&g, tanh_layer(shape.features));
    return g;
}

Network gan_discriminator(Random *random, GanShape shape)
{
    require(shape.hidden && shape.features, "a size of 0");
    Network d = network_new();
    block(&d, random, shape.features, shape.hidden, shape.norms & NORM_DISCRIMINATOR_INPUT,
          GAN_SLOPE);
    block(&d, random, shape.hidden, shape.hidden, shape.norms & NORM_DISCRIMINATOR, GAN_SLOPE);
    network_add(&d, linear_layer(random, shape.hidden, 1, GLOROT_NORMAL));
    return d;
}

/* log(1 + exp(s)) */
static double softplus(double s)
{
    return fmax(s, 0) + log1p(exp(-fabs(s)));
}

double bce_logits(Matrix s, double target, Matrix ds)
{
    require(target >= 0, "target %g", target);
    require(target <= 1, "target %g", target);
    require(s.cols == 1 && ds.cols == 1, "not one logit an example");
    require(s.rows > 0 && s.rows == ds.rows, "%zu logits, %zu gradients", s.rows, ds.rows);
    double loss = 0;
    for (size_t n = 0; n < s.rows; n++) {
        double v = (double)row(s, n)[0];
        loss += target * softplus(-v) + (1 - target) * softplus(v);
        row(ds, n)[0] = (real)((0.5 * (1 + tanh(v / 2)) - target) / (double)s.rows);
    }
    return loss / (double)s.rows;
}

/* Forward and backward; where the gradient by x is, in *dx. */
static double judged(Gan *gan, Matrix x, double target, Matrix *dx)
{
    Matrix s = network_forward(&gan->discriminator, x, TRAINING),
           ds = buffer_rows(&gan->ds, x.rows);
    double loss = bce_logits(s, target, ds);
    *dx = network_backward(&gan->discriminator, ds);
    return loss;
}

double gan_discriminator_step(Gan *gan, Matrix x, Matrix z)
{
    Matrix dx;
    require(x.cols == gan->shape.features, "x has %zu columns", x.cols);
    require(z.cols == gan->shape.noise, "z has %zu columns", z.cols);
    parameters_zero_gradients(gan->discriminator.parameters);
    double loss = judged(gan, x, 1, &dx);
    loss += judged(gan, network_forward(&gan->generator, z, TRAINING), 0, &dx);
    adam_step(&gan->discriminator_adam);
    return loss;
}

double gan_generator_step(Gan *gan, Matrix z)
{
    Matrix dx;
    require(z.cols == gan->shape.noise, "z has %zu columns", z.cols);
    double loss = judged(gan, network_forward(&gan->generator, z, TRAINING), 1, &dx);
    parameters_zero_gradients(gan->discriminator.parameters);
    parameters_zero_gradients(gan->generator.parameters);
    network_backward(&gan->generator, dx);
    adam_step(&gan->generator_adam);
    return loss;
}

void gan_sample(Gan *gan, Matrix z, Matrix samples)
{
    require(z.cols == gan->shape.noise && samples.cols == gan->shape.features, "columns");
    require(z.rows == samples.rows, "rows");
    for (size_t n = 0; n < z.rows; n++) {
        Matrix one = network_forward(&gan->generator, matrix_rows(z, n, 1), EVALUATION);
        memcpy(row(samples, n), one.v, one.cols * sizeof *one.v);
    }
}

static double distance(const real *a, const real *b, size_t D)
{
    double squares = 0;
    for (size_t d = 0; d < D; d++)
        squares += ((double)a[d] - (double)b[d]) * ((double)a[d] - (double)b[d]);
    return sqrt(squares);
}

void mode_score(Matrix samples, Matrix centers, double sd, size_t *good, ModeScore *score)
{
    const size_t K = centers.rows, D = centers.cols;
    require(samples.rows && K && samples.cols == D && sd > 0, "nothing to score");
    size_t all = 0;
    for (size_t k = 0; k < K; k++)
        good[k] = 0;
    for (size_t n = 0; n < samples.rows; n++) {
        size_t best = 0;
        for (size_t k = 1; k < K; k++)
            if (distance(row(samples, n), row(centers, k), D) <
                distance(row(samples, n), row(centers, best), D))
                best = k;
        if (distance(row(samples, n), row(centers, best), D) <= 3 * sd)
            good[best]++, all++;
    }
    *score = (ModeScore){0, (double)all / (double)samples.rows, log((double)K)};
    for (size_t k = 0; k < K; k++) {
        double p = (double)good[k] / (double)all;
        score->modes += good[k] > 0;
        score->reverse_kl += good[k] > 0 ? p * log(p) : 0;
    }
    if (all == 0)
        score->reverse_kl = NAN;
}
