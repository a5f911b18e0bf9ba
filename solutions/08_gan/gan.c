/*:
The last chapter writes little that is new. The layers are there, the optimizer is there, and the
batch norm is the one of chapters 3 to 6. What is new is that *two* networks learn at once, each
from the other, and that almost everything can go wrong between them without a crash. So most of
this file is about who may change what, and when.
*/
#include "gan.h"

#include <math.h>
#include <string.h>

#include "common/activations.h"

/*:
## The two networks

A block of a network is a linear layer, perhaps a batch norm, and an activation. In front of a batch
norm the linear layer has no bias. Both networks make this choice, so it has a function.
*/
void gan_add_linear(Network *network, Random *random, size_t inputs, size_t outputs,
                    Initialization initialization, bool norm)
{
    if (norm) {
        network_add(network, linear_layer_without_bias(random, inputs, outputs, initialization));
        network_add(network, batchnorm_layer(outputs));
    } else {
        network_add(network, linear_layer(random, inputs, outputs, initialization));
    }
}

/*:
The generator. All shapes are checked before the first layer is made, so that a refusal leaves
nothing behind that somebody would have to free.

`norms & NORM_GENERATOR` is the bit of that place: not 0, and so `true`, where batch norm stands.
*/
/* 8.1   Refuse (with require) a shape with a 0 in it. Then the layers, from the noise to the
   example: linear, norm, relu, linear, norm, relu, linear, norm, tanh, as the header says. */
Network gan_generator(Random *random, GanShape shape)
{
    //> solution 8.1
    require(shape.noise >= 1 && shape.hidden >= 1 && shape.features >= 1,
            "a generator from %zu numbers over %zu units to %zu features", shape.noise,
            shape.hidden, shape.features);
    bool norm = shape.norms & NORM_GENERATOR;
    Network generator = network_new();
    gan_add_linear(&generator, random, shape.noise, shape.hidden, HE_NORMAL, norm);
    network_add(&generator, relu_layer(shape.hidden));
    gan_add_linear(&generator, random, shape.hidden, shape.hidden, HE_NORMAL, norm);
    network_add(&generator, relu_layer(shape.hidden));
    gan_add_linear(&generator, random, shape.hidden, shape.features, GLOROT_NORMAL,
                   shape.norms & NORM_GENERATOR_OUTPUT);
    if (shape.tanh)
        network_add(&generator, tanh_layer(shape.features));
    return generator;
    //< solution
}

/*:
The discriminator has the same frame. Its ReLUs leak, since all that the generator ever hears comes
back through these units. It ends in a bare linear layer: the sigmoid is in the loss, where it can
be made stable.
*/
/* 8.2   Refuse a shape with a 0 in it. Then linear, norm, leaky relu, linear, norm, leaky relu,
   and a linear layer with one output. */
Network gan_discriminator(Random *random, GanShape shape)
{
    //> solution 8.2
    require(shape.hidden >= 1 && shape.features >= 1,
            "a discriminator from %zu features over %zu units", shape.features, shape.hidden);
    Network discriminator = network_new();
    gan_add_linear(&discriminator, random, shape.features, shape.hidden, HE_NORMAL,
                   shape.norms & NORM_DISCRIMINATOR_INPUT);
    network_add(&discriminator, leaky_relu_layer(shape.hidden, GAN_SLOPE));
    gan_add_linear(&discriminator, random, shape.hidden, shape.hidden, HE_NORMAL,
                   shape.norms & NORM_DISCRIMINATOR);
    network_add(&discriminator, leaky_relu_layer(shape.hidden, GAN_SLOPE));
    gan_add_linear(&discriminator, random, shape.hidden, 1, GLOROT_NORMAL, false);
    return discriminator;
    //< solution
}

