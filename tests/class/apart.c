/* The student's functions in a process of their own.

   In make chapter3-test a test and the student's function share a process: good enough against
   mistakes. Where the code may be hostile, it could find the verdict there, or the expected
   values next to its outputs. So a class is graded in two processes for each test:

       the test      holds inputs, expected values and the verdict. It never runs the student's code
       the student   is split off before the test begins, so it has none of these in its memory

   A call goes over as a message in shared memory: the arguments (the frame), and every object that
   they point at, whose extent AddressSanitizer knows. The student's process makes each object anew,
   as a heap block of its own (so that an access past its end is found), and puts the new addresses
   in place of the old. What it changed comes back. Two kinds of words do not: addresses, so that
   the test never follows a pointer of the student's, and nothing outside of these objects.

   A function that hands over whole networks (chapter 8) cannot be called so. Its test runs in the
   student's process, after the same test has run as a canary, with expectations that no result
   fulfills: what passes that passes everything, and gets nothing. To have passed, such a test must
   send back a number that it can read only then.

   How the student's process ends (a crash, a loop, exit, TODO, a leak) it says itself, in an outcome
   of its own; the test believes it everything but that it passed. */

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/class/message.h"

Message *message;
Outcome *reports;
int to_student[2], to_test[2];
pid_t student;

/* No other process may look into this one or trace it; its children inherit that. */
__attribute__((constructor)) static void close_to_others(void)
{
    prctl(PR_SET_DUMPABLE, 0);
}

static Apart *apart_of(const Exercise *exercise)
{
    for (Apart *a = apart_functions; a->function; a++)
        if (strcmp(a->function, exercise->function) == 0)
            return a;
    return NULL;
}

/* From here on the test reaches each function that can be called from afar in that way only. */
static void move_functions(void)
{
    for (size_t e = 0; e < chapter.exercise_count; e++) {
        Apart *a = apart_of(chapter.exercises[e]);
        if (!a)
            continue;
        memcpy(&a->near, chapter.exercises[e]->slot, sizeof a->near);
        fill_slot(chapter.exercises[e], a->far);
    }
}

static void *memory_of_both(size_t size)
{
    void *memory =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        bad_input("no memory for a second process");
    return memory;
}

/* Splits the student's process off. In the test's process: true. */
static bool split(const char *folder, size_t test)
{
    size_t bytes = test_count * sizeof *outcomes;
    reports = memory_of_both(bytes);
    memcpy(reports, outcomes, bytes);
    fflush(NULL);
    if (pipe(to_student) != 0 || pipe(to_test) != 0 || (student = fork()) < 0) {
        outcomes[test].verdict = UNDECIDED; /* others may have all that there are */
        _exit(0);
    }
    if (student == 0) {
        leave_test(folder, test);
        return false;
    }
    close(to_student[0]);
    close(to_test[1]);
    signal(SIGPIPE, SIG_IGN);
    current = &outcomes[test];
    current->pid = student;
    return true;
}

static void test_from_afar(const char *folder, size_t test)
{
    message = memory_of_both(sizeof *message);
    move_functions();
    if (!split(folder, test))
        serve_calls();
    tested = tests[test].exercise;
    expectations_begin();
    run_test(test);
    message->serve = NULL; /* over: let it look for leaks */
    char turn = 0;
    if (write(to_student[1], &turn, 1) == 1)
        turn = (char)read(to_test[0], &turn, 1);
}

/* What a test in the student's process says of itself: nothing that points are given for. */
static void take_what_was_given(size_t test)
{
    const Outcome *report = &reports[test];
    current->got = report->got;
    memcpy(current->input, report->input, sizeof current->input - 1);
    memcpy(current->place, report->place, sizeof current->place - 1);
}

