/* The student's program, from the tests' side: starting it, asking it for a process, and calls of
   its functions. wire.h says what goes over. */

#define _GNU_SOURCE /* struct ucred */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/internal.h"
#include "tests/wire/host.h"
#include "tests/wire/watch.h"
#include "tests/wire/watchers.h"

char **student_command;
uint64_t remote_nanoseconds;
static uint32_t threads; /* of the student's process, after the last call; 0: there was none */

static int host = -1, stage = -1; /* sockets: the student's program; its process for `staged` */
static size_t staged;
static uint32_t serial;

/* Of this test. */
static int wire = -1;
static int output_file = -1, report_file = -1;
static bool trace;
static double seconds;
static uint32_t errors; /* that valgrind has seen in the student's process */

/* ---- The student's program, and its process for an exercise --------------------------------- */

static void pair(int type, int sockets[2])
{
    if (socketpair(AF_UNIX, type, 0, sockets) != 0)
        bad_input("no socket could be made for the student's program");
    fcntl(sockets[0], F_SETFD, FD_CLOEXEC);
    fcntl(sockets[1], F_SETFD, FD_CLOEXEC);
}

static void start_host(void)
{
    int sockets[2];
    if (!student_command)
        bad_input("which is the student's program? Its command stands behind --");
    pair(SOCK_SEQPACKET, sockets);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        if (sockets[1] == HOST_CONTROL)
            fcntl(sockets[1], F_SETFD, 0);
        else
            dup2(sockets[1], HOST_CONTROL);
        execvp(student_command[0], student_command);
        fprintf(stderr, "%s: could not be started\n", student_command[0]);
        _exit(2);
    }
    if (child < 0)
        bad_input("no process could be had for the student's program");
    close(sockets[1]);
    host = sockets[0];
}

/* What a student's code may have done to it. */
static bool is_alive(void)
{
    struct pollfd socket = {.fd = stage};
    return poll(&socket, 1, 0) >= 0 && !(socket.revents & (POLLHUP | POLLERR));
}

static bool ask_for_stage(size_t exercise, Ended *ready)
{
    int sockets[2];
    pair(SOCK_SEQPACKET, sockets);
    Order order = {.exercise = (uint32_t)exercise};
    bool sent = control_send(host, &order, sizeof order, &sockets[1], STAGE_DESCRIPTORS);
    close(sockets[1]);
    stage = sockets[0];
    return sent && control_receive(stage, ready, sizeof *ready, NULL, 0);
}

void remote_stage(size_t exercise)
{
    if (options.without_student || (stage >= 0 && exercise == staged && is_alive()))
        return;
    if (host < 0)
        start_host();
    if (stage >= 0)
        close(stage);
    Ended ready;
    bool is_ready = ask_for_stage(exercise, &ready);
    if (!is_ready) { /* whatever has become of the program: again */
        close(host);
        host = -1;
        start_host();
        is_ready = ask_for_stage(exercise, &ready);
    }
    if (!is_ready)
        bad_input("%s: the student's program cannot be started", options.subject);
    if (ready.status != 0) {
        ready.why[sizeof ready.why - 1] = '\0';
        const char *why = strrchr(ready.why, ':');
        fprintf(stderr, "%s cannot be loaded%s\n", options.subject, why ? why : "");
        exit(3);
    }
    staged = exercise;
}

/* ---- Its process for a test ------------------------------------------------------------------ */

