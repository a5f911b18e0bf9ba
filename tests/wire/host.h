#ifndef HOST_H
#define HOST_H

/* How the tests' program asks the student's program for a process. The student's program listens on
   descriptor HOST_CONTROL. For each exercise it makes a process that loads what belongs together
   (STAGE), and listens on a socket of its own; from this, a process for each test (START). */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HOST_CONTROL = 3 };

/* With a STAGE comes the descriptor on which it listens; with a START come three: the wire, a file
   for what the student's code prints, and one for the sanitizers' reports. */
enum { STAGE_DESCRIPTORS = 1, START_DESCRIPTORS = 3 };

typedef struct {
    uint32_t exercise; /* STAGE: from 0 */
    uint32_t serial;   /* START: of this test's process */
    uint32_t trace;    /* START: is there time for a stack trace? */
    uint32_t debugger; /* START: nothing is caught, nothing is limited */
    double seconds;    /* START: of processor time */
} Order;

/* What came of a process: sent after its end. And once, with serial 0, when all is loaded: status
   is then 0, or 1 where the student's file cannot be. */
typedef struct {
    uint32_t serial;
    int32_t status; /* waitpid's; -1: there was no process to be had */
    char why[200];  /* it cannot be loaded */
} Ended;

/* One message with these descriptors, or with none. */
bool control_send(int socket, const void *message, size_t size, const int *descriptors, int count);
/* False at the end. */
bool control_receive(int socket, void *message, size_t size, int *descriptors, int count);

#endif
