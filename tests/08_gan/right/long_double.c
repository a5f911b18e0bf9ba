/* The loss and the score in long double. All else is the solution's. */
#define OWN_LOSS
#define OWN_SCORE
#include "tests/08_gan/right/rest.h"

double bce_logits(Matrix s, double target, Matrix ds)
{
    require(target >= 0 && target <= 1, "target %g", target);
    require(s.rows > 0 && s.cols == 1 && ds.rows == s.rows && ds.cols == 1, "shapes");
    const long double N = s.rows, t = target;
    long double loss = 0;
    for (size_t n = 0; n < s.rows; n++) {
        long double v = (long double)s.v[n], e = expl(-fabsl(v));
        long double p = v < 0 ? e / (1 + e) : 1 / (1 + e);
        long double large = v < 0 ? -t * v : (1 - t) * v;
        loss += (log1pl(e) + large) / N;
        ds.v[n] = (real)((p - t) / N);
    }
    return (double)loss;
}

/* The nearest center, and the square of its distance. */
static size_t nearest(Matrix centers, const real *sample, long double *least)
{
    size_t best = 0;
    *least = HUGE_VALL;
    for (size_t k = 0; k < centers.rows; k++) {
        long double squares = 0;
        for (size_t d = 0; d < centers.cols; d++) {
            long double apart = (long double)sample[d] - (long double)row(centers, k)[d];
            squares += apart * apart;
        }
        if (squares < *least) {
            *least = squares;
            best = k;
        }
    }
    return best;
}

void mode_score(Matrix samples, Matrix centers, double sd, size_t *good, ModeScore *score)
{
    require(samples.rows && centers.rows, "nothing to score");
    require(samples.cols == centers.cols, "features");
    require(sd > 0, "sd %g", sd);
    long double all = 0, least, kl = 0, K = centers.rows;
    for (size_t k = 0; k < centers.rows; k++)
        good[k] = 0;
    for (size_t n = 0; n < samples.rows; n++) {
        size_t k = nearest(centers, row(samples, n), &least);
        if (least <= 9 * (long double)sd * sd) {
            good[k]++;
            all++;
        }
    }
    score->modes = 0;
    for (size_t k = 0; k < centers.rows; k++)
        if (good[k]) {
            score->modes++;
            kl += good[k] * (logl(good[k]) + logl(K) - logl(all));
        }
    score->high_quality = (double)(all / samples.rows);
    score->reverse_kl = all > 0 ? (double)(kl / all) : NAN;
}
