/* Chapter 5's experiment: is the backward pass right, and why is a network with batch norm faster?

   All gradients come from your functions. See common/experiment.h for what an experiment is, and
   experiment.h for the parts of this one. Without a seed the networks are trained from the seeds
   1 to 5; with one, from that one only. */

#include "experiment.h"

int main(int argc, char **argv)
{
    Experiment e = experiment_begin(argc, argv);
    by_hand(&e);
    mistakes_table(&e, random_new(e.seed));
    two_ways(&e, random_new(e.seed));
    block_check(&e, random_new(e.seed));
    step_curves(&e, random_new(e.seed));
    networks(&e, argc == 3 ? 1 : 5);
    if (argc == 2)
        other_rates(&e, 3);
    experiment_end(&e);
    return 0;
}
