#include "experiment.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RESULTS "docs/results/bench.csv"

/* A line of the file: table,row,side,median,low,high,ratio,ratio_low,ratio_high,unit. */
enum { TABLE, ROW, SIDE, MEDIAN, RATIO = 6, RATIO_LOW, RATIO_HIGH, FIELDS = 10, LINE = 512 };

/* Cuts a line at its commas. A field in quotes (only in `about`) is not looked into. */
static bool cut(char *line, char *field[FIELDS])
{
    size_t count = 0;
    for (char *at = line; count < FIELDS; count++) {
        field[count] = at;
        at += strcspn(at, ",\n");
        if (*at != ',')
            return count == FIELDS - 1;
        *at++ = '\0';
    }
    return false;
}

/* One field of the file, into text; if it is not there, "nan": the notes build from whatever was
   measured. */
static void look_up(const char *table, const char *row_name, const char *side, int which,
                    char text[LINE])
{
    char line[LINE], *field[FIELDS];
    bool found = false;
    FILE *file = fopen(RESULTS, "r");
    strcpy(text, "nan");
    while (file && !found && fgets(line, sizeof line, file))
        if (cut(line, field) && strcmp(field[TABLE], table) == 0 &&
            strcmp(field[ROW], row_name) == 0 && strcmp(field[SIDE], side) == 0 &&
            field[which][0] != '\0') {
            strcpy(text, field[which]);
            found = true;
        }
    if (file)
        fclose(file);
}

static double result(const char *table, const char *row_name, const char *side, int which)
{
    char text[LINE];
    look_up(table, row_name, side, which, text);
    return atof(text);
}

static const char *const shapes[] = {"64x128", "128x256", "128x1024", "1024x1024", "8192x1024"};
enum { SHAPES = COUNT_OF(shapes) };

/* The geometric mean of a side's ratios to PyTorch, and the least of them. */
static void summary(Experiment *e, const char *table, const char *side, const char *name)
{
    double product = 1, least = INFINITY;
    for (size_t s = 0; s < SHAPES; s++) {
        double ratio = result(table, shapes[s], side, RATIO);
        experiment_named_value(e, ratio, "bench_%s_%s", name, shapes[s]);
        product *= ratio;
        least = isnan(ratio) ? NAN : fmin(least, ratio);
    }
    experiment_named_value(e, pow(product, 1.0 / SHAPES), "bench_%s_mean", name);
    experiment_named_value(e, least, "bench_%s_least", name);
}

static void ratios(Experiment *e)
{
    Csv csv = csv_open(e->folder, "ratios.csv",
                       "place,row,reference,reference_low,reference_high,appendix,appendix_low,"
                       "appendix_high,onednn");
    for (size_t s = 0; s < 2 * SHAPES; s++) {
        const char *table = s < SHAPES ? "forward float" : "both float",
                   *shape = shapes[s % SHAPES];
        char numbers[256] = "";
        for (int side = 0; side < 2; side++)
            for (int which = RATIO; which <= RATIO_HIGH; which++) {
                double ratio = result(table, shape, side ? "appendix" : "reference", which);
                size_t length = strlen(numbers);
                snprintf(numbers + length, sizeof numbers - length, ",%g", ratio);
            }
        csv_row(&csv, "%zu,%s%s,%g", s, shape, numbers, result(table, shape, "onednn", RATIO));
    }
    csv_close(&csv);
    const char *sides[] = {"reference", "appendix", "onednn", "limit"};
    for (size_t i = 0; i < COUNT_OF(sides); i++) {
        char forward[32], both[32];
        snprintf(forward, sizeof forward, "forward_%s", sides[i]);
        snprintf(both, sizeof both, "both_%s", sides[i]);
        summary(e, "forward float", sides[i], forward);
        summary(e, "both float", sides[i], both);
    }
    summary(e, "both double", "reference", "both_double_reference");
    summary(e, "both double", "appendix", "both_double_appendix");
    summary(e, "forward float kept", "appendix", "kept_forward_appendix");
    summary(e, "forward float kept", "reference", "kept_forward_reference");
    summary(e, "both float kept", "appendix", "kept_both_appendix");
    summary(e, "both float kept", "reference", "kept_both_reference");
}

/* The machine, the compiler, the versions. */
static void about(Experiment *e)
{
    const char *facts[] = {"date", "processor", "compiler", "PyTorch", "oneDNN", "OpenBLAS"};
    for (size_t i = 0; i < COUNT_OF(facts); i++) {
        char text[LINE];
        look_up("about", facts[i], "", MEDIAN, text);
        csv_row(&e->values, "bench_%s,%s", facts[i],
                strcmp(text, "nan") == 0 ? "(not measured)" : text);
    }
}

static void networks(Experiment *e)
{
    const char *names[] = {"ring", "wide"}, *sides[] = {"reference", "products", "needed"};
    for (size_t i = 0; i < 2; i++)
        for (size_t s = 0; s < 3; s++)
            experiment_named_value(e, result("GAN step", names[i], sides[s], RATIO),
                                   "bench_gan_%s_%s", names[i], sides[s]);
    double all = result("GAN step", "wide", "products", MEDIAN);
    double needed = result("GAN step", "wide", "needed", MEDIAN);
    experiment_value(e, "bench_gan_wide_unread", 100 * (1 - needed / all));
}

void bench_results(Experiment *e)
{
    about(e);
    ratios(e);
    networks(e);
    const char *large = "8192x1024", *middle = "1024x1024";
    experiment_value(e, "bench_large_over_limit",
                     result("forward float", large, "appendix", MEDIAN) /
                         result("forward float", large, "limit", MEDIAN));
    /* the reference moves six matrices where the limit moves three */
    experiment_value(e, "bench_six_matrices", result("forward float", middle, "limit", RATIO) / 2);
}
