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

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sanitizer/asan_interface.h>

#include "tests/class/apart.h"

enum { MOST_OBJECTS = 512, MOST_BYTES = 32 << 20, MOST_NAME = 64 };

typedef struct {
    char *near, *far; /* where it is in the test, and in the student's process */
    size_t size, at;  /* bytes; where its copy begins in `bytes` */
} Object;

typedef enum { RETURNED, WAS_REFUSED } Answer;

/* A call, as it lies in the shared memory. Object 0 is the frame. */
typedef struct {
    void (*serve)(void *frame); /* NULL: the test is over */
    bool refusal_wanted;
    Answer answer;
    size_t count, used;
    Object objects[MOST_OBJECTS];
    size_t file_size, file_read; /* a FILE *: what was left in it, and how much was read */
    ptrdiff_t file_at;           /* where in the frame it is; -1: none */
    _Alignas(16) char bytes[MOST_BYTES];
} Message;

static Message *message; /* shared */
static Outcome *reports; /* shared: the outcomes as the student's process sees them */
static int to_student[2], to_test[2];
static pid_t student;

static void *memory_of_both(size_t size)
{
    void *memory =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        bad_input("no memory for a second process");
    return memory;
}

/* ---- Addresses ---- */

/* The object that an address lies in: a block of the heap, a variable on the stack, a global. */
static bool locate(uintptr_t address, char **begin, size_t *size)
{
    char name[MOST_NAME];
    void *region = NULL;
    if (address < 65536 || address >> 47 != 0)
        return false;
    const char *kind = __asan_locate_address((void *)address, name, sizeof name, &region, size);
    if (strcmp(kind, "heap") != 0 && strcmp(kind, "stack") != 0 && strcmp(kind, "global") != 0)
        return false;
    *begin = region;
    return region != NULL && *size > 0 && address >= (uintptr_t)region &&
           address <= (uintptr_t)region + *size && !__asan_region_is_poisoned(region, *size);
}

