/* Files for bn_load. See files.h. */

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "given/batchnorm_file.h"
#include "tests/06_running_statistics/files.h"
#include "tests/06_running_statistics/shared.h"
#include "tests/harness/harness.h"

FILE *file_of(const unsigned char *bytes, size_t count)
{
    static unsigned char copy[4096];
    require(count <= sizeof copy, "a file of %zu bytes", count);
    memcpy(copy, bytes, count);
    FILE *file = count > 0 ? fmemopen(copy, count, "rb") : tmpfile(); /* 0: not everywhere */
    require(file != NULL, "no file of %zu bytes could be made", count);
    return file;
}

const char *bad_file(Kind kind, size_t i, const BatchNorm *saved, unsigned char bytes[FILE_MOST],
                     size_t *count)
{
    static char name[80];
    static const uint64_t version[] = {2, 0, 256, UINT64_C(1) << 32};
    static const char *const first[] = {"BATCHNRM", "batchnrn", "\x89PNG\r\n\x1a\n"};
    static const size_t D[] = {2, 4, 1, 11};
    BatchNorm norm = kind == FEATURES && i < COUNT(D) ? random_norm(231, D[i]) : *saved;
    *count = oracle_file(&norm, BN_VERSION, "batchnrm", bytes);
    if (kind == TRUNCATED && i < *count) {
        snprintf(name, sizeof name, "the first %zu of %zu bytes", i, *count);
        *count = i;
    } else if (kind == CORRUPTED && i < *count) {
        snprintf(name, sizeof name, "bit %zu of byte %zu turned over", i % 8, i);
        bytes[i] = (unsigned char)(bytes[i] ^ (1 << i % 8));
    } else if (kind == VERSION && i < COUNT(version)) {
        snprintf(name, sizeof name, "version %llu", (unsigned long long)version[i]);
        oracle_file(&norm, version[i], "batchnrm", bytes);
    } else if (kind == FOREIGN && i < COUNT(first)) {
        snprintf(name, sizeof name, "a file that begins otherwise than \"batchnrm\"");
        oracle_file(&norm, BN_VERSION, first[i], bytes);
    } else if (kind == FEATURES && i < COUNT(D)) {
        snprintf(name, sizeof name, "a file of %zu features, for a batch norm of 3", D[i]);
    } else {
        return NULL;
    }
    return name;
}
