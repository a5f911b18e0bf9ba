/* Suspects: which common mistake does a wrong function make?

   The exercise's probe calls the function on several inputs and observes what comes out. A
   suspect explains the student's function when the two agree wherever the suspect and the
   reference differ. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/internal.h"

static Observations *observations; /* of the probe that is running */

void observe(const double *values, size_t n, double tolerance)
{
    require(observations->count + n <= MOST_OBSERVATIONS, "a probe with over %d observations",
            MOST_OBSERVATIONS);
    for (size_t i = 0; i < n; i++) {
        observations->value[observations->count] = values[i];
        observations->tolerance[observations->count++] = tolerance;
    }
}

void observe_matrix(Matrix m, double tolerance)
{
    for (size_t i = 0; i < m.rows * m.cols; i++) {
        double value = (double)m.v[i];
        observe(&value, 1, tolerance);
    }
}

void observe_refusal(int refused)
{
    double value = refused;
    observe(&value, 1, 0);
}

void run_probe(const Exercise *exercise, Function function, Observations *into)
{
    observations = into;
    observations->count = 0;
    tested = exercise;
    fill_slot(exercise, function);
    exercise->probe();
    free_inputs();
    fill_slot(exercise, exercise->student);
}

static bool equal(double a, double b, double tolerance)
{
    return fabs(a - b) <= tolerance || a == b || (isnan(a) && isnan(b));
}

static bool explains(const Observations *suspect, const Observations *student,
                     const Observations *reference, Match match)
{
    bool differs = false;
    if (student->count != reference->count || suspect->count != reference->count)
        return false;
    for (size_t i = 0; i < reference->count; i++) {
        double right = reference->value[i], tolerance = reference->tolerance[i];
        bool suspect_wrong = !equal(suspect->value[i], right, tolerance);
        bool student_wrong = !equal(student->value[i], right, tolerance);
        if (match == BY_PATTERN
                ? suspect_wrong != student_wrong
                : suspect_wrong && !equal(student->value[i], suspect->value[i], tolerance))
            return false;
        differs |= suspect_wrong;
    }
    return differs;
}

/* Of the suspects that fit, the one that differs from the student's function in the fewest
   places: a rare mistake must not hide a common one that includes it. */
static size_t disagreement(const Observations *suspect, const Observations *student)
{
    size_t count = 0;
    for (size_t i = 0; i < student->count; i++)
        count += !equal(suspect->value[i], student->value[i], student->tolerance[i]);
    return count;
}

static int best_suspect(const Exercise *exercise, const Observations *student)
{
    static Observations reference, suspect;
    int best = -1;
    size_t least = 0;
    run_probe(exercise, exercise->reference, &reference);
    for (int s = 0; chapter.suspects[s].name; s++) {
        const Suspect *candidate = &chapter.suspects[s];
        if (strcmp(candidate->exercise, exercise->id) != 0)
            continue;
        run_probe(exercise, candidate->function, &suspect);
        if (!explains(&suspect, student, &reference, candidate->match))
            continue;
        size_t count = candidate->match == BY_PATTERN ? 0 : disagreement(&suspect, student);
        if (best < 0 || count < least) {
            best = s;
            least = count;
        }
    }
    return best;
}

/* What the probe's processes hand back. */
typedef struct {
    bool student_done;
    Observations student;
    int best;
} Findings;

/* Forks. In the child: true, and whatever it prints goes nowhere; it must end with _exit.
   In the parent: false, once the child has ended. */
static bool in_a_child(void)
{
    fflush(NULL);
    pid_t child = fork();
    if (child > 0)
        waitpid(child, NULL, 0);
    if (child != 0)
        return false;
    static Outcome nobody;
    current = &nobody;
    mprotect(outcomes, chapter.test_count * sizeof *outcomes, PROT_READ); /* they stay as they are */
    alarm(2);
    expectations_begin();
    if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
        _exit(1);
    return true;
}

/* The student's function runs in a process of its own, since it may do anything. */
const Suspect *find_suspect(const Exercise *exercise)
{
    Findings *findings =
        mmap(NULL, sizeof *findings, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (findings == MAP_FAILED)
        return NULL;
    findings->best = -1;
    if (in_a_child()) {
        run_probe(exercise, exercise->student, &findings->student);
        findings->student_done = true;
        _exit(0);
    }
    findings->best = -1; /* whatever the student's function made of it */
    if (findings->student_done && in_a_child()) {
        findings->best = best_suspect(exercise, &findings->student);
        _exit(0);
    }
    const Suspect *found = findings->best < 0 ? NULL : &chapter.suspects[findings->best];
    munmap(findings, sizeof *findings);
    return found;
}

int list_suspects(void)
{
    for (const Suspect *s = chapter.suspects; s->name; s++)
        printf("%s\t%s\t%s\n", s->exercise, s->name, s->says);
    return 0;
}

/* ---- The course's own test of the tests ---- */

static const char *try_suspect(const Suspect *suspect)
{
    static char problem[1024];
    const Exercise *exercise = exercise_of(suspect->exercise);
    bool caught = false, known_title = false;
    for (size_t t = 0; t < chapter.test_count; t++) {
        const Test *test = &chapter.tests[t];
        bool own = strcmp(test->exercise, suspect->exercise) == 0;
        bool passed = outcomes[t].verdict == PASSED;
        if (!own && !passed) {
            snprintf(problem, sizeof problem, "loses points in %s: %s: %s", test->exercise,
                     test->title, outcomes[t].message);
            return problem;
        }
        if (own && strcmp(test->title, suspect->caught_by) == 0) {
            known_title = true;
            caught = !passed;
        }
    }
    const Suspect *found = find_suspect(exercise);
    if (!known_title)
        snprintf(problem, sizeof problem, "there is no test \"%s\"", suspect->caught_by);
    else if (!caught)
        snprintf(problem, sizeof problem, "not caught by \"%s\"", suspect->caught_by);
    else if (found != suspect)
        snprintf(problem, sizeof problem, "named as %s", found ? found->name : "nobody");
    else
        return NULL;
    return problem;
}

int try_suspects(void)
{
    bool good = true;
    options.find_leaks = false;
    for (const Suspect *s = chapter.suspects; s->name; s++) {
        Exercise *exercise = exercise_of(s->exercise);
        Function student = exercise->student;
        exercise->student = s->function; /* for find_suspect */
        fill_slot(exercise, s->function);
        run_tests();
        const char *problem = try_suspect(s);
        printf("%s suspect %s %s%s%s\n", problem ? "FAIL" : "ok  ", s->exercise, s->name,
               problem ? ": " : "", problem ? problem : "");
        good = good && !problem;
        exercise->student = student;
        fill_slot(exercise, student);
    }
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
