#ifndef LIMITS_H
#define LIMITS_H

/* Limits of time, memory and output, for this process. Has it computed for too long, or waited (the
   signal is SIGALRM), on_limit is called. */

/* For a test; and for one after a crash or a hang in the same exercise. */
extern const double first_seconds, later_seconds;

void limit_this_process(void (*on_limit)(int signal), double seconds);
void limit_computing(double seconds); /* from here on; 0: as long as it takes */

#endif
