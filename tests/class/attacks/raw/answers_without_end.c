/* Tries: to flood the tests' program with answers. */
    static Message m = {.kind = 4, .size = 512};
    for (;;)
        EVERY_DESCRIPTOR ask(WRITE, fd, &m, sizeof m);
