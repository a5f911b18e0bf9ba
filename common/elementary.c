/* Each function reduces its argument to a small one and sums a Taylor series there. Terms are taken
   until the next is below 2^-56 of the result. The build forbids the compiler to contract a * b + c
   (-ffp-contract=off) and to know these functions by name (-fno-builtin-exp and so on): it would
   compute some calls itself, with its own last bit. */

#include "common/elementary.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* ln 2 in two parts. The first has 32 bits, so a multiple of it by a 21-bit integer is exact. */
static const double LN2_HIGH = 0x1.62e42feep-1, LN2_LOW = 0x1.a39ef35793c76p-33;
static const double PI = 0x1.921fb54442d18p+1;

/* coefficients[0] + coefficients[1] x + ..., from the last term to the first */
static double polynomial(const double *coefficients, int count, double x)
{
    double sum = 0;
    while (count-- > 0)
        sum = sum * x + coefficients[count];
    return sum;
}
#define POLYNOMIAL(coefficients, x) \
    polynomial(coefficients, sizeof(coefficients) / sizeof *(coefficients), x)

/* 2^k for k from -1022 to 1023: its exponent is all there is. */
static double power_of_2(int k)
{
    uint64_t bits = (uint64_t)(k + 1023) << 52;
    double power;
    memcpy(&power, &bits, sizeof power);
    return power;
}

/* x 2^k, with one rounding at the end: two factors, since 2^k alone may overflow or vanish. */
static double scale(double x, int k)
{
    int half = k / 2;
    return x * power_of_2(half) * power_of_2(k - half);
}

/* ---- exp ------------------------------------------------------------------------------ */

/* e^x = 2^k (1 + y) with |x - k ln 2| <= ln 2 / 2, so that y is e^r - 1 for a small r. Here
   |x| < 800. */
static double reduced_exp(double x, int *k)
{
    static const double series[] = {1.0 / 2,        1.0 / 6,         1.0 / 24,
                                    1.0 / 120,      1.0 / 720,       1.0 / 5040,
                                    1.0 / 40320,    1.0 / 362880,    1.0 / 3628800,
                                    1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800};
    *k = (int)(x / (LN2_HIGH + LN2_LOW) + (x < 0 ? -0.5 : 0.5));
    double high = x - *k * LN2_HIGH, low = *k * LN2_LOW, r = high - low;
    return high + (r * r * POLYNOMIAL(series, r) - low);
}

double exp(double x)
{
    if (!(x < 710))
        return x * HUGE_VAL; /* infinity, and a NaN stays one */
    if (x < -746)
        return 0;
    int k;
    double y = reduced_exp(x, &k);
    return scale(1 + y, k);
}

/* e^x - 1 for 0 <= x < 50, without losing a small x in the 1. */
static double exp_minus_1(double x)
{
    int k;
    double y = reduced_exp(x, &k);
    return scale(y, k) + (scale(1, k) - 1);
}

double tanh(double x)
{
    double size = x < 0 ? -x : x;
    if (!(size < 22)) /* from there on 1 - tanh is below half a last bit */
        return size != size ? x : x < 0 ? -1 : 1;
    if (size < 0x1p-28)
        return x;
    double e = exp_minus_1(2 * size);
    return x < 0 ? -e / (e + 2) : e / (e + 2);
}

/* ---- log ------------------------------------------------------------------------------ */

/* log(1 + f) = 2 artanh(s) with s = f / (2 + f), for 1 + f between sqrt(1/2) and sqrt(2). Since
   2 s = f - s f, the large part of the sum is f itself, and what is rounded is smaller. */
static double log_near_1(double f)
{
    static const double series[] = {2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9,  2.0 / 11,
                                    2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21};
    double s = f / (2 + f), z = s * s, square = f * f / 2;
    /* f - s f = f - f^2/2 + s f^2/2 */
    return f - (square - s * (square + z * POLYNOMIAL(series, z)));
}

double log(double x)
{
    if (!(x > 0 && x < HUGE_VAL))
        return x == 0 ? -HUGE_VAL : x < 0 ? NAN : x;
    int k;
    double m = frexp(x, &k); /* in [1/2, 1) */
    if (m < 0x1.6a09e667f3bcdp-1) {
        m *= 2;
        k--;
    }
    double near = log_near_1(m - 1);
    return k == 0 ? near : k * LN2_HIGH + (near + k * LN2_LOW);
}

/* With u = 1 + x rounded, log(1 + x) is log(u) and, to first order, what the rounding lost. */
double log1p(double x)
{
    double u = 1 + x;
    if (!(u > 0 && u < HUGE_VAL) || x == 0)
        return u < HUGE_VAL ? x == 0 ? x : log(u) : u;
    double lost = x < 1 ? x - (u - 1) : 1 - (u - x);
    return log(u) + lost / u;
}

/* ---- Single precision: in double, and rounded once more ---------------------------------- */

float expf(float x)
{
    return (float)exp((double)x);
}

float logf(float x)
{
    return (float)log((double)x);
}

float log1pf(float x)
{
    return (float)log1p((double)x);
}

float tanhf(float x)
{
    return (float)tanh((double)x);
}

double integer_power(double x, unsigned n)
{
    double power = 1;
    for (; n > 0; n /= 2, x *= x)
        if (n % 2 == 1)
            power *= x;
    return power;
}

/* ---- Angles in turns -------------------------------------------------------------------- */

static double cos_near_0(double angle)
{
    static const double series[] = {
        -1.0 / 2,       1.0 / 24,        -1.0 / 720,         1.0 / 40320,
        -1.0 / 3628800, 1.0 / 479001600, -1.0 / 87178291200, 1.0 / 20922789888000};
    double z = angle * angle;
    return 1 + z * POLYNOMIAL(series, z);
}

static double sin_near_0(double angle)
{
    static const double series[] = {
        -1.0 / 6,        1.0 / 120,        -1.0 / 5040,          1.0 / 362880,
        -1.0 / 39916800, 1.0 / 6227020800, -1.0 / 1307674368000, 1.0 / 355687428096000};
    double z = angle * angle;
    return angle + angle * (z * POLYNOMIAL(series, z));
}

/* The nearest quarter turn, and the angle from there: at most an eighth of a turn, and exact until
   it is multiplied by pi. */
double cos_turns(double turns)
{
    double whole = floor(turns), quarter = floor(4 * (turns - whole) + 0.5);
    double angle = 2 * PI * (turns - whole - quarter / 4);
    switch ((int)quarter % 4) {
    case 0: return cos_near_0(angle);
    case 1: return -sin_near_0(angle);
    case 2: return -cos_near_0(angle);
    default: return sin_near_0(angle);
    }
}

double sin_turns(double turns)
{
    return cos_turns(turns - floor(turns) - 0.25);
}
