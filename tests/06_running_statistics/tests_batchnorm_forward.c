/* Exercise 6.6, batchnorm_forward: the graded tests. */

#include "running_statistics.h"
#include "tests/06_running_statistics/oracle.h"
#include "tests/06_running_statistics/shared.h"
#include "tests/harness/harness.h"

SUBJECT(batchnorm_forward);

/* An update that takes note. */
enum { NOTED = 8 };
static struct {
    size_t calls, N;
    double mean[NOTED], var[NOTED];
} noted;

static void take_note(BatchNorm *norm, size_t N, const double *mean, const double *var)
{
    noted.calls++;
    noted.N = N;
    for (size_t d = 0; d < norm->D && d < NOTED; d++) {
        noted.mean[d] = mean[d];
        noted.var[d] = var[d];
    }
}

static BatchNorm noting_norm(unsigned seed, size_t D)
{
    BatchNorm norm = random_norm(seed, D);
    norm.update = take_note;
    noted.calls = 0;
    return norm;
}

static BnForward train(BatchNorm *norm, Matrix x)
{
    BnForward forward = forward_outputs(EVALUATION, x.rows, x.cols);
    subject_batchnorm_forward(norm, x, TRAINING, &forward);
    return forward;
}

static BnForward evaluate(BatchNorm *norm, Matrix x)
{
    BnForward forward = forward_outputs(TRAINING, x.rows, x.cols);
    subject_batchnorm_forward(norm, x, EVALUATION, &forward);
    return forward;
}

static void training_uses_the_batch(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        BatchNorm norm = noting_norm(251 + (unsigned)s, shapes[s].D);
        Matrix x = random_input(261 + (unsigned)s, shapes[s].N, shapes[s].D, 3);
        Matrix want = output(x.rows, x.cols);
        Statistics own = statistics_of(x, norm.eps);
        oracle_batch_norm(&norm, x, own.mean, own.var, want);
        given("TRAINING, x", x);
        expect_matrix("y", train(&norm, x).y, want, rounding(256, 100));
    }
}

static void training_hands_out_what_backward_needs(void)
{
    BatchNorm norm = noting_norm(271, 4);
    Matrix x = random_input(272, 6, 4, 3);
    Statistics own = statistics_of(x, norm.eps);
    given("TRAINING, x", x);
    BnForward forward = train(&norm, x);
    expect_vector("mean", forward.mean, own.mean, 4, rounding_double(64, 10));
    expect_vector("var", forward.var, own.var, 4, rounding_double(64, 100));
    expect_vector("rstd", forward.rstd, own.rstd, 4, rounding_double(64, 10));
    expect_matrix("xhat", forward.xhat, own.xhat, rounding(256, 10));
    expect(forward.mode == TRAINING, "forward->mode is not TRAINING");
}

static void training_updates_once(void)
{
    BatchNorm norm = noting_norm(281, 4);
    Matrix x = random_input(282, 6, 4, 3);
    Statistics own = statistics_of(x, norm.eps);
    given("TRAINING, x", x);
    train(&norm, x);
    expect(noted.calls == 1, "norm->update was called %zu times, and not once", noted.calls);
    expect(noted.N == 6, "norm->update got N = %zu, and not 6", noted.N);
    expect_vector("norm->update got mean", noted.mean, own.mean, 4, rounding_double(64, 10));
    expect_vector("norm->update got var", noted.var, own.var, 4, rounding_double(64, 100));
}

static void evaluation_uses_the_running_statistics(void)
{
    for (size_t s = 0; s < COUNT(shapes); s++) {
        BatchNorm norm = noting_norm(291 + (unsigned)s, shapes[s].D);
        Matrix x = random_input(301 + (unsigned)s, shapes[s].N, shapes[s].D, 3);
        Matrix want = output(x.rows, x.cols);
        oracle_batch_norm(&norm, x, norm.running_mean, norm.running_var, want);
        given("EVALUATION, x", x);
        BnForward forward = evaluate(&norm, x);
        expect_matrix("y", forward.y, want, rounding(64, 1000));
        expect(forward.mode == EVALUATION, "forward->mode is not EVALUATION");
    }
}

static void evaluation_changes_nothing(void)
{
    BatchNorm norm = noting_norm(311, 3), copy = noting_norm(311, 3);
    Matrix x = random_input(312, 5, 3, 0);
    given("EVALUATION, x", x);
    evaluate(&norm, x);
    expect(noted.calls == 0, "norm->update was called");
    expect_same_norm(&norm, &copy);
}

