#include "experiment.h"

#include <math.h>

#include "common/elementary.h"

/* mean(x^2) - mean(x)^2, all in one type. */
static double shortcut_in_double(Matrix x)
{
    double sum = 0, squares = 0, N = (double)x.rows;
    for (size_t n = 0; n < x.rows; n++) {
        double xn = x.v[n];
        sum += xn;
        squares += xn * xn;
    }
    return squares / N - (sum / N) * (sum / N);
}

static double shortcut_in_float(Matrix x)
{
    float sum = 0, squares = 0, N = (float)x.rows;
    for (size_t n = 0; n < x.rows; n++) {
        float xn = (float)x.v[n];
        sum += xn;
        squares += xn * xn;
    }
    return (double)(squares / N - (sum / N) * (sum / N));
}

static double variance(Matrix x)
{
    double mean, var;
    bn_mean(x, &mean);
    bn_variance(x, &mean, &var);
    return var;
}

/* The batch {1, 2, 3, 4} + offset has variance 1.25 whatever the offset. */
void shortcut_by_hand(Experiment *e)
{
    Matrix x = matrix_new(4, 1);
    for (unsigned power = 0; power <= 10; power++) {
        for (size_t n = 0; n < 4; n++)
            x.v[n] = (real)(integer_power(10, power) + (double)n + 1);
        experiment_named_value(e, shortcut_in_float(x), "shortcut_float_1e%u", power);
        experiment_named_value(e, shortcut_in_double(x), "shortcut_double_1e%u", power);
        experiment_named_value(e, variance(x), "variance_1e%u", power);
    }
    matrix_free(x);
}

/* Relative errors on 1000 normal numbers, moved away from 0. The right variance is that of
   x - offset, which is exact for numbers this near to the offset. */
void shortcut_curve(const Experiment *e, Random random)
{
    enum { N = 1000 };
    Matrix numbers = normal_matrix(&random, N, 1, 1);
    Matrix x = matrix_new(N, 1), back = matrix_new(N, 1);
    Csv csv = csv_open(e->folder, "shortcut.csv", "offset,shortcut,subtracted,sign");
    for (int k = 0; k <= 40; k++) {
        double offset = exp(k / 4.0 * log(10));
        for (size_t n = 0; n < N; n++) {
            x.v[n] = (real)(offset + numbers.v[n]);
            back.v[n] = (real)(x.v[n] - offset);
        }
        double want = variance(back), got = shortcut_in_double(x);
        csv_row(&csv, "%g,%g,%g,%d", offset, fabs(got - want) / want,
                fabs(variance(x) - want) / want, got < 0 ? -1 : 1);
    }
    csv_close(&csv);
    matrix_free(numbers);
    matrix_free(x);
    matrix_free(back);
}
