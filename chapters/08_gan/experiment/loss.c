#include "experiment.h"

#include <math.h>

#include "gan.h"

/* The textbook's formula, for a fake: the logarithm of a probability. */
static double naive_loss(double s)
{
    double p = 1 / (1 + exp(-s));
    return -log(1 - p);
}

static float naive_loss_in_float(float s)
{
    float p = 1 / (1 + expf(-s));
    return -logf(1 - p);
}

static double loss_of(double s)
{
    real logit = (real)s, gradient;
    return bce_logits((Matrix){1, 1, &logit}, 0, (Matrix){1, 1, &gradient});
}

void loss_by_both_formulas(Experiment *e)
{
    Csv csv = csv_open(e->folder, "loss.csv", "s,naive,naive_float,stable");
    double breaks = 0, breaks_float = 0;
    for (int i = -50; i <= 500; i++) {
        double s = i / 10.0;
        csv_row(&csv, "%g,%.6g,%.6g,%.6g", s, naive_loss(s), (double)naive_loss_in_float((float)s),
                loss_of(s));
        if (breaks == 0 && isinf(naive_loss(s)))
            breaks = s;
        if (breaks_float == 0 && isinf(naive_loss_in_float((float)s)))
            breaks_float = s;
    }
    csv_close(&csv);
    experiment_value(e, "naive_breaks", breaks);
    experiment_value(e, "naive_breaks_float", breaks_float);
    experiment_value(e, "naive_at_800", naive_loss(800));
    experiment_value(e, "stable_at_800", loss_of(800));
    printf("-log(1 - p) of a fake is infinite from logit %.1f on, in float from %.1f;\n"
           "  by its logit, the loss at 800 is %g\n\n",
           breaks, breaks_float, loss_of(800));
}
