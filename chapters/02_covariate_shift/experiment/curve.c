#include "experiment.h"

#include "common/elementary.h"

/* sin(2 fur), with the same last bit everywhere: 2 fur in turns is fur / pi */
static double wave(double fur)
{
    return sin_turns(fur / 3.141592653589793);
}

double curve(double fur)
{
    return 0.8 * wave(fur);
}

const Fur black = {-1, 0.5}, gray = {0, 0.3}, light = {1, 0.3};

const char *const model_names[MODELS] = {"line", "degree5", "right"};

size_t model_features(Model model, double fur, real *features)
{
    size_t count = model == DEGREE_5 ? MOST_FEATURES : 1;
    for (size_t i = 0; i < count; i++)
        features[i] =
            (real)(model == RIGHT_SHAPE ? wave(fur) : integer_power(fur, (unsigned)i + 1));
    return count;
}
