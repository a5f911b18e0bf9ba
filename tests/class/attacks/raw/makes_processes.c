/* Tries: to leave a process behind, or another program. */
    char *const none[] = {NULL};
    for (int i = 0; i < 200; i++)
        if (ask(CLONE, 17, 0, 0, 0, 0) == 0)
            for (;;)
                continue;
    ask(EXECVE, "/bin/sh", none, none);
