/* The experiment of chapter 8, on your functions:   experiment FOLDER [SEED]

   A GAN learns the ring of eight clouds, with batch norm and without. For the other things that
   the program can do, see studies.h. */

#include "experiment.h"

#include "studies.h"

int main(int argc, char **argv)
{
    if (argc > 1 && argv[1][0] == '-')
        studies_main(argc, argv);
    Experiment e = experiment_begin(argc, argv);
    loss_by_both_formulas(&e);
    ring(&e);
    blindness(&e);
    cats_summary(&e);
    experiment_end(&e);
    return 0;
}
