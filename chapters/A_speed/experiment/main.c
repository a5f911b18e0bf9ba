/* Appendix A's experiment: how fast are your functions, how fast could they be, and what do they
   lose in digits?

   See common/experiment.h for what an experiment is, and experiment.h for the parts of this one. */

#include "experiment.h"

int main(int argc, char **argv)
{
    Experiment e = experiment_begin(argc, argv);
    e.digits = 6;
    rounding_of_y(&e, random_new(e.seed));
    rounding_of_sums(&e, random_new(e.seed));
    versions(&e, random_new(e.seed));
    widths(&e, random_new(e.seed));
    without_restrict(&e, random_new(e.seed));
    threads(&e, random_new(e.seed));
    bench_results(&e);
    experiment_end(&e);
    return 0;
}