static uintptr_t word_at(const char *bytes)
{
    uintptr_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* The object of those sent that this address of the test lies in, or NULL. One past the end is a
   good address too. */
static const Object *sent(uintptr_t address)
{
    for (size_t i = 1; i < message->count; i++) {
        const Object *o = &message->objects[i];
        if (address >= (uintptr_t)o->near && address <= (uintptr_t)o->near + o->size)
            return o;
    }
    return NULL;
}

/* ---- The test's side ---- */

static void keep_object(char *begin, size_t size)
{
    size_t at = (message->used + 15) / 16 * 16;
    if (message->count == MOST_OBJECTS || size > MOST_BYTES - at)
        bad_input("a call with more than %d objects or %d bytes", MOST_OBJECTS, MOST_BYTES);
    message->objects[message->count++] = (Object){.near = begin, .size = size, .at = at};
    memcpy(message->bytes + at, begin, size);
    message->used = at + size;
}

enum { MOST_LEAVES = 16 };
static uintptr_t leaves[MOST_LEAVES];
static size_t leaf_count;

void apart_leaf(const void *address)
{
    if (leaf_count < MOST_LEAVES)
        leaves[leaf_count++] = (uintptr_t)address;
}

static bool is_leaf(Object o)
{
    for (size_t i = 0; i < leaf_count; i++)
        if (leaves[i] >= (uintptr_t)o.near && leaves[i] < (uintptr_t)o.near + o.size)
            return true;
    return false;
}

/* The variables marked NOTES: they are where they are, in both processes. */
extern char __start_notes[] __attribute__((weak)), __stop_notes[] __attribute__((weak));

/* The frame, the notes, what they point at, what that points at, ... */
static void pack(void *frame, size_t size)
{
    message->count = message->used = 0;
    keep_object(frame, size);
    if (__start_notes != NULL)
        keep_object(__start_notes, (size_t)(__stop_notes - __start_notes));
    for (size_t i = 0; i < message->count; i++) {
        Object o = message->objects[i];
        if (o.near == __start_notes || is_leaf(o))
            continue;
        for (size_t w = 0; w + sizeof(uintptr_t) <= o.size; w += sizeof(uintptr_t)) {
            char *begin;
            size_t bytes;
            uintptr_t word = word_at(message->bytes + o.at + w);
            if (!sent(word) && locate(word, &begin, &bytes))
                keep_object(begin, bytes);
        }
    }
}

static bool is_address(uintptr_t word)
{
    extern char __executable_start[], end[]; /* by the linker: this program */
    return sent(word) || (word >= (uintptr_t)__executable_start && word < (uintptr_t)end);
}

/* Writes only what has changed: constants cannot be written to. */
static void take_back(Object o)
{
    const char *new = message->bytes + o.at;
    size_t w = 0;
    for (; w + sizeof(uintptr_t) <= o.size; w += sizeof(uintptr_t))
        if (!is_address(word_at(o.near + w)) && memcmp(o.near + w, new + w, sizeof(uintptr_t)) != 0)
            memcpy(o.near + w, new + w, sizeof(uintptr_t));
    for (; w < o.size; w++)
        if (o.near[w] != new[w])
            o.near[w] = new[w];
}

static void send_file(FILE *file)
{
    long here = ftell(file);
    size_t at = (message->used + 15) / 16 * 16;
    message->file_size = fread(message->bytes + at, 1, MOST_BYTES - at, file);
    fseek(file, here, SEEK_SET);
}

/* The student's process has ended, or is about to: so has the test. It has passed only if `passed`
   says so, and if the student's process knows nothing against it. */
static _Noreturn void test_ended(bool passed)
{
    int status = 0;
    waitpid(student, &status, 0);
    const Outcome *report = &reports[current - outcomes];
    if (passed && report->verdict == PASSED) {
        current->verdict = PASSED;
        _exit(0);
    }
    current->line = report->line;
    memcpy(current->message, report->message, sizeof current->message - 1);
    if (report->verdict > PASSED && report->verdict <= MEMORY)
        current->verdict = report->verdict;
    if (WIFSIGNALED(status)) {
        signal(WTERMSIG(status), SIG_DFL);
        raise(WTERMSIG(status)); /* Check tells read_reports */
    }
    _exit(0);
}

/* Over and back. */
static void exchange(void)
{
    char turn = 0;
    ssize_t got;
    if (write(to_student[1], &turn, 1) != 1)
        test_ended(false);
    while ((got = read(to_test[0], &turn, 1)) < 0 && errno == EINTR)
        continue;
    if (got != 1)
        test_ended(false);
}

void apart_call(void (*serve)(void *frame), void *frame, size_t size, FILE **file)
{
    static Object objects[MOST_OBJECTS];
    FILE *read_from = file ? *file : NULL;
    if (file)
        *file = NULL;
    pack(frame, size);
    size_t count = message->count;
    memcpy(objects, message->objects, count * sizeof *objects);
    message->serve = serve;
    message->refusal_wanted = refusal_is_wanted();
    message->file_at = read_from ? (char *)file - (char *)frame : -1;
    if (read_from)
        send_file(read_from);
    exchange();
    message->count = count; /* what it says of addresses is not believed */
    memcpy(message->objects, objects, count * sizeof *objects);
    for (size_t i = 0; i < count; i++)
        take_back(objects[i]);
    if (read_from)
        fseek(read_from, (long)message->file_read, SEEK_CUR);
    leaf_count = 0;
    if (message->answer == WAS_REFUSED && refusal_is_wanted())
        refuse_elsewhere(); /* no jump: it would forget the extent of what is on the stack */
}

/* ---- The student's side ---- */

static void swap_addresses(char *bytes, size_t size, bool to_far)
{
    for (size_t w = 0; w + sizeof(uintptr_t) <= size; w += sizeof(uintptr_t)) {
        uintptr_t word = word_at(bytes + w);
        for (size_t i = 1; i < message->count && word >= 65536; i++) {
            const Object *o = &message->objects[i];
            uintptr_t from = (uintptr_t)(to_far ? o->near : o->far),
                      to = (uintptr_t)(to_far ? o->far : o->near);
            if (word >= from && word <= from + o->size) {
                word += to - from;
                memcpy(bytes + w, &word, sizeof word);
                break;
            }
        }
    }
}

static FILE *open_copy(void)
{
    size_t at = (message->used + 15) / 16 * 16;
    FILE *file = tmpfile();
    if (!file || fwrite(message->bytes + at, 1, message->file_size, file) != message->file_size)
        bad_input("no file could be made for the student's process");
    rewind(file);
    return file;
}

static void serve_call(void)
{
    FILE *file = message->file_at >= 0 ? open_copy() : NULL;
    for (size_t i = 0; i < message->count; i++)
        message->objects[i].far = message->objects[i].near == __start_notes
                                      ? __start_notes
                                      : malloc(message->objects[i].size);
    for (size_t i = 0; i < message->count; i++) {
        const Object *o = &message->objects[i];
        memcpy(o->far, message->bytes + o->at, o->size);
        swap_addresses(o->far, o->size, true);
    }
    char *frame = message->objects[0].far;
    if (file)
        memcpy(frame + message->file_at, &file, sizeof file);
    message->answer = RETURNED;
    if (!message->refusal_wanted)
        message->serve(frame);
    else if (refused(message->serve(frame)))
        message->answer = WAS_REFUSED;
    if (file) {
        message->file_read = (size_t)ftell(file);
        fclose(file);
    }
    for (size_t i = 0; i < message->count; i++) {
        const Object *o = &message->objects[i];
        memcpy(message->bytes + o->at, o->far, o->size);
        swap_addresses(message->bytes + o->at, o->size, false);
    }
    for (size_t i = 0; i < message->count; i++)
        if (message->objects[i].far != __start_notes)
            free(message->objects[i].far);
}

/* In the student's process, before anything else. */
static void leave_test(const char *folder, size_t test)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close(to_student[1]);
    close(to_test[0]);
    munmap(outcomes, test_count * sizeof *outcomes);
    outcomes = reports;
    child_begin(folder, test);
}

