/* Scratch on the heap: a copy of the fakes, gradients by the logits of its own, the
   discriminator's gradients saved and put back in the generator's step, all distances of the
   score. The networks' layers in a loop; the loss in two cases. Nothing is the solution's but what
   is given. */
#define OWN_NETWORKS
#define OWN_LOSS
#define OWN_STEPS
#define OWN_SAMPLE
#define OWN_SCORE
#include "tests/08_gan/right/rest.h"

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

/* Two cases instead of max and |s|; the sum in long double. */
double bce_logits(Matrix s, double target, Matrix ds)
{
    require(0 <= target && target <= 1, "target %g", target);
    require(s.rows != 0 && s.cols == 1 && ds.cols == 1 && s.rows == ds.rows, "shapes");
    long double sum = 0;
    for (size_t n = 0; n < s.rows; n++) {
        double v = (double)s.v[n], p;
        if (v >= 0) {
            double e = exp(-v);
            sum += (1 - target) * v + log1p(e);
            p = 1 / (1 + e);
        } else {
            double e = exp(v);
            sum += -target * v + log1p(e);
            p = e / (1 + e);
        }
        ds.v[n] = (real)((p - target) / (double)s.rows);
    }
    return (double)(sum / s.rows);
}

static Matrix copy_of(Matrix m)
{
    Matrix copy = matrix_new(m.rows, m.cols);
    memcpy(copy.v, m.v, m.rows * m.cols * sizeof *m.v);
    return copy;
}

static double learn(Gan *gan, Matrix x, double target)
{
    Matrix ds = matrix_new(x.rows, 1);
    double loss = bce_logits(network_forward(&gan->discriminator, x, TRAINING), target, ds);
    network_backward(&gan->discriminator, ds);
    matrix_free(ds);
    return loss;
}

double gan_discriminator_step(Gan *gan, Matrix x, Matrix z)
{
    require(x.cols == gan->shape.features && z.cols == gan->shape.noise, "columns");
    Matrix fakes = copy_of(network_forward(&gan->generator, z, TRAINING));
    parameters_zero_gradients(gan->discriminator.parameters);
    double real_loss = learn(gan, x, 1), fake_loss = learn(gan, fakes, 0);
    matrix_free(fakes);
    adam_step(&gan->discriminator_adam);
    parameters_zero_gradients(gan->discriminator.parameters);
    return real_loss + fake_loss;
}

static real *gradients_of(Parameters parameters)
{
    real *copy = malloc((parameters_total(parameters) + 1) * sizeof *copy), *to = copy;
    for (size_t i = 0; i < parameters.count; to += parameters.list[i++].count)
        memcpy(to, parameters.list[i].gradients, parameters.list[i].count * sizeof *to);
    return copy;
}

static void put_back(Parameters parameters, real *copy)
{
    const real *from = copy;
    for (size_t i = 0; i < parameters.count; from += parameters.list[i++].count)
        memcpy(parameters.list[i].gradients, from, parameters.list[i].count * sizeof *from);
    free(copy);
}

double gan_generator_step(Gan *gan, Matrix z)
{
    require(z.cols == gan->shape.noise, "columns");
    real *saved = gradients_of(gan->discriminator.parameters);
    Matrix ds = matrix_new(z.rows, 1), fakes = network_forward(&gan->generator, z, TRAINING);
    double loss = bce_logits(network_forward(&gan->discriminator, fakes, TRAINING), 1, ds);
    parameters_zero_gradients(gan->generator.parameters);
    network_backward(&gan->generator, network_backward(&gan->discriminator, ds));
    put_back(gan->discriminator.parameters, saved);
    adam_step(&gan->generator_adam);
    matrix_free(ds);
    return loss;
}

void gan_sample(Gan *gan, Matrix z, Matrix samples)
{
    require(z.cols == gan->shape.noise && samples.rows == z.rows &&
                samples.cols == gan->shape.features,
            "shapes");
    Matrix fakes = network_forward(&gan->generator, z, EVALUATION);
    for (size_t i = fakes.rows * fakes.cols; i-- > 0;)
        samples.v[i] = fakes.v[i];
}

/* First all distances, then the nearest of each row. */
void mode_score(Matrix samples, Matrix centers, double sd, size_t *good, ModeScore *score)
{
    const size_t N = samples.rows, K = centers.rows;
    require(N >= 1 && K >= 1, "%zu samples, %zu centers", N, K);
    require(samples.cols == centers.cols, "features");
    require(sd > 0, "sd %g", sd);
    double *squares = calloc(N * K, sizeof *squares), all = 0, sum = 0;
    for (size_t n = 0; n < N; n++)
        for (size_t k = 0; k < K; k++)
            for (size_t d = 0; d < centers.cols; d++)
                squares[n * K + k] +=
                    pow((double)row(samples, n)[d] - (double)row(centers, k)[d], 2);
    memset(good, 0, K * sizeof *good);
    for (size_t n = 0; n < N; n++) {
        size_t k = 0;
        for (size_t other = K; other-- > 0;)
            if (squares[n * K + other] <= squares[n * K + k])
                k = other;
        if (squares[n * K + k] <= 9 * sd * sd) {
            good[k] += 1;
            all += 1;
        }
    }
    free(squares);
    score->modes = 0;
    for (size_t k = 0; k < K; k++) {
        score->modes += good[k] != 0;
        if (good[k])
            sum += (double)good[k] * log((double)good[k] * (double)K / all);
    }
    score->reverse_kl = sum / all;
    score->high_quality = all / (double)N;
}
