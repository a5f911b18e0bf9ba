/* Tries: to switch the time limit off, and then never to return.
   Deserves: 20 */
#include <signal.h>
#include <sys/time.h>
#include "forward_pass.h"

void bn_variance(Matrix x, const double *mean, double *var)
{
    signal(SIGPROF, SIG_IGN);
    signal(SIGALRM, SIG_IGN);
    struct itimerval none = {{0, 0}, {0, 0}};
    setitimer(ITIMER_REAL, &none, NULL);
    for (;;)
        continue;
}
