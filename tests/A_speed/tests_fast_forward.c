/* Exercise A.5, fast_forward: the graded tests. */

#include <math.h>
#include <string.h>

#include "speed.h"
#include "tests/A_speed/oracle.h"
#include "tests/A_speed/shared.h"
#include "tests/harness/harness.h"

SUBJECT(fast_forward);

static void all_forward_in_blocks(void)
{
    Matrix x = random_input(81, FEW, WIDE, 0);
    real *gamma = random_parameters(31, WIDE), *beta = random_parameters(32, WIDE);
    FastForward got = forward_outputs(FEW, WIDE), want = forward_outputs(FEW, WIDE);
    oracle_forward(x, gamma, beta, 0.1, want);
    given("x", x);
    subject_fast_forward(1, x, gamma, beta, 0.1, got);
    expect_matrix("y", got.y, want.y, rounding(512, 1000));
    expect_vector("mean", got.mean, want.mean, WIDE, rounding(64, 2000));
    expect_vector("rstd", got.rstd, want.rstd, WIDE, rounding(512, 10));
}

static void all_forward_with_threads(void)
{
    Matrix x = random_input(82, 70, 100, 0);
    real *gamma = random_parameters(31, 100), *beta = random_parameters(32, 100);
    FastForward one = forward_outputs(70, 100);
    given_values("x: 70 examples x 100 features, random; 1, 7, 3 and 2 threads");
    subject_fast_forward(1, x, gamma, beta, 0.1, one);
    expect_numbers("rstd", one.rstd, 100);
    for (size_t i = 0; i < COUNT(counts); i++) {
        FastForward more = forward_outputs(70, 100);
        subject_fast_forward(counts[i], x, gamma, beta, 0.1, more);
        expect(memcmp(more.y.v, one.y.v, 7000 * sizeof(real)) == 0 &&
                   memcmp(more.rstd, one.rstd, 100 * sizeof(double)) == 0,
               "with %zu threads the result has other bits than with one", counts[i]);
    }
}

static void all_forward_starts_threads(void)
{
    Matrix x = random_input(83, 4, 100, 0);
    unsigned before = threads_of_subject();
    given("x", x);
    subject_fast_forward(2, x, random_parameters(31, 100), random_parameters(32, 100), 0.1,
                         forward_outputs(4, 100));
    expect_threads(before);
}

static void all_forward_refuses(void)
{
    Matrix x = random_input(84, 4, 3, 0), one = {1, 3, x.v};
    real *gamma = random_parameters(31, 3), *beta = random_parameters(32, 3);
    FastForward f = forward_outputs(4, 3);
    given("x", x);
    subject_fast_forward(1, x, gamma, beta, 0.1, f);
    expect_refusal("0 threads", subject_fast_forward(0, x, gamma, beta, 0.1, f));
    expect_refusal("a batch of one example",
                   subject_fast_forward(1, one, gamma, beta, 0.1, forward_outputs(1, 3)));
    expect_refusal("eps = NaN", subject_fast_forward(1, x, gamma, beta, NAN, f));
    expect_refusal("a y of 3 x 4",
                   subject_fast_forward(1, x, gamma, beta, 0.1, forward_outputs(3, 4)));
}

static void probe_fast_forward(void)
{
    Matrix x[] = {random_input(1, 3, 20, 0), random_input(2, 2, 40, 0), random_input(3, 4, 3, 0),
                  random_input(4, 2, FAST_PAGE + 5, 0)};
    for (size_t i = 0; i < COUNT(x); i++) {
        size_t D = x[i].cols;
        FastForward f = filled_forward(x[i].rows, D);
        observe_refusal(refused(subject_fast_forward(threads[i], x[i], random_parameters(3, D),
                                                     random_parameters(4, D), 0.1, f)));
        observe_matrix(f.y, 1e-9 + rounding(512, 2000));
    }
}

static const Test tests[] = {
    {2, "all features, in blocks", all_forward_in_blocks},
    {2, "the same bits for any number of threads", all_forward_with_threads},
    {2, "starts the threads", all_forward_starts_threads},
    {2, "refuses what does not fit", all_forward_refuses},
    {0},
};

EXERCISE(fast_forward);
