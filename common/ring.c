#include "common/ring.h"

#include "common/elementary.h"

static double x_of(size_t mode)
{
    return RING_RADIUS * cos_turns((double)mode / RING_MODES);
}

static double y_of(size_t mode)
{
    return RING_RADIUS * sin_turns((double)mode / RING_MODES);
}

void ring_centers(Matrix centers)
{
    require(centers.rows == RING_MODES && centers.cols == RING_FEATURES,
            "centers is %zu x %zu, the ring has %d x %d", centers.rows, centers.cols, RING_MODES,
            RING_FEATURES);
    for (size_t k = 0; k < RING_MODES; k++) {
        row(centers, k)[0] = (real)x_of(k);
        row(centers, k)[1] = (real)y_of(k);
    }
}

void ring_draw(Random *random, Matrix x)
{
    require(x.cols == RING_FEATURES, "x has %zu features, the ring %d", x.cols, RING_FEATURES);
    for (size_t n = 0; n < x.rows; n++) {
        size_t k = random_below(random, RING_MODES);
        row(x, n)[0] = (real)random_normal(random, x_of(k), RING_SD);
        row(x, n)[1] = (real)random_normal(random, y_of(k), RING_SD);
    }
}
