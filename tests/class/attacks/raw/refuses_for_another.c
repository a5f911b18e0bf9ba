/* Tries: to say that a require has ended the call, with a text that is none. */
    Message m = {.kind = 5, .size = 8};
    memset(m.note, 0xff, sizeof m.note);
    EVERY_DESCRIPTOR ask(WRITE, fd, &m, sizeof m);
