/* Exercise 6.7, batchnorm_backward: the graded tests. */

#include "running_statistics.h"
#include "tests/06_running_statistics/oracle.h"
#include "tests/06_running_statistics/shared.h"
#include "tests/harness/harness.h"
#include "tests/harness/oracle.h"

SUBJECT(batchnorm_backward);

/* A forward pass that has happened, and what comes back; want is the oracle's. */
typedef struct {
    BatchNorm norm, copy;
    Matrix dy;
    BnForward forward;
    BnGradients out, want;
} Pass;

static Pass pass_after(Mode mode, unsigned seed, size_t N, size_t D)
{
    Pass p = {random_norm(seed, D),        random_norm(seed, D),   random_input(seed + 7, N, D, 1),
              forward_outputs(mode, N, D), gradient_outputs(N, D), gradient_outputs(N, D)};
    Matrix x = random_input(seed + 8, N, D, 3);
    Statistics s = statistics_of(x, p.norm.eps);
    if (mode == EVALUATION) {
        oracle_rstd(D, p.norm.running_var, p.norm.eps, s.rstd);
        oracle_normalize(x, p.norm.running_mean, s.rstd, s.xhat);
    }
    p.forward.rstd = s.rstd;
    p.forward.xhat = s.xhat;
    (mode == TRAINING ? oracle_backward : oracle_backward_eval)(p.dy, s.xhat, p.norm.gamma, s.rstd,
                                                                p.want);
    return p;
}

static Pass back_after(Mode mode, unsigned seed, size_t N, size_t D)
{
    Pass p = pass_after(mode, seed, N, D);
    given(mode == TRAINING ? "after a pass in TRAINING, dy" : "after a pass in EVALUATION, dy",
          p.dy);
    subject_batchnorm_backward(&p.norm, p.dy, &p.forward, p.out);
    return p;
}

static void back_through_training(void)
{
    for (size_t s = 1; s < COUNT(shapes); s++) {
        Pass p = back_after(TRAINING, 400 + 10 * (unsigned)s, shapes[s].N, shapes[s].D);
        expect_matrix("dx", p.out.dx, p.want.dx, rounding(256, 1000));
    }
}

static void back_through_evaluation(void)
{
    for (size_t s = 1; s < COUNT(shapes); s++) {
        Pass p = back_after(EVALUATION, 500 + 10 * (unsigned)s, shapes[s].N, shapes[s].D);
        expect_matrix("dx", p.out.dx, p.want.dx, rounding(256, 1000));
    }
    Pass p = back_after(EVALUATION, 570, 1, 3);
    expect_matrix("dx", p.out.dx, p.want.dx, rounding(256, 1000));
}

static void back_adds_to_the_gradients(void)
{
    Pass p = back_after(TRAINING, 580, 4, 3);
    for (size_t d = 0; d < 3; d++) {
        expect_number("gamma_gradient", (double)p.norm.gamma_gradient[d],
                      (double)p.copy.gamma_gradient[d] + p.want.dgamma[d], rounding(256, 1000));
        expect_number("beta_gradient", (double)p.norm.beta_gradient[d],
                      (double)p.copy.beta_gradient[d] + p.want.dbeta[d], rounding(256, 1000));
    }
}

static void back_hands_out_its_own_sums(void)
{
    Pass p = back_after(TRAINING, 590, 4, 3);
    expect_vector("dgamma", p.out.dgamma, p.want.dgamma, 3, rounding(256, 100));
    expect_vector("dbeta", p.out.dbeta, p.want.dbeta, 3, rounding(256, 100));
}

static void back_changes_nothing_else(void)
{
    Pass p = back_after(TRAINING, 600, 5, 3), copy = pass_after(TRAINING, 600, 5, 3);
    expect_numbers("dgamma", p.out.dgamma, 3);
    expect_same("dy", p.dy.v, copy.dy.v, 15 * sizeof(real));
    expect_same("forward->xhat", p.forward.xhat.v, copy.forward.xhat.v, 15 * sizeof(real));
    expect_same("forward->rstd", p.forward.rstd, copy.forward.rstd, 3 * sizeof(double));
    expect_same_statistics(&p.norm, &p.copy);
    expect_same_parameters(&p.norm, &p.copy);
}

static void probe_batchnorm_backward(void)
{
    static const size_t N[] = {3, 4, 2, 5, 1, 4}, D[] = {1, 4, 5, 3, 3, 2};
    for (unsigned i = 0; i < COUNT(N); i++) {
        BatchNorm norm = random_norm(10 * i + 1, D[i]);
        Shapes s = shapes_of(100 * i + 100, N[i], D[i]);
        BnForward forward = {i % 2 || N[i] == 1 ? EVALUATION : TRAINING,
                             random_vector(2, D[i]),
                             random_variances(3, D[i]),
                             random_variances(4, D[i]),
                             s.xhat,
                             random_input(5, N[i], D[i], 0)};
        BnGradients gradients = {random_vector(6, D[i]), random_vector(7, D[i]), s.dx};
        observe_refusal(refused(subject_batchnorm_backward(&norm, s.dy, &forward, gradients)));
        observe_gradients(gradients, D[i]);
        observe_norm(&norm, 0);
        observe_matrix(s.dy, 0);
        observe_matrix(s.xhat, 0);
    }
}

static const Test tests[] = {
    {3, "after TRAINING, back through the statistics", back_through_training},
    {2, "after EVALUATION, constant statistics", back_through_evaluation},
    {2, "adds to the gradients", back_adds_to_the_gradients},
    {1, "hands out the sums of this pass", back_hands_out_its_own_sums},
    {1, "changes nothing else", back_changes_nothing_else},
    {0},
};

EXERCISE(batchnorm_backward);
