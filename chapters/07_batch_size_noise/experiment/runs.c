#include "experiment.h"

#include <stdio.h>

#include "common/progress.h"

enum { EPOCHS = 300, FEW_EPOCHS = 20, SMALL_BATCH = 32 };

static const Run runs[] = {
    {"4", "ghost batches of 4", 4, 0, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"8", "ghost batches of 8", 8, 0, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"16", "ghost batches of 16", 16, 0, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"32", "ghost batches of 32", 32, 0, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"64", "ghost batches of 64", 64, 0, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"128", "ghost batches of 128", 128, 0, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"256", "ghost batches of 256", 256, 0, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"512", "batch norm, 512", 512, 0, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"none", "neither", 0, 0, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"each", "dropout 0.5", 0, 0.5, DROP_EACH, EXAMPLES, EPOCHS, 0.2},
    {"shared", "dropout 0.5, shared", 0, 0.5, DROP_SHARED, EXAMPLES, EPOCHS, 0.2},
    /* equal epochs, without any batch norm */
    {"few", "neither", 0, 0, DROP_EACH, EXAMPLES, FEW_EPOCHS, 0.2},
    {"many", "neither, steps of 32", 0, 0, DROP_EACH, SMALL_BATCH, FEW_EPOCHS, 0.2},
    /* all labels right */
    {"right_4", "right labels, 4", 4, 0, DROP_EACH, EXAMPLES, EPOCHS, 0},
    {"right_512", "right labels, 512", 512, 0, DROP_EACH, EXAMPLES, EPOCHS, 0},
};

enum { RUNS = COUNT_OF(runs) };

/* Of each run, by seed: the share of wrong answers in percent. */
typedef struct {
    double loss[RUNS][MOST_SEEDS], wrong[RUNS][MOST_SEEDS], fitted[RUNS][MOST_SEEDS];
} Results;

static Spread over_seeds(Experiment *e, const char *what, const char *run, size_t seeds,
                         const double v[MOST_SEEDS])
{
    Spread s = spread_of(seeds, v);
    experiment_named_value(e, s.mean, "%s_%s", what, run);
    experiment_named_value(e, s.low, "%s_%s_low", what, run);
    experiment_named_value(e, s.high, "%s_%s_high", what, run);
    return s;
}

static void train_all(uint64_t seed, size_t seeds, Results *results)
{
    for (size_t s = 0; s < seeds; s++)
        for (size_t i = 0; i < RUNS; i++) {
            progress("training", s * RUNS + i, seeds * RUNS);
            Result result = train(&runs[i], random_new(1000 + seed + s));
            results->loss[i][s] = result.test_loss;
            results->wrong[i][s] = 100 * result.test_wrong;
            results->fitted[i][s] = result.train_loss;
        }
    progress("training", seeds * RUNS, seeds * RUNS);
}

static void write_run(const Run *run, Spread loss, Spread wrong, Spread fitted, Csv *csv)
{
    const char *note = run->epochs == EPOCHS ? "" : "   20 epochs";
    if (run->ghost != 16 && run->ghost != 64 && run->ghost != 256)
        printf("   %-21s %.2f (%.2f .. %.2f)   %4.1f %%   %.2f%s\n", run->says, loss.mean, loss.low,
               loss.high, wrong.mean, fitted.mean, note);
    csv_row(csv, "%s,%zu,%.5g,%.5g,%.5g,%.5g,%.5g,%.5g", run->name, run->ghost, loss.mean, loss.low,
            loss.high, wrong.mean, wrong.low, wrong.high);
}

void training(Experiment *e, size_t seeds)
{
    static Results results;
    Csv csv =
        csv_open(e->folder, "training.csv", "name,ghost,loss,low,high,wrong,wrong_low,wrong_high");
    train_all(e->seed, seeds, &results);
    printf("\nA fifth of the labels wrong; %d steps on all 512 examples; %zu seed%s\n"
           "                         test loss             wrong   training loss\n",
           EPOCHS, seeds, seeds == 1 ? "" : "s");
    for (size_t i = 0; i < RUNS; i++) {
        Spread loss = over_seeds(e, "loss", runs[i].name, seeds, results.loss[i]);
        Spread wrong = over_seeds(e, "wrong", runs[i].name, seeds, results.wrong[i]);
        Spread fitted = over_seeds(e, "fitted", runs[i].name, seeds, results.fitted[i]);
        write_run(&runs[i], loss, wrong, fitted, &csv);
    }
    csv_close(&csv);
    experiment_value(e, "seeds", (double)seeds);
    experiment_value(e, "steps", EPOCHS);
    experiment_value(e, "updates_few", FEW_EPOCHS);
    experiment_value(e, "updates_many", (double)FEW_EPOCHS * EXAMPLES / SMALL_BATCH);
}
