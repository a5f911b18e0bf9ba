/* Messages, one after the other, through a socket. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/wire/wire.h"

static bool send_bytes(int socket, const void *from, size_t size)
{
    const char *at = from;
    while (size > 0) {
        ssize_t sent = send(socket, at, size, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        at += sent;
        size -= (size_t)sent;
    }
    return true;
}

static bool receive_bytes(int socket, void *to, size_t size)
{
    char *at = to;
    while (size > 0) {
        ssize_t received = read(socket, at, size);
        if (received < 0 && errno == EINTR)
            continue;
        if (received <= 0)
            return false;
        at += received;
        size -= (size_t)received;
    }
    return true;
}

bool message_send(int socket, MessageKind kind, size_t number, const Note *note, const Wire *w)
{
    Head head = {(uint32_t)kind, (uint32_t)number, w ? w->size : 0};
    char small[4096];
    size_t note_size = note ? sizeof *note : 0, all = sizeof head + note_size + head.size;
    if (all <= sizeof small) { /* at once: each part that is sent by itself wakes the other side */
        memcpy(small, &head, sizeof head);
        if (note)
            memcpy(small + sizeof head, note, note_size);
        if (head.size > 0)
            memcpy(small + sizeof head + note_size, w->bytes, head.size);
        return send_bytes(socket, small, all);
    }
    return send_bytes(socket, &head, sizeof head) &&
           (!note || send_bytes(socket, note, sizeof *note)) &&
           (!w || send_bytes(socket, w->bytes, w->size));
}

bool message_receive(int socket, Head *head, Note *note, Wire *w)
{
    if (!receive_bytes(socket, head, sizeof *head) || head->size > MOST_MESSAGE ||
        (note && !receive_bytes(socket, note, sizeof *note)))
        return false;
    if (note) /* they end, whatever was sent */
        note->function[sizeof note->function - 1] = note->file[sizeof note->file - 1] =
            note->message[sizeof note->message - 1] = '\0';
    if (head->size > w->capacity) {
        free(w->bytes);
        w->capacity = head->size;
        w->bytes = malloc(w->capacity);
        if (!w->bytes)
            bad_input("out of memory for a message of %zu bytes", w->capacity);
    }
    w->size = head->size;
    w->at = 0;
    return receive_bytes(socket, w->bytes, w->size);
}
