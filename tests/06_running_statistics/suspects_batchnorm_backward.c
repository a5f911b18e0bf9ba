/* Exercise 6.7, batchnorm_backward: its common mistakes, and what is to be said of each. */

#include <string.h>

#include "running_statistics.h"
#include "tests/harness/harness.h"

typedef __typeof__(bn_backward) Formula;

static void backward_through(Formula *formula, BatchNorm *norm, Matrix dy, const BnForward *forward,
                             BnGradients gradients)
{
    formula(dy, forward->xhat, norm->gamma, forward->rstd, gradients);
    for (size_t d = 0; d < norm->D; d++) {
        norm->gamma_gradient[d] += (real)gradients.dgamma[d];
        norm->beta_gradient[d] += (real)gradients.dbeta[d];
    }
}

static void layer_backward_training_always(BatchNorm *norm, Matrix dy, const BnForward *forward,
                                           BnGradients gradients)
{
    backward_through(dy.rows > 1 ? bn_backward : bn_backward_eval, norm, dy, forward, gradients);
}

static void layer_backward_eval_always(BatchNorm *norm, Matrix dy, const BnForward *forward,
                                       BnGradients gradients)
{
    backward_through(bn_backward_eval, norm, dy, forward, gradients);
}

static void layer_backward_modes_swapped(BatchNorm *norm, Matrix dy, const BnForward *forward,
                                         BnGradients gradients)
{
    backward_through(forward->mode == TRAINING || dy.rows < 2 ? bn_backward_eval : bn_backward,
                     norm, dy, forward, gradients);
}

static void add_gradients(BatchNorm *norm, BnGradients gradients, double factor)
{
    for (size_t d = 0; d < norm->D; d++) {
        norm->gamma_gradient[d] += (real)(factor * gradients.dgamma[d]);
        norm->beta_gradient[d] += (real)(factor * gradients.dbeta[d]);
    }
}

static void layer_backward_overwrites(BatchNorm *norm, Matrix dy, const BnForward *forward,
                                      BnGradients gradients)
{
    memset(norm->gamma_gradient, 0, norm->D * sizeof(real));
    memset(norm->beta_gradient, 0, norm->D * sizeof(real));
    batchnorm_backward(norm, dy, forward, gradients);
}

static void layer_backward_does_not_add(BatchNorm *norm, Matrix dy, const BnForward *forward,
                                        BnGradients gradients)
{
    batchnorm_backward(norm, dy, forward, gradients);
    add_gradients(norm, gradients, -1);
}

static void layer_backward_averages(BatchNorm *norm, Matrix dy, const BnForward *forward,
                                    BnGradients gradients)
{
    batchnorm_backward(norm, dy, forward, gradients);
    add_gradients(norm, gradients, 1 / (double)dy.rows - 1);
}

static void layer_backward_gradients_swapped(BatchNorm *norm, Matrix dy, const BnForward *forward,
                                             BnGradients gradients)
{
    BatchNorm swapped = *norm;
    swapped.gamma_gradient = norm->beta_gradient;
    swapped.beta_gradient = norm->gamma_gradient;
    batchnorm_backward(&swapped, dy, forward, gradients);
}

static void layer_backward_steps(BatchNorm *norm, Matrix dy, const BnForward *forward,
                                 BnGradients gradients)
{
    batchnorm_backward(norm, dy, forward, gradients);
    for (size_t d = 0; d < norm->D; d++) {
        norm->gamma[d] -= (real)(0.1 * gradients.dgamma[d]);
        norm->beta[d] -= (real)(0.1 * gradients.dbeta[d]);
    }
}

const Suspect suspects_batchnorm_backward[] = {
    SUSPECT(layer_backward_training_always, "after EVALUATION, constant statistics",
            "You use training's formula after EVALUATION too. There the statistics were constants: "
            "bn_backward_eval."),
    SUSPECT(layer_backward_eval_always, "after TRAINING, back through the statistics",
            "You use bn_backward_eval after TRAINING too. There mean and variance came from x, and "
            "the gradient flows through them: bn_backward."),
    SUSPECT(layer_backward_modes_swapped, "after TRAINING, back through the statistics",
            "The two formulas are swapped: bn_backward belongs to TRAINING."),
    SUSPECT(layer_backward_overwrites, "adds to the gradients",
            "You overwrite gamma_gradient and beta_gradient. Add to them: two batches may make one "
            "step."),
    SUSPECT(layer_backward_does_not_add, "adds to the gradients",
            "gamma_gradient and beta_gradient do not change, so gamma and beta will never learn. "
            "Add dgamma and dbeta to them."),
    SUSPECT(layer_backward_averages, "adds to the gradients",
            "You divided by N before adding. The sums are right as they are: if the loss is a "
            "mean, its 1/N stands in dy already."),
    SUSPECT(layer_backward_gradients_swapped, "adds to the gradients",
            "dgamma went to beta_gradient, and dbeta to gamma_gradient."),
    SUSPECT(layer_backward_steps, "changes nothing else",
            "You changed gamma and beta. backward only collects gradients; the optimizer takes the "
            "step."),
    {0},
};
