/* Exercise 5.6, bn_backward_staged: its common mistakes, and what is to be said of each. */

#include <stdlib.h>

#include "backprop.h"
#include "tests/05_backprop/suspects.h"
#include "tests/harness/harness.h"

static void staged_forgets_variance(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                    BnStages stages)
{
    bn_drstd(dxhat, x, mean, stages.drstd);
    bn_dvar(x.cols, stages.drstd, rstd, stages.dvar);
    dcentered_without_var(dxhat, x, mean, rstd, stages.dvar, stages.dcentered);
    bn_dmean(stages.dcentered, stages.dmean);
    bn_dx(stages.dcentered, stages.dmean, stages.dx);
}

static void staged_dcentered_before_dvar(Matrix dxhat, Matrix x, const double *mean,
                                         const double *rstd, BnStages stages)
{
    bn_drstd(dxhat, x, mean, stages.drstd);
    bn_dcentered(dxhat, x, mean, rstd, stages.dvar, stages.dcentered);
    bn_dvar(x.cols, stages.drstd, rstd, stages.dvar);
    bn_dmean(stages.dcentered, stages.dmean);
    bn_dx(stages.dcentered, stages.dmean, stages.dx);
}

static void staged_dx_before_dmean(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                   BnStages stages)
{
    bn_drstd(dxhat, x, mean, stages.drstd);
    bn_dvar(x.cols, stages.drstd, rstd, stages.dvar);
    bn_dcentered(dxhat, x, mean, rstd, stages.dvar, stages.dcentered);
    bn_dx(stages.dcentered, stages.dmean, stages.dx);
    bn_dmean(stages.dcentered, stages.dmean);
}

static void staged_drstd_for_dvar(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                  BnStages stages)
{
    bn_backward_staged(dxhat, x, mean, rstd, stages);
    bn_dcentered(dxhat, x, mean, rstd, stages.drstd, stages.dcentered);
    bn_dmean(stages.dcentered, stages.dmean);
    bn_dx(stages.dcentered, stages.dmean, stages.dx);
}

static void staged_dmean_from_dxhat(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                    BnStages stages)
{
    bn_backward_staged(dxhat, x, mean, rstd, stages);
    bn_dmean(dxhat, stages.dmean);
    bn_dx(stages.dcentered, stages.dmean, stages.dx);
}

static void staged_dx_from_dxhat(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                                 BnStages stages)
{
    bn_backward_staged(dxhat, x, mean, rstd, stages);
    bn_dx(dxhat, stages.dmean, stages.dx);
}

static void staged_only_dx(Matrix dxhat, Matrix x, const double *mean, const double *rstd,
                           BnStages stages)
{
    size_t D = x.cols;
    double *drstd = calloc(D, sizeof *drstd), *dvar = calloc(D, sizeof *dvar);
    double *dmean = calloc(D, sizeof *dmean);
    if (drstd && dvar && dmean)
        bn_backward_staged(dxhat, x, mean, rstd,
                           (BnStages){drstd, dvar, stages.dcentered, dmean, stages.dx});
    free(drstd);
    free(dvar);
    free(dmean);
}

const Suspect suspects_bn_backward_staged[] = {
    SUSPECT(staged_forgets_variance, "dcentered, from your dvar",
            "You computed dvar and then did not use it. Pass stages.dvar to bn_dcentered, which "
            "adds the variance's part."),
    SUSPECT(staged_dcentered_before_dvar, "dcentered, from your dvar",
            "You computed dcentered before the dvar that it needs. Call bn_dvar first: a gradient "
            "is complete only when every arrow that leaves its node has sent its part."),
    SUSPECT(staged_dx_before_dmean, "dx, from your dcentered and dmean",
            "You computed dx before the dmean that it needs. Call bn_dmean first."),
    SUSPECT(staged_drstd_for_dvar, "dcentered, from your dvar",
            "You passed drstd to bn_dcentered. It wants dvar: between rstd and var there is an "
            "edge of its own, exercise 5.2."),
    SUSPECT(staged_dmean_from_dxhat, "dmean, from your dcentered",
            "You passed dxhat to bn_dmean. It wants dcentered: the mean is subtracted before the "
            "multiplication by rstd."),
    SUSPECT(staged_dx_from_dxhat, "dx, from your dcentered and dmean",
            "You passed dxhat to bn_dx. It wants dcentered."),
    SUSPECT(staged_only_dx, "drstd",
            "dx is right, but drstd, dvar and dmean were not handed out. Write them into stages."),
    {0},
};
