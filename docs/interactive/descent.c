/* Gradient descent on the cost of a linear model of cats, raw and standardized: chapter 1. */

#include "common/cats.h"
#include "common/eigen.h"
#include "export.h"
#include "input_normalization.h"

enum { CATS = 1000, D = CAT_FEATURES, P = D + 1, SIDES = 2, MOST_STEPS = 1000 * 1000 };

double *EXPORT(descent_memory)(void);
void EXPORT(descent_cats)(void);
int EXPORT(descent_step)(int side, int count);
int EXPORT(descent_needed)(int side);

static struct {
    double rate; /* input, in units of 1 / largest */
    struct {
        double hessian[P * P], largest, condition; /* output of descent_cats */
        double error[P];                           /* weights minus the best ones */
        double gap;                                /* output of descent_step */
    } side[SIDES];                                 /* raw, standardized */
} descent;

double *descent_memory(void)
{
    return &descent.rate;
}

static void measure(int side, Matrix x)
{
    double copy[P * P], eigenvalues[P];
    cost_hessian(x, descent.side[side].hessian);
    for (int i = 0; i < P * P; i++)
        copy[i] = descent.side[side].hessian[i];
    symmetric_eigenvalues(P, copy, eigenvalues);
    descent.side[side].largest = eigenvalues[P - 1];
    descent.side[side].condition = eigenvalues[P - 1] / eigenvalues[0];
}

/* The cats of the chapter's experiment. */
void descent_cats(void)
{
    static real raw[CATS * D], standardized[CATS * D];
    Matrix x = {CATS, D, raw}, z = {CATS, D, standardized};
    Random random = random_new(1);
    double mean[D], var[D];
    cats_draw(&random, x);
    feature_mean(x, mean);
    feature_variance(x, mean, 0, var);
    standardize(x, mean, var, z);
    measure(0, x);
    measure(1, z);
}

/* Makes so many steps, or fewer if the minimum is reached; returns how many. */
int descent_step(int side, int count)
{
    const double *hessian = descent.side[side].hessian;
    double gradient[P], *error = descent.side[side].error;
    size_t made = descent_steps(P, hessian, descent.rate / descent.side[side].largest,
                                (size_t)count, error, gradient);
    double sum = 0;
    for (int i = 0; i < P; i++)
        for (int j = 0; j < P; j++)
            sum += error[i] * hessian[i * P + j] * error[j];
    descent.side[side].gap = sum / 2;
    return (int)made;
}

/* The steps from where the weights are to the minimum; a million if it takes as many or more. */
int descent_needed(int side)
{
    double error[P], gradient[P];
    for (int i = 0; i < P; i++)
        error[i] = descent.side[side].error[i];
    return (int)descent_steps(P, descent.side[side].hessian,
                              descent.rate / descent.side[side].largest, MOST_STEPS, error,
                              gradient);
}
