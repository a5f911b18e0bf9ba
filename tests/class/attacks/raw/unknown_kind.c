/* Tries: a message of a kind that there is not. */
    Message m = {.kind = 77, .number = 4000000000u};
    EVERY_DESCRIPTOR ask(WRITE, fd, &m, sizeof m - sizeof m.bytes);
