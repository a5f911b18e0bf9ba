/* Layers added one by one, gradients set to 0 and Adam done by its formula. Nothing is the
   solution's but what is given. */
#define OWN_NETWORKS
#define OWN_LOSS
#define OWN_STEPS
#define OWN_SAMPLE
#define OWN_SCORE
#include "tests/08_gan/right/rest.h"

Network gan_generator(Random *random, GanShape shape)
{
    const size_t Z = shape.noise, H = shape.hidden, D = shape.features;
    require(Z > 0 && H > 0 && D > 0, "%zu, %zu, %zu", Z, H, D);
    Network n = network_new();
    if (shape.norms & NORM_GENERATOR) {
        network_add(&n, linear_layer_without_bias(random, Z, H, HE_NORMAL));
        network_add(&n, batchnorm_layer(H));
        network_add(&n, relu_layer(H));
        network_add(&n, linear_layer_without_bias(random, H, H, HE_NORMAL));
        network_add(&n, batchnorm_layer(H));
        network_add(&n, relu_layer(H));
    } else {
        network_add(&n, linear_layer(random, Z, H, HE_NORMAL));
        network_add(&n, relu_layer(H));
        network_add(&n, linear_layer(random, H, H, HE_NORMAL));
        network_add(&n, relu_layer(H));
    }
    if (shape.norms & NORM_GENERATOR_OUTPUT) {
        network_add(&n, linear_layer_without_bias(random, H, D, GLOROT_NORMAL));
        network_add(&n, batchnorm_layer(D));
    } else {
        network_add(&n, linear_layer(random, H, D, GLOROT_NORMAL));
    }
    if (shape.tanh)
        network_add(&n, tanh_layer(D));
    return n;
}

Network gan_discriminator(Random *random, GanShape shape)
{
    const size_t H = shape.hidden, D = shape.features;
    require(H > 0 && D > 0, "%zu, %zu", H, D);
    Network n = network_new();
    if (shape.norms & NORM_DISCRIMINATOR_INPUT) {
        network_add(&n, linear_layer_without_bias(random, D, H, HE_NORMAL));
        network_add(&n, batchnorm_layer(H));
    } else {
        network_add(&n, linear_layer(random, D, H, HE_NORMAL));
    }
    network_add(&n, leaky_relu_layer(H, 0.2));
    if (shape.norms & NORM_DISCRIMINATOR) {
        network_add(&n, linear_layer_without_bias(random, H, H, HE_NORMAL));
        network_add(&n, batchnorm_layer(H));
    } else {
        network_add(&n, linear_layer(random, H, H, HE_NORMAL));
    }
    network_add(&n, leaky_relu_layer(H, 0.2));
    network_add(&n, linear_layer(random, H, 1, GLOROT_NORMAL));
    return n;
}

/* -t log p - (1 - t) log(1 - p), each logarithm by itself. */
double bce_logits(Matrix s, double target, Matrix ds)
{
    const double N = (double)s.rows;
    double loss = 0;
    require(target >= 0 && target <= 1, "target %g", target);
    require(s.rows >= 1 && s.cols == 1, "s is %zu x %zu", s.rows, s.cols);
    require(ds.rows == s.rows && ds.cols == s.cols, "ds is %zu x %zu", ds.rows, ds.cols);
    for (size_t n = 0; n < s.rows; n++) {
        double v = (double)s.v[n], tail = log1p(exp(-fabs(v)));
        double minus_log_p = v < 0 ? tail - v : tail, minus_log_rest = v < 0 ? tail : tail + v;
        loss += (target * minus_log_p + (1 - target) * minus_log_rest) / N;
        ds.v[n] = (real)((exp(-minus_log_p) - target) / N);
    }
    return loss;
}

static void zero(Network *network)
{
    for (size_t i = 0; i < network->parameters.count; i++)
        memset(network->parameters.list[i].gradients, 0,
               network->parameters.list[i].count * sizeof(real));
}

