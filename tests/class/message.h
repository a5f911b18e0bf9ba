#ifndef MESSAGE_H
#define MESSAGE_H

/* What the two processes of a test share (apart.c says why there are two): a call as a message,
   and what each side is asked to do. */

#include <stdint.h>
#include <string.h>
#include <sys/types.h>

#include "tests/class/apart.h"

enum { MOST_OBJECTS = 512, MOST_BYTES = 32 << 20 };

typedef struct {
    char *near, *far; /* where it is in the test, and in the student's process */
    size_t size, at;  /* bytes; where its copy begins in `bytes` */
} Object;

typedef enum { RETURNED, WAS_REFUSED } Answer;

/* A call, as it lies in the shared memory. Object 0 is the frame. */
typedef struct {
    void (*serve)(void *frame); /* NULL: the test is over */
    size_t next;                /* then: the test to come, or 0 */
    bool refusal_wanted;
    Answer answer;
    size_t count, used;
    Object objects[MOST_OBJECTS];
    size_t file_size, file_read; /* a FILE *: what was left in it, and how much was read */
    ptrdiff_t file_at;           /* where in the frame it is; -1: none */
    _Alignas(16) char bytes[MOST_BYTES];
} Message;

extern Message *message; /* shared */
extern Outcome *reports; /* shared: the outcomes as the student's process sees them */
extern int to_student[2], to_test[2];
extern pid_t student;

/* The variables marked NOTES: they are where they are, in both processes. */
extern char __start_notes[] __attribute__((weak)), __stop_notes[] __attribute__((weak));

static inline uintptr_t word_at(const char *bytes)
{
    uintptr_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* test_side.c: the student's process has ended, or is about to: so has the test. It has passed only
   if `passed` says so, and if the student's process knows nothing against it. */
_Noreturn void test_ended(bool passed);

/* student_side.c: in the student's process, before anything else; then calls are served until the
   tests are over, or their process has ended. */
void leave_test(const char *folder, size_t test);
_Noreturn void serve_calls(void);

#endif