void remote_begin(const char *output_path, const char *report_path, bool trace_wanted,
                  double most_seconds)
{
    seconds = most_seconds;
    wire = -1;
    trace = trace_wanted;
    errors = threads = 0;
    output_file = open(output_path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    report_file = open(report_path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

static _Noreturn void does_not_fit(void)
{
    snprintf(current->message, sizeof current->message,
             "sent an answer that does not fit: something else than this function has written it");
    end_test(CRASHED);
}

/* Under which number this machine, and not a sandbox, knows the process. */
static bool hello(int socket, pid_t *pid)
{
    char byte;
    union {
        struct cmsghdr aligned;
        char bytes[CMSG_SPACE(sizeof(struct ucred))];
    } ancillary;
    struct iovec part = {&byte, 1};
    struct msghdr header = {.msg_iov = &part,
                            .msg_iovlen = 1,
                            .msg_control = ancillary.bytes,
                            .msg_controllen = sizeof ancillary};
    if (recvmsg(socket, &header, MSG_CMSG_CLOEXEC) != 1)
        return false;
    struct cmsghdr *first = CMSG_FIRSTHDR(&header);
    struct ucred who;
    if (first && first->cmsg_type == SCM_CREDENTIALS) {
        memcpy(&who, CMSG_DATA(first), sizeof who);
        *pid = who.pid;
    }
    return true;
}

/* How the process ended, as the student's program tells. */
static int status_of_this(void)
{
    Ended ended;
    while (control_receive(stage, &ended, sizeof ended, NULL, 0))
        if (ended.serial == serial)
            return ended.status;
    return -1;
}

static _Noreturn void ended_by_itself(void)
{
    close(wire); /* it waits for nothing any more */
    int status = status_of_this();
    current->signal = status >= 0 && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    end_test(status == -1 ? UNDECIDED : NOT_FINISHED);
}

static void connect_to_process(void)
{
    int sockets[2], on = 1;
    pair(SOCK_STREAM, sockets);
    setsockopt(sockets[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
    serial = (uint32_t)getpid();
    Order order = {
        .serial = serial, .trace = trace, .debugger = options.debugging, .seconds = seconds};
    int descriptors[START_DESCRIPTORS] = {sockets[1], output_file, report_file};
    bool sent = control_send(stage, &order, sizeof order, descriptors, START_DESCRIPTORS);
    close(sockets[1]);
    wire = sockets[0];
    pid_t pid = 0;
    if (!sent || !hello(wire, &pid))
        ended_by_itself();
    current->pid = pid;
}

/* What its process may say of its own end. */
static Verdict known_end(uint32_t verdict)
{
    bool known = verdict == PASSED || verdict == UNWRITTEN || verdict == REFUSED ||
                 (verdict >= CRASHED && verdict <= MEMORY && verdict != UNDECIDED);
    return known ? (Verdict)verdict : NOT_FINISHED;
}

static _Noreturn void student_said(const Note *note, uint32_t verdict)
{
    current->line = (int)note->line;
    if (verdict == UNWRITTEN && note->line == 0)
        snprintf(current->message, sizeof current->message,
                 "%.200s does not define it. Is its name spelled as in the header?",
                 options.subject);
    else if (verdict == UNWRITTEN)
        snprintf(current->message, sizeof current->message, "exercise %.40s is not written yet",
                 note->message);
    else if (verdict == REFUSED)
        snprintf(current->message, sizeof current->message, "%.200s", note->message);
    end_test(known_end(verdict) == PASSED ? NOT_FINISHED : known_end(verdict));
}

Verdict remote_end(void)
{
    Head head;
    Note note;
    Wire w = {0};
    if (wire < 0) /* it was never called */
        return PASSED;
    if (!message_send(wire, OVER, 0, NULL, NULL) || !message_receive(wire, &head, &note, &w))
        ended_by_itself();
    close(wire);
    wire = -1;
    if (head.kind != ENDED)
        does_not_fit();
    return known_end(head.number);
}

unsigned threads_of_subject(void)
{
    return threads ? threads : threads_of_process();
}

bool remote_saw_errors(void)
{
    return errors > 0;
}

/* ---- Calls ----------------------------------------------------------------------------------- */

/* A function of the test's, which the student's calls. */
static void answer(size_t caller, const Head *head, Wire *w)
{
    if (head->number >= called_back_count || called_back[head->number].function != caller)
        does_not_fit();
    const CalledBack *function = &called_back[head->number];
    void *arguments = calloc(1, function->arguments), *result = calloc(1, function->result + 1);
    require(arguments && result, "out of memory");
    wire_take(w);
    function->exchange(w, arguments);
    if (!wire_is_over(w))
        expect(false, "a function was called back with other arguments than it can be");
    function->call(arguments, result);
    wire_put(w);
    wire_pieces(w);
    if (function->exchange_result)
        function->exchange_result(w, result);
    bool sent = message_send(wire, ANSWER, 0, NULL, w);
    free(arguments);
    free(result);
    if (!sent)
        ended_by_itself();
}

static void receive(Head *head, Note *note, Wire *w)
{
    *head = (Head){0};
    bool received = message_receive(wire, head, note, w);
    if (!received && head->size > MOST_MESSAGE)
        does_not_fit();
    if (!received)
        ended_by_itself();
    errors = note->errors;
}

void wire_call(size_t function, Exchange exchange, void *arguments, Exchange exchange_result,
               void *result)
{
    Wire w = {0};
    Head head;
    Note note;
    if (wire < 0)
        connect_to_process();
    watch_over_there();
    wire_put(&w);
    exchange(&w, arguments);
    if (!message_send(wire, CALL, function, NULL, &w))
        ended_by_itself();
    for (receive(&head, &note, &w); head.kind == CALL_BACK;) {
        Wire back = {.bytes = w.bytes, .size = w.size, .capacity = w.capacity};
        w.bytes = NULL;
        w.size = w.capacity = 0;
        answer(function, &head, &back);
        wire_free(&back);
        receive(&head, &note, &w);
    }
    if (head.kind == ENDED)
        student_said(&note, head.number);
    if (head.kind != RETURNED && head.kind != REFUSED_CALL)
        does_not_fit();
    wire_take(&w);
    wire_pieces(&w);
    if (head.kind == RETURNED && exchange_result)
        exchange_result(&w, result);
    bool fits = wire_is_over(&w);
    wire_free(&w);
    if (!fits)
        does_not_fit();
    remote_nanoseconds += note.nanoseconds;
    threads = note.threads;
    if (head.kind == REFUSED_CALL)
        take_refusal(note.function, note.file, (int)note.line, note.message);
}
