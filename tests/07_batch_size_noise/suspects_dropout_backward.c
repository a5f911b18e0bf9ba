/* Exercise 7.6, dropout_backward: its common mistakes, and what is to be said of each. */

#include <string.h>

#include "batch_size_noise.h"
#include "tests/harness/harness.h"

static void gradient_passes(Matrix dy, Matrix mask, Matrix dx)
{
    dropout_backward(dy, mask, dx);
    memcpy(dx.v, dy.v, dy.rows * dy.cols * sizeof *dx.v);
}

static void gradient_not_scaled(Matrix dy, Matrix mask, Matrix dx)
{
    dropout_backward(dy, mask, dx);
    for (size_t i = 0; i < dy.rows * dy.cols; i++)
        dx.v[i] = mask.v[i] == 0 ? 0 : dy.v[i];
}

static void gradient_divides(Matrix dy, Matrix mask, Matrix dx)
{
    dropout_backward(dy, mask, dx);
    for (size_t i = 0; i < dy.rows * dy.cols; i++)
        dx.v[i] = mask.v[i] == 0 ? 0 : dy.v[i] / mask.v[i];
}

static void gradient_first_mask(Matrix dy, Matrix mask, Matrix dx)
{
    dropout_backward(dy, mask, dx);
    for (size_t n = 0; n < dy.rows; n++)
        for (size_t d = 0; d < dy.cols; d++)
            row(dx, n)[d] = row(dy, n)[d] * row(mask, 0)[d];
}

static void gradient_added(Matrix dy, Matrix mask, Matrix dx)
{
    for (size_t i = 0; i < dy.rows * dy.cols; i++)
        dx.v[i] += dy.v[i] * mask.v[i];
}

const Suspect suspects_dropout_backward[] = {
    SUSPECT(gradient_passes, "dy times the mask, as by hand",
            "You passed dy on. What was dropped had no part in y, and gets no gradient: multiply "
            "by the mask."),
    SUSPECT(
        gradient_not_scaled, "dy times the mask, as by hand",
        "You left the factor 1/(1 - rate) out. It is in the mask: multiply by the mask's number."),
    SUSPECT(
        gradient_divides, "dy times the mask, as by hand",
        "You divided by the mask. The forward pass multiplied by it, and so does its gradient."),
    SUSPECT(gradient_first_mask, "dy times the mask, as by hand",
            "You used the first row's mask for all rows. Each row has its own."),
    SUSPECT(gradient_added, "dy times the mask, as by hand",
            "You add to what dx held before the call. Set dx, with = and not with +=."),
    {0},
};
