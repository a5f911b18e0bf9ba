#include "common/cats.h"

static double normal_within(Random *random, double mean, double sd, double low, double high)
{
    double value = random_normal(random, mean, sd);
    while (value < low || value > high)
        value = random_normal(random, mean, sd);
    return value;
}

void cats_draw(Random *random, Matrix x)
{
    require(x.cols == CAT_FEATURES, "a cat has %d features, x has %zu columns", CAT_FEATURES,
            x.cols);
    for (size_t n = 0; n < x.rows; n++) {
        row(x, n)[CAT_SIZE] = (real)normal_within(random, 4.5, 1.5, 0, 9);
        row(x, n)[CAT_FUR] = (real)normal_within(random, 0.85, 0.05, 0, 1);
    }
}
