#include "training.h"

#include <string.h>

void draw_noise(Random *random, Matrix z)
{
    for (size_t i = 0; i < z.rows * z.cols; i++)
        z.v[i] = (real)random_normal(random, 0, 1);
}

void small_start(Gan *gan)
{
    Network *generator = &gan->generator;
    size_t last = generator->layer_count - 1;
    while (strcmp(generator->layers[last].kind, "linear") != 0)
        last--;
    Parameter weights = generator->layers[last].parameters[0];
    for (size_t i = 0; i < weights.count; i++)
        weights.values[i] /= 10;
}

void set_rates(const Training *t, Gan *gan, size_t step)
{
    double done = (double)step / (double)t->steps, rate = t->rate;
    if (t->falling && done > t->steady)
        rate *= (1 - done) / (1 - t->steady);
    gan->discriminator_adam.rate = rate;
    gan->generator_adam.rate = rate * (t->generator_share > 0 ? t->generator_share : 1);
}

Gan gan_untrained(const Training *t, Random *random)
{
    Gan gan = gan_new(random, t->shape, t->rate, t->beta1);
    if (t->beta2 > 0)
        gan.generator_adam.beta2 = gan.discriminator_adam.beta2 = t->beta2;
    if (t->small_start)
        small_start(&gan);
    return gan;
}

Gan gan_trained(const Training *t)
{
    double (*discriminator_step)(Gan *, Matrix, Matrix) =
        t->one_batch ? discriminator_step_in_one_batch : gan_discriminator_step;
    Random random = random_new(t->seed);
    Gan gan = gan_untrained(t, &random);
    Matrix x = matrix_new(t->batch, t->shape.features), z = matrix_new(t->batch, t->shape.noise);
    double loss_d = 0, loss_g = 0;
    //> region training
    for (size_t step = 0; step <= t->steps; step++) {
        if (t->watch && step % t->every == 0)
            t->watch(t->watcher, &gan, step, loss_d, loss_g);
        if (step == t->steps)
            break;
        set_rates(t, &gan, step);
        t->draw(&random, t->set, x);
        draw_noise(&random, z);
        loss_d = discriminator_step(&gan, x, z);
        draw_noise(&random, z);
        loss_g = gan_generator_step(&gan, z);
    }
    //< region
    matrix_free(x);
    matrix_free(z);
    return gan;
}

double discriminator_step_in_one_batch(Gan *gan, Matrix x, Matrix z)
{
    const size_t N = x.rows, numbers = N * x.cols;
    require(z.rows == N, "%zu real examples and %zu fake ones", N, z.rows);
    parameters_zero_gradients(gan->discriminator.parameters);
    Matrix fakes = network_forward(&gan->generator, z, TRAINING);
    Matrix both = matrix_new(2 * N, x.cols);
    memcpy(both.v, x.v, numbers * sizeof *both.v);
    memcpy(both.v + numbers, fakes.v, numbers * sizeof *both.v);
    Matrix s = network_forward(&gan->discriminator, both, TRAINING);
    Matrix ds = buffer_rows(&gan->ds, 2 * N);
    double loss = bce_logits(matrix_rows(s, 0, N), 1, matrix_rows(ds, 0, N));
    loss += bce_logits(matrix_rows(s, N, N), 0, matrix_rows(ds, N, N));
    network_backward(&gan->discriminator, ds);
    adam_step(&gan->discriminator_adam);
    matrix_free(both);
    return loss;
}
