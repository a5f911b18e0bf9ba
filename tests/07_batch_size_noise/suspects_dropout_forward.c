/* Exercise 7.5, dropout_forward: its common mistakes, and what is to be said of each. */

#include "batch_size_noise.h"
#include "tests/harness/harness.h"

/* y from x and mask. */
static void multiply(Matrix x, Matrix mask, Matrix y)
{
    for (size_t i = 0; i < x.rows * x.cols; i++)
        y.v[i] = x.v[i] * mask.v[i];
}

static void dropout_not_inverted(Matrix x, double rate, Dropping dropping, Random *random,
                                 Matrix mask, Matrix y)
{
    dropout_forward(x, rate, dropping, random, mask, y);
    for (size_t i = 0; i < x.rows * x.cols; i++)
        mask.v[i] = mask.v[i] == 0 ? 0 : 1;
    multiply(x, mask, y);
}

static void dropout_by_rate(Matrix x, double rate, Dropping dropping, Random *random, Matrix mask,
                            Matrix y)
{
    dropout_forward(x, rate, dropping, random, mask, y);
    for (size_t i = 0; i < x.rows * x.cols; i++)
        mask.v[i] = mask.v[i] == 0 ? 0 : (real)(1 / rate);
    multiply(x, mask, y);
}

static void dropout_times_kept(Matrix x, double rate, Dropping dropping, Random *random,
                               Matrix mask, Matrix y)
{
    dropout_forward(x, rate, dropping, random, mask, y);
    for (size_t i = 0; i < x.rows * x.cols; i++)
        mask.v[i] = mask.v[i] == 0 ? 0 : (real)(1 - rate);
    multiply(x, mask, y);
}

static void dropout_scales_y_only(Matrix x, double rate, Dropping dropping, Random *random,
                                  Matrix mask, Matrix y)
{
    dropout_forward(x, rate, dropping, random, mask, y);
    for (size_t i = 0; i < x.rows * x.cols; i++)
        mask.v[i] = mask.v[i] == 0 ? 0 : 1;
}

static void dropout_keeps_at_rate(Matrix x, double rate, Dropping dropping, Random *random,
                                  Matrix mask, Matrix y)
{
    Random before = *random;
    dropout_forward(x, rate, dropping, random, mask, y);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(mask, n)[d] = dropping == DROP_SHARED && n > 0 ? row(mask, 0)[d]
                              : random_uniform(&before) < rate ? (real)(1 / (1 - rate))
                                                               : 0;
    multiply(x, mask, y);
}

static void dropout_always_each(Matrix x, double rate, Dropping dropping, Random *random,
                                Matrix mask, Matrix y)
{
    (void)dropping;
    dropout_forward(x, rate, DROP_EACH, random, mask, y);
}

static void dropout_always_shared(Matrix x, double rate, Dropping dropping, Random *random,
                                  Matrix mask, Matrix y)
{
    (void)dropping;
    dropout_forward(x, rate, DROP_SHARED, random, mask, y);
}

static void dropout_by_example(Matrix x, double rate, Dropping dropping, Random *random,
                               Matrix mask, Matrix y)
{
    Random copy = *random;
    dropout_forward(x, rate, dropping, random, mask, y);
    if (dropping == DROP_EACH)
        return;
    *random = copy;
    for (size_t n = 0; n < x.rows; n++) {
        real kept = random_uniform(random) < rate ? 0 : (real)(1 / (1 - rate));
        for (size_t d = 0; d < x.cols; d++)
            row(mask, n)[d] = kept;
    }
    multiply(x, mask, y);
}

static void dropout_same_seed(Matrix x, double rate, Dropping dropping, Random *random, Matrix mask,
                              Matrix y)
{
    Random copy = *random;
    dropout_forward(x, rate, dropping, &copy, mask, y);
}

static void dropout_by_columns(Matrix x, double rate, Dropping dropping, Random *random,
                               Matrix mask, Matrix y)
{
    Random before = *random;
    dropout_forward(x, rate, dropping, random, mask, y);
    if (dropping == DROP_SHARED)
        return;
    for (size_t d = 0; d < x.cols; d++)
        for (size_t n = 0; n < x.rows; n++)
            row(mask, n)[d] = random_uniform(&before) < rate ? 0 : (real)(1 / (1 - rate));
    multiply(x, mask, y);
}

static void dropout_accepts_any_rate(Matrix x, double rate, Dropping dropping, Random *random,
                                     Matrix mask, Matrix y)
{
    dropout_forward(x, rate >= 0 && rate < 1 ? rate : 0.5, dropping, random, mask, y);
}

static void dropout_any_shape(Matrix x, double rate, Dropping dropping, Random *random, Matrix mask,
                              Matrix y)
{
    mask.rows = y.rows = x.rows;
    mask.cols = y.cols = x.cols;
    dropout_forward(x, rate, dropping, random, mask, y);
}

const Suspect suspects_dropout_forward[] = {
    SUSPECT(dropout_not_inverted, "0 or 1/(1 - rate)",
            "Your multipliers are 0 or 1: the mean shrinks to 1 - rate of what it was. Divide what "
            "is kept by 1 - rate."),
    SUSPECT(dropout_by_rate, "0 or 1/(1 - rate)",
            "You divided by rate. What is kept has the share 1 - rate, so divide by that."),
    SUSPECT(
        dropout_times_kept, "0 or 1/(1 - rate)",
        "You multiplied by 1 - rate. Divide by it: what is kept must make up for what is dropped."),
    SUSPECT(dropout_scales_y_only, "0 or 1/(1 - rate)",
            "The mask holds 0 and 1, and y is scaled apart from it. Write the multiplier itself to "
            "the mask: the backward pass needs it."),
    SUSPECT(dropout_keeps_at_rate, "each number draws for itself, in order",
            "You keep where the draw is below rate. rate is the share that is dropped."),
    SUSPECT(dropout_always_each, "shared: one draw for each feature",
            "You draw for each number with DROP_SHARED too. There a feature is drawn once, and all "
            "rows use it."),
    SUSPECT(
        dropout_always_shared, "each number draws for itself, in order",
        "You draw once for each feature with DROP_EACH too. There every number has its own draw."),
    SUSPECT(dropout_by_example, "shared: one draw for each feature",
            "With DROP_SHARED you drop whole examples. It is features that are dropped, for the "
            "batch."),
    SUSPECT(dropout_same_seed, "each number draws for itself, in order",
            "You draw from a copy of the generator. The next call would drop the same numbers "
            "again: use the pointer."),
    SUSPECT(dropout_by_columns, "each number draws for itself, in order",
            "You draw feature after feature. Draw row after row, as the numbers lie in memory."),
    SUSPECT(dropout_accepts_any_rate, "refuses a bad rate",
            "You accept a rate outside 0 <= rate < 1. At 1 nothing is left to be scaled up: refuse "
            "it."),
    SUSPECT(
        dropout_any_shape, "refuses other shapes",
        "You accept a mask or a y of another shape than x. Compare rows and cols, with require."),
    {0},
};
