/* Exercise 7.3, ghost_forward: the graded tests. */

#include <math.h>

#include "batch_size_noise.h"
#include "tests/07_batch_size_noise/oracle.h"
#include "tests/07_batch_size_noise/shared.h"
#include "tests/harness/harness.h"

SUBJECT(ghost_forward);

/* Compares all that ghost_forward hands out with the oracle's. Up to 64 numbers of up to 100 are
   added up, and rstd is at most 10. */
static void expect_ghosts(Matrix x, size_t ghost, double eps)
{
    size_t G = x.rows / ghost, D = x.cols;
    GhostStatistics got = output_statistics(G * D), want = output_statistics(G * D);
    Matrix xhat = output(x.rows, D), want_xhat = output(x.rows, D);
    oracle_ghost_forward(x, ghost, eps, want, want_xhat);
    subject_ghost_forward(x, ghost, eps, got, xhat);
    expect_vector("mean", got.mean, want.mean, G * D, rounding_double(64, 100));
    expect_vector("var", got.var, want.var, G * D, rounding_double(64, 1000));
    expect_vector("rstd", got.rstd, want.rstd, G * D, rounding_double(64, 1000));
    expect_matrix("xhat", xhat, want_xhat, rounding(4, 10) + rounding_double(64, 1000));
}

static void ghosts_by_hand(void)
{
    Matrix x = BATCH(8, 1, 1, 2, 3, 4, 30, 10, 70, 50), xhat = output(8, 1);
    GhostStatistics got = output_statistics(2);
    given_values("x = {1, 2, 3, 4, 30, 10, 70, 50}, ghost = 4, eps = 1");
    subject_ghost_forward(x, 4, 1, got, xhat);
    expect_vector("mean", got.mean, VECTOR(2, 2.5, 40), 2, rounding_double(8, 100));
    expect_vector("var", got.var, VECTOR(2, 1.25, 500), 2, rounding_double(8, 1000));
    expect_vector("rstd", got.rstd, VECTOR(2, 1 / 1.5, 1 / sqrt(501)), 2, rounding_double(8, 1));
    const double r = 1 / sqrt(501);
    Matrix want = BATCH(8, 1, -1, -0.5 / 1.5, 0.5 / 1.5, 1, -10 * r, -30 * r, 30 * r, 10 * r);
    expect_matrix("xhat", xhat, want, rounding(8, 2));
}

static void one_ghost_is_batch_norm(void)
{
    static const size_t N[] = {2, 5, 64}, D[] = {3, 2, 7};
    for (unsigned s = 0; s < COUNT(N); s++) {
        given_values("%zu random examples of %zu features, ghost = %zu", N[s], D[s], N[s]);
        expect_ghosts(random_input(91 + s, N[s], D[s], 3), N[s], 0.1);
    }
}

static void ghosts_of_any_shape(void)
{
    static const size_t N[] = {6, 6, 4, 64, 8}, D[] = {3, 2, 1, 17, 8}, ghost[] = {2, 3, 2, 16, 4};
    for (unsigned s = 0; s < COUNT(N); s++) {
        given_values("%zu random examples of %zu features, ghost = %zu", N[s], D[s], ghost[s]);
        expect_ghosts(random_input(101 + s, N[s], D[s], 3), ghost[s], 0.1);
    }
}

static void ghosts_use_eps(void)
{
    static const double eps[] = {1e-3, 0.5, 4};
    for (unsigned i = 0; i < COUNT(eps); i++) {
        given_values("8 random examples of 2 features, ghost = 4, eps = %g", eps[i]);
        expect_ghosts(random_input(111 + i, 8, 2, 0), 4, eps[i]);
    }
}

static void ghosts_change_nothing_else(void)
{
    Matrix x = random_input(121, 8, 3, 0), first = output(8, 3), second = output(8, 3);
    given("x", random_input(121, 8, 3, 0));
    subject_ghost_forward(x, 2, 0.1, output_statistics(12), first);
    subject_ghost_forward(x, 2, 0.1, output_statistics(12), second);
    expect_same("x", x.v, random_input(121, 8, 3, 0).v, 24 * sizeof(real));
    expect(same_bytes(first, second), "called twice with the same x, xhat[0][0] is %.9g, then %.9g",
           (double)first.v[0], (double)second.v[0]);
}

static void ghosts_refused(void)
{
    Matrix x = random_input(131, 8, 3, 0), xhat = output(8, 3), none = output(0, 3);
    GhostStatistics s = output_statistics(48);
    given_values("a batch of 8 examples");
    expect_refusal("ghost = 0", subject_ghost_forward(x, 0, 0.1, s, xhat));
    expect_refusal("ghost = 1", subject_ghost_forward(x, 1, 0.1, s, xhat));
    expect_refusal("ghost = 3", subject_ghost_forward(x, 3, 0.1, s, xhat));
    expect_refusal("ghost = 16", subject_ghost_forward(x, 16, 0.1, s, xhat));
    expect_refusal("a batch of 0", subject_ghost_forward(none, 4, 0.1, s, none));
    subject_ghost_forward(x, 8, 0.1, s, xhat); /* the largest that fits */
}

static void ghosts_refuse_other_shapes(void)
{
    Matrix x = random_input(132, 8, 3, 0), turned = random_input(133, 6, 4, 0);
    given_values("x is 8 x 3");
    expect_refusal("an xhat of 6 x 4",
                   subject_ghost_forward(x, 2, 0.1, output_statistics(12), turned));
}

static void observe_forward(Matrix x, size_t ghost, double eps)
{
    size_t count = x.rows * x.cols;
    double *mean = random_vector(4, count), *var = random_vector(5, count);
    double *rstd = random_vector(6, count);
    Matrix xhat = random_input(7, x.rows, x.cols, 0);
    observe_refusal(
        refused(subject_ghost_forward(x, ghost, eps, (GhostStatistics){mean, var, rstd}, xhat)));
    observe_all(mean, count);
    observe_all(var, count);
    observe_all(rstd, count);
    observe_matrix(xhat, 1e-9 + rounding(64, 1000));
    observe_matrix(x, 0);
}

static void probe_ghost_forward(void)
{
    static const size_t N[] = {8, 6, 6, 12, 4, 10, 4, 4, 4}, ghost[] = {4, 2, 3, 4, 4, 4, 1, 0, 8};
    static const size_t D[] = {1, 3, 2, 5, 3, 2, 2, 2, 2};
    for (unsigned i = 0; i < COUNT(N); i++)
        observe_forward(random_input(10 + i, N[i], D[i], 2), ghost[i], i % 2 ? 1e-5 : 0.5);
    observe_forward(random_input(3, 0, 2, 0), 4, 0.1);
    Matrix x = random_input(30, 8, 3, 0), xhat = random_input(31, 6, 4, 0);
    GhostStatistics statistics = {random_vector(32, 24), random_vector(33, 24),
                                  random_vector(34, 24)};
    observe_refusal(refused(subject_ghost_forward(x, 2, 0.1, statistics, xhat)));
}

static const Test tests[] = {
    {6, "two ghost batches, as by hand", ghosts_by_hand},
    {4, "ghost = N is batch norm", one_ghost_is_batch_norm},
    {4, "features and ghosts are kept apart", ghosts_of_any_shape},
    {2, "uses the eps that is given", ghosts_use_eps},
    {1, "changes nothing else", ghosts_change_nothing_else},
    {2, "refuses a ghost that does not fit", ghosts_refused},
    {1, "refuses other shapes", ghosts_refuse_other_shapes},
    {0},
};

EXERCISE(ghost_forward);