/*:
## The loss

In @eq:gan-bce the part that can be large, $\max(s, 0) - s\,t$, is plain arithmetic, and `log1p`
keeps the digits of the rest where its exponential is tiny.

The loss of a NaN is a NaN. `s > 0 ? s : 0` alone would turn it into a 0, but $-s\,t$ and $|s|$
bring it back.
*/
/* 8.3   loss  = mean of max(s, 0) - s t + log1p(exp(-|s|))
         ds[n] = (sigmoid(s[n]) - t) / N
   Refuse (with require) a bad target, no examples, and other shapes than N x 1. */
double bce_logits(Matrix s, double target, Matrix ds)
{
    //> solution 8.3
    require(target >= 0 && target <= 1, "a target of %g, it must be 0 .. 1", target);
    require(s.rows >= 1 && s.cols == 1 && ds.rows == s.rows && ds.cols == 1,
            "logits of %zu x %zu, their gradient %zu x %zu", s.rows, s.cols, ds.rows, ds.cols);
    double loss = 0, N = (double)s.rows;
    for (size_t n = 0; n < s.rows; n++) {
        double logit = (double)s.v[n];
        loss += (logit > 0 ? logit : 0) - logit * target + log1p(exp(-fabs(logit)));
        ds.v[n] = (real)((1 / (1 + exp(-logit)) - target) / N);
    }
    return loss / N;
    //< solution
}

/*:
The gradient needs no such care. Where `exp(-logit)` overflows, it is infinity, and 1 over infinity
is the 0 that is wanted.

## A GAN

Both networks, and an optimizer for each. Each Adam keeps the list of *one* network's parameters. So
which network a step changes is settled here: by the list that is handed to `adam_new`.
*/
Gan gan_new(Random *random, GanShape shape, double rate, double beta1)
{
    Gan gan = {.shape = shape, .ds = buffer_new(1)};
    gan.generator = gan_generator(random, shape);
    gan.discriminator = gan_discriminator(random, shape);
    gan.generator_adam = adam_new(gan.generator.parameters, rate);
    gan.discriminator_adam = adam_new(gan.discriminator.parameters, rate);
    gan.generator_adam.beta1 = gan.discriminator_adam.beta1 = beta1;
    return gan;
}

void gan_free(Gan *gan)
{
    adam_free(&gan->generator_adam);
    adam_free(&gan->discriminator_adam);
    network_free(&gan->generator);
    network_free(&gan->discriminator);
    buffer_free(gan->ds);
}

/*:
## The discriminator's step

Forward, loss, backward: once for the real batch, and then once for the fake one. A layer remembers
its last forward pass only, so the one batch is done before the other begins. `layer_backward` adds
to the gradients, so the two calls leave the sum, and the gradients must be 0 before the first. They
are not 0 by themselves: the generator's last step went back through the discriminator.

The backward pass ends in the discriminator's input. What `network_backward` returns, the gradient
by the fakes, is dropped. The generator has a loss of its own, and asks for its gradient in its own
step.
*/
/* 8.4   Refuse an x or a z with another number of columns. The discriminator's gradients to 0;
   the fakes; the real batch with target 1; the fake batch with target 0; one step of
   discriminator_adam. Return the sum of both losses. */
double gan_discriminator_step(Gan *gan, Matrix x, Matrix z)
{
    //> solution 8.4
    require(x.cols == gan->shape.features && z.cols == gan->shape.noise,
            "x has %zu columns, z %zu; expected %zu and %zu", x.cols, z.cols, gan->shape.features,
            gan->shape.noise);
    parameters_zero_gradients(gan->discriminator.parameters);
    Matrix fakes = network_forward(&gan->generator, z, TRAINING);

    Matrix s = network_forward(&gan->discriminator, x, TRAINING);
    Matrix ds = buffer_rows(&gan->ds, x.rows);
    double loss = bce_logits(s, 1, ds);
    network_backward(&gan->discriminator, ds);

    s = network_forward(&gan->discriminator, fakes, TRAINING);
    ds = buffer_rows(&gan->ds, fakes.rows);
    loss += bce_logits(s, 0, ds);
    network_backward(&gan->discriminator, ds);

    adam_step(&gan->discriminator_adam);
    return loss;
    //< solution
}

