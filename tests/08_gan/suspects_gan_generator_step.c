/* Exercise 8.5, gan_generator_step: its common mistakes, and what is to be said of each. */

#include <stdbool.h>

#include "gan.h"
#include "tests/08_gan/suspects.h"
#include "tests/harness/harness.h"

typedef struct {
    double target, sign;
    Mode generating, judging;
    bool zero, zero_discriminator;
    bool back, step, step_discriminator;
    bool another_pass; /* the generator runs again, before the backward pass */
} GPlan;

static GPlan right_generator_step(void)
{
    return (GPlan){.target = 1,
                   .sign = 1,
                   .generating = TRAINING,
                   .judging = TRAINING,
                   .zero = true,
                   .back = true,
                   .step = true};
}

static double planned_generator_step(Gan *gan, Matrix z, GPlan plan)
{
    require(z.cols == gan->shape.noise, "z %zu", z.cols);
    if (plan.zero)
        parameters_zero_gradients(gan->generator.parameters);
    if (plan.zero_discriminator)
        parameters_zero_gradients(gan->discriminator.parameters);
    Matrix fakes = network_forward(&gan->generator, z, plan.generating);
    if (plan.another_pass)
        fakes = network_forward(&gan->generator, z, plan.generating);
    Matrix s = network_forward(&gan->discriminator, fakes, plan.judging);
    Matrix ds = buffer_rows(&gan->ds, z.rows);
    double loss = plan.sign * bce_logits(s, plan.target, ds);
    scale(ds, plan.sign);
    Matrix back = network_backward(&gan->discriminator, ds);
    if (plan.back)
        network_backward(&gan->generator, back);
    if (plan.step)
        adam_step(&gan->generator_adam);
    if (plan.step_discriminator)
        adam_step(&gan->discriminator_adam);
    return loss;
}

#define WRONG_G_STEP(name, change)                   \
    static double name(Gan *gan, Matrix z)           \
    {                                                \
        GPlan plan = right_generator_step();         \
        change;                                      \
        return planned_generator_step(gan, z, plan); \
    }

WRONG_G_STEP(g_keeps_gradients, plan.zero = false)
WRONG_G_STEP(g_saturates, plan.target = 0; plan.sign = -1)
WRONG_G_STEP(g_labels_swapped, plan.target = 0)
WRONG_G_STEP(g_wrong_sign, plan.sign = -1)
WRONG_G_STEP(g_smooths_labels, plan.target = 0.9)
WRONG_G_STEP(g_steps_discriminator, plan.step_discriminator = true; plan.zero_discriminator = true)
WRONG_G_STEP(g_steps_only_discriminator, plan.step_discriminator = true;
             plan.zero_discriminator = true; plan.step = false)
WRONG_G_STEP(g_in_evaluation, plan.generating = EVALUATION)
WRONG_G_STEP(g_judges_in_evaluation, plan.judging = EVALUATION)
WRONG_G_STEP(g_never_back, plan.back = false)
WRONG_G_STEP(g_no_step, plan.step = false)
WRONG_G_STEP(g_runs_twice, plan.another_pass = true)

/* The gradient by the logits straight into the generator's last layer. */
static double g_skips_discriminator(Gan *gan, Matrix z)
{
    require(z.cols == gan->shape.noise, "z %zu", z.cols);
    parameters_zero_gradients(gan->generator.parameters);
    Matrix fakes = network_forward(&gan->generator, z, TRAINING);
    Matrix s = network_forward(&gan->discriminator, fakes, TRAINING);
    Matrix ds = buffer_rows(&gan->ds, z.rows), dx = matrix_new(z.rows, fakes.cols);
    double loss = bce_logits(s, 1, ds);
    for (size_t n = 0; n < z.rows; n++)
        for (size_t d = 0; d < fakes.cols; d++)
            row(dx, n)[d] = ds.v[n];
    network_backward(&gan->generator, dx);
    adam_step(&gan->generator_adam);
    matrix_free(dx);
    return loss;
}

static double g_refuses_late(Gan *gan, Matrix z)
{
    parameters_zero_gradients(gan->generator.parameters);
    return gan_generator_step(gan, z);
}

const Suspect suspects_gan_generator_step[] = {
    SUSPECT(g_keeps_gradients, "gradients left over do not count",
            "The generator's gradients are not set to 0 before the step. Those of earlier steps "
            "are added: parameters_zero_gradients(gan->generator.parameters) first."),
    SUSPECT(g_saturates, "learns when it loses",
            "This is the loss log(1 - D), which saturates: where the discriminator is sure of a "
            "fake, it has no gradient. The header wants -log D: bce_logits with target 1."),
    SUSPECT(g_labels_swapped, "learns what the discriminator says",
            "The fakes have target 0. That is the discriminator's aim: so the generator makes them "
            "worse. Its own target is 1."),
    SUSPECT(g_wrong_sign, "learns what the discriminator says",
            "The sign is turned over: the generator climbs its loss. With target 1 the gradient is "
            "right as it is."),
    SUSPECT(g_smooths_labels, "learns what the discriminator says",
            "The target is 0.9. The header says 1; smoothing is for the discriminator's real "
            "examples."),
    SUSPECT(g_steps_discriminator, "leaves the discriminator alone, to the byte",
            "The discriminator makes a step too: it learns to take fakes for real. Only "
            "generator_adam steps here."),
    SUSPECT(g_steps_only_discriminator, "leaves the discriminator alone, to the byte",
            "The wrong Adam makes the step: the discriminator learns to take fakes for real, and "
            "the generator learns nothing. It is generator_adam that steps here."),
    SUSPECT(g_in_evaluation, "both networks run in TRAINING, once",
            "The generator runs in EVALUATION. It learns, so it runs in TRAINING."),
    SUSPECT(g_judges_in_evaluation, "both networks run in TRAINING, once",
            "The discriminator runs in EVALUATION, with running statistics of real and fake "
            "batches. In its own step it normalizes each batch by itself: TRAINING."),
    SUSPECT(g_never_back, "learns what the discriminator says",
            "The gradient comes back through the discriminator, and stops there. Hand what "
            "network_backward returns to the generator's network_backward."),
    SUSPECT(g_skips_discriminator, "learns what the discriminator says",
            "The gradient by the logits goes into the generator directly. It has to go back "
            "through the discriminator first: network_backward returns the gradient by the fakes."),
    SUSPECT(g_no_step, "learns what the discriminator says",
            "The gradients are there, but no step is made: adam_step(&gan->generator_adam)."),
    SUSPECT(g_runs_twice, "both networks run in TRAINING, once",
            "The generator runs twice on the same noise. Once is enough, and its running "
            "statistics would take in the batch twice."),
    SUSPECT(g_refuses_late, "refuses other shapes, with nothing changed",
            "The gradients are set to 0 before the shape is looked at. Refuse first: whoever is "
            "refused should find everything as it was."),
    {0},
};
