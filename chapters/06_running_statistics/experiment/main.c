/* Chapter 6's experiment: what do the two modes do, what do running statistics cost, and what
   happens to a network that is evaluated with the wrong ones?

   All batches go through your functions. See common/experiment.h for what an experiment is, and
   experiment.h for the parts of this one. */

#include "experiment.h"

int main(int argc, char **argv)
{
    Experiment e = experiment_begin(argc, argv);
    one_batch(&e);
    why_unbiased(&e, random_new(e.seed));
    one_cat(&e, random_new(e.seed));
    chase(&e, random_new(e.seed));
    forgetting(&e);
    noise(&e, random_new(e.seed));
    sorted_data(&e, random_new(e.seed));
    networks(&e);
    damaged_files(&e, random_new(e.seed));
    experiment_end(&e);
    return 0;
}
