#ifndef CSV_H
#define CSV_H

/* Tables that the figures are drawn from: one file, a header line, then rows. */

#include <stdio.h>

typedef struct {
    FILE *file;
    char path[1024];
} Csv;

/* Opens folder/name for writing and writes the header line. A file that cannot be written
   is a one-line error with exit status 2, here and in csv_close. */
Csv csv_open(const char *folder, const char *name, const char *header);

/* One row: the format is printf's, without the newline. */
void csv_row(Csv *csv, const char *format, ...) __attribute__((format(printf, 2, 3)));

void csv_close(Csv *csv);

#endif
