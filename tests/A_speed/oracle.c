#include "tests/A_speed/oracle.h"

#include <math.h>

typedef struct {
    long double mean, var, rstd;
} Moments;

static Moments moments(Matrix x, size_t d, double eps)
{
    Moments m = {0, 0, 0};
    for (size_t n = 0; n < x.rows; n++)
        m.mean += row(x, n)[d];
    m.mean /= x.rows;
    for (size_t n = 0; n < x.rows; n++)
        m.var += (row(x, n)[d] - m.mean) * (row(x, n)[d] - m.mean);
    m.var /= x.rows;
    m.rstd = 1 / sqrtl(m.var + eps);
    return m;
}

void oracle_forward(Matrix x, const real *gamma, const real *beta, double eps, FastForward forward)
{
    for (size_t d = 0; d < x.cols; d++) {
        Moments m = moments(x, d, eps);
        forward.mean[d] = (double)m.mean;
        forward.var[d] = (double)m.var;
        forward.rstd[d] = (double)m.rstd;
        for (size_t n = 0; n < x.rows; n++)
            row(forward.y, n)[d] = (real)(gamma[d] * (row(x, n)[d] - m.mean) * m.rstd + beta[d]);
    }
}

void oracle_backward(Matrix dy, Matrix x, const real *gamma, double eps, BnGradients gradients)
{
    for (size_t d = 0; d < x.cols; d++) {
        Moments m = moments(x, d, eps);
        long double sum = 0, product = 0;
        for (size_t n = 0; n < x.rows; n++) {
            sum += row(dy, n)[d];
            product += row(dy, n)[d] * (row(x, n)[d] - m.mean) * m.rstd;
        }
        gradients.dbeta[d] = (double)sum;
        gradients.dgamma[d] = (double)product;
        for (size_t n = 0; n < x.rows; n++) {
            long double xhat = (row(x, n)[d] - m.mean) * m.rstd;
            row(gradients.dx, n)[d] =
                (real)(gamma[d] * m.rstd * (row(dy, n)[d] - (sum + xhat * product) / x.rows));
        }
    }
}
