/* Tries: to leave an answer behind for the next call. */
    Message m = {.kind = 4, .size = 40};
    for (int i = 0; i < 8; i++)
        EVERY_DESCRIPTOR ask(WRITE, fd, &m, sizeof m - sizeof m.bytes + 40);
