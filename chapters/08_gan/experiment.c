/* The experiment of chapter 8, on your functions:   experiment FOLDER [SEED]

   For the other things that it can do, see studies.h. */

#include "studies.h"

int main(int argc, char **argv)
{
    if (argc > 1 && argv[1][0] == '-')
        studies_main(argc, argv);
    Experiment e = experiment_begin(argc, argv);
    cats_summary(&e);
    experiment_end(&e);
    return 0;
}
