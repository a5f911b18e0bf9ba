/* Exercise 2.4, effective_sample_size: the graded tests. */

#include "covariate_shift.h"
#include "tests/02_covariate_shift/oracle.h"
#include "tests/02_covariate_shift/shared.h"
#include "tests/harness/harness.h"

SUBJECT(effective_sample_size);

static void size_by_hand(void)
{
    given_values("ratio = {2, 1, 1, 0}");
    expect_number("the effective sample size",
                  subject_effective_sample_size(4, VECTOR(4, 2, 1, 1, 0)), 16.0 / 6,
                  rounding_double(16, 3));
}

static void size_of_equal_weights(void)
{
    double ratio[100];
    for (size_t N = 1; N <= 100; N += 11) {
        for (size_t n = 0; n < N; n++)
            ratio[n] = 0.3 * (double)N;
        given_values("%zu weights of %g", N, ratio[0]);
        expect_number("the effective sample size",
                      subject_effective_sample_size(N, vector(N, ratio)), (double)N,
                      rounding_double(512, 100));
    }
}

static void size_of_one_weight(void)
{
    for (size_t at = 0; at < 3; at++) {
        double *ratio = VECTOR(3, 0, 0, 0);
        ratio[at] = 7;
        given_values("ratio = {%g, %g, %g}", ratio[0], ratio[1], ratio[2]);
        expect_number("the effective sample size", subject_effective_sample_size(3, ratio), 1,
                      rounding_double(8, 1));
    }
}

static void size_has_no_scale(void)
{
    static const double scales[] = {1, 3, 1e-200, 1e200, 1e-300};
    for (size_t i = 0; i < COUNT(scales); i++) {
        double *ratio = positive_vector(81, 6), want = oracle_sample_size(6, ratio);
        for (size_t n = 0; n < 6; n++)
            ratio[n] *= scales[i];
        given_values("six weights near %g", scales[i]);
        expect_number("the effective sample size", subject_effective_sample_size(6, ratio), want,
                      rounding_double(256, 6));
    }
}

static void size_refuses_nothing(void)
{
    given_values("ratio = {0, 0, 0}");
    expect_refusal("a set of weights that are all 0",
                   subject_effective_sample_size(3, VECTOR(3, 0, 0, 0)));
    expect_refusal("an empty set", subject_effective_sample_size(0, VECTOR(1, 1)));
}

static void size_changes_nothing(void)
{
    double *ratio = positive_vector(82, 6);
    given_values("six random weights");
    double first = subject_effective_sample_size(6, ratio);
    double second = subject_effective_sample_size(6, ratio);
    expect_same("ratio", ratio, positive_vector(82, 6), 6 * sizeof *ratio);
    expect(first == second, "called twice with the same weights, it is %g, then %g", first, second);
}

static void probe_effective_sample_size(void)
{
    static const double scales[] = {1, 5, 0.01, 1e-200, 1e200};
    for (size_t i = 0; i < COUNT(scales); i++)
        for (size_t N = 2; N <= 20; N += 6) {
            double *ratio = positive_vector((unsigned)N, N);
            for (size_t n = 0; n < N; n++)
                ratio[n] *= n == 1 ? 0 : scales[i];
            double got = -1;
            observe_refusal(refused(got = subject_effective_sample_size(N, ratio)));
            observe(&got, 1, 1e-9);
            observe(ratio, N, 0);
        }
    double *ratio = VECTOR(3, 0, 0, 0), got;
    observe_refusal(refused(got = subject_effective_sample_size(3, ratio)));
    got = subject_effective_sample_size(4, VECTOR(4, 2, 1, 1, 0));
    observe(&got, 1, 1e-9);
}

static const Test tests[] = {
    {4, "{2, 1, 1, 0} are worth 8/3", size_by_hand},
    {3, "N equal weights are worth N", size_of_equal_weights},
    {2, "one weight alone is worth 1", size_of_one_weight},
    {3, "the scale does not matter, 1e-200 or 1e200", size_has_no_scale},
    {1, "refuses weights that are all 0", size_refuses_nothing},
    {1, "changes nothing", size_changes_nothing},
    {0},
};

EXERCISE(effective_sample_size);