/*:
## The generator's step

One batch, and target 1 for fakes. This time the result of the discriminator's backward pass is what
we came for: the gradient of the loss by the fakes. It goes on through the generator.

On the way it is added to the discriminator's gradients, since the layers cannot know that nobody
wants them there. The discriminator runs in training mode here too: the function that it *is* in its
own step is the function that the generator must convince.
*/
/* 8.5   Refuse a z with another number of columns. The generator's gradients to 0; the fakes, and
   their logits; the loss with target 1; back through both networks; one step of generator_adam. */
double gan_generator_step(Gan *gan, Matrix z)
{
    //> solution 8.5
    require(z.cols == gan->shape.noise, "z has %zu columns, expected %zu", z.cols,
            gan->shape.noise);
    parameters_zero_gradients(gan->generator.parameters);
    Matrix fakes = network_forward(&gan->generator, z, TRAINING);
    Matrix s = network_forward(&gan->discriminator, fakes, TRAINING);
    Matrix ds = buffer_rows(&gan->ds, z.rows);
    double loss = bce_logits(s, 1, ds);
    Matrix dfakes = network_backward(&gan->discriminator, ds);
    network_backward(&gan->generator, dfakes);
    adam_step(&gan->generator_adam);
    return loss;
    //< solution
}

/*:
## Sampling

In evaluation, so that a sample is a function of its own noise. The result is copied, because the
network's own output lasts only until its next pass.
*/
/* 8.6   Refuse other shapes. The generator in EVALUATION; copy what it gives to samples. */
void gan_sample(Gan *gan, Matrix z, Matrix samples)
{
    //> solution 8.6
    require(z.cols == gan->shape.noise && samples.rows == z.rows &&
                samples.cols == gan->shape.features,
            "z is %zu x %zu, samples %zu x %zu", z.rows, z.cols, samples.rows, samples.cols);
    Matrix fakes = network_forward(&gan->generator, z, EVALUATION);
    if (samples.rows > 0)
        memcpy(samples.v, fakes.v, samples.rows * samples.cols * sizeof(real));
    //< solution
}

/*:
## The score

The distance to the nearest center decides twice: to which mode a sample belongs, and whether it is
good.

The comparisons are turned so that a NaN loses. `distance < nearest` is false for a NaN, so a sample
that holds one finds no nearest center, its distance stays infinite, and it is not good.
*/
/* 8.7   For each sample: the nearest center, and is it within 3 sd? Then the three numbers.
   First refuse (with require) no samples, no centers, other shapes, a bad sd. */
void mode_score(Matrix samples, Matrix centers, double sd, size_t good[centers.rows],
                ModeScore *score)
{
    //> solution 8.7
    require(samples.rows >= 1 && centers.rows >= 1 && samples.cols == centers.cols,
            "%zu samples of %zu features, %zu centers of %zu", samples.rows, samples.cols,
            centers.rows, centers.cols);
    require(sd > 0, "an sd of %g, it must be positive", sd);
    size_t all = 0;
    memset(good, 0, centers.rows * sizeof *good);
    for (size_t n = 0; n < samples.rows; n++) {
        double nearest = INFINITY; /* the square of the distance */
        size_t mode = 0;
        for (size_t k = 0; k < centers.rows; k++) {
            double distance = 0;
            for (size_t d = 0; d < centers.cols; d++) {
                double apart = (double)row(samples, n)[d] - (double)row(centers, k)[d];
                distance += apart * apart;
            }
            if (distance < nearest) {
                nearest = distance;
                mode = k;
            }
        }
        if (nearest <= 9 * sd * sd) {
            good[mode]++;
            all++;
        }
    }
    score->modes = 0;
    score->high_quality = (double)all / (double)samples.rows;
    score->reverse_kl = all > 0 ? 0 : NAN;
    for (size_t k = 0; k < centers.rows; k++)
        if (good[k] > 0) {
            double p = (double)good[k] / (double)all;
            score->modes++;
            score->reverse_kl += p * log(p * (double)centers.rows);
        }
    //< solution
}
