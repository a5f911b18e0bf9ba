/* The test's side of a call: it finds what the arguments point at, sends copies of it, and takes
   back what has changed. See apart.c. */

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sanitizer/asan_interface.h>

#include "tests/class/message.h"

/* ---- Addresses ---- */

enum { MOST_NAME = 64 };

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

/* ---- A call, there and back ---- */

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

_Noreturn void test_ended(bool passed)
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
    if (report->verdict > PASSED && report->verdict <= MEMORY && report->verdict != UNDECIDED)
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
