/* Exercise 5.6, bn_backward_staged: the graded tests.

   Each stage is compared with what follows from the stages before it, as the student computed
   them: a wrong edge costs its own points only. A stage that was never set is replaced by the
   right one. */

#include <math.h>
#include <stdbool.h>

#include "backprop.h"
#include "tests/05_backprop/oracle.h"
#include "tests/05_backprop/shared.h"
#include "tests/harness/harness.h"
#include "tests/harness/oracle.h"

SUBJECT(bn_backward_staged);

typedef struct {
    Matrix dxhat, x;
    double *mean, *rstd;
    BnStages got, right;
} Staged;

static BnStages stages_outputs(size_t N, size_t D)
{
    return (BnStages){output_vector(D), output_vector(D), output(N, D), output_vector(D),
                      output(N, D)};
}

static Staged staged_inputs(unsigned seed, size_t N, size_t D)
{
    Staged s = {random_input(seed, N, D, 1),
                random_input(seed + 1, N, D, 0),
                output_vector(D),
                output_vector(D),
                stages_outputs(N, D),
                stages_outputs(N, D)};
    double *var = output_vector(D);
    oracle_mean(s.x, s.mean);
    oracle_variance(s.x, var);
    oracle_rstd(D, var, 0.1, s.rstd);
    oracle_drstd(s.dxhat, s.x, s.mean, s.right.drstd);
    oracle_dvar(D, s.right.drstd, s.rstd, s.right.dvar);
    oracle_dcentered(s.dxhat, s.x, s.mean, s.rstd, s.right.dvar, s.right.dcentered);
    oracle_dmean(s.right.dcentered, s.right.dmean);
    oracle_dx(s.right.dcentered, s.right.dmean, s.right.dx);
    return s;
}

static Staged staged(void)
{
    Staged s = staged_inputs(181, 6, 3);
    given("x", s.x);
    subject_bn_backward_staged(s.dxhat, s.x, s.mean, s.rstd, s.got);
    return s;
}

static bool all_numbers(const double *v, size_t D)
{
    for (size_t d = 0; d < D; d++)
        if (isnan(v[d]))
            return false;
    return true;
}

static Matrix stage_matrix(Matrix got, Matrix right)
{
    for (size_t i = 0; i < got.rows * got.cols; i++)
        if (isnan(got.v[i]))
            return right;
    return got;
}

static void staged_drstd(void)
{
    Staged s = staged();
    expect_vector("drstd", s.got.drstd, s.right.drstd, 3, rounding_double(64, 1000));
}

static void staged_dvar(void)
{
    Staged s = staged();
    double *want = output_vector(3);
    oracle_dvar(3, all_numbers(s.got.drstd, 3) ? s.got.drstd : s.right.drstd, s.rstd, want);
    expect_vector("dvar", s.got.dvar, want, 3, rounding_double(64, 1000));
}

static void staged_dcentered(void)
{
    Staged s = staged();
    Matrix want = output(6, 3);
    oracle_dcentered(s.dxhat, s.x, s.mean, s.rstd,
                     all_numbers(s.got.dvar, 3) ? s.got.dvar : s.right.dvar, want);
    expect_matrix("dcentered", s.got.dcentered, want, rounding(64, 100));
}

/* The variance's part of dcentered adds up to 0 over the batch: a program may leave it out here. */
static void staged_dmean(void)
{
    Staged s = staged();
    double *want = output_vector(3);
    oracle_dmean(stage_matrix(s.got.dcentered, s.right.dcentered), want);
    expect_vector("dmean", s.got.dmean, want, 3, rounding(64, 100));
}

static void staged_dx(void)
{
    Staged s = staged();
    Matrix want = output(6, 3);
    oracle_dx(stage_matrix(s.got.dcentered, s.right.dcentered),
              all_numbers(s.got.dmean, 3) ? s.got.dmean : s.right.dmean, want);
    expect_matrix("dx", s.got.dx, want, rounding(16, 100));
}

static void staged_of_any_batch(void)
{
    for (size_t i = 0; i < COUNT(shapes); i++) {
        if (shapes[i].N < 2)
            continue;
        Staged s = staged_inputs(191 + (unsigned)i, shapes[i].N, shapes[i].D);
        given("x", s.x);
        subject_bn_backward_staged(s.dxhat, s.x, s.mean, s.rstd, s.got);
        expect_matrix("dx", s.got.dx, s.right.dx, rounding(256, 1000));
    }
}

static void probe_bn_backward_staged(void)
{
    static const size_t N[] = {4, 3, 2, 5}, D[] = {1, 4, 5, 3};
    for (unsigned i = 0; i < COUNT(N); i++) {
        Staged s = staged_inputs(10 * i + 1, N[i], D[i]);
        BnStages got = {random_vector(4, D[i]), random_vector(5, D[i]),
                        random_input(6, N[i], D[i], 0), random_vector(7, D[i]),
                        random_input(8, N[i], D[i], 0)};
        observe_refusal(refused(subject_bn_backward_staged(s.dxhat, s.x, s.mean, s.rstd, got)));
        observe(got.drstd, D[i], 1e-9);
        observe(got.dvar, D[i], 1e-9);
        observe_matrix(got.dcentered, 1e-9 + rounding(64, 1000));
        observe(got.dmean, D[i], 1e-9 + rounding(64, 1000));
        observe_matrix(got.dx, 1e-9 + rounding(64, 1000));
        observe_inputs(s.x, s.mean, s.rstd);
        observe_matrix(s.dxhat, 0);
    }
}

static const Test tests[] = {
    {2, "drstd", staged_drstd},
    {2, "dvar, from your drstd", staged_dvar},
    {2, "dcentered, from your dvar", staged_dcentered},
    {2, "dmean, from your dcentered", staged_dmean},
    {2, "dx, from your dcentered and dmean", staged_dx},
    {1, "dx in any batch of two or more", staged_of_any_batch},
    {0},
};

EXERCISE(bn_backward_staged);
