#include "experiment.h"

#include <math.h>
#include <stdlib.h>

static const double zero = 0, one = 1;

static const Normal standard = {&zero, &one};

/* What an example is worth when the mean moves by so many standard deviations: exp(-shift^2). */
void worth_by_shift(Experiment *e, Random random)
{
    enum { N = 20000, SHIFTS = 5 };
    static const double shifts[SHIFTS] = {0.5, 1, 1.5, 2, 3.3};
    static const char *const names[SHIFTS] = {"05", "10", "15", "20", "33"};
    Matrix x = normal_matrix(&random, N, 1, 1);
    double *ratio = vector_new(N);
    for (size_t i = 0; i < SHIFTS; i++) {
        importance_weights(x, standard, (Normal){&shifts[i], &one}, ratio);
        experiment_named_value(e, effective_sample_size(N, ratio) / N, "worth_%s", names[i]);
        experiment_named_value(e, exp(-shifts[i] * shifts[i]), "worth_%s_formula", names[i]);
    }
    experiment_value(e, "one_in_33", exp(3.3 * 3.3));
    matrix_free(x);
    free(ratio);
}

/* Four furs, and a test whose mean is 1 instead of 0. */
void worth_by_hand(Experiment *e)
{
    enum { N = 4 };
    double ratio[N];
    real furs[N] = {-1, 0, 1, 2};
    importance_weights((Matrix){N, 1, furs}, standard, (Normal){&one, &one}, ratio);
    for (int n = 0; n < N; n++)
        experiment_named_value(e, ratio[n], "hand_ratio_%d", n + 1);
    experiment_value(e, "hand_size", effective_sample_size(N, ratio));
}
