#include "common/elementary.h"

#include "tests/common/tools.h"

/* Valgrind computes long double in double: no yardstick for a double. */
static bool long_double_is_longer(void)
{
    volatile long double one = 1;
    return one + 0x1p-60L != one;
}

/* How far x is from the right result, in units of its last place. */
static double units_off(double x, long double right)
{
    double near = fabs((double)right);
    return (double)(fabsl(x - right) / (nextafter(near, HUGE_VAL) - near));
}

typedef struct {
    const char *name;
    double (*function)(double);
    long double (*right)(long double);
    double low, high, units; /* between these arguments, the error stays below so many units */
} Range;

static const Range ranges[] = {
    {"exp", exp, expl, -1, 1, 0.9},
    {"exp", exp, expl, -708, 709, 0.9},
    {"log", log, logl, 0.5, 2, 1.3},
    {"log", log, logl, 1e-300, 1e-3, 1.3},
    {"log", log, logl, 1, 1e300, 1.3},
    {"log1p", log1p, log1pl, -0.99, 1, 1.5},
    {"log1p", log1p, log1pl, -1e-3, 1e-3, 1.5},
    {"log1p", log1p, log1pl, 0, 1e9, 1.5},
    {"tanh", tanh, tanhl, -1, 1, 2.5},
    {"tanh", tanh, tanhl, -1e-3, 1e-3, 2.5},
    {"tanh", tanh, tanhl, -25, 25, 2.5},
};

START_TEST(errors_are_small)
{
    const Range *r = &ranges[_i];
    Random random = random_new(7 + (uint64_t)_i);
    for (int i = 0; i < 100000 && long_double_is_longer(); i++) {
        double x = r->low + (r->high - r->low) * random_uniform(&random);
        double off = units_off(r->function(x), r->right(x));
        ck_assert_msg(off < r->units, "%s(%.17g) is off by %g units", r->name, x, off);
    }
}
END_TEST

static bool same(double a, double b)
{
    return isnan(a) ? isnan(b) : a == b && signbit(a) == signbit(b);
}

START_TEST(special_values)
{
    static const double at[][5] = {
        /* x         exp       log        log1p     tanh */
        {0, 1, -INFINITY, 0, 0},
        {-0.0, 1, -INFINITY, -0.0, -0.0},
        {INFINITY, INFINITY, INFINITY, INFINITY, 1},
        {-INFINITY, 0, NAN, NAN, -1},
        {-1, 0x1.78b56362cef38p-2, NAN, -INFINITY, -0x1.85efab514f394p-1},
        {-800, 0, NAN, NAN, -1},
        {710, INFINITY, 0x1.a42d4d1ff8154p+2, 0x1.a4445c70632f8p+2, 1},
    };
    ck_assert(isnan(exp(NAN)) && isnan(log(NAN)) && isnan(log1p(NAN)) && isnan(tanh(NAN)));
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        const double *x = at[i];
        ck_assert_msg(same(exp(*x), x[1]), "exp(%g) is %a", *x, exp(*x));
        ck_assert_msg(same(log(*x), x[2]) || units_off(log(*x), x[2]) <= 1, "log(%g) is %a", *x,
                      log(*x));
        ck_assert_msg(same(log1p(*x), x[3]) || units_off(log1p(*x), x[3]) <= 1, "log1p(%g) is %a",
                      *x, log1p(*x));
        ck_assert_msg(same(tanh(*x), x[4]) || units_off(tanh(*x), x[4]) <= 2, "tanh(%g) is %a", *x,
                      tanh(*x));
    }
    ck_assert(exp(-745) == 0x1p-1074 && log(0x1p-1074) == log(0x1p-1022) - 52 * log(2));
    ck_assert(log1p(1e-300) == 1e-300 && tanh(-1e-300) == -1e-300);
}
END_TEST

/* The bits themselves, of many results: they are the same on every machine, or this fails there. */
START_TEST(the_same_bits)
{
    Random random = random_new(1);
    uint64_t sum = 0;
    for (int i = 0; i < 100000; i++) {
        double x = 40 * random_uniform(&random) - 20, bits[6];
        bits[0] = exp(x);
        bits[1] = log(fabs(x));
        bits[2] = log1p(fabs(x));
        bits[3] = tanh(x);
        bits[4] = cos_turns(x);
        bits[5] = (double)(expf((float)x) + logf(fabsf((float)x)) + tanhf((float)x));
        for (int k = 0; k < 6; k++) {
            uint64_t word;
            memcpy(&word, &bits[k], sizeof word);
            sum = sum * 31 + word;
        }
    }
    ck_assert_msg(sum == 0xba06ef21e15feb9b, "0x%llx", (unsigned long long)sum);
}
END_TEST

START_TEST(angles)
{
    const long double pi = 3.14159265358979323846264338327950288L;
    Random random = random_new(3);
    for (int i = 0; i < 100000 && long_double_is_longer(); i++) {
        double x = 20 * random_uniform(&random) - 10;
        assert_close(cos_turns(x), cosl(2 * pi * x), 2 * 0x1p-53);
        assert_close(sin_turns(x), sinl(2 * pi * x), 2 * 0x1p-53);
    }
    ck_assert(cos_turns(0) == 1 && cos_turns(0.25) == 0 && cos_turns(-1.5) == -1);
    ck_assert(sin_turns(0) == 0 && sin_turns(0.25) == 1 && sin_turns(12.75) == -1);
}
END_TEST

START_TEST(integer_powers)
{
    ck_assert(integer_power(0, 0) == 1 && integer_power(7, 0) == 1 && integer_power(0, 3) == 0);
    ck_assert(integer_power(-2, 5) == -32 && integer_power(10, 22) == 1e22);
    assert_close(integer_power(0.999, 15000), exp(15000 * log(0.999)), 1e-18);
}
END_TEST

TCase *elementary_tests(void)
{
    TCase *tests = tcase_create("elementary");
    tcase_add_loop_test(tests, errors_are_small, 0, sizeof ranges / sizeof *ranges);
    tcase_add_test(tests, special_values);
    tcase_add_test(tests, the_same_bits);
    tcase_add_test(tests, angles);
    tcase_add_test(tests, integer_powers);
    return tests;
}
