/* Exercise 8.4, gan_discriminator_step: its common mistakes, and what is to be said of each. */

#include <stdbool.h>
#include <string.h>

#include "gan.h"
#include "tests/harness/harness.h"

static void require_shapes(const Gan *gan, Matrix x, Matrix z)
{
    require(x.cols == gan->shape.features && z.cols == gan->shape.noise, "x %zu, z %zu", x.cols,
            z.cols);
}

/* The right step, and what can be done otherwise. */
typedef struct {
    double real_target, fake_target;
    Mode fakes, judging;
    bool zero, zero_between, zero_generator;
    bool step, step_between, step_generator;
    bool leaves_out_real, leaves_out_fake, fake_first;
    bool through_generator;
    bool forward_first; /* both batches forward, then both backward */
    double loss_of_real, loss_of_fake;
} DPlan;

static DPlan right_step(void)
{
    return (DPlan){.real_target = 1,
                   .zero = true,
                   .step = true,
                   .loss_of_real = 1,
                   .loss_of_fake = 1,
                   .fakes = TRAINING,
                   .judging = TRAINING};
}

static Matrix dfakes; /* what came back from the last batch */

static double judge(Gan *gan, Matrix x, double target, Mode mode)
{
    Matrix s = network_forward(&gan->discriminator, x, mode);
    Matrix ds = buffer_rows(&gan->ds, x.rows);
    double loss = bce_logits(s, target, ds);
    dfakes = network_backward(&gan->discriminator, ds);
    return loss;
}

static double forward_both_first(Gan *gan, Matrix x, Matrix fakes)
{
    static real numbers[64]; /* nothing to free when a layer refuses another number of rows */
    require(x.rows <= 64, "a suspect with %zu examples", x.rows);
    Matrix ds_real = {x.rows, 1, numbers};
    Matrix s = network_forward(&gan->discriminator, x, TRAINING);
    double loss = bce_logits(s, 1, ds_real);
    s = network_forward(&gan->discriminator, fakes, TRAINING);
    Matrix ds = buffer_rows(&gan->ds, fakes.rows);
    loss += bce_logits(s, 0, ds);
    network_backward(&gan->discriminator, ds_real);
    network_backward(&gan->discriminator, ds);
    return loss;
}

static double planned_step(Gan *gan, Matrix x, Matrix z, DPlan plan)
{
    require_shapes(gan, x, z);
    Parameters d = gan->discriminator.parameters;
    double real_loss = 0, fake_loss = 0;
    if (plan.zero)
        parameters_zero_gradients(d);
    if (plan.zero_generator)
        parameters_zero_gradients(gan->generator.parameters);
    Matrix fakes = network_forward(&gan->generator, z, plan.fakes);
    if (plan.forward_first) {
        fake_loss = forward_both_first(gan, x, fakes);
    } else {
        if (plan.fake_first)
            fake_loss = judge(gan, fakes, plan.fake_target, plan.judging);
        if (!plan.leaves_out_real)
            real_loss = judge(gan, x, plan.real_target, plan.judging);
        if (plan.step_between)
            adam_step(&gan->discriminator_adam);
        if (plan.zero_between)
            parameters_zero_gradients(d);
        if (!plan.leaves_out_fake && !plan.fake_first)
            fake_loss = judge(gan, fakes, plan.fake_target, plan.judging);
    }
    if (plan.through_generator)
        network_backward(&gan->generator, dfakes);
    if (plan.step)
        adam_step(&gan->discriminator_adam);
    if (plan.step_generator)
        adam_step(&gan->generator_adam);
    return plan.loss_of_real * real_loss + plan.loss_of_fake * fake_loss;
}

#define WRONG_D_STEP(name, change)                   \
    static double name(Gan *gan, Matrix x, Matrix z) \
    {                                                \
        DPlan plan = right_step();                   \
        change;                                      \
        return planned_step(gan, x, z, plan);        \
    }

