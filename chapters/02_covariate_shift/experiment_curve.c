#include "experiment.h"

#include <math.h>

double curve(double fur)
{
    return 0.8 * sin(2 * fur);
}

const Fur black = {-1, 0.5}, gray = {0, 0.3}, light = {1, 0.3};

const char *const model_names[MODELS] = {"line", "degree5", "right"};

size_t model_features(Model model, double fur, real *features)
{
    size_t count = model == DEGREE_5 ? MOST_FEATURES : 1;
    for (size_t i = 0; i < count; i++)
        features[i] = (real)(model == RIGHT_SHAPE ? sin(2 * fur) : pow(fur, (double)i + 1));
    return count;
}
