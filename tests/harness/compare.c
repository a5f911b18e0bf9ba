/* The student's functions beside the reference's, exercise by exercise: the largest difference
   in what the probe observes, and the time that the probe takes with each. */

#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "tests/harness/internal.h"

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Seconds for one run of the probe: the fastest of many, in turn with the other side's. */
static void time_both(const Exercise *exercise, double *student, double *reference)
{
    static Observations ignored;
    *student = *reference = INFINITY;
    for (int i = 0; i < 200; i++) {
        double start = now();
        run_probe(exercise, exercise->student, &ignored);
        double middle = now();
        run_probe(exercise, exercise->reference, &ignored);
        *student = fmin(*student, middle - start);
        *reference = fmin(*reference, now() - middle);
    }
}

static void compare_exercise(const Exercise *exercise, FILE *out)
{
    static Observations student, reference;
    run_probe(exercise, exercise->student, &student);
    run_probe(exercise, exercise->reference, &reference);
    double largest = 0;
    size_t different = 0;
    for (size_t i = 0; i < student.count && i < reference.count; i++) {
        double difference = fabs(student.value[i] - reference.value[i]);
        if (isnan(student.value[i]) != isnan(reference.value[i]))
            difference = INFINITY;
        different += !(difference <= reference.tolerance[i]) && !isnan(difference);
        if (difference > largest)
            largest = difference;
    }
    double yours, its;
    time_both(exercise, &yours, &its);
    fprintf(out, "%s %-24s %7zu of %-5zu %12.2g %12.1f %10.1f\n", exercise->id, exercise->function,
            different, reference.count, largest, 1e6 * yours, 1e6 * its);
}

int compare(void)
{
    walks_unseen = true;
    Outcome *outcome = &outcomes[0]; /* shared with the child */
    printf("What both compute on the same small inputs, and how long that takes in all:\n\n");
    printf("%-28s %16s %12s %12s %10s\n", "", "results differ", "largest", "yours, us",
           "reference");
    for (size_t e = 0; e < chapter.exercise_count; e++) {
        const Exercise *exercise = chapter.exercises[e];
        fflush(stdout);
        *outcome = (Outcome){0};
        int status;
        pid_t child = fork_supervised(); /* the student's function may do anything */
        if (child == 0) {
            current = outcome;
            setrlimit(RLIMIT_CPU, &(struct rlimit){10, 10});
            expectations_begin();
            FILE *out = fdopen(dup(STDOUT_FILENO), "w"); /* what the student prints goes nowhere */
            if (!out || !freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
                _exit(1);
            compare_exercise(exercise, out);
            fclose(out);
            end_test(PASSED);
        }
        if (child > 0)
            supervise(child, NULL, 0, 10, &status);
        if (outcome->verdict == UNWRITTEN)
            printf("%s %-24s not written yet\n", exercise->id, exercise->function);
        else if (outcome->verdict != PASSED)
            printf("%s %-24s does not run to its end: see make chapter%s-test\n", exercise->id,
                   exercise->function, chapter.number);
    }
    return 0;
}
