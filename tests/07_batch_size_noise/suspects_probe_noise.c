/* Exercise 7.2, probe_noise: its common mistakes, and what is to be said of each. */

#include <math.h>

#include "batch_size_noise.h"
#include "tests/harness/harness.h"

/* Least squares; through the origin if so wanted. */
static void line_through(size_t count, const double *u, const double *v, int origin, double *slope,
                         double *offset)
{
    double mean_u = 0, mean_v = 0, products = 0, squares = 0;
    for (size_t i = 0; i < count && !origin; i++) {
        mean_u += u[i] / (double)count;
        mean_v += v[i] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        products += (u[i] - mean_u) * (v[i] - mean_v);
        squares += (u[i] - mean_u) * (u[i] - mean_u);
    }
    *slope = products / squares;
    *offset = mean_v - *slope * mean_u;
}

enum { MOST = 1000 };

typedef enum { USUAL, ABSOLUTE, PLAIN_Z, FROM_IDENTITY, ORIGIN, SIGNED } Way;

/* The reference in arrays, and some ways to spoil it. */
static void two_lines(size_t count, const double *z, const double *xhat, Way way, ProbeNoise *noise)
{
    static double u[MOST], v[MOST];
    ProbeNoise refused_too;
    probe_noise(count, z, xhat, &refused_too);
    line_through(count, z, xhat, way == ORIGIN, &noise->slope, &noise->offset);
    if (way == ORIGIN)
        noise->offset = 0;
    for (size_t i = 0; i < count; i++) {
        double residual =
            way == FROM_IDENTITY ? xhat[i] - z[i] : xhat[i] - noise->slope * z[i] - noise->offset;
        u[i] = way == PLAIN_Z ? z[i] : way == ABSOLUTE ? fabs(z[i]) : z[i] * z[i];
        v[i] = way == ABSOLUTE ? fabs(residual) : way == SIGNED ? residual : residual * residual;
    }
    double m, a;
    line_through(count, u, v, 0, &m, &a);
    noise->multiplicative = m < 0 ? 0 : sqrt(m);
    noise->additive = a < 0 ? 0 : sqrt(a);
    if (way == ABSOLUTE) {
        noise->multiplicative = m;
        noise->additive = a;
    }
}

static void probe_absolute(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    two_lines(count, z, xhat, ABSOLUTE, noise);
}

static void probe_over_z(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    two_lines(count, z, xhat, PLAIN_Z, noise);
}

static void probe_from_identity(size_t count, const double *z, const double *xhat,
                                ProbeNoise *noise)
{
    two_lines(count, z, xhat, FROM_IDENTITY, noise);
}

static void probe_through_origin(size_t count, const double *z, const double *xhat,
                                 ProbeNoise *noise)
{
    two_lines(count, z, xhat, ORIGIN, noise);
}

static void probe_signed(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    two_lines(count, z, xhat, SIGNED, noise);
}

static void probe_turned(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    probe_noise(count, z, xhat, noise);
    line_through(count, xhat, z, 0, &noise->slope, &noise->offset);
}

static void probe_as_variances(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    probe_noise(count, z, xhat, noise);
    noise->additive *= noise->additive;
    noise->multiplicative *= noise->multiplicative;
}

static void probe_swapped(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    probe_noise(count, z, xhat, noise);
    double additive = noise->additive;
    noise->additive = noise->multiplicative;
    noise->multiplicative = additive;
}

static void probe_all_additive(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    probe_noise(count, z, xhat, noise);
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        double residual = xhat[i] - noise->slope * z[i] - noise->offset;
        sum += residual * residual / (double)count;
    }
    noise->additive = sqrt(sum);
}

static void probe_unguarded(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    probe_noise(count, z, xhat, noise);
    static double u[MOST], v[MOST];
    for (size_t i = 0; i < count; i++) {
        double residual = xhat[i] - noise->slope * z[i] - noise->offset;
        u[i] = z[i] * z[i];
        v[i] = residual * residual;
    }
    double m, a;
    line_through(count, u, v, 0, &m, &a);
    /* a little below 0 is rounding, where a right program may fall on either side */
    noise->multiplicative = m < -1e-9 ? NAN : noise->multiplicative;
    noise->additive = a < -1e-9 ? NAN : noise->additive;
}

static void probe_hides_nan(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    probe_noise(count, z, xhat, noise);
    noise->additive = noise->additive > 0 ? noise->additive : 0;
    noise->multiplicative = noise->multiplicative > 0 ? noise->multiplicative : 0;
}

static void probe_accepts_all(size_t count, const double *z, const double *xhat, ProbeNoise *noise)
{
    double same = z[0] * z[0];
    int apart = 0;
    for (size_t i = 0; i < count; i++)
        apart |= z[i] * z[i] != same;
    if (count >= 3 && apart) {
        probe_noise(count, z, xhat, noise);
        return;
    }
    line_through(count, z, xhat, 0, &noise->slope, &noise->offset);
    noise->additive = noise->multiplicative = NAN;
}

const Suspect suspects_probe_noise[] = {
    SUSPECT(probe_absolute, "both at once",
            "You fitted |residual| over |z|. Variances add, not standard deviations: fit the "
            "squared residual over z^2, and take the roots at the end."),
    SUSPECT(probe_over_z, "multiplicative noise alone",
            "Your second line goes over z. The multiplicative part's variance grows with z^2: "
            "square z as well."),
    SUSPECT(probe_from_identity, "both at once",
            "Your residual is xhat - z. Subtract the fitted line, slope * z + offset: a constant "
            "stretch is no noise."),
    SUSPECT(probe_through_origin, "slope and offset, as by hand",
            "Your line goes through the origin. It has an offset: subtract the means of z and xhat "
            "before you multiply."),
    SUSPECT(probe_signed, "additive noise alone",
            "You fitted the residuals, which have mean 0 at every z. Square them: the noise is in "
            "their size."),
    SUSPECT(probe_turned, "slope and offset, as by hand",
            "You fitted z over xhat. The line predicts xhat from z: divide by the spread of z."),
    SUSPECT(probe_as_variances, "additive noise alone",
            "additive and multiplicative are variances in your program. Take the roots."),
    SUSPECT(probe_swapped, "additive noise alone",
            "The two parts have changed places. The additive one is there at z = 0: the offset of "
            "the second line. The slope is the multiplicative one."),
    SUSPECT(probe_all_additive, "multiplicative noise alone",
            "Your additive part is the mean of the squared residuals, under a root. That is all of "
            "the noise. Take the second line's value at z = 0."),
    SUSPECT(probe_unguarded, "a variance below 0 becomes 0",
            "You took the root of a negative estimate. With few probes the second line may fall; "
            "the part is then 0."),
    SUSPECT(probe_hides_nan, "a NaN stays a NaN",
            "A NaN becomes 0. m > 0 is false for it; ask whether m < 0 instead."),
    SUSPECT(probe_accepts_all, "refuses what has no answer",
            "You accept two probes, or probes with the same z^2. The second line then has no "
            "slope: refuse them with require."),
    {0},
};
