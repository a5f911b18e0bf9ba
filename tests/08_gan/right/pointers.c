/* Pointers that walk, and the layers run one by one. The networks are the solution's. */
#define OWN_LOSS
#define OWN_STEPS
#define OWN_SAMPLE
#define OWN_SCORE
#include "tests/08_gan/right/rest.h"

/* What can be large and what is small, each in a sum of its own. */
double bce_logits(Matrix s, double target, Matrix ds)
{
    if (!(target >= 0 && target <= 1))
        require(false, "target %g", target);
    require(s.cols == 1 && s.rows >= 1, "s is %zu x %zu", s.rows, s.cols);
    require(ds.cols == 1 && ds.rows == s.rows, "ds is %zu x %zu", ds.rows, ds.cols);
    const real *end = s.v + s.rows;
    real *gradient = ds.v;
    double large = 0, small = 0;
    for (const real *at = s.v; at < end; at++, gradient++) {
        double v = (double)*at;
        large += (v > 0 ? v : 0) - target * v;
        small += log1p(exp(v > 0 ? -v : v));
        *gradient = (real)((1 / (1 + exp(-v)) - target) / (double)s.rows);
    }
    return (large + small) / (double)s.rows;
}

double gan_discriminator_step(Gan *gan, Matrix x, Matrix z)
{
    Network *d = &gan->discriminator;
    require(x.cols == gan->shape.features && z.cols == gan->shape.noise, "columns");
    parameters_zero_gradients(d->parameters);
    Matrix batches[] = {x, network_forward(&gan->generator, z, TRAINING)};
    double loss = 0;
    for (int i = 0; i < 2; i++) {
        Matrix s = network_forward(d, batches[i], TRAINING);
        Matrix ds = buffer_rows(&gan->ds, s.rows);
        loss += bce_logits(s, 1 - i, ds);
        network_backward(d, ds);
    }
    adam_step(&gan->discriminator_adam);
    return loss;
}

/* Layer by layer, forward and back. */
double gan_generator_step(Gan *gan, Matrix z)
{
    Network *networks[] = {&gan->generator, &gan->discriminator};
    require(z.cols == gan->shape.noise, "columns");
    parameters_zero_gradients(gan->generator.parameters);
    Matrix at = z;
    for (int i = 0; i < 2; i++)
        for (size_t l = 0; l < networks[i]->layer_count; l++)
            at = layer_forward(&networks[i]->layers[l], at, TRAINING);
    Matrix back = buffer_rows(&gan->ds, z.rows);
    double loss = bce_logits(at, 1, back);
    for (int i = 1; i >= 0; i--)
        for (size_t l = networks[i]->layer_count; l-- > 0;)
            back = layer_backward(&networks[i]->layers[l], back);
    adam_step(&gan->generator_adam);
    return loss;
}

void gan_sample(Gan *gan, Matrix z, Matrix samples)
{
    require(z.cols == gan->shape.noise, "z");
    require(samples.rows == z.rows && samples.cols == gan->shape.features, "samples");
    Matrix at = z;
    for (size_t l = 0; l < gan->generator.layer_count; l++)
        at = layer_forward(&gan->generator.layers[l], at, EVALUATION);
    real *to = samples.v, *end = to + samples.rows * samples.cols;
    for (const real *from = at.v; to < end; to++, from++)
        *to = *from;
}

/* Counts by mode of all samples first: the last place is for those that are not good. */
void mode_score(Matrix samples, Matrix centers, double sd, size_t *good, ModeScore *score)
{
    const size_t K = centers.rows, D = centers.cols;
    require(samples.rows > 0 && K > 0 && samples.cols == D, "shapes");
    require(sd > 0, "sd %g", sd);
    size_t *counts = calloc(K + 1, sizeof *counts);
    for (const real *at = samples.v, *end = at + samples.rows * D; at < end; at += D) {
        size_t mode = K;
        double least = INFINITY;
        for (size_t k = 0; k < K; k++) {
            double square = 0;
            for (size_t d = 0; d < D; d++)
                square += ((double)at[d] - (double)row(centers, k)[d]) *
                          ((double)at[d] - (double)row(centers, k)[d]);
            if (square < least) {
                least = square;
                mode = k;
            }
        }
        counts[sqrt(least) <= 3 * sd ? mode : K]++;
    }
    memcpy(good, counts, K * sizeof *good);
    free(counts);
    size_t all = 0;
    for (size_t k = 0; k < K; k++)
        all += good[k];
    *score = (ModeScore){0, (double)all / (double)samples.rows, all ? 0 : NAN};
    for (size_t k = 0; k < K; k++) {
        if (!good[k])
            continue;
        double p = (double)good[k] / (double)all;
        score->modes += 1;
        score->reverse_kl += p * (log(p) + log((double)K));
    }
}