static void only_training_refuses_one_example(void)
{
    BatchNorm norm = noting_norm(321, 2);
    Matrix x = random_input(322, 1, 2, 0);
    given("x", x);
    expect_refusal("a single example in TRAINING", train(&norm, x));
    Matrix y = evaluate(&norm, x).y, want = output(1, 2);
    oracle_batch_norm(&norm, x, norm.running_mean, norm.running_var, want);
    expect_matrix("y", y, want, rounding(64, 100));
}

static void forward_refuses_another_D(void)
{
    BatchNorm norm = noting_norm(331, 3);
    Matrix x = roomy_input(332, 4, 2);
    BnForward forward = forward_outputs(TRAINING, 4, 3);
    forward.xhat = roomy_input(1, 4, 2);
    forward.y = roomy_input(2, 4, 2);
    given_values("a batch norm of 3 features, an x of 2");
    expect_refusal("in TRAINING", subject_batchnorm_forward(&norm, x, TRAINING, &forward));
    expect_refusal("in EVALUATION", subject_batchnorm_forward(&norm, x, EVALUATION, &forward));
}

static void probe_layer_forward(BatchNorm *norm, Matrix x, Mode mode)
{
    size_t N = x.rows, D = x.cols;
    BnForward forward = {mode == TRAINING ? EVALUATION : TRAINING,
                         random_vector(2, D),
                         random_vector(3, D),
                         random_vector(4, D),
                         random_input(5, N, D, 0),
                         random_input(6, N, D, 0)};
    observe_refusal(refused(subject_batchnorm_forward(norm, x, mode, &forward)));
    observe_number(forward.mode, 0);
    if (mode == TRAINING) {
        observe(forward.mean, D, 1e-9);
        observe(forward.var, D, 1e-9);
    }
    observe(forward.rstd, D, 1e-9);
    observe_matrix(forward.xhat, 1e-9 + rounding(64, 100));
    observe_matrix(forward.y, 1e-9 + rounding(64, 1000));
    observe_matrix(x, 0);
    observe_norm(norm, mode == TRAINING ? 1e-9 : 0);
}

static void probe_batchnorm_forward(void)
{
    static const size_t N[] = {4, 2, 3, 7}, D[] = {1, 3, 2, 3};
    for (unsigned i = 0; i < COUNT(N); i++) {
        BatchNorm norm = random_norm(10 * i + 1, D[i]);
        probe_layer_forward(&norm, random_input(100 + i, N[i], D[i], 0), TRAINING);
        probe_layer_forward(&norm, random_input(200 + i, N[i], D[i], 0), EVALUATION);
        probe_layer_forward(&norm, random_input(250 + i, 1, D[i], 0), EVALUATION);
        probe_layer_forward(&norm, random_input(300 + i, N[i] + 1, D[i], 0), TRAINING);
    }
    BatchNorm norm = random_norm(60, 3);
    norm.update = bn_recalibrate;
    probe_layer_forward(&norm, random_input(400, 5, 3, 0), TRAINING);
    Matrix narrow = roomy_input(401, 4, 2), single = random_input(402, 1, 3, 0);
    BnForward forward = {TRAINING,
                         random_vector(2, 3),
                         random_vector(3, 3),
                         random_vector(4, 3),
                         random_input(5, 4, 2, 0),
                         random_input(6, 4, 2, 0)};
    observe_refusal(refused(subject_batchnorm_forward(&norm, narrow, TRAINING, &forward)));
    observe_refusal(refused(subject_batchnorm_forward(&norm, narrow, EVALUATION, &forward)));
    forward.xhat = random_input(5, 1, 3, 0);
    forward.y = random_input(6, 1, 3, 0);
    observe_refusal(refused(subject_batchnorm_forward(&norm, single, TRAINING, &forward)));
}

static const Test tests[] = {
    {2, "TRAINING uses the batch's statistics", training_uses_the_batch},
    {2, "hands out what backward needs", training_hands_out_what_backward_needs},
    {3, "TRAINING updates, once", training_updates_once},
    {3, "EVALUATION uses the running statistics", evaluation_uses_the_running_statistics},
    {3, "EVALUATION changes nothing", evaluation_changes_nothing},
    {1, "only TRAINING refuses one example", only_training_refuses_one_example},
    {1, "refuses another number of features", forward_refuses_another_D},
    {0},
};

EXERCISE(batchnorm_forward);
