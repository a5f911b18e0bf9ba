/* Sums, exponentials and the score in long double. */
#include "tests/08_gan/right/given.h"

Network gan_generator(Random *random, GanShape s)
{
    const size_t sizes[] = {s.noise, s.hidden, s.hidden, s.features};
    Network network = network_new();
    for (int i = 0; i < 4; i++)
        require(sizes[i] >= 1, "size %d is 0", i);
    for (int i = 0; i < 3; i++) {
        bool norm = s.norms & (i < 2 ? NORM_GENERATOR : NORM_GENERATOR_OUTPUT);
        gan_add_linear(&network, random, sizes[i], sizes[i + 1], i < 2 ? HE_NORMAL : GLOROT_NORMAL,
                       norm);
        if (i < 2)
            network_add(&network, relu_layer(sizes[i + 1]));
        else if (s.tanh)
            network_add(&network, tanh_layer(sizes[i + 1]));
    }
    return network;
}

Network gan_discriminator(Random *random, GanShape s)
{
    const size_t sizes[] = {s.features, s.hidden, s.hidden, 1};
    const int places[] = {NORM_DISCRIMINATOR_INPUT, NORM_DISCRIMINATOR, 0};
    Network network = network_new();
    for (int i = 0; i < 4; i++)
        require(sizes[i] >= 1, "size %d is 0", i);
    for (int i = 0; i < 3; i++) {
        gan_add_linear(&network, random, sizes[i], sizes[i + 1], i < 2 ? HE_NORMAL : GLOROT_NORMAL,
                       ((int)s.norms & places[i]) != 0);
        if (i < 2)
            network_add(&network, leaky_relu_layer(sizes[i + 1], 0.2));
    }
    return network;
}

double bce_logits(Matrix s, double target, Matrix ds)
{
    require(target >= 0 && target <= 1, "target %g", target);
    require(s.rows > 0 && s.cols == 1 && ds.rows == s.rows && ds.cols == 1, "shapes");
    const long double N = s.rows, t = target;
    long double loss = 0;
    for (size_t n = 0; n < s.rows; n++) {
        long double v = (long double)s.v[n], e = expl(-fabsl(v));
        long double p = v < 0 ? e / (1 + e) : 1 / (1 + e);
        long double large = v < 0 ? -t * v : (1 - t) * v;
        loss += (log1pl(e) + large) / N;
        ds.v[n] = (real)((p - t) / N);
    }
    return (double)loss;
}

static long double add(Gan *gan, Matrix x, double target)
{
    Matrix s = network_forward(&gan->discriminator, x, TRAINING);
    long double loss = bce_logits(s, target, buffer_rows(&gan->ds, x.rows));
    network_backward(&gan->discriminator, gan->ds.m);
    return loss;
}

double gan_discriminator_step(Gan *gan, Matrix x, Matrix z)
{
    require(x.cols == gan->discriminator.layers[0].inputs, "x has %zu columns", x.cols);
    require(z.cols == gan->generator.layers[0].inputs, "z has %zu columns", z.cols);
    parameters_zero_gradients(gan->discriminator.parameters);
    long double loss = add(gan, x, 1);
    Matrix fakes = network_forward(&gan->generator, z, TRAINING);
    loss += add(gan, fakes, 0);
    adam_step(&gan->discriminator_adam);
    return (double)loss;
}

double gan_generator_step(Gan *gan, Matrix z)
{
    require(z.cols == gan->generator.layers[0].inputs, "z has %zu columns", z.cols);
    Matrix fakes = network_forward(&gan->generator, z, TRAINING);
    Matrix s = network_forward(&gan->discriminator, fakes, TRAINING);
    long double loss = bce_logits(s, 1, buffer_rows(&gan->ds, z.rows));
    Matrix back = network_backward(&gan->discriminator, gan->ds.m);
    parameters_zero_gradients(gan->generator.parameters);
    network_backward(&gan->generator, back);
    adam_step(&gan->generator_adam);
    return (double)loss;
}

void gan_sample(Gan *gan, Matrix z, Matrix samples)
{
    require(z.cols == gan->shape.noise && z.rows == samples.rows, "z");
    require(samples.cols == gan->shape.features, "samples");
    Matrix fakes = network_forward(&gan->generator, z, EVALUATION);
    for (size_t n = 0; n < samples.rows; n++)
        for (size_t d = 0; d < samples.cols; d++)
            row(samples, n)[d] = row(fakes, n)[d];
}

/* The nearest center, and the square of its distance. */
static size_t nearest(Matrix centers, const real *sample, long double *least)
{
    size_t best = 0;
    *least = HUGE_VALL;
    for (size_t k = 0; k < centers.rows; k++) {
        long double squares = 0;
        for (size_t d = 0; d < centers.cols; d++) {
            long double apart = (long double)sample[d] - (long double)row(centers, k)[d];
            squares += apart * apart;
        }
        if (squares < *least) {
            *least = squares;
            best = k;
        }
    }
    return best;
}

void mode_score(Matrix samples, Matrix centers, double sd, size_t *good, ModeScore *score)
{
    require(samples.rows && centers.rows, "nothing to score");
    require(samples.cols == centers.cols, "features");
    require(sd > 0, "sd %g", sd);
    long double all = 0, least, kl = 0, K = centers.rows;
    for (size_t k = 0; k < centers.rows; k++)
        good[k] = 0;
    for (size_t n = 0; n < samples.rows; n++) {
        size_t k = nearest(centers, row(samples, n), &least);
        if (least <= 9 * (long double)sd * sd) {
            good[k]++;
            all++;
        }
    }
    score->modes = 0;
    for (size_t k = 0; k < centers.rows; k++)
        if (good[k]) {
            score->modes++;
            kl += good[k] * (logl(good[k]) + logl(K) - logl(all));
        }
    score->high_quality = (double)(all / samples.rows);
    score->reverse_kl = all > 0 ? (double)(kl / all) : NAN;
}
