/*:
A batch norm in training and a batch norm in evaluation are two different functions that share
their parameters. This file keeps them apart on purpose. First come two ways to collect statistics
for later, then evaluation's forward and backward pass, then loading. At the end two short
functions choose between the modes. Saving, and the layer around it all, are given.

What passes from training to evaluation is all in one struct, `BatchNorm`. What is not there,
evaluation cannot know.
*/
#include "running_statistics.h"

#include <stdlib.h>
#include <string.h>

#include "forward_pass.h"
#include "gamma_beta.h"
#include "given/batchnorm_file.h"

/*:
## Running statistics

An average that forgets: the new batch counts for `weight`, all that came before for the rest. The
observed variance is corrected to $N - 1$ on its way in. The batch's own variance, which normalized
it a moment ago, stays as it is: it is an input here, and `const`.

The count goes up first, because the cumulative average needs it: the first batch has weight $1/1$
and replaces the 0 and 1 of `bn_reset`, the second has weight $1/2$, and so on.
*/
/* 6.1   weight = momentum, or with BN_CUMULATIVE 1 / batches, this one counted
         running = (1 - weight) * running + weight * observed
         where the observed variance is var * N / (N - 1)
   Refuse N < 2 (with require, and say what N was). Count the batch and its examples. */
void bn_update_running(BatchNorm *norm, size_t N, const double mean[norm->D],
                       const double var[norm->D])
{
    require(norm->momentum >= 0 && norm->momentum <= 1, "momentum is %g, it must be 0 .. 1",
            norm->momentum);
    //> solution 6.1
    require(N >= 2, "a batch of %zu has no unbiased variance, it takes 2 examples", N);
    norm->batches += 1;
    norm->examples += N;
    double weight = norm->momentum;
    if (weight == BN_CUMULATIVE)
        weight = 1 / (double)norm->batches;
    double unbiased = (double)N / ((double)N - 1);
    for (size_t d = 0; d < norm->D; d++) {
        norm->running_mean[d] = (1 - weight) * norm->running_mean[d] + weight * mean[d];
        norm->running_var[d] = (1 - weight) * norm->running_var[d] + weight * var[d] * unbiased;
    }
    //< solution
}

/*:
## Recalibration

The same arguments, another rule. Now the result should not be an average of what the batches say,
but what one huge batch of all their examples would say. For the mean that is an average with the
batches' sizes as weights. For the variance it is not an average at all: think of two batches that
are constant, one 0 and the other 10. Both variances are 0, and that of all examples together is
not. It is in the distance between the means.

So the sums of squares are added, and to them the part that neither batch could see, which grows
with the square of `delta`. Everything is `double` before it is multiplied: the count is a
`size_t`, and one less than 0 would not be $-1$ but the largest number there is.
*/
/* 6.2   with k = norm->examples before, total = k + N and delta = mean - running_mean
         running_mean = running_mean + delta * N / total
         running_var  = (running_var * (k - 1) + var * N + delta^2 * k * N / total) / (total - 1)
   The first term is 0 when k is 0. Refuse N = 0, and a total under 2. Count as in 6.1. */
void bn_recalibrate(BatchNorm *norm, size_t N, const double mean[norm->D],
                    const double var[norm->D])
{
    //> solution 6.2
    require(N >= 1, "a batch without examples");
    require(norm->examples + N >= 2, "one example has no variance: the first batch needs 2");
    double k = (double)norm->examples, total = k + (double)N;
    for (size_t d = 0; d < norm->D; d++) {
        double delta = mean[d] - norm->running_mean[d];
        double before = k > 0 ? norm->running_var[d] * (k - 1) : 0;
        double within = var[d] * (double)N;
        double between = delta * delta * k * (double)N / total;
        norm->running_mean[d] += delta * (double)N / total;
        norm->running_var[d] = (before + within + between) / (total - 1);
    }
    norm->batches += 1;
    norm->examples += N;
    //< solution
}