WRONG_D_STEP(d_keeps_gradients, plan.zero = false)
WRONG_D_STEP(d_zeroes_between, plan.zero_between = true)
WRONG_D_STEP(d_zeroes_the_other, plan.zero = false; plan.zero_generator = true)
WRONG_D_STEP(d_zeroes_both, plan.zero_generator = true)
WRONG_D_STEP(d_labels_swapped, plan.real_target = 0; plan.fake_target = 1)
WRONG_D_STEP(d_all_real, plan.fake_target = 1)
WRONG_D_STEP(d_smooths_labels, plan.real_target = 0.9)
WRONG_D_STEP(d_only_real, plan.leaves_out_fake = true)
WRONG_D_STEP(d_only_fake, plan.leaves_out_real = true)
WRONG_D_STEP(d_fake_first, plan.fake_first = true)
WRONG_D_STEP(d_fakes_in_evaluation, plan.fakes = EVALUATION)
WRONG_D_STEP(d_judges_in_evaluation, plan.judging = EVALUATION)
WRONG_D_STEP(d_through_generator, plan.through_generator = true)
WRONG_D_STEP(d_steps_generator, plan.through_generator = true; plan.zero_generator = true;
             plan.step_generator = true)
WRONG_D_STEP(d_forward_both_first, plan.forward_first = true)
WRONG_D_STEP(d_two_steps, plan.step_between = plan.zero_between = true)
WRONG_D_STEP(d_two_steps_adding, plan.step_between = true)
WRONG_D_STEP(d_no_step, plan.step = false)
WRONG_D_STEP(d_steps_by_the_other, plan.step = false; plan.step_generator = true)
WRONG_D_STEP(d_averages_losses, plan.loss_of_real = plan.loss_of_fake = 0.5)
WRONG_D_STEP(d_returns_fake_loss, plan.loss_of_real = 0)

static double d_in_one_batch(Gan *gan, Matrix x, Matrix z)
{
    require_shapes(gan, x, z);
    const size_t N = x.rows, M = z.rows, D = x.cols;
    parameters_zero_gradients(gan->discriminator.parameters);
    Matrix fakes = network_forward(&gan->generator, z, TRAINING), both = matrix_new(N + M, D);
    memcpy(both.v, x.v, N * D * sizeof(real));
    memcpy(both.v + N * D, fakes.v, M * D * sizeof(real));
    Matrix s = network_forward(&gan->discriminator, both, TRAINING);
    Matrix ds = buffer_rows(&gan->ds, N + M);
    double loss = bce_logits(matrix_rows(s, 0, N), 1, matrix_rows(ds, 0, N));
    loss += bce_logits(matrix_rows(s, N, M), 0, matrix_rows(ds, N, M));
    network_backward(&gan->discriminator, ds);
    adam_step(&gan->discriminator_adam);
    matrix_free(both);
    return loss;
}

/* The same, and the mean over all of them. */
static double d_mean_of_both(Gan *gan, Matrix x, Matrix z)
{
    require_shapes(gan, x, z);
    parameters_zero_gradients(gan->discriminator.parameters);
    Matrix fakes = network_forward(&gan->generator, z, TRAINING);
    double loss = judge(gan, x, 1, TRAINING) / 2;
    loss += judge(gan, fakes, 0, TRAINING) / 2;
    for (size_t i = 0; i < gan->discriminator.parameters.count; i++) {
        Parameter parameter = gan->discriminator.parameters.list[i];
        for (size_t j = 0; j < parameter.count; j++)
            parameter.gradients[j] /= 2;
    }
    adam_step(&gan->discriminator_adam);
    return loss;
}

/* Looks at the shapes when it is too late. */
static double d_refuses_late(Gan *gan, Matrix x, Matrix z)
{
    parameters_zero_gradients(gan->discriminator.parameters);
    return gan_discriminator_step(gan, x, z);
}

