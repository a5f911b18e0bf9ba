/* Tries: to tell the tests' program, in the place of the student's program, how it ended. */
    struct { unsigned serial; int status; char why[200]; } ended = {0, 0, ""};
    for (unsigned i = 1; i < 70000; i += 7) {
        ended.serial = i;
        EVERY_DESCRIPTOR if (ask(WRITE, fd, &ended, sizeof ended) < 0) break;
    }
