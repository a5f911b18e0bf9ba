/* Exercise 3.5, bn_forward: its common mistakes, and what is to be said of each. */

#include <math.h>

#include "forward_pass.h"
#include "tests/03_forward_pass/suspects.h"
#include "tests/harness/harness.h"

static void forward_accepts_one(Matrix x, double eps, double *mean, double *var, double *rstd,
                                Matrix xhat)
{
    bn_mean(x, mean);
    bn_variance(x, mean, var);
    bn_rstd(x.cols, var, eps, rstd);
    bn_normalize(x, mean, rstd, xhat);
}

static void forward_unbiased(Matrix x, double eps, double *mean, double *var, double *rstd,
                             Matrix xhat)
{
    bn_forward(x, eps, mean, var, rstd, xhat);
    variance_of_population(x, mean, var);
    bn_rstd(x.cols, var, eps, rstd);
    bn_normalize(x, mean, rstd, xhat);
}

static void forward_own_eps(Matrix x, double eps, double *mean, double *var, double *rstd,
                            Matrix xhat)
{
    require(eps > 0, "eps is %g", eps);
    bn_forward(x, 1e-5, mean, var, rstd, xhat);
}

static void forward_adds_eps_to_var(Matrix x, double eps, double *mean, double *var, double *rstd,
                                    Matrix xhat)
{
    bn_forward(x, eps, mean, var, rstd, xhat);
    for (size_t d = 0; d < x.cols; d++)
        var[d] += eps;
}

static void forward_eps_twice(Matrix x, double eps, double *mean, double *var, double *rstd,
                              Matrix xhat)
{
    require(x.rows >= 2, "%zu examples", x.rows);
    bn_mean(x, mean);
    bn_variance(x, mean, var);
    for (size_t d = 0; d < x.cols; d++)
        var[d] += eps;
    bn_rstd(x.cols, var, eps, rstd);
    bn_normalize(x, mean, rstd, xhat);
}

static void forward_hands_out_sd(Matrix x, double eps, double *mean, double *var, double *rstd,
                                 Matrix xhat)
{
    bn_forward(x, eps, mean, var, rstd, xhat);
    for (size_t d = 0; d < x.cols; d++)
        rstd[d] = sqrt(var[d] + eps);
}

static void forward_wrong_order(Matrix x, double eps, double *mean, double *var, double *rstd,
                                Matrix xhat)
{
    require(x.rows >= 2, "%zu examples", x.rows);
    bn_variance(x, mean, var); /* mean is not computed yet */
    bn_mean(x, mean);
    bn_rstd(x.cols, var, eps, rstd);
    bn_normalize(x, mean, rstd, xhat);
}

static void forward_layer_norm(Matrix x, double eps, double *mean, double *var, double *rstd,
                               Matrix xhat)
{
    bn_forward(x, eps, mean, var, rstd, xhat);
    for (size_t n = 0; n < x.rows; n++) {
        Matrix features = {x.cols, 1, row(x, n)};
        double m, v;
        bn_mean(features, &m);
        bn_variance(features, &m, &v);
        for (size_t d = 0; d < x.cols; d++)
            row(xhat, n)[d] = (real)((row(x, n)[d] - m) / sqrt(v + eps));
    }
}

static void forward_keeps_statistics(Matrix x, double eps, double *mean, double *var, double *rstd,
                                     Matrix xhat)
{
    enum { MOST = 64 };
    double m[MOST], v[MOST], r[MOST];
    (void)mean;
    (void)var;
    (void)rstd;
    require(x.cols <= MOST, "%zu features", x.cols);
    bn_forward(x, eps, m, v, r, xhat);
}

static void forward_passes_var_as_rstd(Matrix x, double eps, double *mean, double *var,
                                       double *rstd, Matrix xhat)
{
    bn_forward(x, eps, mean, var, rstd, xhat);
    bn_normalize(x, mean, var, xhat);
}

const Suspect suspects_bn_forward[] = {
    SUSPECT(forward_accepts_one, "refuses a single example",
            "You accept a batch of one example. It is its own mean, so xhat is 0 whatever x holds. "
            "Refuse it with require."),
    SUSPECT(forward_unbiased, "{1, 2, 3, 4}, as by hand",
            "You normalized with the variance divided by N-1. In training it is divided by N."),
    SUSPECT(forward_own_eps, "hands out mean, var and rstd",
            "Your eps is always 1e-5. Pass on the argument."),
    SUSPECT(forward_adds_eps_to_var, "hands out mean, var and rstd",
            "You handed out var + eps. var is the variance alone; chapter 6 stores it."),
    SUSPECT(forward_eps_twice, "{1, 2, 3, 4}, as by hand",
            "eps is added twice: by you to var, and again by bn_rstd. Hand var on as bn_variance "
            "made it."),
    SUSPECT(forward_hands_out_sd, "hands out mean, var and rstd",
            "rstd holds the standard deviation. It must hold one over it, as in 3.3."),
    SUSPECT(forward_wrong_order, "{1, 2, 3, 4}, as by hand",
            "You computed the variance before the mean that it needs. Call bn_mean first."),
    SUSPECT(forward_layer_norm, "any batch of two or more",
            "You normalized each example over its features: that is layer norm. Batch norm "
            "normalizes each feature over the examples."),
    SUSPECT(forward_keeps_statistics, "hands out mean, var and rstd",
            "xhat is right, but mean, var and rstd were not written. They are outputs: the "
            "backward pass and chapter 6 need them."),
    SUSPECT(forward_passes_var_as_rstd, "{1, 2, 3, 4}, as by hand",
            "You passed var to bn_normalize. It wants rstd, from bn_rstd."),
    {0},
};
