/* Tries: to go on in a thread when the test is over.
   Deserves: 20 */
#include <pthread.h>
#include "forward_pass.h"

static void *work(void *var)
{
    for (;;)
        *(double *)var = 1;
    return var;
}

void bn_variance(Matrix x, const double *mean, double *var)
{
    pthread_t thread;
    pthread_create(&thread, NULL, work, var);
}
