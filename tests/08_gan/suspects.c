/* Chapter 8's common mistakes: each is a wrong version of one exercise, and what is to be said
   of it. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/activations.h"
#include "gan.h"
#include "tests/harness/harness.h"

/* ---- 8.1 and 8.2: the networks ---- */

/* What a network is, and what can be wrong with it. */
typedef struct {
    bool generator;
    size_t inputs, outputs;
    bool norms[3];    /* behind which linear layer */
    double slope;     /* 0: relu */
    bool bias_always; /* a bias in front of a batch norm too */
    bool norm_last;   /* behind the activation */
    bool forgets_hidden;
    bool glorot_always, he_always;
    bool ends_in_relu, sigmoid;
} Plan;

static void add_linear(Network *network, Random *random, const Plan *plan, size_t inputs,
                       size_t outputs, int place)
{
    const bool norm = plan->norms[place];
    Initialization initialization = place == 2 ? GLOROT_NORMAL : HE_NORMAL;
    if (plan->glorot_always)
        initialization = GLOROT_NORMAL;
    if (plan->he_always)
        initialization = HE_NORMAL;
    network_add(network, norm && !plan->bias_always
                             ? linear_layer_without_bias(random, inputs, outputs, initialization)
                             : linear_layer(random, inputs, outputs, initialization));
    if (norm && !plan->norm_last)
        network_add(network, batchnorm_layer(outputs));
}

static void add_activation(Network *network, const Plan *plan, size_t units, int place)
{
    network_add(network,
                plan->slope > 0 ? leaky_relu_layer(units, plan->slope) : relu_layer(units));
    if (plan->norms[place] && plan->norm_last)
        network_add(network, batchnorm_layer(units));
}

static Network planned(Random *random, GanShape shape, const Plan *plan)
{
    Network network = network_new();
    require(shape.hidden >= 1 && shape.features >= 1 && shape.noise >= 1, "a shape with a 0");
    add_linear(&network, random, plan, plan->inputs, shape.hidden, 0);
    add_activation(&network, plan, shape.hidden, 0);
    if (!plan->forgets_hidden) {
        add_linear(&network, random, plan, shape.hidden, shape.hidden, 1);
        add_activation(&network, plan, shape.hidden, 1);
    }
    add_linear(&network, random, plan, shape.hidden, plan->outputs, 2);
    if (plan->ends_in_relu)
        network_add(&network, relu_layer(plan->outputs));
    if (plan->norms[2] && plan->norm_last)
        network_add(&network, batchnorm_layer(plan->outputs));
    if (plan->sigmoid)
        network_add(&network, sigmoid_layer(plan->outputs));
    if (plan->generator && shape.tanh)
        network_add(&network, tanh_layer(plan->outputs));
    return network;
}

static Plan generator_plan(GanShape shape)
{
    bool norm = shape.norms & NORM_GENERATOR;
    return (Plan){.generator = true,
                  .inputs = shape.noise,
                  .outputs = shape.features,
                  .norms = {norm, norm, (shape.norms & NORM_GENERATOR_OUTPUT) != 0}};
}

static Plan discriminator_plan(GanShape shape)
{
    return (Plan){.inputs = shape.features,
                  .outputs = 1,
                  .norms = {(shape.norms & NORM_DISCRIMINATOR_INPUT) != 0,
                            (shape.norms & NORM_DISCRIMINATOR) != 0},
                  .slope = GAN_SLOPE};
}

#define WRONG_NETWORK(name, player, change)             \
    static Network name(Random *random, GanShape shape) \
    {                                                   \
        Plan plan = player##_plan(shape);               \
        change;                                         \
        return planned(random, shape, &plan);           \
    }

WRONG_NETWORK(generator_never_norms, generator,
              plan.norms[0] = plan.norms[1] = plan.norms[2] = false)
WRONG_NETWORK(generator_always_norms, generator, plan.norms[0] = plan.norms[1] = true)
WRONG_NETWORK(generator_norms_output, generator, plan.norms[2] |= plan.norms[1])
WRONG_NETWORK(generator_compares_places, generator,
              plan.norms[0] = plan.norms[1] = shape.norms == NORM_GENERATOR)
WRONG_NETWORK(generator_norm_after_relu, generator, plan.norm_last = true)
WRONG_NETWORK(generator_keeps_bias, generator, plan.bias_always = true)
WRONG_NETWORK(generator_leaks, generator, plan.slope = GAN_SLOPE)
WRONG_NETWORK(generator_one_hidden, generator, plan.forgets_hidden = true)
WRONG_NETWORK(generator_relu_output, generator, plan.ends_in_relu = true)
WRONG_NETWORK(generator_always_tanh, generator, shape.tanh = true)
WRONG_NETWORK(generator_never_tanh, generator, shape.tanh = false)
WRONG_NETWORK(generator_glorot_always, generator, plan.glorot_always = true)
WRONG_NETWORK(generator_he_always, generator, plan.he_always = true)

/* Somebody drew before. */
static Network generator_other_draws(Random *random, GanShape shape)
{
    random_normal(random, 0, 1);
    return gan_generator(random, shape);
}

static Network generator_refuses_nothing(Random *random, GanShape shape)
{
    if (shape.hidden == 0 || shape.features == 0 || shape.noise == 0)
        return network_new();
    return gan_generator(random, shape);
}

