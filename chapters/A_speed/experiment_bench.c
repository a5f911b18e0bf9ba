#include "experiment.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RESULTS "docs/results/bench.csv"

/* A line of the file: table,row,side,median,low,high,ratio,ratio_low,ratio_high,unit. */
enum { TABLE, ROW, SIDE, MEDIAN, RATIO = 6, RATIO_LOW, RATIO_HIGH, FIELDS = 10 };

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

/* One number of the file; NaN if it is not there: the notes build from whatever was measured. */
static double result(const char *table, const char *row_name, const char *side, int which)
{
    char line[512], *field[FIELDS];
    double found = NAN;
    FILE *file = fopen(RESULTS, "r");
    while (file && isnan(found) && fgets(line, sizeof line, file))
        if (cut(line, field) && strcmp(field[TABLE], table) == 0 &&
            strcmp(field[ROW], row_name) == 0 && strcmp(field[SIDE], side) == 0 &&
            field[which][0] != '\0')
            found = atof(field[which]);
    if (file)
        fclose(file);
    return found;
}

static const char *const shapes[] = {"64x128", "128x256", "128x1024", "1024x1024", "8192x1024"};
enum { SHAPES = sizeof shapes / sizeof *shapes };

/* The geometric mean of a side's ratios to PyTorch, and the least of them. */
static void summary(Experiment *e, const char *table, const char *side, const char *name)
{
    double product = 1, least = INFINITY;
    for (size_t s = 0; s < SHAPES; s++) {
        double ratio = result(table, shapes[s], side, RATIO);
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
    summary(e, "forward float", "reference", "forward_reference");
    summary(e, "forward float", "appendix", "forward_appendix");
    summary(e, "both float", "reference", "both_reference");
    summary(e, "both float", "appendix", "both_appendix");
    summary(e, "both float", "onednn", "both_onednn");
    summary(e, "both double", "reference", "both_double_reference");
    summary(e, "both double", "appendix", "both_double_appendix");
    summary(e, "forward float kept", "appendix", "kept_forward_appendix");
    summary(e, "forward float kept", "reference", "kept_forward_reference");
    summary(e, "both float kept", "appendix", "kept_both_appendix");
    summary(e, "both float kept", "reference", "kept_both_reference");
}

void bench_results(Experiment *e)
{
    ratios(e);
    const char *large = "8192x1024";
    double limit = result("forward float", large, "limit", MEDIAN);
    experiment_value(e, "bench_large_over_limit",
                     result("forward float", large, "appendix", MEDIAN) / limit);
    experiment_value(e, "bench_gan_ring", result("GAN step", "ring", "reference", RATIO));
    experiment_value(e, "bench_gan_wide", result("GAN step", "wide", "reference", RATIO));
    experiment_value(e, "bench_training", result("training step", "chapter 5", "reference", RATIO));
}
