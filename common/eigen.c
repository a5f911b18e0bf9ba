#include "common/eigen.h"

#include <float.h>
#include <math.h>

#include "common/require.h"

/* Turns the plane of coordinates p and q so that a[p][q] becomes 0: a <- R^T a R. */
static void rotate(size_t n, double *a, size_t p, size_t q)
{
    double theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
    double t =
        (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1)); /* tan of the angle */
    double c = 1 / sqrt(t * t + 1), s = t * c;
    for (size_t i = 0; i < n; i++) {
        double ip = a[i * n + p], iq = a[i * n + q];
        a[i * n + p] = c * ip - s * iq;
        a[i * n + q] = s * ip + c * iq;
    }
    for (size_t i = 0; i < n; i++) {
        double pi = a[p * n + i], qi = a[q * n + i];
        a[p * n + i] = c * pi - s * qi;
        a[q * n + i] = s * pi + c * qi;
    }
    a[p * n + q] = a[q * n + p] = 0; /* what is left there is rounding */
}

/* One rotation for each entry that is not yet negligible beside its two diagonal ones.
   Returns how many there were. */
static size_t sweep(size_t n, double *a)
{
    size_t rotations = 0;
    for (size_t p = 0; p < n; p++)
        for (size_t q = p + 1; q < n; q++) {
            double diagonal = sqrt(fabs(a[p * n + p])) * sqrt(fabs(a[q * n + q]));
            if (fabs(a[p * n + q]) <= DBL_EPSILON * diagonal)
                continue;
            rotate(n, a, p, q);
            rotations++;
        }
    return rotations;
}

void symmetric_eigenvalues(size_t n, double *a, double *values)
{
    enum { MOST_SWEEPS = 60 }; /* it takes under ten */
    for (size_t p = 0; p < n; p++)
        for (size_t q = 0; q < n; q++)
            require(a[p * n + q] == a[q * n + p],
                    "entry (%zu, %zu) is %g, entry (%zu, %zu) is %g: not symmetric", p, q,
                    a[p * n + q], q, p, a[q * n + p]);
    for (size_t i = 0; i < MOST_SWEEPS && sweep(n, a) > 0; i++)
        ;
    for (size_t i = 0; i < n; i++) { /* sorted as they are taken */
        size_t place = i;
        for (; place > 0 && values[place - 1] > a[i * n + i]; place--)
            values[place] = values[place - 1];
        values[place] = a[i * n + i];
    }
}