WRONG_NETWORK(discriminator_never_norms, discriminator, plan.norms[0] = plan.norms[1] = false)
WRONG_NETWORK(discriminator_norms_input, discriminator, plan.norms[0] |= plan.norms[1])
WRONG_NETWORK(discriminator_places_swapped, discriminator, bool first = plan.norms[0];
              plan.norms[0] = plan.norms[1]; plan.norms[1] = first)
WRONG_NETWORK(discriminator_compares_places, discriminator,
              plan.norms[0] = shape.norms == NORM_DISCRIMINATOR_INPUT;
              plan.norms[1] = shape.norms == NORM_DISCRIMINATOR)
WRONG_NETWORK(discriminator_norms_logit, discriminator, plan.norms[2] = plan.norms[1])
WRONG_NETWORK(discriminator_norm_after_activation, discriminator, plan.norm_last = true)
WRONG_NETWORK(discriminator_keeps_bias, discriminator, plan.bias_always = true)
WRONG_NETWORK(discriminator_sigmoid, discriminator, plan.sigmoid = true)
WRONG_NETWORK(discriminator_relu, discriminator, plan.slope = 0)
WRONG_NETWORK(discriminator_small_slope, discriminator, plan.slope = 0.01)
WRONG_NETWORK(discriminator_one_hidden, discriminator, plan.forgets_hidden = true)
WRONG_NETWORK(discriminator_glorot_always, discriminator, plan.glorot_always = true)
WRONG_NETWORK(discriminator_he_always, discriminator, plan.he_always = true)
WRONG_NETWORK(discriminator_of_noise, discriminator, plan.inputs = shape.noise)

static Network discriminator_refuses_nothing(Random *random, GanShape shape)
{
    return shape.hidden && shape.features ? gan_discriminator(random, shape) : network_new();
}

/* ---- 8.3 bce_logits ---- */

static void require_logits(Matrix s, double target, Matrix ds)
{
    require(target >= 0 && target <= 1, "a target of %g", target);
    require(s.rows >= 1 && s.cols == 1 && ds.rows == s.rows && ds.cols == 1, "s is %zu x %zu",
            s.rows, s.cols);
}

static double sigmoid(double s)
{
    return 1 / (1 + exp(-s));
}

/* The right gradient, and a loss by another formula. */
typedef double (*LossOfOne)(double s, double t);

static double bce_with(LossOfOne loss, Matrix s, double target, Matrix ds)
{
    double sum = 0;
    bce_logits(s, target, ds);
    for (size_t n = 0; n < s.rows; n++)
        sum += loss((double)s.v[n], target);
    return sum / (double)s.rows;
}

