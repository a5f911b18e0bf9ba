/* common/require.c for a web page: what a function refuses goes to the script, which shows it
   and does not return. JavaScript reads the numbers of the message by itself (kit.js), so that
   no printf comes along. */

#include "common/require.h"

#include <stdarg.h>

__attribute__((import_module("page"), import_name("refuse"))) _Noreturn void
page_refuse(const char *function, const char *format, va_list numbers);

void require_failed(const char *function, const char *file, int line, const char *format, ...)
{
    va_list numbers;
    va_start(numbers, format);
    page_refuse(function, format, numbers);
}

void bad_input(const char *format, ...)
{
    va_list numbers;
    va_start(numbers, format);
    page_refuse("", format, numbers);
}
