#include "common/random.h"

#include "tests/common/tools.h"

enum { DRAWS = 20000 };

/* The values of the authors' own program (splitmix64.c, Vigna) for these seeds. */
START_TEST(known_bits)
{
    static const uint64_t want[] = {6457827717110365317u, 3203168211198807973u,
                                    9817491932198370423u, 4593380528125082431u,
                                    16408922859458223821u};
    Random random = random_new(1234567), zero = random_new(0);
    for (size_t i = 0; i < 5; i++)
        ck_assert_uint_eq(random_bits(&random), want[i]);
    ck_assert_uint_eq(random_bits(&zero), 0xe220a8397b1dcdafu);
}
END_TEST

/* The seed whose first 64 bits are these: random_bits backwards. */
static uint64_t seed_for(uint64_t bits)
{
    uint64_t z = bits;
    z ^= z >> 31 ^ z >> 62;
    z *= 0x319642b2d24d8ec3; /* times 0x94d049bb133111eb is 1 */
    z ^= z >> 27 ^ z >> 54;
    z *= 0x96de1b173f119089; /* times 0xbf58476d1ce4e5b9 is 1 */
    z ^= z >> 30 ^ z >> 60;
    return z - 0x9e3779b97f4a7c15;
}

START_TEST(uniform_ends)
{
    Random lowest = random_new(seed_for(0)), highest = random_new(seed_for(UINT64_MAX));
    ck_assert(random_uniform(&lowest) == 0);
    double high = random_uniform(&highest);
    ck_assert(high < 1 && high > 1 - 1e-15);
    lowest = random_new(seed_for(0));
    highest = random_new(seed_for(UINT64_MAX));
    ck_assert(isfinite(random_normal(&lowest, 0, 1)));
    ck_assert(isfinite(random_normal(&highest, 0, 1)));
}
END_TEST

START_TEST(uniform_is_even)
{
    Random random = random_new(1);
    size_t counts[10] = {0};
    double sum = 0, squares = 0;
    for (size_t i = 0; i < DRAWS; i++) {
        double u = random_uniform(&random);
        ck_assert(u >= 0 && u < 1);
        counts[(size_t)(10 * u)]++;
        sum += u;
        squares += u * u;
    }
    double mean = sum / DRAWS;
    assert_close(mean, 0.5, 5 * sqrt(1. / 12 / DRAWS)); /* 5 standard errors */
    assert_close(squares / DRAWS - mean * mean, 1. / 12, 5 * sqrt(1. / 180 / DRAWS));
    double chi_square = 0; /* 9 degrees of freedom: over 40 once in 100,000 */
    for (size_t i = 0; i < 10; i++)
        chi_square += pow((double)counts[i] - DRAWS / 10, 2) / (DRAWS / 10);
    ck_assert(chi_square < 40);
}
END_TEST

START_TEST(normal_moments)
{
    Random random = random_new(2);
    double moments[4] = {0};
    size_t within_one = 0;
    for (size_t draw = 0; draw < DRAWS; draw++) {
        double z = (random_normal(&random, 3, 0.5) - 3) / 0.5;
        double power = 1;
        for (size_t i = 0; i < 4; i++) {
            power *= z;
            moments[i] += power / DRAWS;
        }
        within_one += fabs(z) < 1;
    }
    /* the standard errors are sqrt(1, 2, 15, 96) / sqrt(DRAWS); five of each */
    assert_close(moments[0], 0, 5 * sqrt(1. / DRAWS));
    assert_close(moments[1], 1, 5 * sqrt(2. / DRAWS));
    assert_close(moments[2], 0, 5 * sqrt(15. / DRAWS));
    assert_close(moments[3], 3, 5 * sqrt(96. / DRAWS));
    assert_close((double)within_one / DRAWS, 0.682689, 5 * 0.4654 / sqrt(DRAWS));
}
END_TEST

START_TEST(below_is_even)
{
    Random random = random_new(3);
    size_t counts[7] = {0};
    for (size_t i = 0; i < DRAWS; i++) {
        size_t k = random_below(&random, 7);
        ck_assert_uint_lt(k, 7);
        counts[k]++;
    }
    double chi_square = 0; /* 6 degrees of freedom: over 34 once in 100,000 */
    for (size_t i = 0; i < 7; i++)
        chi_square += pow((double)counts[i] - DRAWS / 7., 2) / (DRAWS / 7.);
    ck_assert(chi_square < 34);
    ck_assert_uint_eq(random_below(&random, 1), 0);
}
END_TEST

/* A remainder of 64 bits would fall into the lowest third half of the time. */
START_TEST(below_favors_no_remainder)
{
    const size_t third = (size_t)1 << 62;
    Random random = random_new(4);
    double low = 0;
    for (size_t i = 0; i < DRAWS; i++)
        low += random_below(&random, 3 * third) < third;
    assert_close(low / DRAWS, 1. / 3, 5 * sqrt(2. / 9 / DRAWS));
}
END_TEST

START_TEST(below_zero_is_refused)
{
    Random random = random_new(5);
    ck_assert(refused(random_below(&random, 0)));
}
END_TEST

TCase *random_tests(void)
{
    TCase *tests = tcase_create("random");
    tcase_add_test(tests, known_bits);
    tcase_add_test(tests, uniform_ends);
    tcase_add_test(tests, uniform_is_even);
    tcase_add_test(tests, normal_moments);
    tcase_add_test(tests, below_is_even);
    tcase_add_test(tests, below_favors_no_remainder);
    tcase_add_test(tests, below_zero_is_refused);
    return tests;
}