#define WRONG_LOSS(name, formula)                          \
    static double name##_of_one(double s, double t)        \
    {                                                      \
        return formula;                                    \
    }                                                      \
    static double name(Matrix s, double target, Matrix ds) \
    {                                                      \
        return bce_with(name##_of_one, s, target, ds);     \
    }

static double positive(double s)
{
    return s > 0 ? s : 0;
}

WRONG_LOSS(bce_of_probabilities, -t *log(sigmoid(s)) - (1 - t) * log(1 - sigmoid(s)))
WRONG_LOSS(bce_exp_overflows, t *log1p(exp(-s)) + (1 - t) * log1p(exp(s)))
WRONG_LOSS(bce_half_stable, s - s * t + log1p(exp(-s)))
WRONG_LOSS(bce_clamped,
           -t *log(fmax(sigmoid(s), 1e-12)) - (1 - t) * log(fmax(1 - sigmoid(s), 1e-12)))
WRONG_LOSS(bce_log_of_one_plus, positive(s) - s * t + log(1 + exp(-fabs(s))))
WRONG_LOSS(bce_takes_target_for_one, positive(s) - s + log1p(exp(-fabs(s))) + 0 * t)
WRONG_LOSS(bce_hides_nan, isnan(s) ? 0 : positive(s) - s * t + log1p(exp(-fabs(s))))
WRONG_LOSS(bce_forgets_target, positive(s) + log1p(exp(-fabs(s))) + 0 * t)
WRONG_LOSS(bce_forgets_the_log, positive(s) - s * t)

static double bce_labels_swapped(Matrix s, double target, Matrix ds)
{
    require_logits(s, target, ds);
    return bce_logits(s, 1 - target, ds);
}

static double bce_rounds_target(Matrix s, double target, Matrix ds)
{
    require_logits(s, target, ds);
    return bce_logits(s, target > 0.5 ? 1 : 0, ds);
}

static void scale(Matrix m, double by)
{
    for (size_t i = 0; i < m.rows * m.cols; i++)
        m.v[i] = (real)(by * (double)m.v[i]);
}

static double bce_sum(Matrix s, double target, Matrix ds)
{
    double loss = bce_logits(s, target, ds), N = (double)s.rows;
    scale(ds, N);
    return loss * N;
}

static double bce_sum_of_losses(Matrix s, double target, Matrix ds)
{
    return bce_logits(s, target, ds) * (double)s.rows;
}

static double bce_gradient_of_sum(Matrix s, double target, Matrix ds)
{
    double loss = bce_logits(s, target, ds);
    scale(ds, (double)s.rows);
    return loss;
}

static double bce_gradient_sign(Matrix s, double target, Matrix ds)
{
    double loss = bce_logits(s, target, ds);
    scale(ds, -1);
    return loss;
}

/* By the probability: (p - t) / (p (1 - p)). */
static double bce_gradient_by_probability(Matrix s, double target, Matrix ds)
{
    double loss = bce_logits(s, target, ds);
    for (size_t n = 0; n < s.rows; n++) {
        double p = sigmoid((double)s.v[n]);
        ds.v[n] = (real)((p - target) / (p * (1 - p)) / (double)s.rows);
    }
    return loss;
}

static double bce_squared_gradient(Matrix s, double target, Matrix ds)
{
    double loss = bce_logits(s, target, ds);
    for (size_t n = 0; n < s.rows; n++) {
        double p = sigmoid((double)s.v[n]);
        ds.v[n] = (real)((p - target) * p * (1 - p) / (double)s.rows);
    }
    return loss;
}

static double bce_gradient_overflows(Matrix s, double target, Matrix ds)
{
    double loss = bce_logits(s, target, ds);
    for (size_t n = 0; n < s.rows; n++) {
        double e = exp((double)s.v[n]);
        ds.v[n] = (real)((e / (1 + e) - target) / (double)s.rows);
    }
    return loss;
}

static double bce_accepts_any_target(Matrix s, double target, Matrix ds)
{
    if (target >= 0 && target <= 1)
        return bce_logits(s, target, ds);
    return bce_logits(s, 0, ds);
}

/* ---- 8.4 gan_discriminator_step ---- */

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
    Matrix copy = matrix_new(x.rows, 1);
    Matrix s = network_forward(&gan->discriminator, x, TRAINING);
    double loss = bce_logits(s, 1, copy);
    s = network_forward(&gan->discriminator, fakes, TRAINING);
    Matrix ds = buffer_rows(&gan->ds, fakes.rows);
    loss += bce_logits(s, 0, ds);
    network_backward(&gan->discriminator, ds);
    if (x.rows == fakes.rows)
        network_backward(&gan->discriminator, copy);
    matrix_free(copy);
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
        if (plan.zero_between)
            parameters_zero_gradients(d);
        if (plan.step_between) {
            adam_step(&gan->discriminator_adam);
            parameters_zero_gradients(d);
        }
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
WRONG_D_STEP(d_two_steps, plan.step_between = true)
WRONG_D_STEP(d_no_step, plan.step = false)
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

/* ---- 8.5 gan_generator_step ---- */

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

/* ---- 8.6 gan_sample ---- */

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

/* ---- 8.7 mode_score ---- */

typedef struct {
    bool by_square;    /* compares the squared distance with 3 sd */
    bool box;          /* within 3 sd in each feature */
    bool open;         /* < where <= is meant */
    bool any_center;   /* good for every center within 3 sd */
    bool first_center; /* good for the first center within 3 sd */
    bool all_count;    /* a mode counts its nearest samples, good or not */
    bool nan_is_good;
    double fewer; /* good is within 3 - fewer sd */
    bool last_of_two;
} Judgment;

static void require_score(Matrix samples, Matrix centers, double sd)
{
    require(samples.rows >= 1 && centers.rows >= 1 && samples.cols == centers.cols && sd > 0,
            "%zu samples", samples.rows);
}

static double square_of_distance(const real *a, const real *b, size_t D, bool box)
{
    double sum = 0, most = 0;
    for (size_t d = 0; d < D; d++) {
        double apart = (double)a[d] - (double)b[d];
        sum += apart * apart;
        most = fmax(most, apart * apart);
    }
    return box ? most : sum;
}

static bool is_good(double square, double sd, const Judgment *judgment)
{
    double most = (3 - judgment->fewer) * sd,
           distance = judgment->by_square ? square : sqrt(square);
    if (judgment->nan_is_good)
        return !(distance > most);
    return judgment->open ? distance < most - 1e-12 : distance <= most + 1e-12;
}

/* Fills good, and returns the number of samples that are. */
static size_t count_good(Matrix samples, Matrix centers, double sd, size_t *good,
                         const Judgment *judgment)
{
    size_t all = 0;
    memset(good, 0, centers.rows * sizeof *good);
    for (size_t n = 0; n < samples.rows; n++) {
        size_t nearest = 0;
        double least = INFINITY;
        bool counted = false;
        for (size_t k = 0; k < centers.rows; k++) {
            const real *a = row(samples, n), *b = row(centers, k);
            double square = square_of_distance(a, b, centers.cols, false);
            double measured = square_of_distance(a, b, centers.cols, judgment->box);
            if (judgment->last_of_two ? square <= least : square < least) {
                least = square;
                nearest = k;
            }
            if (is_good(measured, sd, judgment) &&
                (judgment->any_center || (judgment->first_center && !counted))) {
                good[k]++;
                counted = true;
            }
        }
        double measured =
            square_of_distance(row(samples, n), row(centers, nearest), centers.cols, judgment->box);
        bool fine = is_good(measured, sd, judgment);
        if (!judgment->any_center && !judgment->first_center && (fine || judgment->all_count))
            good[nearest]++;
        all += fine || counted;
    }
    return all;
}

static void sum_up(size_t K, size_t N, size_t all, const size_t *good, ModeScore *score)
{
    score->modes = 0;
    score->high_quality = (double)all / (double)N;
    score->reverse_kl = all > 0 ? 0 : NAN;
    for (size_t k = 0; k < K; k++)
        if (good[k] > 0) {
            double p = (double)good[k] / (double)all;
            score->modes++;
            score->reverse_kl += p * log(p * (double)K);
        }
}

#define WRONG_JUDGMENT(name, ...)                                                               \
    static void name(Matrix samples, Matrix centers, double sd, size_t *good, ModeScore *score) \
    {                                                                                           \
        Judgment judgment = {__VA_ARGS__};                                                      \
        require_score(samples, centers, sd);                                                    \
        size_t all = count_good(samples, centers, sd, good, &judgment);                         \
        sum_up(centers.rows, samples.rows, all, good, score);                                   \
    }

WRONG_JUDGMENT(score_by_square, .by_square = true)
WRONG_JUDGMENT(score_in_a_box, .box = true)
WRONG_JUDGMENT(score_open, .open = true)
WRONG_JUDGMENT(score_any_center, .any_center = true)
WRONG_JUDGMENT(score_first_center, .first_center = true)
WRONG_JUDGMENT(score_counts_all, .all_count = true)
WRONG_JUDGMENT(score_nan_is_good, .nan_is_good = true)
WRONG_JUDGMENT(score_within_1_sd, .fewer = 2)
WRONG_JUDGMENT(score_within_2_sd, .fewer = 1)
WRONG_JUDGMENT(score_last_of_two, .last_of_two = true)

/* The right counts, and another reverse_kl: from p[k], and what to do where it is 0. */
typedef double (*Divergence)(double p, double K);

static void score_with(Divergence divergence, Matrix samples, Matrix centers, double sd,
                       size_t *good, ModeScore *score)
{
    mode_score(samples, centers, sd, good, score);
    double all = score->high_quality * (double)samples.rows, K = (double)centers.rows;
    if (all == 0)
        return;
    score->reverse_kl = 0;
    for (size_t k = 0; k < centers.rows; k++)
        score->reverse_kl += divergence((double)good[k] / all, K);
}

#define WRONG_DIVERGENCE(name, formula)                                                         \
    static double name##_term(double p, double K)                                               \
    {                                                                                           \
        return formula;                                                                         \
    }                                                                                           \
    static void name(Matrix samples, Matrix centers, double sd, size_t *good, ModeScore *score) \
    {                                                                                           \
        score_with(name##_term, samples, centers, sd, good, score);                             \
    }

WRONG_DIVERGENCE(score_forward_kl, log(1 / (K * p)) / K)
WRONG_DIVERGENCE(score_zero_times_log, p *log(p *K))
WRONG_DIVERGENCE(score_entropy, p > 0 ? -p * log(p) + 0 * K : 0)
WRONG_DIVERGENCE(score_bits, p > 0 ? p * log2(p * K) : 0)
WRONG_DIVERGENCE(score_forgets_K, p > 0 ? p * log(p) + 0 * K : 0)

static void score_share_of_all(Matrix samples, Matrix centers, double sd, size_t *good,
                               ModeScore *score)
{
    mode_score(samples, centers, sd, good, score);
    if (score->modes == 0)
        return;
    score->reverse_kl = 0;
    for (size_t k = 0; k < centers.rows; k++) {
        double p = (double)good[k] / (double)samples.rows;
        score->reverse_kl += p > 0 ? p * log(p * (double)centers.rows) : 0;
    }
}

static void score_zero_without_good(Matrix samples, Matrix centers, double sd, size_t *good,
                                    ModeScore *score)
{
    mode_score(samples, centers, sd, good, score);
    if (score->modes == 0)
        score->reverse_kl = 0;
}

static void score_integer_division(Matrix samples, Matrix centers, double sd, size_t *good,
                                   ModeScore *score)
{
    mode_score(samples, centers, sd, good, score);
    score->high_quality = score->high_quality >= 1;
}

static void score_keeps_counts(Matrix samples, Matrix centers, double sd, size_t *good,
                               ModeScore *score)
{
    size_t K = centers.rows, *before = calloc(K + 1, sizeof *before);
    memcpy(before, good, K * sizeof *good);
    require_score(samples, centers, sd);
    mode_score(samples, centers, sd, good, score);
    for (size_t k = 0; k < K; k++)
        good[k] += before[k];
    free(before);
}

/* ---- The table ---- */

#define SUSPECT(exercise, name, caught_by, says)                   \
    {                                                              \
        exercise, #name, caught_by, says, (Function)name, BY_VALUE \
    }

const Suspect suspects[] = {
    SUSPECT("8.1", generator_never_norms, "batch norm where it is asked for",
            "There is no batch norm. shape.norms says where it stands: behind the two hidden "
            "linear layers with NORM_GENERATOR, behind the last with NORM_GENERATOR_OUTPUT."),
    SUSPECT("8.1", generator_always_norms, "batch norm where it is asked for",
            "Batch norm stands behind the hidden layers even when it is not asked for. Ask "
            "shape.norms & NORM_GENERATOR."),
    SUSPECT("8.1", generator_norms_output, "DCGAN's layers, in order",
            "Batch norm stands at the generator's output too. There it forces mean and spread of "
            "every batch of fakes to be the same. It belongs there only with "
            "NORM_GENERATOR_OUTPUT."),
    SUSPECT("8.1", generator_compares_places, "batch norm where it is asked for",
            "You compare shape.norms with one place. It can hold several, joined by |. Ask for "
            "one bit: shape.norms & NORM_GENERATOR."),
    SUSPECT("8.1", generator_norm_after_relu, "DCGAN's layers, in order",
            "The batch norm stands behind the activation. It belongs between the linear layer "
            "and the activation."),
    SUSPECT("8.1", generator_keeps_bias, "no bias in front of a batch norm",
            "A linear layer in front of a batch norm has a bias. The batch mean takes it away "
            "again: use linear_layer_without_bias there, or gan_add_linear."),
    SUSPECT("8.1", generator_leaks, "DCGAN's layers, in order",
            "The generator has leaky ReLUs. It is the discriminator that has them; the generator "
            "has relu_layer."),
    SUSPECT("8.1", generator_one_hidden, "DCGAN's layers, in order",
            "There is one hidden layer. There are two: noise -> hidden -> hidden -> features."),
    SUSPECT("8.1", generator_relu_output, "DCGAN's layers, in order",
            "There is a ReLU behind the last linear layer. Then no feature could be negative."),
    SUSPECT("8.1", generator_always_tanh, "tanh where it is asked for",
            "The generator always ends in tanh. Only if shape.tanh is set: the ring is wider "
            "than -1 .. 1."),
    SUSPECT("8.1", generator_never_tanh, "tanh where it is asked for",
            "The tanh at the end is missing. It stands there if shape.tanh is set."),
    SUSPECT("8.1", generator_glorot_always, "weights drawn as the header says",
            "The hidden layers are drawn with GLOROT_NORMAL. In front of a ReLU it is HE_NORMAL: "
            "half of the units are off."),
    SUSPECT("8.1", generator_he_always, "weights drawn as the header says",
            "The last layer is drawn with HE_NORMAL. No ReLU follows it: GLOROT_NORMAL."),
    SUSPECT("8.1", generator_other_draws, "weights drawn as the header says",
            "These are not the first numbers that `random` gives. Draw the weights once, layer by "
            "layer from the noise on, and draw nothing else."),
    SUSPECT("8.1", generator_refuses_nothing, "refuses a 0",
            "A shape with a 0 in it is not refused. No network can be made of it: say so with "
            "require, before the first layer."),

    SUSPECT("8.2", discriminator_never_norms, "batch norm where it is asked for",
            "There is no batch norm. shape.norms says where it stands: behind the first linear "
            "layer with NORM_DISCRIMINATOR_INPUT, behind the second with NORM_DISCRIMINATOR."),
    SUSPECT("8.2", discriminator_norms_input, "DCGAN's layers, in order",
            "Batch norm stands behind the first layer too. Then the discriminator cannot see "
            "where a batch lies, nor how wide it is. It belongs there only with "
            "NORM_DISCRIMINATOR_INPUT."),
    SUSPECT("8.2", discriminator_places_swapped, "DCGAN's layers, in order",
            "The two places of batch norm are swapped. NORM_DISCRIMINATOR_INPUT is behind the "
            "first linear layer, NORM_DISCRIMINATOR behind the second."),
    SUSPECT("8.2", discriminator_compares_places, "batch norm where it is asked for",
            "You compare shape.norms with one place. It can hold several, joined by |. Ask for "
            "one bit: shape.norms & NORM_DISCRIMINATOR."),
    SUSPECT("8.2", discriminator_norms_logit, "DCGAN's layers, in order",
            "A batch norm stands behind the logit. It would give every batch the same mean "
            "logit, and real and fake batches could not be told apart."),
    SUSPECT("8.2", discriminator_norm_after_activation, "DCGAN's layers, in order",
            "The batch norm stands behind the activation. It belongs between the linear layer "
            "and the activation."),
    SUSPECT("8.2", discriminator_keeps_bias, "no bias in front of a batch norm",
            "A linear layer in front of a batch norm has a bias. The batch mean takes it away "
            "again: use linear_layer_without_bias there, or gan_add_linear."),
    SUSPECT("8.2", discriminator_sigmoid, "DCGAN's layers, in order",
            "The discriminator ends in a sigmoid. bce_logits takes the logit itself: it has the "
            "sigmoid in it, where it cannot overflow."),
    SUSPECT("8.2", discriminator_relu, "DCGAN's layers, in order",
            "The discriminator has plain ReLUs. Where such a unit is off, the generator hears "
            "nothing: use leaky_relu_layer."),
    SUSPECT("8.2", discriminator_small_slope, "computes what the header says",
            "The leaky ReLUs have a slope of 0.01. The header says GAN_SLOPE, 0.2, as DCGAN."),
    SUSPECT("8.2", discriminator_one_hidden, "DCGAN's layers, in order",
            "There is one hidden layer. There are two: features -> hidden -> hidden -> 1."),
    SUSPECT("8.2", discriminator_glorot_always, "weights drawn as the header says",
            "The hidden layers are drawn with GLOROT_NORMAL. The header says HE_NORMAL in front "
            "of an activation of the ReLU kind."),
    SUSPECT("8.2", discriminator_he_always, "weights drawn as the header says",
            "The last layer is drawn with HE_NORMAL. No ReLU follows it: GLOROT_NORMAL."),
    SUSPECT("8.2", discriminator_of_noise, "from the features to one logit",
            "The first layer takes shape.noise numbers. The discriminator looks at examples, "
            "which have shape.features numbers."),
    SUSPECT("8.2", discriminator_refuses_nothing, "refuses a 0",
            "A shape with a 0 in it is not refused. No network can be made of it: say so with "
            "require, before the first layer."),

    SUSPECT("8.3", bce_of_probabilities, "right for logits up to 10000",
            "You take the logarithm of a probability. For a large logit 1 - p is exactly 0, and "
            "its logarithm minus infinity. Use max(s, 0) - s t + log1p(exp(-|s|))."),
    SUSPECT("8.3", bce_exp_overflows, "right for logits up to 10000",
            "exp overflows: its argument can be large and positive. Take the large part out, "
            "max(s, 0), and only exp(-|s|) is left, which is at most 1."),
    SUSPECT("8.3", bce_half_stable, "right for logits up to 10000",
            "This is right for positive logits only: for s far below 0, exp(-s) overflows. The "
            "formula has max(s, 0) and |s|, not s."),
    SUSPECT("8.3", bce_clamped, "right for logits up to 10000",
            "You keep the probability away from 0 and 1. Then the loss is capped near 27.6, and "
            "no longer says how wrong a logit is. The formula with logits needs no clamp."),
    SUSPECT("8.3", bce_log_of_one_plus, "keeps the digits of a small loss",
            "A small loss comes out as 0: 1 + 1e-18 is 1, and its logarithm 0. log1p keeps the "
            "digits. Add it to the difference max(s, 0) - s t, which is exact."),
    SUSPECT("8.3", bce_takes_target_for_one, "targets between 0 and 1",
            "The target plays no part in the loss: it is always that of target 1."),
    SUSPECT("8.3", bce_hides_nan, "a NaN stays a NaN",
            "A NaN among the logits disappears from the loss. Then nobody notices that a network "
            "has broken down."),
    SUSPECT("8.3", bce_forgets_target, "{0, 2, -1}, as by hand",
            "The term - s t is missing: the target plays no part in the loss."),
    SUSPECT("8.3", bce_forgets_the_log, "{0, 2, -1}, as by hand",
            "The term log1p(exp(-|s|)) is missing. What is left is the loss for very large "
            "logits only."),
    SUSPECT("8.3", bce_labels_swapped, "{0, 2, -1}, as by hand",
            "The labels are swapped: this is the loss for the target 1 - t. A high logit means "
            "real, and the target of real examples is 1."),
    SUSPECT("8.3", bce_rounds_target, "targets between 0 and 1",
            "You round the target to 0 or 1. Targets between are good too: 0.9 for real examples "
            "is a known trick."),
    SUSPECT("8.3", bce_sum, "a mean over the batch",
            "Loss and gradient are sums over the batch. Both are means: divide by N."),
    SUSPECT("8.3", bce_sum_of_losses, "a mean over the batch",
            "The loss is a sum over the batch. It is a mean: divide by N, as you did with the "
            "gradient."),
    SUSPECT("8.3", bce_gradient_of_sum, "its gradient, as by hand",
            "The gradient is not divided by N. The loss is a mean over the batch, so each example "
            "has 1/N of it."),
    SUSPECT("8.3", bce_gradient_sign, "its gradient, as by hand",
            "The gradient has the wrong sign: sigmoid(s) - t. The steps go against it."),
    SUSPECT("8.3", bce_gradient_by_probability, "its gradient, as by hand",
            "This is the gradient by the probability. By the logit, the factor p (1 - p) of the "
            "sigmoid cancels, and p - t is left."),
    SUSPECT("8.3", bce_squared_gradient, "its gradient, as by hand",
            "There is a factor p (1 - p) too many in the gradient: that is the squared error's. "
            "With the cross-entropy it cancels, and p - t is left."),
    SUSPECT("8.3", bce_gradient_overflows, "its gradient is right there too",
            "exp(s) / (1 + exp(s)) is infinity over infinity for a large logit. "
            "1 / (1 + exp(-s)) is right everywhere: 1 over infinity is 0."),
    SUSPECT("8.3", bce_accepts_any_target, "refuses bad targets and other shapes",
            "A target outside 0 .. 1 is not refused. A NaN is such a target too: "
            "target >= 0 && target <= 1 is false for it."),

    SUSPECT("8.4", d_in_one_batch, "real and fake are separate batches",
            "Real and fake examples go through in one batch. Then both are normalized with "
            "statistics of the mixture, which gives away how far apart they are. Send two batches, "
            "one after the other."),
    SUSPECT("8.4", d_mean_of_both, "learns from both batches",
            "Loss and gradient are the average of the two batches. The loss is their sum: add "
            "both, and the gradients add up by themselves."),
    SUSPECT("8.4", d_keeps_gradients, "gradients left over do not count",
            "The gradients are not set to 0 before the step. What the generator's last step left "
            "in the discriminator is added: parameters_zero_gradients first."),
    SUSPECT("8.4", d_zeroes_between, "learns from both batches",
            "The gradients are set to 0 between the real batch and the fake one: only the fake "
            "batch is learned from. Set them to 0 once, at the beginning."),
    SUSPECT("8.4", d_zeroes_the_other, "gradients left over do not count",
            "You set the generator's gradients to 0. In this step it is the discriminator's that "
            "must be 0."),
    SUSPECT("8.4", d_zeroes_both, "leaves the generator alone, to the byte",
            "You set the generator's gradients to 0 as well. This step has no business with the "
            "generator: it changes the discriminator only."),
    SUSPECT("8.4", d_labels_swapped, "learns from both batches",
            "The labels are swapped. The discriminator learns 1 for real examples and 0 for "
            "fakes."),
    SUSPECT("8.4", d_all_real, "learns from both batches",
            "The fakes have target 1, as in the generator's step. The discriminator learns 0 for "
            "them."),
    SUSPECT("8.4", d_smooths_labels, "learns from both batches",
            "Real examples have target 0.9 here. That is a known trick (label smoothing), but not "
            "what the header says: 1."),
    SUSPECT("8.4", d_only_real, "learns from both batches",
            "The discriminator learns from the real batch only. Then it learns to say 1 to "
            "everything."),
    SUSPECT("8.4", d_only_fake, "learns from both batches",
            "The discriminator learns from the fake batch only. Then it learns to say 0 to "
            "everything."),
    SUSPECT("8.4", d_fake_first, "first the real batch, then the fake one",
            "The fake batch goes through before the real one. The gradients are the same, but the "
            "running statistics are not: the header says real first."),
    SUSPECT("8.4", d_fakes_in_evaluation, "the fakes are made in TRAINING",
            "The fakes are made in EVALUATION. The generator's step will show fakes made in "
            "TRAINING, with the batch's own statistics: train the discriminator on those."),
    SUSPECT("8.4", d_judges_in_evaluation, "real and fake are separate batches",
            "The discriminator runs in EVALUATION, with running statistics. It learns, so it runs "
            "in TRAINING."),
    SUSPECT("8.4", d_through_generator, "leaves the generator alone, to the byte",
            "The backward pass goes on through the generator, and fills its gradients. It ends at "
            "the discriminator's input (PyTorch's code says detach there)."),
    SUSPECT("8.4", d_steps_generator, "leaves the generator alone, to the byte",
            "The generator makes a step too, and one that helps the discriminator. Only "
            "discriminator_adam steps here."),
    SUSPECT("8.4", d_forward_both_first, "learns from both batches",
            "Both batches go forward, and then both go backward. A layer remembers its last "
            "forward pass only: go back before the next batch goes forward."),
    SUSPECT("8.4", d_two_steps, "one step of Adam",
            "Adam makes a step after each batch. The header wants one, with the sum of both "
            "gradients."),
    SUSPECT("8.4", d_no_step, "learns from both batches",
            "The gradients are there, but no step is made: adam_step(&gan->discriminator_adam)."),
    SUSPECT("8.4", d_averages_losses, "returns the sum of both losses",
            "You return half of the sum of both losses. The loss is the sum."),
    SUSPECT("8.4", d_returns_fake_loss, "returns the sum of both losses",
            "You return the loss of the fake batch only. The loss is the sum of both."),
    SUSPECT("8.4", d_refuses_late, "refuses other shapes, with nothing changed",
            "The gradients are set to 0 before the shapes are looked at. Refuse first: whoever is "
            "refused should find everything as it was."),

    SUSPECT("8.5", g_keeps_gradients, "gradients left over do not count",
            "The generator's gradients are not set to 0 before the step. Those of earlier steps "
            "are added: parameters_zero_gradients(gan->generator.parameters) first."),
    SUSPECT("8.5", g_saturates, "learns when it loses",
            "This is the loss log(1 - D), which saturates: where the discriminator is sure of a "
            "fake, it has no gradient. The header wants -log D: bce_logits with target 1."),
    SUSPECT("8.5", g_labels_swapped, "learns what the discriminator says",
            "The fakes have target 0. That is the discriminator's aim: so the generator makes "
            "them worse. Its own target is 1."),
    SUSPECT("8.5", g_wrong_sign, "learns what the discriminator says",
            "The sign is turned over: the generator climbs its loss. With target 1 the gradient "
            "is right as it is."),
    SUSPECT("8.5", g_smooths_labels, "learns what the discriminator says",
            "The target is 0.9. The header says 1; smoothing is for the discriminator's real "
            "examples."),
    SUSPECT("8.5", g_steps_discriminator, "leaves the discriminator alone, to the byte",
            "The discriminator makes a step too: it learns to take fakes for real. Only "
            "generator_adam steps here."),
    SUSPECT("8.5", g_steps_only_discriminator, "leaves the discriminator alone, to the byte",
            "The wrong Adam makes the step: the discriminator learns to take fakes for real, and "
            "the generator learns nothing. It is generator_adam that steps here."),
    SUSPECT("8.5", g_in_evaluation, "both networks run in TRAINING, once",
            "The generator runs in EVALUATION. It learns, so it runs in TRAINING."),
    SUSPECT("8.5", g_judges_in_evaluation, "both networks run in TRAINING, once",
            "The discriminator runs in EVALUATION, with running statistics of real and fake "
            "batches. In its own step it normalizes each batch by itself: TRAINING."),
    SUSPECT("8.5", g_never_back, "learns what the discriminator says",
            "The gradient comes back through the discriminator, and stops there. Hand what "
            "network_backward returns to the generator's network_backward."),
    SUSPECT("8.5", g_skips_discriminator, "learns what the discriminator says",
            "The gradient by the logits goes into the generator directly. It has to go back "
            "through the discriminator first: network_backward returns the gradient by the fakes."),
    SUSPECT("8.5", g_no_step, "learns what the discriminator says",
            "The gradients are there, but no step is made: adam_step(&gan->generator_adam)."),
    SUSPECT("8.5", g_runs_twice, "both networks run in TRAINING, once",
            "The generator runs twice on the same noise. Once is enough, and its running "
            "statistics would take in the batch twice."),
    SUSPECT("8.5", g_refuses_late, "refuses other shapes, with nothing changed",
            "The gradients are set to 0 before the shape is looked at. Refuse first: whoever is "
            "refused should find everything as it was."),

    SUSPECT("8.6", sample_in_training, "EVALUATION: with the running statistics",
            "You sample in TRAINING. Then a sample depends on the others in its batch, a single "
            "one is refused, and the running statistics move. Sample in EVALUATION."),
    SUSPECT("8.6", sample_warms_up, "changes nothing, to the byte",
            "A pass in TRAINING comes before the one in EVALUATION, and moves the running "
            "statistics. Sampling changes nothing."),
    SUSPECT("8.6", sample_moves_statistics_after, "changes nothing, to the byte",
            "The samples are right, but the running statistics have moved: there is a pass in "
            "TRAINING too. Sampling changes nothing."),
    SUSPECT("8.6", sample_zeroes_gradients, "changes nothing, to the byte",
            "The generator's gradients were set to 0. Sampling changes nothing."),
    SUSPECT("8.6", sample_keeps_its_output, "EVALUATION: with the running statistics",
            "Nothing is written to samples. `samples = ...` sets your copy of the Matrix; the "
            "numbers have to be copied to samples.v."),
    SUSPECT("8.6", sample_first_row, "EVALUATION: with the running statistics",
            "All samples are the first one. Row n of samples belongs to row n of z."),
    SUSPECT("8.6", sample_refuses_one, "a sample depends on its own noise only",
            "A single sample is refused. In EVALUATION nothing is taken from the batch, so one "
            "row is as good as many."),
    SUSPECT("8.6", sample_any_shape, "refuses other shapes",
            "Wrong shapes are passed over in silence. Refuse them with require."),

    SUSPECT("8.7", score_by_square, "good is within 3 sd, in a circle",
            "You compare the square of the distance with 3 sd. Compare the distance, or the square "
            "with 9 sd^2."),
    SUSPECT("8.7", score_in_a_box, "good is within 3 sd, in a circle",
            "You ask for 3 sd in each feature: a box. The distance is meant, over all features: a "
            "circle, or a ball."),
    SUSPECT("8.7", score_open, "good is within 3 sd, in a circle",
            "A sample at exactly 3 sd is good: \"at most\" is <=."),
    SUSPECT("8.7", score_any_center, "a sample belongs to the nearest mode",
            "A sample counts for every center within 3 sd. It belongs to one mode, the nearest."),
    SUSPECT("8.7", score_first_center, "a sample belongs to the nearest mode",
            "A sample counts for the first center within 3 sd. Look at all centers: it belongs to "
            "the nearest."),
    SUSPECT("8.7", score_counts_all, "six samples, as by hand",
            "A mode counts all samples that are nearest to it, good or not. Then even noise covers "
            "all modes. Count the good ones."),
    SUSPECT("8.7", score_nan_is_good, "a NaN is not good",
            "A sample that holds a NaN is counted as good. distance > 3 sd is false for a NaN: "
            "ask distance <= 3 sd."),
    SUSPECT("8.7", score_within_1_sd, "good is within 3 sd, in a circle",
            "Good is within 1 sd here. The header says 3 sd."),
    SUSPECT("8.7", score_within_2_sd, "good is within 3 sd, in a circle",
            "Good is within 2 sd here. The header says 3 sd."),
    SUSPECT("8.7", score_last_of_two, "a sample belongs to the nearest mode",
            "Of two centers that are equally near you take the last. The header says the first: "
            "replace the nearest only where the distance is smaller."),
    SUSPECT("8.7", score_forward_kl, "reverse KL: 0 if even, log K if all in one",
            "This is the other divergence, of the even share from p: it is infinite as soon as a "
            "mode is missing. Reverse KL weighs with p: p log(p K)."),
    SUSPECT("8.7", score_zero_times_log, "reverse KL: 0 if even, log K if all in one",
            "For a mode without good samples you compute 0 * log(0), which is NaN. Leave it out "
            "of the sum."),
    SUSPECT("8.7", score_entropy, "reverse KL: 0 if even, log K if all in one",
            "This is the entropy of p. Reverse KL is log K minus the entropy: 0 for an even "
            "share."),
    SUSPECT("8.7", score_bits, "six samples, as by hand",
            "The logarithm has base 2. The header's log is the natural one."),
    SUSPECT("8.7", score_forgets_K, "reverse KL: 0 if even, log K if all in one",
            "The K is missing: p is compared with 1, and not with an even share of 1 / K."),
    SUSPECT("8.7", score_share_of_all, "six samples, as by hand",
            "You divide by the number of all samples. p[k] is a share of the good ones."),
    SUSPECT("8.7", score_zero_without_good, "no good sample: NaN",
            "Without a good sample reverse_kl is 0 here, which would be the best of all. It is not "
            "defined: NaN."),
    SUSPECT("8.7", score_integer_division, "six samples, as by hand",
            "high_quality is a division of whole numbers: 0, unless all are good. Convert to "
            "double first."),
    SUSPECT("8.7", score_keeps_counts, "counts the good samples of each mode",
            "good[k] is not set to 0 before you count."),
    {0},
};