/*:
For the first batch `k` is 0, and everything from before cancels: `before` and `between` are 0, and
`delta` leads from wherever the mean stood to the batch's own. Batches of one example are good too,
as long as they do not come first: no variance within, but a distance.

## Evaluation, forward

Three calls, all of them to functions that you know. `bn_normalize` never asked where its
statistics came from. Look at what is *not* here: no `bn_mean`, no `bn_variance`, no loop over the
batch that leads back into the batch. Row $n$ of `y` is made from row $n$ of `x` and constants.

`norm` is `const`, which keeps you from writing `norm->D = 3`. It does not keep you from writing
`norm->running_mean[d] = 3`: `const` stops at the pointer. The tests look behind it.
*/
/* 6.3   rstd = 1 / sqrt(running_var + eps)
         xhat = (x - running_mean) * rstd
         y    = gamma * xhat + beta
   Refuse an x of other than norm->D features. The functions of chapters 3 and 4 do the rest. */
void bn_forward_eval(const BatchNorm *norm, Matrix x, double rstd[norm->D], Matrix xhat, Matrix y)
{
    //> solution 6.3
    require(x.cols == norm->D, "x has %zu features, the batch norm %zu", x.cols, norm->D);
    bn_rstd(norm->D, norm->running_var, norm->eps, rstd);
    bn_normalize(x, norm->running_mean, rstd, xhat);
    bn_scale_shift(xhat, norm->gamma, norm->beta, y);
    //< solution
}

/*:
There is no refusal of a single example, and none of an empty batch. Both are fine here.

## Evaluation, backward

Compare with chapter 5. There, $x_{nd}$ reached the loss on three paths: through its own
$\hat{x}_{nd}$, through the mean, and through the variance. The last two led to *all* examples of
the batch. Here both are constants: two of the three paths are cut, and one factor is left.

The gradients of $\gamma$ and $\beta$ are those of chapter 4, with the $\hat{x}$ of evaluation.
*/
/* 6.4   dbeta = sum of dy, dgamma = sum of dy * xhat, dx = dy * gamma * rstd
   Refuse a dy or a dx of another shape than xhat. */
void bn_backward_eval(Matrix dy, Matrix xhat, const real gamma[xhat.cols],
                      const double rstd[xhat.cols], BnGradients gradients)
{
    //> solution 6.4
    bn_scale_shift_backward(dy, xhat, gamma, gradients.dx, gradients.dgamma, gradients.dbeta);
    for (size_t n = 0; n < gradients.dx.rows; n++) {
        real *dxn = row(gradients.dx, n);
        for (size_t d = 0; d < gradients.dx.cols; d++)
            dxn[d] = (real)(dxn[d] * rstd[d]);
    }
    //< solution
}

/*:
`bn_scale_shift_backward` refuses the wrong shapes, and its `dxhat` becomes `dx` in place.

## Loading

Saving is easy. Loading is where files turn out to be something else. **Check everything before you
change anything**: the numbers wait in memory of their own until the checksum has been compared.
And **say what you found**: "47 features, expected 64" is a message that somebody can act upon.

The head is checked before anything of it is used. In particular no memory is asked for on its
word: `D` must be what the layer has, and only then is it used as a size.
*/
/* 6.5   Read the head; check its name, version and D. Read 4 D numbers and the checksum; check it.
   Only then change norm. Each check that fails: a message in error (bn_check), and false. */
