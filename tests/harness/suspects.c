/* Suspects: which common mistake does a wrong function make?

   The exercise's probe calls the function on several inputs and observes what comes out. A
   suspect explains the student's function when the two agree wherever the suspect and the
   reference differ. It is the cause of a test's failure when it also fails that test. */

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
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
    fill_slot(exercise, function);
    exercise->probe();
    free_inputs();
    fill_slot(exercise, exercise->student);
}

static bool equal(double a, double b, double tolerance)
{
    return fabs(a - b) <= tolerance || a == b || (isnan(a) && isnan(b));
}

static double largest_error(const Observations *suspect, const Observations *reference)
{
    double largest = 0;
    for (size_t i = 0; i < reference->count; i++)
        largest = fmax(largest, fabs(suspect->value[i] - reference->value[i]));
    return largest;
}

static bool explains(const Observations *suspect, const Observations *student,
                     const Observations *reference, Match match)
{
    bool differs = false;
    if (student->count != reference->count || suspect->count != reference->count)
        return false;
    double most = match == BY_ROUNDING ? 100 * largest_error(suspect, reference) : INFINITY;
    for (size_t i = 0; i < reference->count; i++) {
        double right = reference->value[i], tolerance = reference->tolerance[i];
        bool suspect_wrong = !equal(suspect->value[i], right, tolerance);
        bool student_wrong = !equal(student->value[i], right, tolerance);
        if ((tolerance == OF_WALKS) != (match == BY_WALKS))
            continue;
        if (match == BY_VALUE || match == BY_WALKS
                ? suspect_wrong && !equal(student->value[i], suspect->value[i], tolerance)
                : suspect_wrong != student_wrong)
            return false;
        if (match == BY_ROUNDING && !(fabs(student->value[i] - right) <= most))
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

/* No version of one exercise, but a mistake in any. */
const Suspect keeps_state = {
    .name = "keeps_state",
    .says = "A second call with the same input gives another result: something is kept from one "
            "call to the next, in a static or a global variable."};

/* What the probe's processes hand back: the suspects that fit, the closest first. */
enum { MOST_FOUND = 8 };
typedef struct {
    bool student_done, keeps_state;
    Observations student;
    size_t count;
    const Suspect *found[MOST_FOUND];
} Findings;

static void find_all(const Exercise *exercise, Findings *findings)
{
    static Observations reference, suspect;
    size_t counts[MOST_FOUND];
    const Observations *student = &findings->student;
    run_probe(exercise, exercise->reference, &reference);
    for (const Suspect *candidate = exercise->suspects; candidate->name; candidate++) {
        run_probe(exercise, candidate->function, &suspect);
        if (!explains(&suspect, student, &reference, candidate->match))
            continue;
        size_t count = candidate->match == BY_VALUE ? disagreement(&suspect, student) : 0;
        if (findings->count == MOST_FOUND && count >= counts[MOST_FOUND - 1])
            continue;
        size_t at = findings->count < MOST_FOUND ? findings->count++ : MOST_FOUND - 1;
        for (; at > 0 && count < counts[at - 1]; at--) {
            counts[at] = counts[at - 1];
            findings->found[at] = findings->found[at - 1];
        }
        counts[at] = count;
        findings->found[at] = candidate;
    }
}

/* Twice, and does it observe the same? */
static void probe_student(const Exercise *exercise, Findings *findings)
{
    static Observations second;
    Observations *first = &findings->student;
    run_probe(exercise, exercise->student, first);
    findings->student_done = true;
    findings->keeps_state = true; /* also where the second does not come back */
    run_probe(exercise, exercise->student, &second);
    findings->keeps_state = second.count != first->count;
    for (size_t i = 0; i < first->count && !findings->keeps_state; i++)
        findings->keeps_state = !equal(first->value[i], second.value[i], first->tolerance[i]);
}

/* Forks. In the child: true, and whatever it prints goes nowhere; it must end with _exit, and
   what ends a test is noted in outcome. In the parent: false, once the child has ended. */
static bool in_a_child(Outcome *outcome)
{
    int status;
    pid_t child = fork_supervised();
    if (child > 0)
        supervise(child, outcome, 1, 10, &status);
    if (child != 0)
        return false;
    current = outcome;
    remote_begin("/dev/null", "/dev/null", false, 2);
    setrlimit(RLIMIT_CPU, &(struct rlimit){2, 2});
    expectations_begin();
    if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
        _exit(1);
    return true;
}

void *shared_memory(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    require(memory != MAP_FAILED, "out of memory: %zu bytes", bytes);
    return memory;
}

void free_shared(void *memory, size_t bytes)
{
    munmap(memory, bytes);
}

void try_test(const Exercise *exercise, Function function, void (*run)(void), Outcome *outcome)
{
    *outcome = (Outcome){0};
    if (function == exercise->student)
        remote_stage(exercise->index);
    if (in_a_child(outcome)) {
        fill_slot(exercise, function);
        run();
        end_test(PASSED);
    }
}

/* Did both fail on the same input, and with the same number in the same place? */
static bool alike(const Outcome *suspect, const Outcome *student, Match match)
{
    if (suspect->verdict != student->verdict || strcmp(suspect->input, student->input) != 0)
        return false;
    return match != BY_VALUE || (strcmp(suspect->place, student->place) == 0 &&
                                 equal(suspect->got, student->got, 1e-4 * fabs(student->got)));
}

/* Does this suspect fail the test as the student's function did? One that passes it is not why
   it failed, though it may be a second mistake. */
static bool fails_alike(const Exercise *exercise, const Suspect *suspect, size_t test)
{
    Outcome *outcome = shared_memory(sizeof *outcome);
    walks_unseen = suspect->match != BY_WALKS; /* its values are the mistake, not its loops */
    try_test(exercise, suspect->function, tests[test].run, outcome);
    walks_unseen = false;
    bool found = alike(outcome, &outcomes[test], suspect->match);
    free_shared(outcome, sizeof *outcome);
    return found;
}

static bool is_wrong(size_t test, const Exercise *exercise)
{
    Verdict v = outcomes[test].verdict;
    return (v == WRONG || v == REFUSED) && tests[test].exercise == exercise;
}

/* The student's function runs in a process of its own, since it may do anything. */
void find_suspects(const Exercise *exercise, const Suspect **causes)
{
    bool any = false;
    for (size_t t = 0; t < test_count; t++)
        any |= is_wrong(t, exercise);
    if (!any)
        return;
    Findings *findings = shared_memory(sizeof *findings);
    Outcome *nobody = shared_memory(sizeof *nobody);
    remote_stage(exercise->index);
    if (in_a_child(nobody)) {
        probe_student(exercise, findings);
        _exit(0);
    }
    if (findings->student_done && in_a_child(nobody)) {
        find_all(exercise, findings);
        _exit(0);
    }
    for (size_t t = 0; t < test_count; t++) {
        if (!is_wrong(t, exercise))
            continue;
        for (size_t f = 0; f < findings->count && !causes[t]; f++)
            if (fails_alike(exercise, findings->found[f], t))
                causes[t] = findings->found[f];
        if (!causes[t] && findings->keeps_state)
            causes[t] = &keeps_state;
    }
    free_shared(nobody, sizeof *nobody);
    free_shared(findings, sizeof *findings);
}
