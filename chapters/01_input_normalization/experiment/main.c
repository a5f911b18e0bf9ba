/* Chapter 1's experiment: what does standardizing its inputs buy a linear model?

   Means, variances, Hessians and steps come from your functions. See common/experiment.h for what
   an experiment is, and experiment.h for the parts of this one. */

#include "experiment.h"

#include <math.h>
#include <stdio.h>

/* cats.csv: some of the cats, before and after. */
static void write_cats(const Experiment *e, Matrix x, const Statistics *statistics)
{
    Matrix shown = matrix_rows(x, 0, 400), z = matrix_new(shown.rows, D);
    standardize(shown, statistics->mean, statistics->var, z);
    Csv csv = csv_open(e->folder, "cats.csv", "size,fur,z_size,z_fur");
    for (size_t n = 0; n < shown.rows; n++)
        csv_row(&csv, "%.5g,%.5g,%.5g,%.5g", (double)row(shown, n)[CAT_SIZE],
                (double)row(shown, n)[CAT_FUR], (double)row(z, n)[CAT_SIZE],
                (double)row(z, n)[CAT_FUR]);
    csv_close(&csv);
    matrix_free(z);
}

static void describe_cats(Experiment *e, Matrix x, const Statistics *statistics)
{
    double size_mean = statistics->mean[CAT_SIZE], size_sd = sqrt(statistics->var[CAT_SIZE]);
    double fur_mean = statistics->mean[CAT_FUR], fur_sd = sqrt(statistics->var[CAT_FUR]);
    printf("%d cats: size %.3f +- %.3f, fur %.3f +- %.3f\n\n", CATS, size_mean, size_sd, fur_mean,
           fur_sd);
    experiment_value(e, "size_mean", size_mean);
    experiment_value(e, "size_sd", size_sd);
    experiment_value(e, "fur_mean", fur_mean);
    experiment_value(e, "fur_sd", fur_sd);
    write_cats(e, x, statistics);
}

int main(int argc, char **argv)
{
    Experiment e = experiment_begin(argc, argv);
    e.digits = 10;
    Random random = random_new(e.seed);
    Matrix x = cats_new(&random, CATS);
    Statistics statistics = statistics_of(x);
    describe_cats(&e, x, &statistics);

    Cost costs[TREATMENTS];
    costs_of_cats(x, &statistics, costs);
    compare_inputs(&e, &random, costs);
    squeeze_fur(&e, x, &statistics);
    draw_landscape(&e, "centered", &costs[CENTERED]);
    draw_landscape(&e, "standardized", &costs[STANDARDIZED]);

    compare_variances(&e);

    printf("  new cats  %14s %15s   wrong by, if measured by their own\n", "size", "fur");
    meet_new_cats(&e, &random, "this", 0, &statistics);
    meet_new_cats(&e, &random, "next", 0.165, &statistics);

    matrix_free(x);
    experiment_end(&e);
    return 0;
}