bool bn_load(FILE *file, BatchNorm *norm, char error[BN_ERROR])
{
    //> solution 6.5
    BnHead head;
    size_t D = norm->D;
    if (!bn_check(error, fread(&head, sizeof head, 1, file) == 1,
                  "the file ends before the %zu bytes that begin a batch norm", sizeof head) ||
        !bn_check(error, memcmp(head.name, BN_NAME, sizeof head.name) == 0,
                  "no batch norm: its first bytes are not \"%s\"", BN_NAME) ||
        !bn_check(error, head.version == BN_VERSION, "version %" PRIu64 ", expected %d",
                  head.version, BN_VERSION) ||
        !bn_check(error, head.D == D, "%" PRIu64 " features, expected %zu", head.D, D))
        return false;
    double *numbers = bn_numbers_new(D);
    size_t found = fread(numbers, sizeof *numbers, 4 * D, file);
    uint64_t stored = 0, sum = bn_checksum(BN_CHECKSUM_START, &head, sizeof head);
    sum = bn_checksum(sum, numbers, found * sizeof *numbers);
    bool whole = found == 4 * D && fread(&stored, sizeof stored, 1, file) == 1;
    bool good =
        bn_check(error, whole, "the file ends after %zu of %zu numbers", found, 4 * D + 1) &&
        bn_check(error, stored == sum, "checksum %" PRIx64 ", expected %" PRIx64, stored, sum);
    if (good) {
        norm->batches = (size_t)head.batches;
        norm->examples = (size_t)head.examples;
        norm->eps = head.eps;
        norm->momentum = head.momentum;
        for (size_t d = 0; d < D; d++) {
            norm->gamma[d] = (real)numbers[d];
            norm->beta[d] = (real)numbers[D + d];
            norm->running_mean[d] = numbers[2 * D + d];
            norm->running_var[d] = numbers[3 * D + d];
        }
    }
    free(numbers);
    return good;
    //< solution
}

/*:
There is one way out once memory is held, and so one `free`.

## The layer's forward pass

The one place where the mode is asked. Each mode has its own function, and there is nothing before
or after the `if` that both would share, except the note for the backward pass.

The update comes last. It could come before the normalization, since neither looks at what the
other writes. What must not happen is that it comes in the wrong branch.
*/
/* 6.6   Refuse an x of other than norm->D features. Keep the mode.
   TRAINING: bn_forward, bn_scale_shift, norm->update. EVALUATION: bn_forward_eval. */
void batchnorm_forward(BatchNorm *norm, Matrix x, Mode mode, BnForward *forward)
{
    //> solution 6.6
    require(x.cols == norm->D, "x has %zu features, the batch norm %zu", x.cols, norm->D);
    forward->mode = mode;
    if (mode == TRAINING) {
        bn_forward(x, norm->eps, forward->mean, forward->var, forward->rstd, forward->xhat);
        bn_scale_shift(forward->xhat, norm->gamma, norm->beta, forward->y);
        norm->update(norm, x.rows, forward->mean, forward->var);
    } else {
        bn_forward_eval(norm, x, forward->rstd, forward->xhat, forward->y);
    }
    //< solution
}

/*:
`norm->update` is a pointer to one of the first two functions of this file. To recalibrate a whole
network, point each batch norm's `update` at `bn_recalibrate`, reset it, send the training set
through in training mode, and point it back.

## The layer's backward pass

Which formula is right depends on what the forward pass did, not on what anybody wants now. That is
why it is written down in `forward` and is not an argument.

The gradients are *added* to those of the layer. A step that learns from two batches, as in chapter
8 from real and generated examples, calls this twice.
*/
/* 6.7   bn_backward or bn_backward_eval, by the mode of the forward pass.
   Then add dgamma to norm->gamma_gradient, and dbeta to norm->beta_gradient. */
void batchnorm_backward(BatchNorm *norm, Matrix dy, const BnForward *forward, BnGradients gradients)
{
    //> solution 6.7
    if (forward->mode == TRAINING)
        bn_backward(dy, forward->xhat, norm->gamma, forward->rstd, gradients);
    else
        bn_backward_eval(dy, forward->xhat, norm->gamma, forward->rstd, gradients);
    for (size_t d = 0; d < norm->D; d++) {
        norm->gamma_gradient[d] += (real)gradients.dgamma[d];
        norm->beta_gradient[d] += (real)gradients.dbeta[d];
    }
    //< solution
}
