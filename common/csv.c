#include "common/csv.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "common/require.h"

Csv csv_open(const char *folder, const char *name, const char *header)
{
    Csv csv;
    int length = snprintf(csv.path, sizeof csv.path, "%s/%s", folder, name);
    if (length < 0 || (size_t)length >= sizeof csv.path)
        bad_input("%s/%s: the path is too long", folder, name);
    csv.file = fopen(csv.path, "w");
    if (!csv.file)
        bad_input("%s: cannot be written: %s", csv.path, strerror(errno));
    fprintf(csv.file, "%s\n", header);
    return csv;
}

void csv_row(Csv *csv, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(csv->file, format, arguments);
    va_end(arguments);
    fputc('\n', csv->file);
}

void csv_close(Csv *csv)
{
    int failed = ferror(csv->file);
    if (fclose(csv->file) != 0 || failed) /* a full disk may show only here */
        bad_input("%s: could not be written to the end: %s", csv->path, strerror(errno));
}
