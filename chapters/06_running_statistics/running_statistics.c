#include "running_statistics.h"

#include <stdlib.h>
#include <string.h>

#include "forward_pass.h"
#include "gamma_beta.h"
#include "given/batchnorm_file.h"

/* 6.1   weight = momentum, or with BN_CUMULATIVE 1 / batches, this one counted
         running = (1 - weight) * running + weight * observed
         where the observed variance is var * N / (N - 1)
   Refuse N < 2 (with require, and say what N was). Count the batch and its examples. */
void bn_update_running(BatchNorm *norm, size_t N, const double mean[norm->D],
                       const double var[norm->D])
{
    require(norm->momentum >= 0 && norm->momentum <= 1, "momentum is %g, it must be 0 .. 1",
            norm->momentum);
    TODO("6.1");
}

/* 6.2   with k = norm->examples before, total = k + N and delta = mean - running_mean
         running_mean = running_mean + delta * N / total
         running_var  = (running_var * (k - 1) + var * N + delta^2 * k * N / total) / (total - 1)
   The first term is 0 when k is 0. Refuse N = 0, and a total under 2. Count as in 6.1. */
void bn_recalibrate(BatchNorm *norm, size_t N, const double mean[norm->D],
                    const double var[norm->D])
{
    TODO("6.2");
}

/* 6.3   rstd = 1 / sqrt(running_var + eps)
         xhat = (x - running_mean) * rstd
         y    = gamma * xhat + beta
   Refuse an x of other than norm->D features. The functions of chapters 3 and 4 do the rest. */
void bn_forward_eval(const BatchNorm *norm, Matrix x, double rstd[norm->D], Matrix xhat, Matrix y)
{
    TODO("6.3");
}

/* 6.4   dbeta = sum of dy, dgamma = sum of dy * xhat, dx = dy * gamma * rstd
   Refuse a dy or a dx of another shape than xhat. */
void bn_backward_eval(Matrix dy, Matrix xhat, const real gamma[xhat.cols],
                      const double rstd[xhat.cols], BnGradients gradients)
{
    TODO("6.4");
}

/* 6.5   Read the head; check its name, version and D. Read 4 D numbers and the checksum; check it.
   Only then change norm. Each check that fails: a message in error (bn_check), and false. */
bool bn_load(FILE *file, BatchNorm *norm, char error[BN_ERROR])
{
    TODO("6.5");
}

/* 6.6   Refuse an x of other than norm->D features. Keep the mode.
   TRAINING: bn_forward, bn_scale_shift, norm->update. EVALUATION: bn_forward_eval. */
void batchnorm_forward(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    TODO("6.6");
}

/* 6.7   bn_backward or bn_backward_eval, by the mode of the forward pass.
   Then add dgamma to norm->gamma_gradient, and dbeta to norm->beta_gradient. */
void batchnorm_backward(BatchNorm *norm, Matrix dy, const BnForward *forward, BnGradients gradients)
{
    TODO("6.7");
}