/* The formula of common/optimizers.h. */
static void step(Adam *adam)
{
    size_t at = 0;
    adam->steps++;
    for (size_t i = 0; i < adam->parameters.count; i++)
        for (size_t j = 0; j < adam->parameters.list[i].count; j++, at++) {
            double g = (double)adam->parameters.list[i].gradients[j];
            double m = adam->beta1 * (double)adam->m[at] + (1 - adam->beta1) * g;
            double v = adam->beta2 * (double)adam->v[at] + (1 - adam->beta2) * g * g;
            double t = (double)adam->steps;
            adam->m[at] = (real)m;
            adam->v[at] = (real)v;
            adam->parameters.list[i].values[j] -=
                (real)(adam->rate * m / (1 - pow(adam->beta1, t)) /
                       (sqrt(v / (1 - pow(adam->beta2, t))) + adam->eps));
        }
}

double gan_discriminator_step(Gan *gan, Matrix x, Matrix z)
{
    Network *g = &gan->generator, *d = &gan->discriminator;
    require(x.cols == gan->shape.features && z.cols == gan->shape.noise, "columns");
    zero(d);
    Matrix s = network_forward(d, x, TRAINING);
    double loss = bce_logits(s, 1, buffer_rows(&gan->ds, s.rows));
    network_backward(d, gan->ds.m);
    s = network_forward(d, network_forward(g, z, TRAINING), TRAINING);
    loss = loss + bce_logits(s, 0, buffer_rows(&gan->ds, s.rows));
    network_backward(d, gan->ds.m);
    step(&gan->discriminator_adam);
    return loss;
}

double gan_generator_step(Gan *gan, Matrix z)
{
    Network *g = &gan->generator, *d = &gan->discriminator;
    require(z.cols == gan->shape.noise, "columns");
    zero(g);
    Matrix s = network_forward(d, network_forward(g, z, TRAINING), TRAINING);
    double loss = bce_logits(s, 1, buffer_rows(&gan->ds, s.rows));
    network_backward(g, network_backward(d, gan->ds.m));
    step(&gan->generator_adam);
    return loss;
}

/* Halves. */
void gan_sample(Gan *gan, Matrix z, Matrix samples)
{
    require(z.cols == gan->shape.noise, "z");
    require(samples.rows == z.rows && samples.cols == gan->shape.features, "samples");
    size_t half = z.rows / 2, sizes[] = {half, z.rows - half};
    for (size_t h = 0, first = 0; h < 2; first += sizes[h++]) {
        Matrix part = network_forward(&gan->generator, matrix_rows(z, first, sizes[h]), EVALUATION);
        if (part.rows > 0)
            memcpy(row(samples, first), part.v, part.rows * part.cols * sizeof *part.v);
    }
}

void mode_score(Matrix samples, Matrix centers, double sd, size_t *good, ModeScore *score)
{
    const double K = (double)centers.rows;
    require(samples.cols == centers.cols, "features");
    require(centers.rows >= 1, "no centers");
    require(samples.rows >= 1, "no samples");
    require(sd > 0, "sd %g", sd);
    double all = 0, entropy = 0;
    for (size_t k = 0; k < centers.rows; k++)
        good[k] = 0;
    for (size_t n = 0; n < samples.rows; n++) {
        size_t k = 0;
        double nearest = HUGE_VAL;
        for (size_t c = 0; c < centers.rows; c++) {
            double far = 0;
            for (size_t d = 0; d < centers.cols; d++)
                far = hypot(far, (double)row(samples, n)[d] - (double)row(centers, c)[d]);
            if (far < nearest)
                nearest = far, k = c;
        }
        if (!(nearest <= 3 * sd))
            continue;
        good[k]++;
        all++;
    }
    score->modes = 0;
    for (size_t k = 0; k < centers.rows; k++) {
        if (good[k] == 0)
            continue;
        score->modes++;
        entropy -= (double)good[k] / all * log((double)good[k] / all);
    }
    score->high_quality = all / (double)samples.rows;
    score->reverse_kl = all > 0 ? log(K) - entropy : NAN;
}
