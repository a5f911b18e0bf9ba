#include "common/experiment.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>

#include "common/cats.h"

static uint64_t seed_of(const char *text)
{
    char *end;
    errno = 0;
    unsigned long long seed = strtoull(text, &end, 10);
    /* strtoull by itself takes a sign and leading spaces */
    if (!isdigit((unsigned char)*text) || *end != '\0' || errno == ERANGE)
        bad_input("'%s' is no seed: a whole number from 0 to %llu", text,
                  (unsigned long long)UINT64_MAX);
    return seed;
}

Experiment experiment_begin(int argc, char **argv)
{
    if (argc < 2 || argc > 3 || argv[1][0] == '\0')
        bad_input("usage: experiment FOLDER [SEED]");
    Experiment e = {.folder = argv[1], .seed = argc == 3 ? seed_of(argv[2]) : 1, .digits = 12};
    e.values = csv_open(e.folder, "values.csv", "name,value");
    return e;
}

double experiment_value(Experiment *e, const char *name, double number)
{
    csv_row(&e->values, "%s,%.*g", name, e->digits, number);
    return number;
}

double experiment_named_value(Experiment *e, double number, const char *format, ...)
{
    char name[64];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(name, sizeof name, format, arguments);
    va_end(arguments);
    require(length >= 0 && (size_t)length < sizeof name, "the name %s... is too long", name);
    return experiment_value(e, name, number);
}

void experiment_end(Experiment *e)
{
    csv_close(&e->values);
}

/* ---- Vectors ------------------------------------------------------------------------- */

double *vector_new(size_t count)
{
    double *v = calloc(count > 0 ? count : 1, sizeof *v);
    if (!v)
        bad_input("out of memory for %zu numbers", count);
    return v;
}

/* ---- Random matrices ----------------------------------------------------------------- */

Matrix cats_new(Random *random, size_t count)
{
    Matrix cats = matrix_new(count, CAT_FEATURES);
    cats_draw(random, cats);
    return cats;
}

Matrix normal_matrix(Random *random, size_t rows, size_t cols, double sd)
{
    Matrix m = matrix_new(rows, cols);
    for (size_t i = 0; i < rows * cols; i++)
        m.v[i] = (real)random_normal(random, 0, sd);
    return m;
}
