#include "common/random.h"

#include <math.h>

#include "common/elementary.h"
#include "common/require.h"

Random random_new(uint64_t seed)
{
    return (Random){seed};
}

uint64_t random_bits(Random *random)
{
    uint64_t z = random->state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

double random_uniform(Random *random)
{
    return (double)(random_bits(random) >> 11) * 0x1p-53; /* a double holds 53 bits */
}

double random_normal(Random *random, double mean, double sd)
{
    double u = 1 - random_uniform(random); /* in (0, 1]: its logarithm is finite */
    return mean + sd * sqrt(-2 * log(u)) * cos_turns(random_uniform(random));
}

size_t random_below(Random *random, size_t n)
{
    require(n >= 1, "a random number below %zu", n);
    uint64_t limit = UINT64_MAX - UINT64_MAX % n; /* a multiple of n: no remainder is favored */
    uint64_t bits = random_bits(random);
    while (bits >= limit)
        bits = random_bits(random);
    return (size_t)(bits % n);
}
