/* Chapter 3's experiment: what does the forward pass do to a batch, and what does it cost?

   All batches go through your functions. See common/experiment.h for what an experiment is, and
   experiment.h for the parts of this one. */

#include "experiment.h"

int main(int argc, char **argv)
{
    Experiment e = experiment_begin(argc, argv);
    small_batches(&e);
    scale_and_shift(&e, random_new(e.seed));
    moving_unit(&e, random_new(e.seed));
    shortcut_by_hand(&e);
    shortcut_curve(&e, random_new(e.seed));
    compare_walks(&e, random_new(e.seed));
    count_lines(&e);
    experiment_end(&e);
    return 0;
}