/* True: the test's last line was reached. */
static bool test_nearby(const char *folder, size_t test, bool as_canary)
{
    uint64_t secret = 0, proof = 0;
    if (getrandom(&secret, sizeof secret, 0) != sizeof secret)
        bad_input("no random numbers");
    if (!split(folder, test)) {
        secret = 0;
        canary = as_canary;
        run_test(test);
        if (read(to_student[0], &proof, sizeof proof) == sizeof proof &&
            write(to_test[1], &proof, sizeof proof) == sizeof proof)
            child_end();
        _exit(0);
    }
    bool proved = write(to_student[1], &secret, sizeof secret) == sizeof secret &&
                  read(to_test[0], &proof, sizeof proof) == sizeof proof && proof == secret;
    close(to_student[1]);
    close(to_test[0]);
    take_what_was_given(test);
    return proved;
}

/* Did the canary end otherwise than by an expectation? Up to the first of these it does what the
   test does: the test would end so too, and without points. */
static bool ended_by_itself(Verdict verdict)
{
    return verdict == UNWRITTEN || verdict == REFUSED || verdict == CRASHED || verdict == HUNG ||
           verdict == WAITED || verdict == EXITED;
}

/* ---- One test alone ---- */

/* Never returns: a process for each test, and another for the student's part in it. */
void run_apart(const char *folder, size_t test)
{
    if (apart_of(tests[test].exercise)) {
        test_from_afar(folder, test);
        test_ended(true);
    }
    if (test_nearby(folder, test, true)) {
        snprintf(current->message, sizeof current->message,
                 "passed when the test was made to fail: this code writes its own verdict");
        current->verdict = WRONG;
        _exit(0);
    }
    if (ended_by_itself(reports[test].verdict))
        test_ended(false);
    waitpid(student, NULL, 0);
    test_ended(test_nearby(folder, test, false));
}

/* ---- All tests of an exercise, while they pass ---- */

/* Notes begin anew with each test. */
static void forget_notes(void)
{
    if (__start_notes != NULL)
        memset(__start_notes, 0, (size_t)(__stop_notes - __start_notes));
}

/* In the test's process. */
static bool next_from_afar(size_t test, bool more)
{
    current = &outcomes[test];
    current->pid = student;
    tested = tests[test].exercise;
    expectations_begin();
    forget_notes();
    run_test(test);
    free_inputs();
    message->serve = NULL; /* over: let it look for leaks */
    message->next = more ? test + 1 : 0;
    char turn = 0;
    return write(to_student[1], &turn, 1) == 1 && (read(to_test[0], &turn, 1) == 1 || !more) &&
           reports[test].verdict == PASSED;
}

static bool next_nearby(const char *folder, size_t test)
{
    if (test_nearby(folder, test, true) || ended_by_itself(reports[test].verdict))
        return false;
    waitpid(student, NULL, 0);
    if (!test_nearby(folder, test, false))
        return false;
    waitpid(student, NULL, 0);
    return reports[test].verdict == PASSED;
}

static _Noreturn void try_exercise(const char *folder, size_t first, size_t end)
{
    bool from_afar = apart_of(tests[first].exercise) != NULL;
    if (from_afar) {
        message = memory_of_both(sizeof *message);
        move_functions();
        if (!split(folder, first))
            serve_calls();
    }
    for (size_t t = first; t < end; t++) {
        if (!(from_afar ? next_from_afar(t, t + 1 < end) : next_nearby(folder, t)))
            break;
        outcomes[t].verdict = PASSED;
    }
    _exit(0);
}

/* Most exercises are right, and a fork takes longer than a test. So first all tests of an exercise
   share a pair of processes. If each of them passes, that counts; otherwise nothing of it does, and
   each test is run alone. */
void run_together(const char *folder)
{
    together = true;
    for (size_t first = 0, end; first < test_count; first = end) {
        bool passed = true;
        for (end = first; end < test_count && tests[end].exercise == tests[first].exercise; end++)
            passed &= outcomes[end].selected;
        if (!passed)
            continue;
        int status;
        pid_t tester = fork_supervised();
        if (tester == 0)
            try_exercise(folder, first, end);
        if (tester < 0)
            break;
        supervise(tester, &outcomes[first], end - first, 2, &status);
        for (size_t t = first; t < end; t++)
            passed &= outcomes[t].verdict == PASSED;
        for (size_t t = first; t < end && !passed; t++)
            outcomes[t] = (Outcome){.selected = true};
    }
    together = false;
}
