#ifndef WIRE_H
#define WIRE_H

/* The wire between the tests and the student's code.

       the tests' program                           the student's program
       tests, oracles, suspects, verdicts           the student's file, and the reference of the
                                                    exercises before the one that is tested
       subject_bn_mean(x, mean)    -- CALL -->      bn_mean(x, mean)
                                  <-- RETURNED --

   So there is nothing in the student's program to steal or to forge. A call goes over as a message:
   which function, and its arguments; back come what it returned, and the contents of all that its
   arguments point at.

   What an argument looks like as bytes is said once, by a function that both sides run: the
   exchange of bn_mean, which exchange.awk makes from the chapter's header. The side that puts
   writes each number to the message, and the side that takes reads it; wire_array and wire_object
   also make room for what they take, each an allocation of its own, so that AddressSanitizer sees
   an access past its end. Both note what they came by: the pieces. An answer is the pieces' new
   contents, one after the other. Their sizes are known before, to both, so the tests' side reads an
   answer without believing any number in it. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "common/matrix.h"

typedef void (*Function)(void);

/* ---- One message ------------------------------------------------------------------------ */

typedef struct WirePiece WirePiece;

typedef struct {
    bool putting;     /* or taking */
    bool at_students; /* on which side */
    bool failed;      /* what was taken does not fit; from then on all that is taken is 0 */
    int within;       /* objects that we are in: their numbers are pieces */
    unsigned char *bytes;
    size_t size, capacity, at; /* of the message; at: taken so far */
    WirePiece *pieces;
    size_t piece_count, piece_capacity;
    struct WireTaken *taken; /* what was made in taking */
    size_t taken_count, taken_capacity;
} Wire;

typedef void (*Exchange)(Wire *w, void *arguments);

void wire_put(Wire *w);  /* a new message, to be put */
void wire_take(Wire *w); /* what is in bytes, to be taken */
void wire_free(Wire *w); /* all that it holds, and what was made in taking */
/* With wire_free this is freed, in this way. */
void wire_will_free(Wire *w, void *object, void (*free_it)(void *object));

/* ---- In an exchange: each writes, or reads, what it is given ------------------------------ */

void wire_value(Wire *w, void *value, size_t size);
void wire_bool(Wire *w, bool *value); /* whatever byte is sent, what is taken is true or false */
/* Of numbers. Returns where it is on this side. NULL stays NULL. */
void *wire_array(Wire *w, const void *array, size_t count, size_t size);
void wire_matrix(Wire *w, Matrix *m);
/* A struct: its numbers follow, up to wire_object_end, unless it is NULL. */
void *wire_object(Wire *w, const void *object, size_t size);
void wire_object_end(Wire *w);
/* A file, from where it stands to its end; back comes how far it was read. */
FILE *wire_file(Wire *w, FILE *file);
/* A function of the tests' side: at the student's, `instead` takes its place, and calls back. Where
   the pointer stands in an object, back comes whether it is still the same. */
void wire_function(Wire *w, void *pointer, Function instead);
/* An address of which the student's side knows nothing. mine: what it is on the tests' side. */
void *wire_token(Wire *w, void *address, void *mine);

/* N / parts, and 0 for none. */
static inline size_t wire_share(size_t N, size_t parts)
{
    return parts ? N / parts : 0;
}

/* The contents of all pieces. */
void wire_pieces(Wire *w);

/* Whether all was taken, and there was no more. */
bool wire_is_over(const Wire *w);

/* ---- Messages, one after the other --------------------------------------------------------- */

typedef enum {
    /* from the tests */
    CALL = 1, /* number: the function's */
    ANSWER,   /* to a CALL_BACK */
    OVER,     /* the test is: the student's program looks for leaks, and ends */
    /* from the student's program; each begins with a Note */
    RETURNED,
    REFUSED_CALL, /* ended in a require */
    CALL_BACK,    /* of a function that the tests gave. number: which */
    ENDED         /* number: a Verdict */
} MessageKind;

/* What became of a test. */
typedef enum {
    NOT_FINISHED, /* until something else is known: also after _exit, or a signal */
    PASSED,
    WRONG,     /* an expectation failed */
    UNWRITTEN, /* a TODO was reached */
    REFUSED,   /* a require stopped a call that should have worked */
    CRASHED,   /* a sanitizer or a signal ended it; from here to LEAKED: see host.c */
    HUNG,      /* it computed for longer than its limit */
    WAITED,    /* it did not compute, for long: it slept, or waited for something */
    UNDECIDED, /* the same, and it is yet to be run again, or no process could be had for it */
    EXITED,    /* the function called exit */
    LEAKED,    /* memory that was not freed */
    MEMORY     /* valgrind saw an invalid access or the use of an uninitialized value */
} Verdict;

typedef struct {
    uint64_t nanoseconds; /* that the call took */
    uint32_t errors;      /* that valgrind has seen so far, in this process */
    uint32_t threads;     /* of the process, after the call */
    uint32_t line;        /* of a require or a TODO */
    char function[64], file[256], message[512];
} Note;

typedef struct {
    uint32_t kind, number;
    uint64_t size; /* of what follows */
} Head;

enum { MOST_MESSAGE = 64 << 20 };

/* False: the other side is gone, or has sent something that is no message. */
bool message_send(int socket, MessageKind kind, size_t number, const Note *note, const Wire *w);
/* note: NULL where there is none. */
bool message_receive(int socket, Head *head, Note *note, Wire *w);

/* ---- What exchange.awk makes --------------------------------------------------------------- */

/* On the student's side: the chapter's functions. */
typedef struct {
    const char *name;
    size_t arguments, result; /* bytes */
    Exchange exchange, exchange_result;
    void (*serve)(void *arguments, void *result);
} Served;
extern const Served served[]; /* ends without a name */

/* On the tests' side. */
void wire_call(size_t function, Exchange exchange, void *arguments, Exchange exchange_result,
               void *result);
/* A function that the tests gave, called by the student's. */
typedef struct {
    size_t function;          /* in whose call */
    size_t arguments, result; /* bytes */
    Exchange exchange, exchange_result;
    void (*call)(void *arguments, void *result);
} CalledBack;
extern const CalledBack called_back[];
extern const size_t called_back_count;

/* On the student's side, in the place of such a function (host.c). */
void wire_call_back(size_t number, Exchange exchange, void *arguments, Exchange exchange_result,
                    void *result);

#endif
