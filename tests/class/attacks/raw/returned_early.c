/* Tries: to answer before the function has returned, with numbers of its own. */
    Message m = {.kind = 4, .size = 8};
    m.bytes[0] = 1.25;
    EVERY_DESCRIPTOR ask(WRITE, fd, &m, sizeof m - sizeof m.bytes + 8);
