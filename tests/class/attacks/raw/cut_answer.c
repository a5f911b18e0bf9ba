/* Tries: to send half of a head, and to end. */
    Message m = {.kind = 4, .size = 8};
    EVERY_DESCRIPTOR { ask(WRITE, fd, &m, 7); ask(CLOSE, fd); }
