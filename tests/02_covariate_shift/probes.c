/* Probes: what tells one program from another. See tests/harness/harness.h. */

#include <math.h>

#include "tests/02_covariate_shift/probes.h"

#include "common/random.h"

double *positive_vector(unsigned seed, size_t n)
{
    double *v = output_vector(n);
    Random random = random_new(seed);
    for (size_t i = 0; i < n; i++)
        v[i] = 0.1 + 1.9 * random_uniform(&random);
    return v;
}

double *random_labels(unsigned seed, size_t n)
{
    double *v = output_vector(n);
    Random random = random_new(seed);
    for (size_t i = 0; i < n; i++)
        v[i] = random_below(&random, 2) ? 1 : -1;
    return v;
}

void probe_shift_distance(void)
{
    static const double values[][4] = {
        {1, 20, -3, 0.5},   {13, 18, -3.1, 0.503}, {-5, 18, -3.1, 0.503}, {1.5, 25, -8, 0.53},
        {1.2, 20, -4, 0.2}, {NAN, 20, -3, 0.6},    {1, 22, -3, NAN}};
    for (size_t i = 0; i < COUNT(values); i++) {
        double *mean = VECTOR(4, 1, 20, -3, 0.5), *var = VECTOR(4, 4, 25, 0.25, 1e-4);
        double got = -1;
        observe_refusal(refused(got = subject_shift_distance(4, mean, var, vector(4, values[i]))));
        observe(&got, 1, 1e-9);
        observe(mean, 4, 0);
    }
    double got = -1, *mean = VECTOR(2, 1, 2), *new_mean = VECTOR(2, 1, 2.5);
    observe_refusal(refused(got = subject_shift_distance(2, mean, VECTOR(2, 0, 4), new_mean)));
    got = subject_shift_distance(2, mean, VECTOR(2, 0.5, 4), new_mean);
    observe(&got, 1, 1e-9);
}

void probe_classifier_accuracy(void)
{
    for (unsigned seed = 1; seed <= 12; seed++) {
        size_t N = 40 + seed, D = 1 + seed % 4;
        Matrix x = random_input(seed, N, D, seed % 2 ? 0 : 3);
        double *label = random_labels(seed + 50, N), b = seed % 3 ? 0.7 : -0.4;
        Classifier c = {random_vector(seed, D), positive_vector(seed + 9, D),
                        random_vector(seed + 20, D), b};
        double got = subject_classifier_accuracy(x, label, c);
        observe(&got, 1, 1e-9);
        observe_matrix(x, 0);
    }
    Matrix x = BATCH(3, 1, 3, 3, 5);
    Classifier c = {VECTOR(1, 3), VECTOR(1, 4), VECTOR(1, 0.5), 0};
    double got = subject_classifier_accuracy(x, VECTOR(3, 1, 1, -1), c);
    observe(&got, 1, 1e-9);
    got = subject_classifier_accuracy(x, VECTOR(3, -1, -1, 1), c);
    observe(&got, 1, 1e-9);
}

void probe_importance_weights(void)
{
    static const double means[][3] = {{0, 1, 2}, {0.3, 0.8, 2.5}, {-0.4, 1, 1.2}};
    static const double vars[][3] = {{1, 2.25, 4}, {1, 2.25, 4}, {0.7, 2, 5}};
    for (size_t i = 0; i < COUNT(means); i++)
        for (size_t D = 1; D <= 3; D++) {
            Matrix x = random_input(1 + (unsigned)D, 4 + D, D, 0);
            double *ratio = random_vector(9, x.rows);
            Normal train = {vector(3, means[(i + 1) % 3]), vector(3, vars[(i + 1) % 3])};
            Normal test = {vector(3, means[i]), vector(3, vars[i])};
            subject_importance_weights(x, train, test, ratio);
            observe(ratio, x.rows, 1e-9);
            observe_matrix(x, 0);
        }
    double *ratio = random_vector(9, 2), one = 1;
    subject_importance_weights(BATCH(2, 1, 60, -50), (Normal){VECTOR(1, 0), &one},
                               (Normal){VECTOR(1, 0.125), &one}, ratio);
    observe(ratio, 2, 1e-6);
}

void probe_effective_sample_size(void)
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

void probe_weighted_least_squares(void)
{
    for (unsigned seed = 1; seed <= 6; seed++) {
        size_t D = 1 + seed % 3, N = 5 + seed;
        Matrix x = random_input(seed, N, D, seed == 2 ? 3 : 0);
        double *target = random_vector(seed + 10, N), *ratio = positive_vector(seed + 20, N);
        double *A = positive_vector(7, D * D), *w = positive_vector(8, D);
        for (size_t d = 0; d < D; d++) /* what adds to the old numbers can be solved, and shows */
            A[d * D + d] += 100;
        observe_refusal(refused(subject_weighted_least_squares(x, target, ratio, A, w)));
        observe(w, D, 1e-8 + rounding(1e4, 10));
        observe_matrix(x, 0);
        observe(ratio, N, 0);
    }
}

void probe_track_unit(void)
{
    static const double b[] = {0, 2, -0.5, 1e8};
    for (size_t i = 0; i < COUNT(b); i++)
        for (unsigned seed = 1; seed <= 3; seed++) {
            Matrix x = random_input(seed, 3 + 20 * (seed - 1), seed, 0);
            Matrix w = random_input(seed + 30, 1, seed, -1);
            double *result = random_vector(9, 2);
            subject_track_unit(x, w.v, b[i], &result[0], &result[1]);
            observe(result, 2, 1e-6 + rounding(64, 100));
            observe_matrix(x, 0);
        }
}
