#ifndef BATCHNORM_FILE_H
#define BATCHNORM_FILE_H

/* Given: a batch norm in a file, in the byte order of the machine:

       8 bytes        "batchnrm"
       4 uint64_t     version (1), D, batches, examples
       2 doubles      eps, momentum
       4 D doubles    gamma, beta, running_mean, running_var
       1 uint64_t     a checksum of all the bytes before

   Several can follow one another, as the batch norms of a network do. bn_save writes one; bn_load,
   exercise 6.5, reads it, with the pieces declared here. */

#include <inttypes.h>

#include "running_statistics.h"

#define BN_NAME "batchnrm"
enum { BN_VERSION = 1 };

/* The head of the file: all before the 4 D numbers. */
typedef struct {
    char name[8]; /* BN_NAME, without a 0 at its end */
    uint64_t version, D, batches, examples;
    double eps, momentum;
} BnHead;

/* The checksum of some more bytes, after those that gave sum. It starts with BN_CHECKSUM_START. */
#define BN_CHECKSUM_START 14695981039346656037u
uint64_t bn_checksum(uint64_t sum, const void *bytes, size_t count);

/* Is all well? If not, the message goes to error: bn_check(error, N > 1, "N is %zu", N). Returns
   good. */
bool bn_check(char error[BN_ERROR], bool good, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Memory for gamma, beta, running_mean and running_var, one after the other: 4 D doubles, for the
   caller to free. */
double *bn_numbers_new(size_t D);

/* Writes norm where file stands. If it cannot be written: false, and one line in error. */
bool bn_save(FILE *file, const BatchNorm *norm, char error[BN_ERROR]);

#endif