/* Until the test is over, or the test's process has ended. */
static _Noreturn void serve_calls(void)
{
    char turn;
    while (read(to_student[0], &turn, 1) == 1) {
        if (!message->serve)
            child_end();
        serve_call();
        if (write(to_test[1], &turn, 1) != 1)
            break;
    }
    _exit(0);
}

/* What a call of anything that is not allowed becomes: inside/check_object.sh. */
void forbidden_call(const char *name);
void forbidden_call(const char *name)
{
    snprintf(current->message, sizeof current->message, "uses %.60s, which graded code may not",
             name);
    end_test(REFUSED);
}

/* ---- One test ---- */

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

/* Splits the student's process off. In the test's process: true. */
static bool split(const char *folder, size_t test)
{
    size_t bytes = test_count * sizeof *outcomes;
    reports = memory_of_both(bytes);
    memcpy(reports, outcomes, bytes);
    if (pipe(to_student) != 0 || pipe(to_test) != 0)
        bad_input("no pipe to a second process");
    fflush(NULL);
    student = fork();
    if (student < 0)
        bad_input("no second process");
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
    tests[test].run();
    message->serve = NULL; /* over: let it look for leaks */
    char turn = 0;
    if (write(to_student[1], &turn, 1) == 1)
        turn = (char)read(to_test[0], &turn, 1);
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
        tests[test].run();
        if (read(to_student[0], &proof, sizeof proof) == sizeof proof &&
            write(to_test[1], &proof, sizeof proof) == sizeof proof)
            child_end();
        _exit(0);
    }
    bool proved = write(to_student[1], &secret, sizeof secret) == sizeof secret &&
                  read(to_test[0], &proof, sizeof proof) == sizeof proof && proof == secret;
    close(to_student[1]);
    close(to_test[0]);
    return proved;
}

/* Did the canary end otherwise than by an expectation? Up to the first of these it does what the
   test does: the test would end so too, and without points. */
static bool ended_by_itself(Verdict verdict)
{
    return verdict == UNWRITTEN || verdict == REFUSED || verdict == CRASHED || verdict == HUNG ||
           verdict == EXITED;
}

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
