/* Chapter 7's experiment: how large is the noise of a batch's statistics, what does it do to one
   example, and what to training?

   All batches go through your functions. See common/experiment.h for what an experiment is, and
   experiment.h for the parts of this one. Without a seed the networks are trained from eight
   seeds; with one, from that one only. */

#include "experiment.h"

#include <math.h>

Spread spread_of(size_t count, const double *v)
{
    Spread s = {0, 0, INFINITY, -INFINITY};
    for (size_t i = 0; i < count; i++) {
        s.mean += v[i] / (double)count;
        s.low = fmin(s.low, v[i]);
        s.high = fmax(s.high, v[i]);
    }
    for (size_t i = 0; i < count; i++)
        s.sd += (v[i] - s.mean) * (v[i] - s.mean) / (double)count;
    s.sd = sqrt(s.sd);
    return s;
}

int main(int argc, char **argv)
{
    Experiment e = experiment_begin(argc, argv);
    noise(&e, random_new(e.seed));
    dropout(&e, random_new(e.seed));
    training(&e, argc == 3 ? 1 : MOST_SEEDS);
    experiment_end(&e);
    return 0;
}
