/* Chapter 2's experiment: what happens when the test's inputs are not distributed like the
   training's, and what can be done about it?

   Distances, accuracies, weights and fits come from your functions. See common/experiment.h for
   what an experiment is, and experiment.h for the parts of this one. */

#include "experiment.h"

int main(int argc, char **argv)
{
    Experiment e = experiment_begin(argc, argv);
    Random random = random_new(e.seed); /* each part draws from a generator of its own */
    two_stories(&e, random_new(random_bits(&random)));
    colored_cats(&e, random_new(random_bits(&random)));
    weighting(&e, random_new(random_bits(&random)));
    worth_by_shift(&e, random_new(random_bits(&random)));
    worth_by_hand(&e);
    hidden_unit(&e, random_new(random_bits(&random)));
    experiment_end(&e);
    return 0;
}
