#include "experiment.h"

#include <math.h>

#include "common/cats.h"

Examples examples_new(Random *random, size_t N, double wrong)
{
    Examples e = {matrix_new(N, INPUTS), matrix_new(N, 1)};
    Matrix cats = cats_new(random, N);
    for (size_t n = 0; n < N; n++) {
        real *xn = row(e.x, n);
        xn[CAT_SIZE] = (real)((row(cats, n)[CAT_SIZE] - 4.5) / 1.5);
        xn[CAT_FUR] = (real)((row(cats, n)[CAT_FUR] - 0.85) / 0.05);
        for (size_t d = CAT_FEATURES; d < INPUTS; d++)
            xn[d] = (real)random_normal(random, 0, 1);
        int yes = (xn[CAT_SIZE] > 0) != (xn[CAT_FUR] > 0);
        e.target.v[n] = (random_uniform(random) < wrong) != yes;
    }
    matrix_free(cats);
    return e;
}

void examples_free(Examples e)
{
    matrix_free(e.x);
    matrix_free(e.target);
}

static void swap(real *a, real *b)
{
    real kept = *a;
    *a = *b;
    *b = kept;
}

void shuffle(Random *random, Examples e)
{
    for (size_t n = e.x.rows; n > 1; n--) {
        size_t other = random_below(random, n);
        for (size_t d = 0; d < INPUTS; d++)
            swap(&row(e.x, n - 1)[d], &row(e.x, other)[d]);
        swap(&e.target.v[n - 1], &e.target.v[other]);
    }
}

double logistic(Matrix scores, Matrix target, Matrix dscores, double *wrong)
{
    double loss = 0, N = (double)scores.rows;
    *wrong = 0;
    for (size_t n = 0; n < scores.rows; n++) {
        double s = (double)scores.v[n], t = (double)target.v[n];
        loss += (fmax(s, 0) - s * t + log1p(exp(-fabs(s)))) / N;
        *wrong += ((s > 0) != (t > 0)) / N;
        if (dscores.v)
            dscores.v[n] = (real)((1 / (1 + exp(-s)) - t) / N);
    }
    return loss;
}
