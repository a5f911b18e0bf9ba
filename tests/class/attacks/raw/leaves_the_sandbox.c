/* Tries: namespaces, tracing, limits, sockets, and another process's memory. */
    struct { unsigned long now, most; } limit = {~0ul, ~0ul};
    if (ask(UNSHARE, 0x10000000) == 0 || ask(SOCKET, 2, 1, 0) >= 0 || ask(SOCKET, 1, 1, 0) >= 0 ||
        ask(PTRACE, 16, ask(GETPPID), 0, 0) == 0 || ask(SETRLIMIT, 0, &limit) == 0 ||
        ask(MEMFD, "x", 0) >= 0 || ask(PRCTL, 22, 0) == 0)
        printf("attack-has-left\n");
