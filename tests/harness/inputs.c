/* The inputs and outputs of a test. */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/random.h"
#include "tests/harness/internal.h"

enum { MOST_INPUTS = 4096 };

static void *kept[MOST_INPUTS];
static size_t kept_count;

void *keep_memory(void *memory, size_t bytes)
{
    require(kept_count < MOST_INPUTS, "a test with more than %d inputs", MOST_INPUTS);
    require(memory != NULL, "out of memory for an input of %zu bytes", bytes);
    kept[kept_count++] = memory;
    return memory;
}

static void *keep(size_t bytes)
{
    return keep_memory(malloc(bytes > 0 ? bytes : 1), bytes);
}

void free_inputs(void)
{
    forget_walks();
    while (kept_count > 0)
        free(kept[--kept_count]);
}

static Matrix new_matrix(size_t rows, size_t cols)
{
    return (Matrix){rows, cols, keep(rows * cols * sizeof(real))};
}

const Simpler *simpler;

static size_t at_most(size_t limit, size_t count)
{
    return count < limit ? count : limit;
}

static Matrix new_input(size_t rows, size_t cols)
{
    return simpler ? new_matrix(at_most(simpler->rows, rows), at_most(simpler->cols, cols))
                   : new_matrix(rows, cols);
}

/* Row n, column d, of a matrix from new_input; what was cut off has no place. */
static void set(Matrix m, size_t n, size_t d, double value)
{
    if (n >= m.rows || d >= m.cols)
        return;
    int values = simpler ? simpler->values : AS_THEY_ARE;
    if (values == TENTHS)
        value = round(10 * value) / 10;
    else if (values == WHOLE)
        value = round(value);
    else if (values == COUNTED)
        value = (double)(n * m.cols + d + 1);
    else if (values == ZERO_OR_ONE)
        value = (double)((n + d) % 2);
    row(m, n)[d] = (real)value;
}

Matrix input(size_t rows, size_t cols, const double *values)
{
    Matrix m = new_input(rows, cols);
    for (size_t n = 0; n < rows; n++)
        for (size_t d = 0; d < cols; d++)
            set(m, n, d, values[n * cols + d]);
    return m;
}

Matrix random_input(unsigned seed, size_t rows, size_t cols, double offset)
{
    Matrix m = new_input(rows, cols);
    Random random = random_new(seed);
    for (size_t n = 0; n < rows; n++)
        for (size_t d = 0; d < cols; d++)
            set(m, n, d, random_normal(&random, offset + (double)d, 1 + 0.5 * (double)d));
    return m;
}

double *vector(size_t n, const double *values)
{
    double *v = keep(n * sizeof *v);
    if (n > 0)
        memcpy(v, values, n * sizeof *v);
    return v;
}

double *random_vector(unsigned seed, size_t n)
{
    double *v = keep(n * sizeof *v);
    Random random = random_new(seed);
    for (size_t d = 0; d < n; d++)
        v[d] = random_normal(&random, 1, 1);
    for (size_t d = 0; simpler && d < n; d++) /* never 0: it may be a variance */
        v[d] = simpler->values >= WHOLE ? 1 + (double)(d % 2) : round(10 * v[d]) / 10;
    return v;
}

/* A quiet NaN with a payload of its own. Arithmetic keeps an operand's payload, so a sum that
   starts from it still shows it; only the exact bits count as untouched. */
static const uint64_t untouched = 0x7ff8c0de5afe7001;
static const uint32_t untouched_float = 0x7fc0c0de;

static real untouched_real(void)
{
    real value;
    if (sizeof(real) == sizeof untouched)
        memcpy(&value, &untouched, sizeof value);
    else
        memcpy(&value, &untouched_float, sizeof value);
    return value;
}

bool is_untouched(double value)
{
    return memcmp(&value, &untouched, sizeof value) == 0;
}

bool is_untouched_real(real value)
{
    real nan = untouched_real();
    return memcmp(&value, &nan, sizeof value) == 0;
}

double *output_vector(size_t n)
{
    double *v = keep(n * sizeof *v);
    for (size_t d = 0; d < n; d++)
        memcpy(&v[d], &untouched, sizeof v[d]);
    return v;
}

Matrix output(size_t rows, size_t cols)
{
    Matrix m = new_matrix(rows, cols);
    real nan = untouched_real();
    for (size_t i = 0; i < rows * cols; i++)
        memcpy(&m.v[i], &nan, sizeof nan);
    return m;
}
