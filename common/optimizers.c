#include "common/optimizers.h"

#include <stdlib.h>
#include <string.h>
#include <tgmath.h>

#include "common/elementary.h"

void sgd_step(Parameters parameters, double rate)
{
    require(rate >= 0, "a rate of %g", rate);
    for (size_t i = 0; i < parameters.count; i++) {
        Parameter p = parameters.list[i];
        for (size_t j = 0; j < p.count; j++)
            p.values[j] -= (real)rate * p.gradients[j];
    }
}

Adam adam_new(Parameters parameters, double rate)
{
    Parameters copy = {parameters.count, calloc(parameters.count + 1, sizeof(Parameter))};
    if (!copy.list)
        bad_input("out of memory for a list of %zu parameters", parameters.count);
    if (parameters.count > 0)
        memcpy(copy.list, parameters.list, parameters.count * sizeof(Parameter));
    size_t total = parameters_total(parameters);
    return (Adam){
        .rate = rate,
        .beta1 = 0.9,
        .beta2 = 0.999,
        .eps = 1e-8,
        .parameters = copy,
        .m = matrix_new(1, total).v,
        .v = matrix_new(1, total).v,
    };
}

/* The formula, for one parameter. */
static void step(const Adam *adam, Parameter p, real *m, real *v)
{
    const unsigned t = (unsigned)adam->steps;
    const real keep1 = (real)adam->beta1, add1 = (real)(1 - adam->beta1);
    const real keep2 = (real)adam->beta2, add2 = (real)(1 - adam->beta2);
    const real correct1 = (real)(1 / (1 - integer_power(adam->beta1, t)));
    const real correct2 = (real)(1 / (1 - integer_power(adam->beta2, t)));
    const real rate = (real)adam->rate, eps = (real)adam->eps;
    for (size_t j = 0; j < p.count; j++) {
        real gradient = p.gradients[j];
        m[j] = keep1 * m[j] + add1 * gradient;
        v[j] = keep2 * v[j] + add2 * gradient * gradient;
        p.values[j] -= rate * (m[j] * correct1) / (sqrt(v[j] * correct2) + eps);
    }
}

void adam_step(Adam *adam)
{
    require(adam->rate >= 0, "a rate of %g", adam->rate);
    require(adam->beta1 >= 0 && adam->beta1 < 1, "beta1 is %g", adam->beta1);
    require(adam->beta2 >= 0 && adam->beta2 < 1, "beta2 is %g", adam->beta2);
    require(adam->eps > 0, "eps is %g, it must be positive", adam->eps);
    adam->steps++;
    size_t done = 0;
    for (size_t i = 0; i < adam->parameters.count; i++) {
        Parameter p = adam->parameters.list[i];
        step(adam, p, adam->m + done, adam->v + done);
        done += p.count;
    }
}

void adam_free(Adam *adam)
{
    free(adam->parameters.list);
    free(adam->m);
    free(adam->v);
    *adam = (Adam){0};
}
