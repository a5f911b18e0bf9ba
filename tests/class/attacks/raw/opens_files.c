/* Tries: to read files of the grader's, and to write one. */
    static const char *const paths[] = {"/etc/passwd", "/etc/shadow", "/proc/1/environ",
        "/etc/hostname", "/proc/self/mem",
        "../../../../../solutions/03_forward_pass/forward_pass.c"};
    char text[256];
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        long fd = ask(OPENAT, -100, paths[i], i == 4 ? 2 : 0, 0);
        long got = fd >= 0 ? ask(READ, fd, text, sizeof text - 1) : 0;
        if (got > 0)
            printf("attack-has-read %s\n", text);
    }
    if (ask(OPENAT, -100, "attack-was-here", 0101, 0644) >= 0)
        printf("attack-has-written\n");