const Suspect suspects_gan_discriminator_step[] = {
    SUSPECT(d_in_one_batch, "real and fake are separate batches",
            "Real and fake examples go through in one batch. Then both are normalized with "
            "statistics of the mixture, which gives away how far apart they are. Send two batches, "
            "one after the other."),
    SUSPECT(d_mean_of_both, "learns from both batches",
            "Loss and gradient are the average of the two batches. The loss is their sum: add "
            "both, and the gradients add up by themselves."),
    SUSPECT(d_keeps_gradients, "gradients left over do not count",
            "The gradients are not set to 0 before the step. What the generator's last step left "
            "in the discriminator is added: parameters_zero_gradients first."),
    SUSPECT(d_zeroes_between, "learns from both batches",
            "The gradients are set to 0 between the real batch and the fake one: only the fake "
            "batch is learned from. Set them to 0 once, at the beginning."),
    SUSPECT(d_zeroes_the_other, "gradients left over do not count",
            "You set the generator's gradients to 0. In this step it is the discriminator's that "
            "must be 0."),
    SUSPECT(d_zeroes_both, "leaves the generator alone, to the byte",
            "You set the generator's gradients to 0 as well. This step has no business with the "
            "generator: it changes the discriminator only."),
    SUSPECT(
        d_labels_swapped, "learns from both batches",
        "The labels are swapped. The discriminator learns 1 for real examples and 0 for fakes."),
    SUSPECT(d_all_real, "learns from both batches",
            "The fakes have target 1, as in the generator's step. The discriminator learns 0 for "
            "them."),
    SUSPECT(d_smooths_labels, "learns from both batches",
            "Real examples have target 0.9 here. That is a known trick (label smoothing), but not "
            "what the header says: 1."),
    SUSPECT(d_only_real, "learns from both batches",
            "The discriminator learns from the real batch only. Then it learns to say 1 to "
            "everything."),
    SUSPECT(d_only_fake, "learns from both batches",
            "The discriminator learns from the fake batch only. Then it learns to say 0 to "
            "everything."),
    SUSPECT(d_fake_first, "first the real batch, then the fake one",
            "The fake batch goes through before the real one. The gradients are the same, but the "
            "running statistics are not: the header says real first."),
    SUSPECT(d_fakes_in_evaluation, "the fakes are made in TRAINING",
            "The fakes are made in EVALUATION. The generator's step will show fakes made in "
            "TRAINING, with the batch's own statistics: train the discriminator on those."),
    SUSPECT(d_judges_in_evaluation, "real and fake are separate batches",
            "The discriminator runs in EVALUATION, with running statistics. It learns, so it runs "
            "in TRAINING."),
    SUSPECT(d_through_generator, "leaves the generator alone, to the byte",
            "The backward pass goes on through the generator, and fills its gradients. It ends at "
            "the discriminator's input (PyTorch's code says detach there)."),
    SUSPECT(d_steps_generator, "leaves the generator alone, to the byte",
            "The generator makes a step too, and one that helps the discriminator. Only "
            "discriminator_adam steps here."),
    SUSPECT(d_forward_both_first, "learns from both batches",
            "Both batches go forward, and then both go backward. A layer remembers its last "
            "forward pass only: go back before the next batch goes forward."),
    SUSPECT(d_two_steps, "one step of Adam",
            "Adam makes a step after each batch. The header wants one, with the sum of both "
            "gradients."),
    SUSPECT(d_two_steps_adding, "one step of Adam",
            "Adam makes a step after each batch, and the second with the gradients of both. The "
            "header wants one step, after the second batch."),
    SUSPECT(d_no_step, "learns from both batches",
            "The gradients are there, but no step is made: adam_step(&gan->discriminator_adam)."),
    SUSPECT(d_steps_by_the_other, "learns from both batches",
            "The gradients are the discriminator's, and the step is made by the generator's Adam. "
            "Here it is adam_step(&gan->discriminator_adam)."),
    SUSPECT(d_averages_losses, "returns the sum of both losses",
            "You return half of the sum of both losses. The loss is the sum."),
    SUSPECT(d_returns_fake_loss, "returns the sum of both losses",
            "You return the loss of the fake batch only. The loss is the sum of both."),
    SUSPECT(d_refuses_late, "refuses other shapes, with nothing changed",
            "The gradients are set to 0 before the shapes are looked at. Refuse first: whoever is "
            "refused should find everything as it was."),
    {0},
};
