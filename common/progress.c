#include "common/progress.h"

#include <stdio.h>
#include <unistd.h>

enum { WIDTH = 40 };

void progress(const char *label, size_t done, size_t total)
{
    static size_t drawn = 101; /* no percentage yet */
    if (!isatty(STDERR_FILENO) || total == 0)
        return;
    if (done >= total) {
        fputs("\r\033[K", stderr);
        drawn = 101;
        return;
    }
    size_t percent = 100 * done / total;
    if (percent == drawn)
        return;
    drawn = percent;
    fprintf(stderr, "\r%s [", label);
    for (size_t i = 0; i < WIDTH; i++)
        fputc(100 * i < WIDTH * percent ? '#' : '.', stderr);
    fprintf(stderr, "] %3zu%%", percent);
    fflush(stderr);
}
