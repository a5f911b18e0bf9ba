/* Chapter 4's experiment: what do gamma and beta do, and what is lost without them?

   The scale, the shift and their steps come from your functions. See common/experiment.h for what
   an experiment is, and experiment.h for the parts of this one. */

#include "experiment.h"

int main(int argc, char **argv)
{
    Experiment e = experiment_begin(argc, argv);
    e.digits = 9;
    distribution(&e, random_new(e.seed));
    step_by_hand(&e);
    fits(&e, random_new(e.seed));
    network(&e, random_new(e.seed));
    identity(&e, random_new(e.seed));
    useless_bias(&e, random_new(e.seed));
    folding(&e, random_new(e.seed));
    experiment_end(&e);
    return 0;
}
