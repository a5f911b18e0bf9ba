/* The student's functions beside the reference's, exercise by exercise: the largest difference
   in what the probe observes, and the time that the calls of the probe take, each in the student's
   program. */

#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/harness/internal.h"

enum { ROUNDS = 200 };

/* What a child hands back. */
typedef struct {
    Outcome outcome;
    Observations observed;
    double seconds; /* in the function: the least that a probe takes */
} Side;

/* stage: the exercise's, or the one in which all functions are the reference's. */
static void run_side(const Exercise *exercise, size_t stage, Side *side)
{
    int status;
    side->outcome = (Outcome){0};
    side->seconds = INFINITY;
    remote_stage(stage);
    pid_t child = fork_supervised();
    if (child > 0)
        supervise(child, &side->outcome, 1, 10, &status);
    if (child != 0)
        return;
    current = &side->outcome;
    remote_begin("/dev/null", "/dev/null", false, 10);
    expectations_begin();
    for (int i = 0; i < ROUNDS; i++) {
        remote_nanoseconds = 0;
        run_probe(exercise, exercise->student, &side->observed);
        side->seconds = fmin(side->seconds, 1e-9 * (double)remote_nanoseconds);
    }
    end_test(PASSED);
}

static void print_both(const Exercise *exercise, const Side *yours, const Side *its)
{
    const Observations *a = &yours->observed, *b = &its->observed;
    double largest = 0;
    size_t different = 0;
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        double difference = fabs(a->value[i] - b->value[i]);
        if (isnan(a->value[i]) != isnan(b->value[i]))
            difference = INFINITY;
        different += !(difference <= b->tolerance[i]) && !isnan(difference);
        if (difference > largest)
            largest = difference;
    }
    printf("%s %-24s %7zu of %-5zu %12.2g %12.1f %10.1f\n", exercise->id, exercise->function,
           different, b->count, largest, 1e6 * yours->seconds, 1e6 * its->seconds);
}

int compare(void)
{
    walks_unseen = true;
    Side *yours = shared_memory(2 * sizeof *yours), *its = yours + 1;
    printf("What both compute on the same small inputs, and how long that takes in all:\n\n");
    printf("%-28s %16s %12s %12s %10s\n", "", "results differ", "largest", "yours, us",
           "reference");
    for (size_t e = 0; e < chapter.exercise_count; e++) {
        const Exercise *exercise = chapter.contracts[e].exercise;
        run_side(exercise, e, yours);
        if (yours->outcome.verdict == UNWRITTEN) {
            printf("%s %-24s not written yet\n", exercise->id, exercise->function);
        } else if (yours->outcome.verdict != PASSED) {
            printf("%s %-24s does not run to its end: see make chapter%s-test\n", exercise->id,
                   exercise->function, chapter.number);
        } else {
            run_side(exercise, chapter.exercise_count, its);
            print_both(exercise, yours, its);
        }
    }
    free_shared(yours, 2 * sizeof *yours);
    return 0;
}
