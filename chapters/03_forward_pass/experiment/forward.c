#include "experiment.h"

#include <stdlib.h>

Forward forward_of(Matrix x, double eps)
{
    Forward forward = {vector_new(x.cols), vector_new(x.cols), vector_new(x.cols),
                       matrix_new(x.rows, x.cols)};
    bn_forward(x, eps, forward.mean, forward.var, forward.rstd, forward.xhat);
    return forward;
}

void forward_free(Forward forward)
{
    free(forward.mean);
    free(forward.var);
    free(forward.rstd);
    matrix_free(forward.xhat);
}
