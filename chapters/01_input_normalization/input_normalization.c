#include "input_normalization.h"

#include <math.h>
#include <stdbool.h>

/* 1.1   mean[d] = (1/N) * sum over n of x[n][d]
   Set the sums to 0; add row after row; divide. */
void feature_mean(Matrix x, double mean[x.cols])
{
    require(x.rows >= 1, "the mean of no examples");
    TODO("1.1");
}

/* 1.2   var[d] = 1/(N - ddof) * sum over n of (x[n][d] - mean[d])^2
   Set the sums to 0; add the squared deviations row after row; divide. */
void feature_variance(Matrix x, const double mean[x.cols], size_t ddof, double var[x.cols])
{
    require(x.rows > ddof, "a variance with ddof %zu needs more than %zu examples, x has %zu", ddof,
            ddof, x.rows);
    TODO("1.2");
}

/* 1.3   count = count + 1
         delta   = xn[d] - mean[d]
         mean[d] = mean[d] + delta / count
         m2[d]   = m2[d] + delta * (xn[d] - mean[d])     with the mean that has just moved */
void welford_update(Welford *w, const real xn[w->D])
{
    TODO("1.3");
}

/* 1.4   z[n][d] = (x[n][d] - mean[d]) / sqrt(var[d])
         z[n][d] = 0      where sqrt(var[d]) <= 1e-12 * |mean[d]|: constant, up to rounding */
void standardize(Matrix x, const double mean[x.cols], const double var[x.cols], Matrix z)
{
    require(z.rows == x.rows && z.cols == x.cols, "z is %zu x %zu, x is %zu x %zu", z.rows, z.cols,
            x.rows, x.cols);
    TODO("1.4");
}

/* 1.5   hessian[i][j] = (1/N) * sum over n of x[n][i] * x[n][j]
   where x[n][D], which is not stored, counts as 1. */
void cost_hessian(Matrix x, double hessian[(x.cols + 1) * (x.cols + 1)])
{
    require(x.rows >= 1, "the Hessian of no examples");
    TODO("1.5");
}

/* 1.6   gradient[i] = sum over j of hessian[i][j] * error[j]
         gap         = 1/2 * sum over i of error[i] * gradient[i]
   Until gap <= LOSS_GAP, or most steps are made:
         error[i] = error[i] - rate * gradient[i] */
size_t descent_steps(size_t P, const double hessian[P * P], double rate, size_t most,
                     double error[P], double gradient[P])
{
    require(rate > 0, "the rate is %g, it must be positive", rate);
    TODO("1.6");
}
