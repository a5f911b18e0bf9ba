#include "ring_gan.h"

#include "common/ring.h"

enum { NOISE = 2, HIDDEN = 64, BATCH = 256, STEPS = 4000 };

void draw_ring(Random *random, const void *set, Matrix x)
{
    (void)set;
    ring_draw(random, x);
}

//> region settings
Training ring_training(NormPlaces norms, uint64_t seed)
{
    return (Training){.shape = {NOISE, HIDDEN, RING_FEATURES, false, norms},
                      .batch = BATCH,
                      .steps = STEPS,
                      .rate = 0.002,
                      .generator_share = 0.5,
                      .beta1 = 0,
                      .beta2 = 0.99,
                      .falling = true,
                      .steady = 0.5,
                      .seed = seed};
}
//< region

Matrix unseen_noise(uint64_t seed)
{
    Random random = random_new(1000 + seed);
    Matrix z = matrix_new(RING_SAMPLES, NOISE);
    draw_noise(&random, z);
    return z;
}

ModeScore ring_score(Matrix samples)
{
    Matrix centers = matrix_new(RING_MODES, RING_FEATURES);
    size_t good[RING_MODES];
    ModeScore score;
    ring_centers(centers);
    mode_score(samples, centers, RING_SD, good, &score);
    matrix_free(centers);
    return score;
}
