/* Exercise 8.6, gan_sample: the graded tests. */

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "gan.h"
#include "tests/08_gan/oracle.h"
#include "tests/08_gan/shared.h"
#include "tests/08_gan/steps.h"
#include "tests/harness/harness.h"

SUBJECT(gan_sample);

static Matrix sampled(Gan *gan, Matrix z)
{
    Matrix samples = output(z.rows, gan->shape.features);
    subject_gan_sample(gan, z, samples);
    return samples;
}

static void samples_in_evaluation(void)
{
    GanShape pixels = small_shape(NORM_DCGAN | NORM_GENERATOR_OUTPUT);
    pixels.tanh = true;
    const GanShape of[] = {small_shape(NORM_DCGAN), pixels, small_shape(NORM_NOWHERE)};
    for (unsigned s = 0; s < COUNT(of); s++) {
        given_shape(of[s]);
        Gan *gan = random_gan(801 + 10 * s, of[s]);
        given_shape(of[s]);
        Matrix z = noise(802 + 10 * s, 5, 3), samples = sampled(gan, z);
        Values values = oracle_values(z),
               want = oracle_forward(gan, GENERATOR, &values, EVALUATION);
        for (size_t n = 0; n < 5; n++)
            for (size_t d = 0; d < 2; d++)
                expect_number("samples", (double)row(samples, n)[d], (double)want.v[n][d],
                              rounding(512, 30));
    }
}

static void sample_depends_on_its_noise_only(void)
{
    Gan *gan = random_gan(841, small_shape(NORM_DCGAN));
    Matrix z = noise(842, 6, 3);
    given("z", z);
    Matrix all = sampled(gan, z);
    for (size_t n = 0; n < 6; n++) {
        Matrix alone = sampled(gan, matrix_rows(z, n, 1));
        for (size_t d = 0; d < 2; d++)
            expect_number("a sample, alone and among five others", (double)alone.v[d],
                          (double)row(all, n)[d], rounding(64, 10));
    }
}

static void sampling_changes_nothing(void)
{
    Game game = game_with_leftovers(851);
    Matrix z = noise(852, 5, 3);
    given("z", z);
    Matrix samples = sampled(game.gan, z);
    for (size_t i = 0; i < 10; i++)
        expect(isfinite((double)samples.v[i]), "samples[%zu] is %g", i, (double)samples.v[i]);
    expect_nothing_changed(&game);
    expect_same("z", z.v, noise(852, 5, 3).v, 15 * sizeof(real));
}

/* What the network's own output is worth after its next pass. */
static void samples_stay(void)
{
    Gan *gan = random_gan(861, small_shape(NORM_DCGAN));
    Matrix z = noise(862, 4, 3), copy = output(4, 2);
    given("z", z);
    Matrix first = sampled(gan, z);
    memcpy(copy.v, first.v, 8 * sizeof(real));
    Matrix second = sampled(gan, noise(863, 4, 3));
    expect(isfinite((double)copy.v[0]), "samples[0] is %g", (double)copy.v[0]);
    expect_matrix("the first samples, after others were made", first, copy, 0);
    expect(memcmp(second.v, first.v, 8 * sizeof(real)) != 0, "other noise gave the same samples");
}

static void sample_refuses(void)
{
    Gan *gan = random_gan(871, small_shape(NORM_DCGAN));
    given_values("a GAN of 3 numbers of noise and 2 features");
    expect_refusal("a z of 2 numbers", subject_gan_sample(gan, noise(1, 4, 2), examples(2, 4, 2)));
    expect_refusal("samples of 3 features",
                   subject_gan_sample(gan, noise(1, 4, 3), examples(2, 4, 3)));
    expect_refusal("room for 3 samples of 4",
                   subject_gan_sample(gan, noise(1, 4, 3), examples(2, 3, 2)));
}

static void probe_sample(unsigned seed, GanShape shape, size_t N)
{
    Gan *gan = random_gan(seed, shape);
    leave_gradients(&gan->generator);
    Matrix z = noise(seed + 1, N, shape.noise), samples = examples(seed + 2, N, shape.features);
    observe_refusal(refused(subject_gan_sample(gan, z, samples)));
    observe_matrix(samples, close_to(10));
    observe_matrix(z, 0);
    observe_gan(gan, true);
}

static void probe_gan_sample(void)
{
    GanShape pixels = small_shape(NORM_DCGAN);
    pixels.tanh = true;
    for (unsigned p = 0; p < COUNT(probe_places); p++)
        probe_sample(800 + 10 * p, small_shape(probe_places[p]), 5);
    probe_sample(850, pixels, 6);
    probe_sample(860, small_shape(NORM_DCGAN), 1);
    Gan *gan = random_gan(870, small_shape(NORM_DCGAN));
    observe_refusal(refused(subject_gan_sample(gan, noise(1, 4, 2), examples(2, 4, 2))));
    observe_refusal(refused(subject_gan_sample(gan, noise(1, 4, 3), examples(2, 4, 3))));
    observe_refusal(refused(subject_gan_sample(gan, noise(1, 4, 3), examples(2, 3, 2))));
}

static const Test tests[] = {
    {3, "EVALUATION: with the running statistics", samples_in_evaluation},
    {2, "a sample depends on its own noise only", sample_depends_on_its_noise_only},
    {2, "changes nothing, to the byte", sampling_changes_nothing},
    {1, "samples are the caller's to keep", samples_stay},
    {1, "refuses other shapes", sample_refuses},
    {0},
};

EXERCISE(gan_sample);
