/* Chapter 7's experiment: how large is the noise of a batch's statistics, what does it do to one
   example, and what to training?

   All batches go through your functions. See common/experiment.h for what an experiment is, and
   experiment.h for the parts of this one. Without a seed the networks are trained from eight
   seeds; with one, from that one only. */

#include "experiment.h"

int main(int argc, char **argv)
{
    Experiment e = experiment_begin(argc, argv);
    noise(&e, random_new(e.seed));
    dropout(&e, random_new(e.seed));
    training(&e, argc == 3 ? 1 : MOST_SEEDS);
    experiment_end(&e);
    return 0;
}
