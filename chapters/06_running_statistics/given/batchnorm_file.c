/*:
## Given: saving

`given/batchnorm_file.c` writes what `bn_load` reads, and holds the pieces that both use.

The head of the file is a struct, all of whose members take 8 bytes, so that the compiler has no
reason to leave gaps between them. Numbers are written as they are in memory. That makes the round
trip exact: a decimal text with six digits would come back as another number. The price is that a
machine with the other byte order cannot read the file. It will not misread it either, because
there the version 1 is 72057594037927936.

The checksum is FNV-1a, two operations a byte. Each step, `(sum ^ byte) * prime`, can be undone,
since the prime is odd. So two files that differ in one byte have different sums for certain: from
that byte on the sums differ, and equal bytes never make different sums equal.
*/
#include "given/batchnorm_file.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

uint64_t bn_checksum(uint64_t sum, const void *bytes, size_t count)
{
    for (const unsigned char *byte = bytes; count > 0; byte++, count--)
        sum = (sum ^ *byte) * 1099511628211u;
    return sum;
}

bool bn_check(char error[BN_ERROR], bool good, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (!good)
        vsnprintf(error, BN_ERROR, format, arguments);
    va_end(arguments);
    return good;
}

double *bn_numbers_new(size_t D)
{
    double *numbers = malloc((4 * D + 1) * sizeof *numbers); /* + 1: never 0 bytes */
    if (!numbers)
        bad_input("out of memory for a batch norm of %zu features", D);
    return numbers;
}

bool bn_save(FILE *file, const BatchNorm *norm, char error[BN_ERROR])
{
    size_t D = norm->D;
    BnHead head = {"", BN_VERSION, D, norm->batches, norm->examples, norm->eps, norm->momentum};
    memcpy(head.name, BN_NAME, sizeof head.name);
    double *numbers = bn_numbers_new(D);
    for (size_t d = 0; d < D; d++) {
        numbers[d] = (double)norm->gamma[d];
        numbers[D + d] = (double)norm->beta[d];
        numbers[2 * D + d] = norm->running_mean[d];
        numbers[3 * D + d] = norm->running_var[d];
    }
    uint64_t sum = bn_checksum(BN_CHECKSUM_START, &head, sizeof head);
    sum = bn_checksum(sum, numbers, 4 * D * sizeof *numbers);
    bool written = fwrite(&head, sizeof head, 1, file) == 1 &&
                   fwrite(numbers, sizeof *numbers, 4 * D, file) == 4 * D &&
                   fwrite(&sum, sizeof sum, 1, file) == 1;
    free(numbers);
    return bn_check(error, written, "a batch norm of %zu features could not be written", D);
}
