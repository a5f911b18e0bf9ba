#include "experiment.h"

#include <math.h>
#include <string.h>

#include "common/eigen.h"

const double jump[P] = {0.2, -1.2, 2.0};

Statistics statistics_of(Matrix x)
{
    Statistics statistics;
    feature_mean(x, statistics.mean);
    feature_variance(x, statistics.mean, 0, statistics.var);
    return statistics;
}

const Statistics unchanged = {{0, 0}, {1, 1}};

//> region cost
/* The cost of a linear model on z = (x - mean) / sqrt(var). A jump that is linear in x is
   linear in z too, with other weights: these are the best ones. */
Cost cost_of(Matrix x, const Statistics *statistics)
{
    const double *mean = statistics->mean, *var = statistics->var;
    Cost cost = {.best = {[D] = jump[D]}};
    Matrix z = matrix_new(x.rows, x.cols);
    standardize(x, mean, var, z);
    cost_hessian(z, cost.hessian);
    matrix_free(z);

    double copy[P * P], eigenvalues[P];
    memcpy(copy, cost.hessian, sizeof copy);
    symmetric_eigenvalues(P, copy, eigenvalues);
    cost.largest = eigenvalues[P - 1];
    cost.condition = eigenvalues[P - 1] / eigenvalues[0];

    for (size_t d = 0; d < D; d++) {
        cost.best[d] = jump[d] * sqrt(var[d]);
        cost.best[D] += jump[d] * mean[d];
    }
    return cost;
}
//< region

void costs_of_cats(Matrix cats, const Statistics *statistics, Cost costs[TREATMENTS])
{
    Statistics centering = unchanged;
    for (size_t d = 0; d < D; d++)
        centering.mean[d] = statistics->mean[d];
    costs[RAW] = cost_of(cats, &unchanged);
    costs[CENTERED] = cost_of(cats, &centering);
    costs[STANDARDIZED] = cost_of(cats, statistics);
}

double cost_gap_at_0(const Cost *cost)
{
    double sum = 0;
    for (size_t i = 0; i < P; i++)
        for (size_t j = 0; j < P; j++)
            sum += cost->best[i] * cost->hessian[i * P + j] * cost->best[j];
    return sum / 2;
}

size_t cost_steps(const Cost *cost, const double *weights)
{
    double error[P], gradient[P];
    for (size_t i = 0; i < P; i++)
        error[i] = weights[i] - cost->best[i];
    return descent_steps(P, cost->hessian, 1 / cost->largest, MOST_STEPS, error, gradient);
}
