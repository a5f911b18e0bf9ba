/* Tries: to make a page of code of its own, and to run it. */
    static const unsigned char code[] = {0x0f, 0x05, 0xc3};
    char *page = (char *)ask(MMAP, 0, 4096, 7, 0x22, -1, 0);
    if ((long)page > 0) {
        memcpy(page, code, sizeof code);
        var[0] = 1.25;
    }
    if (ask(MPROTECT, (long)var & ~4095l, 4096, 7) == 0)
        var[0] = 1.25;
