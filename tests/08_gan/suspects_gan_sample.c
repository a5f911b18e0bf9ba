/* Exercise 8.6, gan_sample: its common mistakes, and what is to be said of each. */

#include <string.h>

#include "gan.h"
#include "tests/harness/harness.h"

static void require_samples(const Gan *gan, Matrix z, Matrix samples)
{
    require(z.cols == gan->shape.noise && samples.rows == z.rows &&
                samples.cols == gan->shape.features,
            "z %zu x %zu", z.rows, z.cols);
}

static void copy_to(Matrix samples, Matrix fakes)
{
    memcpy(samples.v, fakes.v, samples.rows * samples.cols * sizeof(real));
}

static void sample_in_training(Gan *gan, Matrix z, Matrix samples)
{
    require_samples(gan, z, samples);
    copy_to(samples, network_forward(&gan->generator, z, TRAINING));
}

/* The mode of the batch norms is right, but the statistics move on. */
static void sample_warms_up(Gan *gan, Matrix z, Matrix samples)
{
    require_samples(gan, z, samples);
    if (z.rows > 1)
        network_forward(&gan->generator, z, TRAINING);
    gan_sample(gan, z, samples);
}

static void sample_moves_statistics_after(Gan *gan, Matrix z, Matrix samples)
{
    gan_sample(gan, z, samples);
    if (z.rows > 1)
        network_forward(&gan->generator, z, TRAINING);
}

static void sample_zeroes_gradients(Gan *gan, Matrix z, Matrix samples)
{
    gan_sample(gan, z, samples);
    parameters_zero_gradients(gan->generator.parameters);
}

static void sample_keeps_its_output(Gan *gan, Matrix z, Matrix samples)
{
    require_samples(gan, z, samples);
    samples = network_forward(&gan->generator, z, EVALUATION);
    (void)samples;
}

static void sample_first_row(Gan *gan, Matrix z, Matrix samples)
{
    require_samples(gan, z, samples);
    Matrix fakes = network_forward(&gan->generator, z, EVALUATION);
    for (size_t n = 0; n < samples.rows; n++)
        memcpy(row(samples, n), row(fakes, 0), samples.cols * sizeof(real));
}

static void sample_refuses_one(Gan *gan, Matrix z, Matrix samples)
{
    require(z.rows >= 2, "%zu samples", z.rows);
    gan_sample(gan, z, samples);
}

static void sample_any_shape(Gan *gan, Matrix z, Matrix samples)
{
    if (z.cols == gan->shape.noise && samples.rows == z.rows && samples.cols == gan->shape.features)
        gan_sample(gan, z, samples);
}

const Suspect suspects_gan_sample[] = {
    SUSPECT(sample_in_training, "EVALUATION: with the running statistics",
            "You sample in TRAINING. Then a sample depends on the others in its batch, a single "
            "one is refused, and the running statistics move. Sample in EVALUATION."),
    SUSPECT(sample_warms_up, "changes nothing, to the byte",
            "A pass in TRAINING comes before the one in EVALUATION, and moves the running "
            "statistics. Sampling changes nothing."),
    SUSPECT(sample_moves_statistics_after, "changes nothing, to the byte",
            "The samples are right, but the running statistics have moved: there is a pass in "
            "TRAINING too. Sampling changes nothing."),
    SUSPECT(sample_zeroes_gradients, "changes nothing, to the byte",
            "The generator's gradients were set to 0. Sampling changes nothing."),
    SUSPECT(sample_keeps_its_output, "EVALUATION: with the running statistics",
            "Nothing is written to samples. `samples = ...` sets your copy of the Matrix; the "
            "numbers have to be copied to samples.v."),
    SUSPECT(sample_first_row, "EVALUATION: with the running statistics",
            "All samples are the first one. Row n of samples belongs to row n of z."),
    SUSPECT(sample_refuses_one, "a sample depends on its own noise only",
            "A single sample is refused. In EVALUATION nothing is taken from the batch, so one row "
            "is as good as many."),
    SUSPECT(sample_any_shape, "refuses other shapes",
            "Wrong shapes are passed over in silence. Refuse them with require."),
    {0},
};
