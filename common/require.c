#include "common/require.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void (*require_hook)(const char *function, const char *file, int line, const char *message);
void (*todo_hook)(const char *exercise, const char *function, const char *file, int line);

void require_failed(const char *function, const char *file, int line, const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (require_hook)
        require_hook(function, file, line, message);
    fprintf(stderr, "%s:%d: %s: %s\n", file, line, function, message);
    abort();
}

void todo_reached(const char *exercise, const char *function, const char *file, int line)
{
    if (todo_hook)
        todo_hook(exercise, function, file, line);
    fprintf(stderr, "%s:%d: exercise %s, %s, is not written yet\n", file, line, exercise, function);
    exit(2);
}

void bad_input(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(2);
}
