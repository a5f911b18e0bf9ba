#include "tests/08_gan/oracle.h"

#include <math.h>

/* The mode whose center is nearest, and how far that is; K for a sample with a NaN. */
static size_t nearest_mode(Matrix centers, const real *sample, long double *distance)
{
    size_t nearest = centers.rows;
    for (size_t k = centers.rows; k-- > 0;) {
        long double squares = 0;
        for (size_t d = 0; d < centers.cols; d++)
            squares += powl((long double)sample[d] - (long double)row(centers, k)[d], 2);
        if (squares == squares && (nearest == centers.rows || sqrtl(squares) <= *distance)) {
            nearest = k;
            *distance = sqrtl(squares);
        }
    }
    return nearest;
}

ModeScore oracle_score(Matrix samples, Matrix centers, double sd, size_t *good)
{
    long double all = 0, distance = 0, entropy = 0;
    ModeScore score = {0, 0, 0};
    for (size_t k = 0; k < centers.rows; k++)
        good[k] = 0;
    for (size_t n = 0; n < samples.rows; n++) {
        size_t k = nearest_mode(centers, row(samples, n), &distance);
        if (k < centers.rows && distance <= 3 * (long double)sd) {
            good[k]++;
            all++;
        }
    }
    for (size_t k = 0; k < centers.rows; k++)
        if (good[k] > 0) {
            score.modes++;
            entropy -= good[k] / all * logl(good[k] / all);
        }
    score.high_quality = (double)(all / samples.rows);
    score.reverse_kl = all > 0 ? (double)(logl((long double)centers.rows) - entropy) : NAN;
    return score;
}
