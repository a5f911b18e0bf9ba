/* Messages with descriptors: see host.h. */

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/wire/host.h"

enum { MOST_DESCRIPTORS = 4 };

typedef union {
    struct cmsghdr aligned;
    char bytes[CMSG_SPACE(MOST_DESCRIPTORS * sizeof(int))];
} Ancillary;

bool control_send(int socket, const void *message, size_t size, const int *descriptors, int count)
{
    Ancillary ancillary;
    struct iovec part = {(void *)(uintptr_t)message, size};
    struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};
    if (count > 0) {
        memset(&ancillary, 0, sizeof ancillary);
        header.msg_control = ancillary.bytes;
        header.msg_controllen = CMSG_SPACE((size_t)count * sizeof(int));
        struct cmsghdr *first = CMSG_FIRSTHDR(&header);
        first->cmsg_level = SOL_SOCKET;
        first->cmsg_type = SCM_RIGHTS;
        first->cmsg_len = CMSG_LEN((size_t)count * sizeof(int));
        memcpy(CMSG_DATA(first), descriptors, (size_t)count * sizeof(int));
    }
    ssize_t sent;
    while ((sent = sendmsg(socket, &header, MSG_NOSIGNAL)) < 0 && errno == EINTR) {}
    return sent == (ssize_t)size;
}

bool control_receive(int socket, void *message, size_t size, int *descriptors, int count)
{
    Ancillary ancillary;
    struct iovec part = {message, size};
    struct msghdr header = {.msg_iov = &part,
                            .msg_iovlen = 1,
                            .msg_control = ancillary.bytes,
                            .msg_controllen = sizeof ancillary};
    ssize_t received;
    while ((received = recvmsg(socket, &header, 0)) < 0 && errno == EINTR) {}
    if (received != (ssize_t)size)
        return false;
    if (count == 0)
        return true;
    struct cmsghdr *first = CMSG_FIRSTHDR(&header);
    if (!first || first->cmsg_type != SCM_RIGHTS ||
        first->cmsg_len != CMSG_LEN((size_t)count * sizeof(int)))
        return false;
    memcpy(descriptors, CMSG_DATA(first), (size_t)count * sizeof(int));
    return true;
}
